"""The page at `/` and at every link into it; its files by their names."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from spark_trainer.server.static.built import ASSETS, Asset, Page

INTERFACE = ("/api", "/metrics", "/healthz", "/openapi")
"""What programs ask for. Paths that begin so are never a page, and never open to everyone."""
_YEAR = "public, max-age=31536000, immutable"
_NOT_STORED = {"Cache-Control": "no-store"}
_NOT_BUILT = """\
SparkTrainer runs, but its page {fault}.

In a checkout of the sources, this builds it (it needs Node 20 or newer):

    make page

Then start `spark-trainer serve` again. An installed package has the page in it.
The interface for programs works without it: see {root}/openapi.json
"""


def of_programs(path: str) -> bool:
    return path.startswith(INTERFACE)


async def answer_page(scope: Scope, receive: Receive, send: Send) -> None:
    """What no route takes: a file of the page, the page itself, or 404.

    Raises:
        HTTPException: 404.
    """
    path = scope["path"][len(scope.get("root_path", "")) :]
    if of_programs(path) or scope["method"] not in ("GET", "HEAD"):
        raise HTTPException(404)
    request = Request(scope)
    page: Page = request.app.state.parts.page
    if page.index is None:
        told = _NOT_BUILT.format(fault=page.fault, root=scope.get("root_path", ""))
        answer: Response = PlainTextResponse(told, 503, _NOT_STORED)
    else:
        answer = _found(page, path.removeprefix("/"), page.index, request)
    await answer(scope, receive, send)


def _found(page: Page, name: str, index: Asset, request: Request) -> Response:
    asset = page.files.get(name)
    if asset is None and name.startswith(ASSETS):
        raise HTTPException(404, "no such file", _NOT_STORED)
    return _answer(asset or index, request)


def _answer(asset: Asset, request: Request) -> Response:
    packed = asset.packed if takes_gzip(request.headers.get("accept-encoding", "")) else None
    tag = f'"{asset.tag}-gzip"' if packed is not None else f'"{asset.tag}"'
    headers = {"ETag": tag, "Cache-Control": _YEAR if asset.lasting else "no-cache"}
    if asset.packed is not None:
        headers["Vary"] = "Accept-Encoding"
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = asset.media_type
    content = asset.content if packed is None else packed
    if request.method == "HEAD":
        return Response(headers={**headers, "Content-Length": str(len(content))})
    return Response(content, headers=headers)


def takes_gzip(accepted: str) -> bool:
    """Whether a header Accept-Encoding names gzip, and not with a weight of 0."""
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() == "gzip":
            return weight.strip().removeprefix("q=").strip("0.") != "" if weight else True
    return False


def _tags(header: str) -> list[str]:
    return [one.strip().removeprefix("W/") for one in header.split(",")]
