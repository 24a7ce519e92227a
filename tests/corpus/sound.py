"""Sound that says what time it is: silence with beeps that start at known seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BEEP_S = 0.1


@dataclass(frozen=True)
class Sound:
    """One sound track. Times are seconds on the clip's own time line."""

    beeps_s: tuple[float, ...] = (0.5,)
    end_s: float = 1.0
    start_s: float = 0.0
    """Where the track's first sample lies: over 0 is a delayed track."""
    codec: str = "aac"
    rate_hz: int = 48_000
    channels: int = 1
    tone_hz: float = 1_000.0
    language: str | None = None

    def samples(self) -> NDArray[np.float32]:
        """Mono samples in [-1, 1] from `start_s` to `end_s`."""
        at_s = self.start_s + np.arange(round((self.end_s - self.start_s) * self.rate_hz)) / (
            self.rate_hz
        )
        tone = 0.5 * np.sin(2 * np.pi * self.tone_hz * at_s)
        on = np.zeros(len(at_s), bool)
        for beep_s in self.beeps_s:
            on |= (at_s >= beep_s) & (at_s < beep_s + BEEP_S)
        return np.where(on, tone, 0.0).astype(np.float32)


def find_beeps(samples: NDArray[np.generic], rate_hz: int) -> list[float]:
    """Seconds at which beeps start, to about 5 ms; integer or float samples, one channel."""
    loud = np.abs(samples.astype(np.float64).ravel())
    if not loud.size or loud.max() == 0:
        return []
    window = max(1, rate_hz // 500)
    envelope = np.array([loud[n : n + window].max() for n in range(0, loud.size, window)])
    full = 32768.0 if np.issubdtype(samples.dtype, np.integer) else 1.0
    on = envelope > 0.15 * full
    starts, last_on = [], -10_000
    for n in np.flatnonzero(on):
        if (n - last_on) * window > 0.03 * rate_hz:
            starts.append(int(n) * window / rate_hz)
        last_on = int(n)
    return starts
