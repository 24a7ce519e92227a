"""In which order samples are taken. Depends on nothing but numbers."""

from __future__ import annotations

import hashlib


def rank_of_index(seed: int, epoch: int, index: int) -> bytes:
    """What an index is sorted by in an epoch: 16 bytes, the same on every machine."""
    return hashlib.blake2b(f"{seed}/{epoch}/{index}".encode(), digest_size=16).digest()
