"""Files that prove that sound, picture and time belong together.

At each of `MARKS_S` a picture flashes (`is_flash`) and a beep starts (`find_beeps`). Whatever the
container does with its clock, both must come out at the same second.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.packet import Packet

from tests.corpus import boxes
from tests.corpus.barcode import draw
from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, add
from tests.corpus.sound import Sound

CASES: Cases = {}
MARKS_S = (1.0, 2.0, 2.52)
END_S = 3.0
STEADY_S = tuple(n / 25 for n in range(75))


def pictures(times_s: tuple[float, ...]) -> list[np.ndarray]:
    return [
        draw(n, SIZE, flash=any(abs(t - mark) < 1e-6 for mark in MARKS_S))
        for n, t in enumerate(times_s)
    ]


def _expect(times_s: tuple[float, ...], **more: object) -> Accept:
    count = len(times_s)
    facts = {"times_s": times_s, "indexes": tuple(range(count)), "flashes_s": MARKS_S, **more}
    return Accept(SIZE, (count, count), has_audio=True, **facts)  # type: ignore[arg-type]


BEEPS = Sound(beeps_s=MARKS_S, end_s=END_S)
LATE = Sound(beeps_s=MARKS_S, start_s=0.5, end_s=END_S)
VARIABLE_S = (
    *(n * 0.1 for n in range(11)),
    *(1.0 + n * 0.02 for n in range(1, 31)),
    *(1.6 + n * 0.2 for n in range(1, 5)),
    2.52,
    2.56,
    2.9,
)
VARIABLE_S = tuple(sorted({round(t, 3) for t in (*VARIABLE_S, 2.0)}))


@add(CASES, _expect(STEADY_S))
def sync_plain(folder: Path) -> Path:
    encode(folder / "sync.mp4", pictures(STEADY_S), audio=BEEPS)
    return folder / "sync.mp4"


@add(CASES, _expect(STEADY_S))
def sync_mkv(folder: Path) -> Path:
    opus = Sound(beeps_s=MARKS_S, end_s=END_S, codec="libopus")
    encode(folder / "sync.mkv", pictures(STEADY_S), audio=opus)
    return folder / "sync.mkv"


PRIMING_S = 1024 / 48_000
"""AAC starts with 1024 samples of its own, which a transport stream has no means to leave out."""


@add(
    CASES,
    _expect(
        tuple(t + PRIMING_S for t in STEADY_S), flashes_s=tuple(m + PRIMING_S for m in MARKS_S)
    ),
    "the sound starts first, with the encoder's own samples; the picture follows 21 ms later",
)
def sync_ts(folder: Path) -> Path:
    encode(folder / "sync.ts", pictures(STEADY_S), audio=BEEPS)
    return folder / "sync.ts"


@add(CASES, _expect(STEADY_S), "0.5 s of silence must be put before the sound")
def sync_late_sound(folder: Path) -> Path:
    encode(folder / "sync late.mp4", pictures(STEADY_S), audio=LATE)
    return folder / "sync late.mp4"


@add(CASES, _expect(STEADY_S))
def sync_late_sound_mkv(folder: Path) -> Path:
    late = Sound(beeps_s=MARKS_S, start_s=0.5, end_s=END_S, codec="libopus")
    encode(folder / "sync late.mkv", pictures(STEADY_S), audio=late)
    return folder / "sync late.mkv"


@add(CASES, _expect(VARIABLE_S))
def sync_variable_rate(folder: Path) -> Path:
    path = folder / "sync vfr.mp4"
    encode(path, pictures(VARIABLE_S), times_s=VARIABLE_S, audio=BEEPS)
    return path


@add(CASES, _expect(VARIABLE_S))
def sync_variable_rate_late_sound(folder: Path) -> Path:
    path = folder / "sync vfr late.mp4"
    encode(path, pictures(VARIABLE_S), times_s=VARIABLE_S, audio=LATE)
    return path


@add(
    CASES,
    _expect(STEADY_S[:65], indexes=tuple(range(10, 75)), flashes_s=tuple(m - 0.4 for m in MARKS_S)),
    "both tracks start 0.4 s into their media; what lies before is not shown and not heard",
)
def sync_edit_list(folder: Path) -> Path:
    """The picture's edit list starts at 0.4 s, the sound's at 0.4 s and the encoder's delay."""
    path = folder / "sync edit list.mp4"
    data = encoded("mp4", pictures(STEADY_S), audio=BEEPS)
    path.write_bytes(_trimmed(data, 0, 10 * 512, 2600))
    data = path.read_bytes()
    path.write_bytes(_trimmed(data, 1, round(0.4 * 48_000) + 1024, 2600))
    return path


def _trimmed(data: bytes, track: int, media_time: int, length_ms: int) -> bytes:
    edts = boxes.find(data, "moov/trak/edts")[track]
    data = data[: edts.start + 4] + b"skip" + data[edts.start + 8 :]
    body = boxes.edit_list((length_ms, media_time))
    return boxes.with_child(data, "moov/trak", b"edts", body, track)


LATE_PICTURE_S = tuple(round(0.4 + n / 25, 3) for n in range(65))


@add(
    CASES,
    _expect(LATE_PICTURE_S, fps=Fraction(25)),
    "the sound starts first; times count from the start of the file, not of the picture",
)
def sync_late_picture(folder: Path) -> Path:
    path = folder / "sync late picture.mp4"
    encode(path, pictures(LATE_PICTURE_S), times_s=LATE_PICTURE_S, audio=BEEPS)
    return path


@add(CASES, _expect(STEADY_S), "20 minutes on the file's clock before anything starts")
def sync_offset_clock(folder: Path) -> Path:
    path = folder / "sync offset.mkv"
    opus = Sound(beeps_s=MARKS_S, end_s=END_S, codec="libopus")

    def later(packets: list[Packet[Any]]) -> list[Packet[Any]]:
        for packet in packets:
            ticks = round(1200 / packet.time_base)
            packet.pts += ticks
            packet.dts += ticks
        return packets

    encode(path, pictures(STEADY_S), audio=opus, edit=later)
    return path
