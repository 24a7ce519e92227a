"""Files that are cut, broken, or change on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import av
import numpy as np
from av.packet import Packet

from tests.corpus import boxes
from tests.corpus.barcode import Picture, draw
from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, Make, Refuse, add
from tests.corpus.sound import Sound

CASES: Cases = {}
CUTS_PERCENT = (2, 25, 50, 75, 98)
FRAMES = 25


_KINDS: dict[str, dict[str, Any]] = {
    "mp4": {"muxer": {"movflags": "faststart"}, "options": {"g": "5"}, "audio": Sound()},
    "mp4_index_last": {"options": {"g": "5"}, "audio": Sound()},
    "mkv": {"options": {"g": "5"}, "audio": Sound(codec="libopus")},
    "webm": {"codec": "libvpx-vp9", "options": {"g": "5"}, "audio": Sound(codec="libopus")},
    "avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p", "audio": Sound(codec="pcm_s16le")},
}


def _suffix(kind: str) -> str:
    return kind.partition("_")[0]


def _noisy(index: int) -> Picture:
    """A picture with 24 levels of noise: files then are pictures, not headers."""
    rng = np.random.default_rng(index)
    noise = rng.integers(0, 24, (SIZE[1], SIZE[0], 1), np.uint8)
    return draw(index, SIZE) // 2 + 40 + noise


@cache
def whole(kind: str) -> bytes:
    """The good file that is cut. Faststart reads back what it wrote, so it wants a real file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"whole.{_suffix(kind)}"
        encode(path, [_noisy(n) for n in range(FRAMES)], **_KINDS[kind])
        return path.read_bytes()


