"""Scene cuts as PySceneDetect's ContentDetector finds them, at a fraction of its cost.

PySceneDetect converts every frame to BGR, shrinks it bilinearly to about 256 pixels a side, goes to
HSV, and takes the mean absolute difference to the frame before, over the three channels. A bilinear
shrink reads one or two source rows a result row, so only those rows need the conversion to BGR:
`ContentScorer` converts them alone, with the same scaler, and gets the same bits. The arithmetic is
OpenCV's on 8 bits instead of NumPy's on 32.

Source: scenedetect 0.7, `detectors/content_detector.py`, `detector.py` (FlashFilter, MERGE).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

EFFECTIVE_SIDE_PX = 256
"""PySceneDetect's `DEFAULT_MIN_WIDTH`: the longer side after shrinking."""

_TIME_SLACK_S = 1e-6


def _source_lines(length_px: int, wanted_px: int) -> NDArray[np.intp]:
    """The source lines that a bilinear shrink from `length_px` to `wanted_px` lines reads."""
    centre = (np.arange(wanted_px) + 0.5) * (length_px / wanted_px) - 0.5
    below = np.clip(np.floor(centre).astype(np.intp), 0, length_px - 1)
    above = np.clip(below + 1, 0, length_px - 1)
    return np.unique(np.concatenate([below, above[centre != below]]))


class ContentScorer:
    """Content scores of successive frames, 0 to 255, the first one 0."""

    def __init__(self) -> None:
        self._size: tuple[int, int] | None = None
        self._shape: tuple[int, int, str, int, int] | None = None
        self._previous_HSV: NDArray[np.uint8] | None = None

    def _prepare(self, frame: VideoFrame) -> None:
        import av

        w, h = frame.width, frame.height
        factor = max(1.0, max(w, h) / EFFECTIVE_SIDE_PX)
        self._size = (max(1, round(w / factor)), max(1, round(h / factor)))
        self._previous_HSV = None
        self._sparse = None
        if frame.format.name != "yuv420p" or factor == 1.0:
            return
        self._rows = _source_lines(h, self._size[1])
        self._chroma_rows = self._rows // 2
        self._picked = av.VideoFrame(w, len(self._rows), "yuv422p")
        self._picked.colorspace = frame.colorspace
        self._picked.color_range = frame.color_range
        self._planes = [
            np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[: len(self._rows)]  # type: ignore[arg-type]
            for p in self._picked.planes
        ]
        self._sparse = np.zeros((h, w, 3), np.uint8)

    def _bgr(self, frame: VideoFrame) -> NDArray[np.uint8]:
        """The frame in BGR, with at least the rows that the shrink reads."""
        if self._sparse is None:
            bgr: NDArray[np.uint8] = frame.to_ndarray(format="bgr24")  # type: ignore[assignment]
            return bgr
        for plane, into, rows in zip(
            frame.planes,
            self._planes,
            (self._rows, self._chroma_rows, self._chroma_rows),
            strict=True,
        ):
            source = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[arg-type]
            width = min(source.shape[1], into.shape[1])
            into[:, :width] = source[rows, :width]
        plane = self._picked.reformat(format="bgr24").planes[0]
        rows_bgr = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[arg-type]
        n, w = len(self._rows), frame.width
        self._sparse[self._rows] = rows_bgr[:n, : w * 3].reshape(n, w, 3)
        return self._sparse

    def score(self, frame: VideoFrame) -> float:
        """The content score of the next frame against the one before it.

        A frame of another size than the last one starts anew with 255: nothing can be compared.
        """
        shape = (
            frame.width,
            frame.height,
            frame.format.name,
            frame.colorspace,
            frame.color_range,
        )
        resized = self._shape is not None and self._shape[:2] != shape[:2]
        if shape != self._shape:
            self._prepare(frame)
            self._shape = shape
        assert self._size is not None
        bgr = self._bgr(frame)
        if self._size != (frame.width, frame.height):
            bgr = cv2.resize(bgr, self._size, interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
        hsv: NDArray[np.uint8] = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)  # type: ignore[assignment]
        previous, self._previous_HSV = self._previous_HSV, hsv
        if previous is None:
            return 255.0 if resized else 0.0
        return cv2.norm(hsv, previous, cv2.NORM_L1) / hsv.size


@dataclass
class CutFinder:
    """Cut times out of scores: PySceneDetect's flash filter in its MERGE mode.

    A frame at or above `threshold` is a cut when the last such frame lies at least `min_scene_s`
    before it; otherwise the cuts are merged until that long passes without one.
    """

    threshold: float = 27.0
    min_scene_s: float = 0.6
    cuts: list[float] = field(default_factory=list)
    _last_above: float | None = None
    _merge_start: float | None = None
    _seen_cut: bool = False

    def add(self, time_s: float, score: float) -> None:
        """Take the next frame's score. Times must not decrease."""
        above = score >= self.threshold
        if self.min_scene_s <= 0:
            if above:
                self.cuts.append(time_s)
            return
        if self._last_above is None:
            self._last_above = time_s
        long_enough = self._far(self._last_above, time_s)
        if above:
            self._last_above = time_s
        if self._merge_start is not None:
            if long_enough and not above and self._far(self._merge_start, self._last_above):
                self._merge_start = None
                self.cuts.append(self._last_above)
        elif above and long_enough:
            self._seen_cut = True
            self.cuts.append(time_s)
        elif above and self._seen_cut:
            self._merge_start = time_s

    def _far(self, from_s: float, to_s: float) -> bool:
        return to_s - from_s >= self.min_scene_s - _TIME_SLACK_S


def scenes_from_cuts(cuts_s: list[float], duration_s: float) -> list[dict[str, float]]:
    """Scenes that cover the clip without a gap: [{"start_time", "end_time"}], seconds."""
    inside = [t for t in cuts_s if 0.0 < t < duration_s]
    edges = [0.0, *inside, max(duration_s, 0.0)]
    return [
        {"start_time": start, "end_time": end}
        for start, end in zip(edges, edges[1:], strict=False)
    ]
