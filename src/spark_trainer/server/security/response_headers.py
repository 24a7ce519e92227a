"""What every answer says to browsers."""

from __future__ import annotations

from spark_trainer.server.static.answering import of_programs

NOT_STORED = (b"cache-control", b"no-store")
_COMMON = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
_API = [
    *_COMMON,
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
]
PAGE_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    b"media-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'self'; "
    b"form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
_PAGE = [*_COMMON, (b"content-security-policy", PAGE_POLICY)]


def headers_for(path: str) -> list[tuple[bytes, bytes]]:
    """Nothing that the interface answers is a page, whatever is in it."""
    return _API if of_programs(path) else _PAGE


def is_stored(path: str) -> bool:
    """Browsers may keep the page; of the interface, only answers that say so themselves."""
    return not of_programs(path)
