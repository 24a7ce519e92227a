"""A connection to a chat server: its answers bounded, its key kept secret."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.chat.address import NO_KEY, checked_key, checked_url, is_loopback
from spark_trainer.labelers.subtitles.markup import one_line

MOST_BYTES = 4 * 2**20
"""Of one answer. A caption has some hundred; a server that sends more is not one of ours."""

CONNECT_S = 5.0
"""Within this time a server must take the connection."""

_SHORTEST_SECRET = 8
"""A key of fewer characters, such as `EMPTY` or `x`, is none: text would lose such words."""


class Connection:
    """One server, asked from many threads at once.

    Redirects are not followed: a frame would go to a server that nobody named. A loopback address
    is never asked through a proxy. No answer is longer than MOST_BYTES, none takes longer than
    `timeout_s` after its head came.
    """

    def __init__(self, url: str, key: str | None, timeout_s: float) -> None:
        self.url = checked_url(url)
        self.timeout_s = timeout_s
        self._key = checked_key(key)
        self._secret = self._key != NO_KEY and len(self._key) >= _SHORTEST_SECRET
        """A server may say the key that it was given: it is taken out of all that it says."""
        self._opened: Any = None
        self._in_flight, self._closing = 0, False
        self._lock = threading.Lock()

    def open(self) -> None:
        """Build the client; nothing is sent.

        Raises:
            BackendUnavailableError: the package `openai` is not installed.
        """
        if self._opened is not None and not self._closing:
            return
        openai = require("openai", extra="openai")
        local = is_loopback(self.url)
        plain = local and self.url.startswith("http:")
        http = openai.DefaultHttpxClient(
            follow_redirects=False,
            trust_env=not local,
            # Without TLS there is nothing to verify; loading the authorities takes a while.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True,
            event_hooks={"response": [self._bound]},
        )
        self._opened = openai.OpenAI(
            base_url=self.url,
            api_key=self._key,
            max_retries=0,  # each attempt is counted, and ends where another thread finds the end
            timeout=openai.Timeout(self.timeout_s, connect=min(CONNECT_S, self.timeout_s)),
            default_headers={"Accept-Encoding": "identity"},
            http_client=http,
        )
        self._closing = False

    def close(self) -> None:
        """Take no more requests; the last one that is in flight closes the client.

        Closed under it, the client would wait on a socket that is gone, or leave one open.
        """
        with self._lock:
            self._closing = True
            if self._opened is not None and not self._in_flight:
                self._opened.close()

    @contextmanager
    def _client(self) -> Iterator[Any]:
        with self._lock:
            if self._closing:
                raise BackendUnavailableError("captioning was ended")
            self._in_flight += 1
        try:
            yield self._opened
        finally:
            with self._lock:
                self._in_flight -= 1
                if self._closing and not self._in_flight:
                    self._opened.close()

    def models(self) -> bytes:
        """The body of `GET /models`; raises as `chat` does, after CONNECT_S."""
        timeout_s = min(CONNECT_S, self.timeout_s)
        with self._client() as client:
            return self._body(client.models.with_raw_response.list(timeout=timeout_s))

    def chat(self, **request: Any) -> bytes:
        """The body of the answer to a chat completion request.

        Raises:
            openai.APIError: no answer, or one of a status other than 200.
            BackendUnavailableError: the connection is closed.
        """
        with self._client() as client:
            return self._body(client.chat.completions.with_raw_response.create(**request))

    def _body(self, raw: Any) -> bytes:
        content: bytes = raw.http_response.content
        return content.replace(self._key.encode(), b"[OPENAI_API_KEY]") if self._secret else content

    def quoted(self, text: str) -> str:
        """What the server said, for a message: one line of 300 characters at most, no key."""
        if self._secret:
            text = text.replace(self._key, "[OPENAI_API_KEY]")
        return printable(one_line(text[:5000]))[:300]

    def _bound(self, response: Any) -> None:
        """Let the body of a response, of an error too, be no longer and no slower than agreed."""
        httpx = require("httpx2", extra="openai")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise httpx.DecodingError("compressed, although that was not asked for")
        response.encoding = "utf-8"  # whatever it claims: Python has encodings that are programs
        response.stream = _bounded(httpx, response.stream, time.monotonic() + self.timeout_s)


def _bounded(httpx: Any, stream: Any, until: float) -> Any:
    """A stream of bytes that breaks off after MOST_BYTES, or at the time `until`."""

    class Bounded(httpx.SyncByteStream):  # type: ignore[misc]  # the package is optional
        def __iter__(self) -> Iterator[bytes]:
            taken = 0
            for chunk in stream:
                taken += len(chunk)
                if taken > MOST_BYTES:
                    raise httpx.DecodingError(f"the answer is longer than {MOST_BYTES} bytes")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer came too slowly")
                yield chunk

        def close(self) -> None:
            stream.close()

    return Bounded()
