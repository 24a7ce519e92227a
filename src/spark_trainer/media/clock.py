"""When a decoded frame shows, in seconds on the video's time line."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

FALLBACK_STEP_S = 0.04
"""Between frames that have no time in a stream that states no rate."""


class FrameClock:
    """Times of one stream's frames, asked for one after the other.

    Args:
        zero_s: what the time line calls 0: the container's start.
        rate: frames a second, for frames that carry no time stamp (raw H.264, say).
        time_base: the unit of the stream's time stamps; the frames that the decoder held
            back to the end state none themselves.
    """

    def __init__(self, zero_s: float, rate: Fraction | None, time_base: Fraction | None) -> None:
        self._zero_s = zero_s
        self._step_s = float(1 / rate) if rate else FALLBACK_STEP_S
        self._time_base = time_base
        self._last_s: float | None = None

    @classmethod
    def of(cls, stream: VideoStream, start_time_us: int | None) -> FrameClock:
        """The clock of a stream in a container that starts at `start_time_us`."""
        rate = stream.average_rate or stream.guessed_rate
        return cls((start_time_us or 0) / 1_000_000, rate, stream.time_base)

    def time_s(self, frame: VideoFrame) -> float:
        """The next frame's time; one step after the last where it carries none."""
        stamp = frame.pts if frame.pts is not None else frame.dts
        unit = frame.time_base or self._time_base
        if stamp is not None and unit is not None:
            time_s = float(stamp * unit) - self._zero_s
        elif self._last_s is None:
            time_s = 0.0
        else:
            time_s = self._last_s + self._step_s
        self._last_s = time_s if self._last_s is None else max(self._last_s, time_s)
        return time_s
