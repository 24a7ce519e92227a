"""Which entries are asked for, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """Which entries, in which order."""

    words: str = ""
    """All of them must be in name, captions or transcript; the last one may go on."""
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    """Bounds by `fields.NUMBERS`."""
    flags: Mapping[str, bool] = field(default_factory=dict)
    """By `fields.FLAGS`."""
    among: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By `fields.CHOICES`: the values of which one must be there."""
    sort: str | None = None
    """One of `fields.SORTED`; None = as in the manifest."""
    descending: bool = False
    offset: int = 0
    limit: int = 50

    @property
    def filters(self) -> bool:
        return bool(self.least or self.most or self.flags or self.among)

    def span(self, total: int) -> tuple[int, int]:
        """Where the page lies among so many in rising order: its first, and the one behind it."""
        count = max(0, min(self.limit, total - self.offset))
        first = total - self.offset - count if self.descending else self.offset
        return (first, first + count) if count else (0, 0)
