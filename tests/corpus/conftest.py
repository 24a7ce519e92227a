from __future__ import annotations

from tests.corpus.fixtures import corpus

__all__ = ["corpus"]
