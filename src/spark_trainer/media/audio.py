"""Sound as 16 kHz mono PCM 16-bit, every sample at its place on the video's time line."""

from __future__ import annotations

import wave
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.source import refuse_for_memory

if TYPE_CHECKING:
    from av.audio.fifo import AudioFifo
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

SAMPLE_RATE_HZ = 16_000

MAX_DRIFT_SAMPLES = SAMPLE_RATE_HZ * 40 // 1000
"""Time stamps may be off by 40 ms (rounding, encoder jitter) before sound is moved."""

MAX_GAP_S = 3600.0
"""A longer jump is a broken time stamp, not silence; it is noted, and not filled."""

MAX_SAMPLES = (2**32 - 64) // 2
"""A WAV file ends at 4 GiB: 37 hours."""


class AudioWriter:
    """Writes `audio.wav`: silence where the track starts late or has a gap, cut where it overlaps.

    Memory does not grow with the length.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._wav = wave.open(self._file, "wb")  # noqa: SIM115  (closed in `close`)
        self._wav.setnchannels(1)
        self._wav.setsampwidth(2)
        self._wav.setframerate(SAMPLE_RATE_HZ)
        self.samples = 0
        self.notes: list[str] = []
        self._resampler: AudioResampler | None = None
        self._waiting: AudioFifo | None = None
        """Decoded sound is resampled a second at a time: a call costs more than its samples."""
        self._format: tuple[str, str, int] | None = None
        self._expected_s: float | None = None
        self._overlap_samples = 0

    def add(self, frame: AudioFrame, time_s: float | None) -> None:
        """Take the next decoded frame; `time_s` is its place on the video's time line."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        jump = time_s is not None and (
            self._expected_s is None
            or abs(time_s - self._expected_s) * SAMPLE_RATE_HZ > MAX_DRIFT_SAMPLES
        )
        if self._resampler is None or kind != self._format or jump:
            self._restart(kind)
        if jump and time_s is not None:
            self._move_to(time_s)
        self._expected_s = (self._expected_s or 0.0) + frame.samples / frame.sample_rate
        frame.pts = None
        assert self._waiting is not None
        self._waiting.write(frame)
        if self._waiting.samples >= frame.sample_rate:
            self._resample(self._waiting.read())

    def _restart(self, kind: tuple[str, str, int]) -> None:
        from av.audio.fifo import AudioFifo
        from av.audio.resampler import AudioResampler

        self._flush()
        self._waiting = AudioFifo()
        self._resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        self._format = kind

    def _move_to(self, time_s: float) -> None:
        """Let the next sample fall on `time_s`: fill a gap with silence, cut what overlaps."""
        self._expected_s = time_s
        gap = round(time_s * SAMPLE_RATE_HZ) - self.samples
        self._overlap_samples = max(0, -gap)
        if gap > MAX_GAP_S * SAMPLE_RATE_HZ:
            self.notes.append(
                f"sound jumps from {self.samples / SAMPLE_RATE_HZ:.3f} s to {time_s:.3f} s; "
                f"taken as a broken time stamp, not filled"
            )
        elif gap > 0:
            self._silence(gap)

    def _silence(self, samples: int) -> None:
        second = bytes(2 * SAMPLE_RATE_HZ)
        while samples > 0:
            n = min(samples, SAMPLE_RATE_HZ)
            self._put(second[: 2 * n])
            samples -= n

    def _write(self, samples_N: NDArray[np.int16]) -> None:
        cut = min(self._overlap_samples, len(samples_N))
        self._overlap_samples -= cut
        self._put(samples_N[cut:].tobytes())

    def _put(self, data: bytes) -> None:
        room = MAX_SAMPLES - self.samples
        if len(data) // 2 > room:
            note = "sound after 37 hours is left out: a WAV file ends there"
            if note not in self.notes:
                self.notes.append(note)
            data = data[: 2 * room]
        if data:
            self._wav.writeframesraw(data)
            self.samples += len(data) // 2

    def _flush(self) -> None:
        if self._waiting is not None and self._waiting.samples:
            self._resample(self._waiting.read())
        if self._resampler is not None:
            self._resample(None)

    def _resample(self, frame: AudioFrame | None) -> None:
        import av

        assert self._resampler is not None
        try:
            resampled = self._resampler.resample(frame)
        except av.FFmpegError as e:
            refuse_for_memory(e)
            note = f"sound with {self._format[1] if self._format else '?'} left out: no way to mono"
            if note not in self.notes:
                self.notes.append(note)
            return
        for out in resampled:
            samples: NDArray[np.int16] = out.to_ndarray().reshape(-1)  # type: ignore[assignment]
            self._write(samples)

    def close(self) -> None:
        """Write what the resampler still holds, and the header."""
        with closing(self._file), closing(self._wav):
            self._flush()
