"""The address of a chat server and the key to it, checked before anything is sent."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable

NO_KEY = "no-key"
"""Sent where there is no key; a local server takes anything."""


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


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
