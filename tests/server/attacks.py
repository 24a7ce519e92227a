"""Names that lead elsewhere, and a folder in which it would show."""

from __future__ import annotations

import hashlib
import http.client
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.server.real import Server

CANARY = "canary-that-lies-outside"
SECRET = "outside.txt"
MADE = "made-by-an-attack"
NAMES = [
    *(f"{way}{SECRET}" for way in ("../", "../../", "../../../../", "..\\", "/", "//", "C:", "~/")),
    *("%2e%2e/outside.txt", "..%2foutside.txt", "..%252f..%252foutside.txt", "....//outside.txt"),
    *(f"../{MADE}", f"../../{MADE}", "datasets/../../outside.txt", "datasets_evil/x.jpg", "out"),
    *("file:///etc/passwd", "/etc/passwd", "../" * 12 + "etc/passwd", "~root", "~", "..", "."),
    *("outside.txt\0.jpg", "outside.txt#", "outside.txt?", "\u2024\u2024/outside.txt"),
    *("\uff0e\uff0e\uff0foutside.txt", "a\n../outside.txt", "a" * 4096, "../" * 1300),
]


def plant(folder: Path) -> tuple[Path, Path]:
    """A home and a working directory, with canaries around and between them."""
    home, work = folder / "home", folder / "work"
    for place in (home, work / "datasets", work / "runs", work / "datasets_evil"):
        place.mkdir(parents=True)
    for place in (folder, home, work):
        (place / SECRET).write_text(CANARY)
    (work / "datasets_evil/x.jpg").write_text(CANARY)
    (work / "out").symlink_to(folder)
    (work / "datasets/out").symlink_to(folder)
    return home, work


def outside(folder: Path) -> dict[str, str]:
    """All that lies around what the server may change, and its contents."""
    own = (folder / "home/.spark_trainer", folder / "work/datasets", folder / "work/profiles.yaml")
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
        if not any(path.is_relative_to(one) for one in own) and ".lock" not in path.name
    }


_address = itertools.count(2)
_REQUESTS = 10
"""From one address, before the server finds that they are many."""


class Attacker:
    """A client that sends paths as they are, from ever new addresses of loopback."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: http.client.HTTPConnection | None = None
        self._left = 0

    def ask(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        """Status, and all else that came."""
        if self._line is None or self._left == 0:
            self._connect()
        assert self._line is not None
        self._left -= 1
        told = {"X-SparkTrainer-Token": self._server.token, **headers}
        self._line.request(method, target, body, told)
        answer = self._line.getresponse()
        return answer.status, f"{answer.headers}{answer.read().decode('latin-1')}"

    def _connect(self) -> None:
        self.close()
        number = next(_address)
        source = f"127.1.{number // 250}.{2 + number % 250}"
        place = ("127.0.0.1", self._server.port)
        self._line = http.client.HTTPConnection(*place, timeout=30, source_address=(source, 0))
        self._left = _REQUESTS

    def close(self) -> None:
        if self._line is not None:
            self._line.close()


def leaves(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a value a text stands, or could."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in leaves(inner, (*way, key))]
    if isinstance(value, list):
        return [one for n, inner in enumerate(value) for one in leaves(inner, (*way, n))]
    return [way]


def put(value: Any, way: tuple[Any, ...], text: Any) -> Any:
    """The value with the text in that place."""
    if not way:
        return text
    if isinstance(value, list):
        return [put(one, way[1:], text) if n == way[0] else one for n, one in enumerate(value)]
    return {**value, way[0]: put(value.get(way[0]), way[1:], text)}
