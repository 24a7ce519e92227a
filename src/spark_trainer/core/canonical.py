"""One way to turn a value into bytes, so that equal values have equal hashes and equal files."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """One line of JSON: sorted keys, no spaces, NaN refused, text kept as UTF-8.

    Lone surrogates cannot be written as UTF-8; callers pass text through
    `core.text.portable` first.

    Raises:
        ValueError: the value holds NaN or infinity.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()
