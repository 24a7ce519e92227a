"""A little hub on loopback: as much of the hub's protocol as huggingface_hub's client needs.

Models are folders in memory. What is to go wrong is set on the server: a model that is gated, a
connection that is cut in the middle of a file. It keeps what it was asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

REPO = Path(__file__).resolve().parents[2]

_INFO = re.compile(r"/api/models/(?P<id>[^/]+/[^/]+)(/revision/(?P<revision>[^/]+))?")
_TREE = re.compile(r"/api/models/(?P<id>[^/]+/[^/]+)/tree/(?P<revision>[^/]+)")
_FILE = re.compile(r"/(?P<id>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<name>.+)")
_STORE = re.compile(r"/store/(?P<id>[^/]+/[^/]+)/(?P<name>.+)")


@dataclass
class FakeModel:
    """One commit of one model."""

    files: dict[str, bytes]
    gated: bool = False
    revisions: tuple[str, ...] = ("main",)

    @property
    def commit(self) -> str:
        names = json.dumps({n: _sha(b) for n, b in sorted(self.files.items())})
        return hashlib.sha1(names.encode()).hexdigest()


@dataclass
class FakeHub:
    models: dict[str, FakeModel] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """`GET /path`, one a request."""
    cut_after: dict[str, int] = field(default_factory=dict)
    """Bytes after which a file's transfer hangs, until `go_on`; then its connection ends."""
    stuck: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    status: int | None = None
    """Where set, the answer to everything."""
    endpoint: str = ""
    store: str = ""
    """Where large files are: the same server by another name, so that the client sees two hosts."""

    def fetched(self) -> list[str]:
        """The files whose bytes were asked for, sorted."""
        paths = [line.split()[1] for line in self.asked if line.startswith("GET /")]
        found = [_STORE.fullmatch(p) or _FILE.fullmatch(p) for p in paths]
        return sorted(m["name"] for m in found if m and not m.string.startswith("/api/"))

    def environment(self, home: Path, *, offline: bool = False) -> dict[str, str]:
        """For a process whose hub is this one, with its cache in `home`."""
        mine = {
            "HF_ENDPOINT": self.endpoint,
            "HF_HOME": str(home),
            "HF_HUB_OFFLINE": "1" if offline else "0",
            "HF_TOKEN": "",
            "PYTHONPATH": str(REPO / "src"),
            "XDG_CACHE_HOME": str(home / "cache"),
        }
        return {**os.environ, **mine}


def safetensors(count: int = 16, value: int = 0) -> bytes:
    """A whole file with one tensor of that many bytes."""
    header = {"a": {"dtype": "U8", "shape": [count], "data_offsets": [0, count]}}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes([value]) * count


def model_files(**more: bytes) -> dict[str, bytes]:
    """The files of a small model; a `__` in a keyword stands for the dot of a further one."""
    files = {"config.json": b'{"model_type": "blip-2"}', "model.safetensors": safetensors()}
    return files | {name.replace("__", "."): data for name, data in more.items()}


def sharded(*shards: str) -> dict[str, bytes]:
    """The files of a model whose weights are in several, each of another size."""
    index = {"weight_map": {f"layer{n}": name for n, name in enumerate(shards)}}
    files = {name: safetensors(100 + n) for n, name in enumerate(shards)}
    return {
        "config.json": b"{}",
        "model.safetensors.index.json": json.dumps(index).encode(),
        **files,
    }


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    hub = FakeHub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    hub.store = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield hub
    finally:
        hub.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:  # noqa: C901  (a class of its own)
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def _answer(self) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.asked.append(f"{self.command} {path}")
            if hub.status is not None:
                return self._send(hub.status, b"")
            for form, answer in (
                (_TREE, self._tree),
                (_INFO, self._info),
                (_STORE, self._stored),
                (_FILE, self._file),
            ):
                if match := form.fullmatch(path):
                    return self._checked(match, answer)
            return self._send(404, b"")

        def _checked(self, match: re.Match[str], answer: object) -> None:
            model = hub.models.get(match["id"])
            if model is None:
                return self._fail(404, "RepoNotFound")
            revision = match.groupdict().get("revision")
            if revision not in (None, model.commit, *model.revisions):
                return self._fail(404, "RevisionNotFound")
            return answer(model, match)  # type: ignore[operator]

        def _info(self, model: FakeModel, match: re.Match[str]) -> None:
            siblings = [
                {"rfilename": n, "size": len(b), "blobId": _sha(b)[:40]}
                for n, b in model.files.items()
            ]
            self._json({"id": match["id"], "sha": model.commit, "siblings": siblings})

        def _tree(self, model: FakeModel, match: re.Match[str]) -> None:
            self._json(
                [
                    {"type": "file", "path": n, "size": len(b), "oid": _sha(b)[:40]}
                    for n, b in model.files.items()
                ]
            )

        def _file(self, model: FakeModel, match: re.Match[str]) -> None:
            """Small files come from here, large ones from the store, as on the hub."""
            if model.gated:
                return self._fail(403, "GatedRepo")
            data = model.files.get(match["name"])
            if data is None:
                return self._fail(404, "EntryNotFound")
            headers = {"X-Repo-Commit": model.commit, "ETag": f'"{_sha(data)[:40]}"'}
            if not match["name"].endswith((".safetensors", ".bin")):
                return self._send(200, data, headers)
            headers |= {"X-Linked-Size": str(len(data)), "X-Linked-Etag": f'"{_sha(data)}"'}
            headers["Location"] = f"{hub.store}/store/{match['id']}/{match['name']}"
            return self._send(302, b"", headers)

        def _stored(self, model: FakeModel, match: re.Match[str]) -> None:
            self._send(200, model.files[match["name"]], {}, match["name"])

        def _json(self, value: object) -> None:
            self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

        def _fail(self, status: int, code: str) -> None:
            self._send(status, b"", {"X-Error-Code": code, "X-Error-Message": code})

        def _send(
            self, status: int, data: bytes, headers: dict[str, str] | None = None, name: str = ""
        ) -> None:
            self.send_response(status)
            for key, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
                self.send_header(key, value)
            self.end_headers()
            if self.command == "GET":
                most = hub.cut_after.get(name, len(data))
                self.wfile.write(data[:most])
                self.wfile.flush()
                if most < len(data):
                    hub.stuck.set()
                    hub.go_on.wait(30)
                    self.close_connection = True

    return Handler
