"""The sound of a video as the pipeline writes it: 16 kHz, mono, PCM 16-bit."""

from __future__ import annotations

import wave
from pathlib import Path

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable

SAMPLE_RATE_HZ = 16_000


def open_wav(path: Path) -> wave.Wave_read:
    """The open file, which the caller closes.

    Raises:
        MediaError: not a WAV file, or of another rate, width or number of channels.
    """
    try:
        wav = wave.open(str(path), "rb")  # noqa: SIM115  (closed by the caller)
    except (OSError, EOFError, wave.Error) as e:
        raise MediaError("audio", f"{printable(path)}: not a WAV file: {e}") from e
    found = (wav.getframerate(), wav.getnchannels(), wav.getsampwidth())
    if found != (SAMPLE_RATE_HZ, 1, 2):
        wav.close()
        raise MediaError(
            "audio",
            f"{printable(path)}: {found[0]} Hz, {found[1]} channels, {8 * found[2]} bits; "
            f"wanted 16000 Hz, 1 channel, 16 bits",
        )
    return wav


def samples(wav: wave.Wave_read, first: int, last: int) -> bytes:
    """Little-endian PCM of [first, last); fewer where the file was cut short."""
    wav.setpos(first)
    return wav.readframes(last - first)
