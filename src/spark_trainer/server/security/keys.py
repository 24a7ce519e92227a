"""What a request may do, by what it shows.

Three secrets, of which the last two are made from the first and lead to nothing but themselves:
the token; the page's key, which the page keeps and sends in the header for changes; the session,
which is a cookie, and reads alone, because browsers send cookies also where no script can set a
header (pictures, videos, event streams).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple

from pydantic import SecretStr

SESSION_COOKIE = "spark_trainer_session"


class Rights(NamedTuple):
    """Of one request."""

    reads: bool
    changes: bool


class Keys:
    """The token of this server, and what is made from it."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token.get_secret_value().encode()
        self.page = self._made(b"page")
        self.session = self._made(b"session")

    def _made(self, use: bytes) -> str:
        return hmac.new(self._token, use, "sha256").hexdigest()

    def is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="replace"), self._token)

    def rights(self, headers: Mapping[bytes, bytes]) -> Rights:
        """What the header and the cookie of a request give; loopback may give more."""
        given = _in_header(headers)
        if given:
            is_token = hmac.compare_digest(given, self._token)
            if hmac.compare_digest(given, self.page.encode()) or is_token:
                return Rights(reads=True, changes=True)
        cookie = _in_cookie(headers)
        reads = bool(cookie) and hmac.compare_digest(cookie, self.session.encode())
        return Rights(reads=reads, changes=False)


def first_headers(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """By name; the first of those that come twice."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        found.setdefault(name, value)
    return found


def _in_header(headers: Mapping[bytes, bytes]) -> bytes:
    given = headers.get(b"x-sparktrainer-token")
    if given is not None:
        return given
    kind, _, value = headers.get(b"authorization", b"").partition(b" ")
    return value.strip() if kind.lower() == b"bearer" else b""


def _in_cookie(headers: Mapping[bytes, bytes]) -> bytes:
    if b"cookie" not in headers:
        return b""
    try:
        cookies = SimpleCookie(headers[b"cookie"].decode("latin-1"))
    except CookieError:
        return b""
    found = cookies.get(SESSION_COOKIE)
    return b"" if found is None else found.value.encode()
