"""How far a job is, from its events: one number for a bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_VIDEO_ENDS = frozenset({"video_done", "video_alias", "video_failed"})


class Progress:
    """Share of a job that is done, 0 to 1; None while nothing tells."""

    def __init__(self) -> None:
        self.share: float | None = None
        self._videos = 0
        self._ended = 0
        self._partial: dict[int, float] = {}
        """Share of each video that is being read."""

    def take(self, event: Mapping[str, Any]) -> None:
        """Count one event of a build or a training; others say nothing."""
        kind = event.get("event")
        if kind == "step":
            self.share = float(event["progress"])
        elif kind == "build_started":
            self._videos, self._ended = int(event["videos"]), 0
            self._partial.clear()
            self._count()
        elif kind == "progress":
            self._partial[event["video"]] = _share(event["seconds"], event["of_s"])
            self._count()
        elif kind in _VIDEO_ENDS:
            self._ended += 1
            self._partial.pop(event.get("number", -1), None)
            self._count()

    def _count(self) -> None:
        if self._videos:
            through = self._ended + sum(self._partial.values()) / 2  # read, but not yet labelled
            self.share = min(1.0, through / self._videos)


def _share(done: float, of: float) -> float:
    return min(1.0, done / of) if of > 0 else 0.0
