"""A chat server on a loopback port that does what a test tells it: answers, faults, lies.

It speaks OpenAI's protocol over plain sockets of the standard library and keeps all that it heard.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "tiny/eye"
USAGE = {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100}


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    number: int
    """Of chat requests from 0; that of the next one for `GET /models`."""
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: dict[str, Any]
    at_s: float

    @property
    def picture(self) -> str:
        return str(self.body["messages"][0]["content"][0]["image_url"]["url"])


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Announce more bytes than are sent, then hang up."""
    drip_s: float = 0
    """Wait so long before each byte."""


Answering = Callable[[Asked], Reply]


def caption_for(picture: str) -> str:
    """What the server says of a picture when nothing else was told: different for each."""
    return f"Picture {sha256(picture.encode()).hexdigest()[:12]}."


def completion(content: object, finish_reason: str = "stop", **rest: object) -> Reply:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return json_reply({"object": "chat.completion", "choices": [choice], "usage": USAGE, **rest})


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), status, {"Content-Type": "application/json", **names})


def error(status: int, message: str = "no", **headers: str) -> Reply:
    return json_reply({"error": {"message": message, "type": "x", "code": None}}, status, **headers)


def describe(asked: Asked) -> Reply:
    return completion(caption_for(asked.picture))


def first(*replies: Reply) -> Answering:
    """These in turn, then captions."""
    return lambda asked: replies[asked.number] if asked.number < len(replies) else describe(asked)


class ChatServer:
    def __init__(self) -> None:
        self.answer: Answering = describe
        self.models: Reply = json_reply({"object": "list", "data": [{"id": MODEL}]})
        self.heard: list[Asked] = []
        self.chats = 0
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    @property
    def asked(self) -> list[Asked]:
        """Chat requests, in the order in which they came."""
        return [asked for asked in self.heard if asked.path.endswith("/chat/completions")]

    def _reply_to(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        is_chat = path.endswith("/chat/completions")
        with self._lock:
            asked = Asked(self.chats, path, headers, body, time.monotonic())
            self.heard.append(asked)
            self.chats += is_chat
        return self.answer(asked) if is_chat else self.models

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two writes

            def do_GET(self) -> None:
                self._send(server._reply_to(self.path, self._heard(), {}))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._send(server._reply_to(self.path, self._heard(), body))

            def _heard(self) -> dict[str, str]:
                return {name.lower(): value for name, value in self.headers.items()}

            def _send(self, reply: Reply) -> None:
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(reply.body) + 100 * reply.cut))
                    self.end_headers()
                    for at in range(0, len(reply.body), 1 if reply.drip_s else 2**20):
                        time.sleep(reply.drip_s)
                        self.wfile.write(reply.body[at : at + (1 if reply.drip_s else 2**20)])
                except ConnectionError:
                    self.close_connection = True
                if reply.cut:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    server = ChatServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
