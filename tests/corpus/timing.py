"""Files whose time stamps are not one neat step after another, and headers that lie about time."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.packet import Packet

from tests.corpus import boxes
from tests.corpus.barcode import draw
from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, add
from tests.corpus.sound import Sound

CASES: Cases = {}
INDEXES = tuple(range(25))
STEADY_S = tuple(n / 25 for n in range(25))
TABLES = "moov/trak/mdia/minf/stbl"
TICKS_HZ, STEP = 12_800, 512
"""The clock and the frame length that the muxer picks for 25 frames a second."""


@add(CASES, Accept(SIZE, (5, 5), Fraction(1), times_s=(0, 1, 2, 3, 4), indexes=(0, 1, 2, 3, 4)))
def one_fps(folder: Path) -> Path:
    encode(folder / "1 fps.mp4", 5, fps=1)
    return folder / "1 fps.mp4"


@add(CASES, Accept((64, 48), (1000, 1000), Fraction(1000), indexes=tuple(range(1000))))
def thousand_fps(folder: Path) -> Path:
    encode(folder / "1000 fps.mp4", 1000, fps=1000, size=(64, 48))
    return folder / "1000 fps.mp4"


VARIABLE_S = (0, 0.04, 0.08, 0.1, 0.12, 0.5, 0.54, 0.55, 0.56, 0.9, 1.4, 1.42, 1.8, 2.4, 2.44)


@add(CASES, Accept(SIZE, (15, 15), times_s=VARIABLE_S, indexes=tuple(range(15))))
def variable_rate(folder: Path) -> Path:
    encode(folder / "vfr.mp4", 15, times_s=VARIABLE_S)
    return folder / "vfr.mp4"


@add(CASES, Accept(SIZE, (15, 15), times_s=VARIABLE_S, indexes=tuple(range(15))))
def variable_rate_mkv(folder: Path) -> Path:
    encode(folder / "vfr.mkv", 15, times_s=VARIABLE_S)
    return folder / "vfr.mkv"


def _with_steps(*runs: tuple[int, int]) -> bytes:
    """A clip of 25 frames with its time table rewritten: (frames, ticks each)."""
    body = boxes.u32(0, len(runs)) + b"".join(boxes.u32(*run) for run in runs)
    return boxes.rebuilt(_without_edits(), f"{TABLES}/stts", body)


def _without_edits() -> bytes:
    return boxes.without(encoded("mp4"), "moov/trak/edts")


@add(CASES, Accept(SIZE, (11, 25)), "ten frames share the time of the eleventh; any may be taken")
def duplicate_times(folder: Path) -> Path:
    path = folder / "duplicate times.mp4"
    path.write_bytes(_with_steps((10, STEP), (10, 0), (5, STEP)))
    return path


@add(CASES, Accept(SIZE, (1, 25)))
def all_at_zero(folder: Path) -> Path:
    path = folder / "all at zero.mp4"
    path.write_bytes(_with_steps((25, 0)))
    return path


@add(
    CASES, Accept(SIZE, (20, 25)), "a hole of 46 hours must not be filled with 46 hours of anything"
)
def huge_gap(folder: Path) -> Path:
    path = folder / "huge gap.mp4"
    path.write_bytes(_with_steps((20, STEP), (1, 0x7FFFFFFF), (4, STEP)))
    return path


@add(CASES, Accept(SIZE, (1, 25)))
def backward_steps(folder: Path) -> Path:
    """Steps over 2^31 are read as negative ones by some readers."""
    path = folder / "backward.mp4"
    path.write_bytes(_with_steps((12, STEP), (2, 0xFFFFFE00), (11, STEP)))
    return path


def _moved(ticks: int) -> Any:
    def edit(packets: list[Packet[Any]]) -> list[Packet[Any]]:
        for packet in packets:
            packet.pts += ticks
            packet.dts += ticks
        return packets

    return edit


@add(
    CASES, Accept(SIZE, times_s=STEADY_S, indexes=INDEXES), "the clock of the file starts at -10 s"
)
def negative_times(folder: Path) -> Path:
    """Each frame is to be shown ten seconds before it is to be decoded."""
    path = folder / "negative.mp4"
    offsets = struct.pack(">IIIi", 1 << 24, 1, 25, -10 * TICKS_HZ)
    path.write_bytes(boxes.with_child(_without_edits(), TABLES, b"ctts", offsets))
    return path


@add(CASES, Accept(SIZE, times_s=STEADY_S, indexes=INDEXES), "times count from the clip's first")
def starts_in_a_million_hours(folder: Path) -> Path:
    path = folder / "huge times.mkv"
    encode(path, edit=_moved(3_600_000_000 * 25), muxer={"avoid_negative_ts": "disabled"})
    return path


@add(CASES, Accept(SIZE, times_s=STEADY_S, indexes=INDEXES), "33 bits of time wrap after 26.5 h")
def clock_wraps(folder: Path) -> Path:
    """An MPEG transport stream whose clock wraps in the middle of the clip."""
    path = folder / "wraps.ts"
    start = (2**33 - 45_000) // 3600
    encode(path, edit=_moved(start), muxer={"mpegts_copyts": "1"})
    return path


@add(CASES, Accept(SIZE, (25, 50)), "the clock jumps back to its start in mid-stream")
def clock_starts_again(folder: Path) -> Path:
    path = folder / "joined.ts"
    pictures = [draw(25 + n, SIZE) for n in range(25)]
    path.write_bytes(encoded("mpegts") + encoded("mpegts", pictures))
    return path


@add(CASES, Accept(SIZE, indexes=INDEXES, has_audio=True))
def fragmented(folder: Path) -> Path:
    path = folder / "fragmented.mp4"
    flags = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    encode(path, audio=Sound(), options={"g": "5"}, muxer=flags)
    return path


@add(
    CASES,
    Accept(SIZE, (15, 15), indexes=tuple(range(10, 25)), times_s=STEADY_S[:15]),
    "the edit list starts at frame 10; what is before is decoded, and not shown",
)
def edit_trims_start(folder: Path) -> Path:
    path = folder / "trimmed.mp4"
    edts = boxes.edit_list((600, 10 * STEP))
    path.write_bytes(boxes.with_child(encoded("mp4"), "moov/trak", b"edts", edts))
    return path


@add(
    CASES,
    Accept(SIZE, (20, 20), indexes=(*range(10), *range(15, 25)), times_s=STEADY_S[:20]),
    "two edits: frames 10 to 14 are cut out",
)
def edit_cuts_middle(folder: Path) -> Path:
    path = folder / "cut out.mp4"
    data = encoded("mp4", options={"g": "5"})
    edts = boxes.edit_list((400, 0), (400, 15 * STEP))
    path.write_bytes(boxes.with_child(data, "moov/trak", b"edts", edts))
    return path


@add(CASES, Accept(SIZE, indexes=INDEXES), "a pause of 46 hours, then the clip")
def edit_pauses_long(folder: Path) -> Path:
    path = folder / "long pause.mp4"
    edts = boxes.edit_list((46 * 3600 * 1000, -1), (1000, 0))
    path.write_bytes(boxes.with_child(encoded("mp4"), "moov/trak", b"edts", edts))
    return path


THIRTY_HOURS_S = 30 * 3600


@add(CASES, Accept(SIZE, indexes=INDEXES), "one second, whatever the header claims")
def claims_30_hours(folder: Path) -> Path:
    path = folder / "30 hours.mp4"
    data = boxes.patched(encoded("mp4"), "moov/mvhd", 16, boxes.u32(THIRTY_HOURS_S * 1000))
    data = boxes.patched(data, "moov/trak/tkhd", 20, boxes.u32(THIRTY_HOURS_S * 1000))
    data = boxes.patched(data, "moov/trak/mdia/mdhd", 16, boxes.u32(THIRTY_HOURS_S * TICKS_HZ))
    path.write_bytes(data)
    return path


@add(CASES, Accept(SIZE, indexes=INDEXES), "one second, whatever the header claims")
def claims_30_hours_mkv(folder: Path) -> Path:
    path = folder / "30 hours.mkv"
    data = encoded("matroska")
    at = data.index(b"\x44\x89\x88") + 3
    path.write_bytes(data[:at] + struct.pack(">d", THIRTY_HOURS_S * 1000.0) + data[at + 8 :])
    return path


@add(CASES, Accept(SIZE, indexes=INDEXES, times_s=STEADY_S))
def claims_billion_frames(folder: Path) -> Path:
    """Only the table of times says so; the table of sizes knows of 25 frames."""
    path = folder / "billion frames.mp4"
    path.write_bytes(_with_steps((10**9, STEP)))
    return path
