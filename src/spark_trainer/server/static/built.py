"""The built page: its files in memory, each by its exact name, so that no name leads elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "page"
"""Where `make page` puts it, and where a wheel has it."""
INDEX = "index.html"
ASSETS = "assets/"
"""Names in here hold a hash of their content: what has one name never changes."""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_UNKNOWN = "application/octet-stream"
_COMPRESSED_ALREADY = frozenset({".ico", ".png", ".woff2"})
_BASE = re.compile(rb'<base href="/"\s*/?>')


@dataclass(frozen=True)
class Asset:
    """One file, as it is answered."""

    media_type: str
    content: bytes
    lasting: bool
    """It never changes; browsers need not ask again."""
    packable: bool = True

    @cached_property
    def packed(self) -> bytes | None:
        """By gzip; null where that is no gain."""
        if not self.packable:
            return None
        found = gzip.compress(self.content, mtime=0)
        return found if len(found) < len(self.content) else None

    @cached_property
    def tag(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


@dataclass(frozen=True)
class Page:
    """All files of it."""

    files: dict[str, Asset]
    fault: str = ""
    """Why there is no page."""

    @property
    def index(self) -> Asset | None:
        return None if self.fault else self.files.get(INDEX)


def read_page(folder: Path, root_path: str) -> Page:
    """The page below a folder, made to lie under a path prefix; "" = none."""
    if not (folder / INDEX).is_file():
        return Page({}, "is not built")
    files = {name: _read(folder / name, name) for name in _names(folder)}
    for asset in files.values():
        _ = asset.packed, asset.tag  # here, and not while somebody waits
    html, found = _BASE.subn(b'<base href="%s/" />' % root_path.encode(), files[INDEX].content)
    if found != 1:
        return Page({}, f'has no <base href="/"> in its {INDEX}')
    files[INDEX] = Asset(_TYPES[".html"], html, lasting=False)
    return Page(files)


def _names(folder: Path) -> Iterator[str]:
    """Of regular files; a link leads out, and is none."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _read(path: Path, name: str) -> Asset:
    return Asset(
        _TYPES.get(path.suffix, _UNKNOWN),
        path.read_bytes(),
        lasting=name.startswith(ASSETS),
        packable=path.suffix not in _COMPRESSED_ALREADY,
    )
