"""What a failed request means: try again, give up this frame, or stop the build."""

from __future__ import annotations

import math
import time
from email.utils import parsedate_to_datetime
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError, MediaError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.chat.answers import TryAgain
from spark_trainer.labelers.chat.client import Connection

LONGEST_WAIT_S = 120.0
"""A server that asks for a longer wait is not waited for."""

_AGAIN = frozenset({408, 409, 425, 429})
_NOT_LET_IN = frozenset({401, 402, 403, 407})


def meaning_of(error: Exception, connection: Connection, model: str | None = None) -> Exception:
    """The error to raise in place of one of the `openai` package.

    Returns:
        TryAgain: no connection, no answer in time, status 408, 409, 425, 429 or 5xx.
        MediaError: any other status: this frame cannot be captioned (too large, say).
        BackendUnavailableError: the key, the model or the address is wrong, or the server wants
            a long wait: no frame will fare better.
    """
    openai = require("openai", extra="openai")
    if isinstance(error, openai.APITimeoutError):
        return TryAgain(f"no answer within {connection.timeout_s:g} s", unheard=True)
    if not isinstance(error, openai.APIStatusError):
        return TryAgain(_broken(error, connection), unheard=True)
    status, said = error.status_code, connection.quoted(text_of(error))
    what = f"status {status}" + (f": {said}" if said else "")
    if status in _NOT_LET_IN or error.code == "insufficient_quota":
        return BackendUnavailableError(
            f"{connection.url}: the server does not let this key in ({what}). "
            f"Set OPENAI_API_KEY in the environment to a key that is valid there."
        )
    if status == 404:
        unknown = (
            "" if model is None else f"the model {printable(model)!r} is not served there, or "
        )
        return BackendUnavailableError(
            f"{connection.url}: not found ({what}): {unknown}this is not the URL of an API of "
            f"OpenAI's kind (it mostly ends in /v1)."
        )
    if 300 <= status < 400:
        return BackendUnavailableError(_redirected(error, connection))
    if status in _AGAIN or status >= 500:
        return _later(error, what, connection)
    return MediaError("server", f"refused by the server ({what})")


def was_free(error: Exception) -> bool:
    """Whether the server surely did no work: it said no, or was never reached."""
    openai, httpx = require("openai", extra="openai"), require("httpx2", extra="openai")
    unreached = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    return isinstance(error, openai.APIStatusError) or isinstance(error.__cause__, unreached)


def text_of(error: Any) -> str:
    """What an error response says: its message where it has one, else its whole body."""
    body = error.body if isinstance(error.body, dict) else {}
    told = (body.get(key) for key in ("message", "detail", "error"))
    return next((text for text in told if isinstance(text, str)), error.response.text)


def _broken(error: Exception, connection: Connection) -> str:
    cause = error.__cause__ or error
    return f"no answer: {connection.quoted(f'{type(cause).__name__}: {cause}')}"


def _redirected(error: Any, connection: Connection) -> str:
    target = connection.quoted(error.response.headers.get("location", "another address"))
    return (
        f"{connection.url}: the server sends us on to {target} (status {error.status_code}), which "
        f"is not followed: frames and key go only to the server that was named. If that is the "
        f"right one, give its URL."
    )


def _later(error: Any, what: str, connection: Connection) -> Exception:
    after_s = retry_after_s(error.response.headers)
    if after_s is not None and after_s > LONGEST_WAIT_S:
        return BackendUnavailableError(
            f"{connection.url}: the server asks to come back in {after_s:.0f} s ({what}). "
            f"Captions so far are kept; run the same command again then."
        )
    return TryAgain(what, after_s=after_s)


def retry_after_s(headers: Any) -> float | None:
    """What `Retry-After-Ms` or `Retry-After` (a number or a date) says; None without either."""
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            seconds = float(value) / divisor
        except ValueError:
            continue
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    try:
        at = parsedate_to_datetime(headers.get("retry-after", ""))
        return max(at.timestamp() - time.time(), 0.0)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