def _cut(kind: str, percent: int) -> Make:
    def make(folder: Path) -> Path:
        path = folder / f"{kind} cut at {percent} percent.{_suffix(kind)}"
        data = whole(kind)
        path.write_bytes(data[: len(data) * percent // 100])
        return path

    make.__name__ = f"cut_{kind}_{percent}"
    return make


def _after_cut(kind: str, percent: int) -> Accept | Refuse:
    if kind == "mp4_index_last":
        return Refuse("unreadable")
    if percent == 2:
        return Refuse("unreadable", "no_video", "no_frames")
    if percent == 98:
        return Accept(SIZE, (20, 25), has_audio=True)
    about = FRAMES * percent // 100
    return Accept(SIZE, (max(1, about // 2), about + 4), has_audio=True)


for _kind in _KINDS:
    for _percent in CUTS_PERCENT:
        add(CASES, _after_cut(_kind, _percent))(_cut(_kind, _percent))


@add(CASES, Refuse("empty"))
def zero_bytes(folder: Path) -> Path:
    (folder / "zero bytes.mp4").touch()
    return folder / "zero bytes.mp4"


@add(CASES, Refuse("unreadable"))
def one_byte(folder: Path) -> Path:
    (folder / "one byte.mp4").write_bytes(b"\0")
    return folder / "one byte.mp4"


@add(CASES, Refuse("unreadable"))
def only_zeros(folder: Path) -> Path:
    (folder / "zeros.mp4").write_bytes(bytes(65_536))
    return folder / "zeros.mp4"


@add(CASES, Refuse("unreadable"))
def only_noise(folder: Path) -> Path:
    (folder / "noise.mp4").write_bytes(random.Random(1).randbytes(65_536))
    return folder / "noise.mp4"


@add(CASES, Refuse("unreadable"))
def only_type_box(folder: Path) -> Path:
    (folder / "only ftyp.mp4").write_bytes(encoded("mp4", 1)[:32])
    return folder / "only ftyp.mp4"


@add(CASES, Refuse("no_frames"))
def pictures_zeroed(folder: Path) -> Path:
    """The index is whole, every byte of every picture is 0."""
    path = folder / "zeroed.mp4"
    data = encoded("mp4")
    box = boxes.find(data, "mdat")[0]
    path.write_bytes(data[: box.body] + bytes(box.end - box.body) + data[box.end :])
    return path


Packets: TypeAlias = "list[Packet[Any]]"


def _spoiled(packet: Packet[Any], body: bytes) -> Packet[Any]:
    """Another packet in its place, with its times."""
    bad = av.Packet(body)
    bad.stream, bad.time_base, bad.duration = packet.stream, packet.time_base, packet.duration
    bad.pts, bad.dts, bad.is_keyframe = packet.pts, packet.dts, packet.is_keyframe
    return bad


def _spoil(nth: int, how: Callable[[bytes], bytes]) -> Callable[[Packets], Packets]:
    def edit(packets: Packets) -> Packets:
        bad = _spoiled(packets[nth], how(bytes(packets[nth])))
        return [*packets[:nth], bad, *packets[nth + 1 :]]

    return edit


@add(CASES, Accept(SIZE, (15, 25)), "what decodes is kept, and the damage is told")
def broken_nal(folder: Path) -> Path:
    """One picture in mid-stream is noise behind a right length field."""
    path = folder / "broken nal.mp4"
    noise = random.Random(2)
    spoil = _spoil(12, lambda body: body[:4] + noise.randbytes(len(body) - 4))
    encode(path, edit=spoil, options={"g": "5"})
    return path


@add(CASES, Accept(SIZE, (15, 25)), "a length field in mid-stream claims 4 GB")
def broken_nal_length(folder: Path) -> Path:
    path = folder / "broken length.mp4"
    spoil = _spoil(12, lambda body: b"\xff\xff\xff\xff" + body[4:])
    encode(path, edit=spoil, options={"g": "5"})
    return path


@add(CASES, Accept(SIZE, (10, 25), has_audio=True), "scattered bit errors, as of a failing disk")
def flipped_bits(folder: Path) -> Path:
    path = folder / "flipped bits.mkv"
    data = bytearray(whole("mkv"))
    rng = random.Random(3)
    for _ in range(12):
        data[rng.randrange(len(data) // 4, len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return path


@add(CASES, Accept(SIZE, fps=Fraction(25), indexes=tuple(range(25)), has_audio=True))
def broken_sound(folder: Path) -> Path:
    """The sound is noise from the middle on; the pictures are whole."""
    path = folder / "broken sound.mp4"

    def spoil(packets: Packets) -> Packets:
        rng, half = random.Random(4), len(packets) // 2
        return packets[:half] + [
            _spoiled(p, rng.randbytes(p.size)) if p.stream.type == "audio" else p
            for p in packets[half:]
        ]

    encode(path, audio=Sound(), edit=spoil)
    return path


@add(CASES, Accept(SIZE, indexes=tuple(range(25))))
def garbage_at_end(folder: Path) -> Path:
    path = folder / "garbage at end.mp4"
    path.write_bytes(encoded("mp4") + random.Random(5).randbytes(20_000))
    return path


SECOND_SIZE = (96, 160)


@add(CASES, Accept(frames=(45, 50)), "25 frames of 160 x 96, then 25 of 96 x 160")
def size_changes(folder: Path) -> Path:
    path = folder / "size changes.ts"
    pictures = [draw(25 + n, SECOND_SIZE) for n in range(25)]
    later = encoded("mpegts", pictures, size=SECOND_SIZE, edit=_a_second_later)
    path.write_bytes(encoded("mpegts") + later)
    return path


def _a_second_later(packets: Packets) -> Packets:
    for packet in packets:
        packet.pts += 25
        packet.dts += 25
    return packets


@add(CASES, Accept(frames=(40, 50)), "raw H.264 has no time stamps at all")
def size_changes_raw(folder: Path) -> Path:
    path = folder / "size changes.h264"
    pictures = [draw(25 + n, SECOND_SIZE) for n in range(25)]
    path.write_bytes(encoded("h264") + encoded("h264", pictures, size=SECOND_SIZE))
    return path


@add(CASES, Refuse("no_frames"))
def no_frame(folder: Path) -> Path:
    """A video track with its decoder's parameters and not one sample."""
    path = folder / "no frame.mp4"
    data = encoded("mp4", 2)
    for table in ("stts", "stsz", "stsc", "stco"):
        empty = boxes.u32(0, 0, 0) if table == "stsz" else boxes.u32(0, 0)
        data = boxes.rebuilt(data, f"moov/trak/mdia/minf/stbl/{table}", empty)
    path.write_bytes(data)
    return path
