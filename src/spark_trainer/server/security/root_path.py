"""A path prefix of a proxy, whether the proxy takes it off or hands it on.

What comes out is what ASGI says: `root_path` is the prefix, and `path` has it too, exactly once.
So whoever takes it off again (`scope["path"][len(root_path):]`, as Starlette does to find a route)
comes to the same path, and none that the guard has not seen.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.server.settings import ROOT_PATH

_OURS = frozenset({"api", "assets", "healthz", "login", "metrics", "openapi.json"})
"""A proxy that hands on `/api/api/jobs` cannot be told from one that hands on `/api/jobs`."""
_LONGEST = 200


def checked_root_path(given: str) -> str:
    """The prefix.

    Raises:
        UsageError: it cannot be one.
    """
    said = f"--root-path {printable(given)[:_LONGEST]}"
    parts = given.split("/")
    if not given or not re.fullmatch(ROOT_PATH, given) or {".", ".."} & set(parts):
        raise UsageError(
            f"{said}: wanted a path such as /spark: a slash first, none at the end, and between "
            f"them letters, digits, `-`, `_`, `.` and `~`"
        )
    if len(given) > _LONGEST:
        raise UsageError(f"{said}...: {len(given)} characters are too many; {_LONGEST} at most")
    if parts[1] in _OURS:
        raise UsageError(f"{said}: the server has a /{parts[1]} of its own; choose another name")
    return given


class RootPath:
    """Goes before all that looks at a path."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app, self._root = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._root and scope["type"] == "http":
            scope = {**scope, "root_path": self._root, **self._whole(scope)}
        await self._app(scope, receive, send)

    def _whole(self, scope: Scope) -> dict[str, str | bytes]:
        path, raw = scope["path"], scope.get("raw_path") or b""
        if path.startswith(f"{self._root}/"):
            return {}
        if path == self._root:
            return {"path": f"{path}/", "raw_path": raw + b"/"}
        return {"path": self._root + path, "raw_path": self._root.encode() + raw}
