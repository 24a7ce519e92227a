"""A connection to a chat server: address checked, answers bounded, key kept secret."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.markup import one_line

MOST_BYTES = 4 * 2**20
"""Of one answer. A caption has some hundred; a server that sends more is not one of ours."""

CONNECT_S = 5.0
"""Within this time a server must take the connection."""

NO_KEY = "no-key"
"""Sent where there is no key; a local server takes anything."""

_SHORTEST_SECRET = 8
"""A key of fewer characters, such as `EMPTY` or `x`, is none: text would lose such words."""


def checked_url(url: str) -> str:
    """The base URL of the API, without a slash at its end.

    Raises:
        UsageError: not http(s), no host, or with a user, password, query or fragment in it.
    """
    wanted = "wanted such as http://127.0.0.1:8000/v1"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as e:
        raise UsageError(f"the server's URL cannot be read: {e}; {wanted}") from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            f"the server's URL holds more than an address (a user, a password, a query): {wanted}; "
            f"the key goes into the environment as OPENAI_API_KEY"
        )
    if parts.scheme not in {"http", "https"} or not host or url != printable(url) or " " in url:
        raise UsageError(f"{printable(url)!r} is not the URL of a server: {wanted}")
    return url.rstrip("/")


def checked_key(key: str | None) -> str:
    """The key as it can stand in a header, or NO_KEY.

    Raises:
        UsageError: it cannot; the message does not show it.
    """
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(
            "OPENAI_API_KEY holds a space, a control character or one beyond ASCII: "
            "it is not a key that can be sent"
        )
    return key or NO_KEY


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

    def open(self) -> None:
        """Build the client; nothing is sent.

        Raises:
            BackendUnavailableError: the package `openai` is not installed.
        """
        openai = require("openai", extra="openai")
        self.close()
        local = _is_loopback(self.url)
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

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def models(self) -> bytes:
        """The body of `GET /models`; raises as `chat` does, after CONNECT_S."""
        timeout_s = min(CONNECT_S, self.timeout_s)
        raw = self._opened.models.with_raw_response.list(timeout=timeout_s)
        return self._body(raw)

    def chat(self, **request: Any) -> bytes:
        """The body of the answer to a chat completion request.

        Raises:
            openai.APIError: no answer, or one of a status other than 200.
        """
        raw = self._opened.chat.completions.with_raw_response.create(**request)
        return self._body(raw)

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


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
