"""Headers and pictures that claim more than a machine can hold."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av

from tests.corpus import boxes
from tests.corpus.encode import SIZE, encoded
from tests.corpus.expect import Accept, Cases, Refuse, add

CASES: Cases = {}
TOO_LARGE = Refuse("too_large", "no_frames", "unreadable")
"""Where FFmpeg itself may refuse the size first, and then does not tell it."""

TABLES = "moov/trak/mdia/minf/stbl"


def one_bit_png(width_px: int, height_px: int) -> bytes:
    """An all-black PNG of one bit a pixel: 256 megapixels are 31 KB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    packer = zlib.compressobj(1)
    line = bytes(1 + (width_px + 7) // 8)
    body = b"".join(packer.compress(line * 64) for _ in range(height_px // 64))
    body += packer.compress(line * (height_px % 64)) + packer.flush()
    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def png_in_mov(path: Path, header: tuple[int, int], *pictures: bytes) -> Path:
    """PNG pictures as a video whose container claims another size than they have."""
    with av.open(str(path), "w") as out:
        stream = out.add_mux_stream("png", rate=25, width=header[0], height=header[1])
        for n, picture in enumerate(pictures):
            packet = av.Packet(picture)
            packet.stream, packet.pts, packet.dts = stream, n, n
            packet.time_base, packet.duration = Fraction(1, 25), 1
            packet.is_keyframe = True
            out.mux(packet)
    return path


@add(CASES, Accept((16_384, 3_000), (1, 1)), "49 megapixels, and as wide as may be")
def largest_allowed(folder: Path) -> Path:
    size = (16_384, 3_000)
    return png_in_mov(folder / "largest.mov", size, one_bit_png(*size))


@add(CASES, Refuse("too_large"), "one pixel too wide")
def side_too_long(folder: Path) -> Path:
    size = (16_385, 16)
    return png_in_mov(folder / "too wide.mov", size, one_bit_png(*size))


@add(CASES, Refuse("too_large"), "50.8 megapixels")
def too_many_pixels(folder: Path) -> Path:
    size = (8_200, 6_200)
    return png_in_mov(folder / "too large.mov", size, one_bit_png(*size))


@add(CASES, TOO_LARGE, "the container says 160 x 96, the picture 16000 x 16000")
def bomb_behind_small_header(folder: Path) -> Path:
    return png_in_mov(folder / "png bomb.mov", SIZE, one_bit_png(16_000, 16_000))


@add(CASES, Accept(SIZE, (1, 2)), "the second of three pictures is 16000 x 16000: left out")
def bomb_in_mid_stream(folder: Path) -> Path:
    small, large = one_bit_png(*SIZE), one_bit_png(16_000, 16_000)
    return png_in_mov(folder / "late bomb.mov", SIZE, small, large, small)


@add(CASES, Accept(SIZE), "H.264 says its own size; the container's claim is not used")
def claims_65535_pixels(folder: Path) -> Path:
    path = folder / "65535 px.mp4"
    data = boxes.patched(encoded("mp4"), f"{TABLES}/stsd/avc1", 24, boxes.u16(65535, 65535))
    path.write_bytes(boxes.patched(data, "moov/trak/tkhd", 76, boxes.u32(65535 << 16, 65535 << 16)))
    return path


@add(CASES, TOO_LARGE)
def claims_65535_pixels_mkv(folder: Path) -> Path:
    """FFV1 keeps no size of its own: the container's is the one that is allocated."""
    path = folder / "65535 px.mkv"
    path.write_bytes(_ffv1_claiming(65535, 65535))
    return path


def _ffv1_claiming(width_px: int, height_px: int) -> bytes:
    data = encoded("matroska", 2, size=(320, 288), codec="ffv1", pix_fmt="yuv420p")
    old = b"\xb0\x82" + boxes.u16(320) + b"\xba\x82" + boxes.u16(288)
    if data.count(old) != 1:
        raise ValueError("PixelWidth and PixelHeight are not where they were expected")
    return data.replace(old, b"\xb0\x82" + boxes.u16(width_px) + b"\xba\x82" + boxes.u16(height_px))


@add(CASES, TOO_LARGE, "256 megapixels, which FFmpeg takes unless it is told a limit")
def claims_16000_pixels_mkv(folder: Path) -> Path:
    path = folder / "16000 px.mkv"
    path.write_bytes(_ffv1_claiming(16_000, 16_000))
    return path


@add(CASES, TOO_LARGE)
def claims_65535_pixels_avi(folder: Path) -> Path:
    path = folder / "65535 px.avi"
    data = encoded("avi", 2, codec="ffv1", pix_fmt="yuv420p")
    at = data.index(b"strf") + 12
    path.write_bytes(data[:at] + struct.pack("<ii", 65535, 65535) + data[at + 8 :])
    return path


class _Bits:
    """A bit string with the Exp-Golomb codes of H.264."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, value: int, length: int) -> _Bits:
        self.text += f"{value:0{length}b}"
        return self

    def ue(self, value: int) -> _Bits:
        code = f"{value + 1:b}"
        self.text += "0" * (len(code) - 1) + code
        return self

    def nal(self, header: int) -> bytes:
        text = self.text + "1"
        text += "0" * (-len(text) % 8)
        raw = int(text, 2).to_bytes(len(text) // 8, "big")
        out = bytearray([header])
        for byte in raw:
            if out[-2:] == b"\0\0" and byte <= 3:
                out.append(3)
            out.append(byte)
        return bytes(out)


def forged_sps(width_px: int, height_px: int) -> bytes:
    """A sequence parameter set of H.264 Baseline; sides are multiples of 16."""
    bits = _Bits().u(66, 8).u(0, 8).u(62, 8).ue(0)
    bits.ue(0).ue(2).ue(1).u(0, 1).ue(width_px // 16 - 1).ue(height_px // 16 - 1)
    return bits.u(1, 1).u(1, 1).u(0, 1).u(0, 1).nal(0x67)


def _with_sps(sps: bytes) -> bytes:
    """An H.264 stream with start codes whose parameter set is replaced by another."""
    nals = encoded("h264", 3, options={"profile": "baseline"}).split(b"\0\0\0\1")
    parts = [b"" if not n else sps if n[0] & 31 == 7 else n for n in nals]
    return b"\0\0\0\1".join(parts)


@add(CASES, TOO_LARGE, "FFmpeg itself refuses 65536 x 65536")
def sps_claims_65536_pixels(folder: Path) -> Path:
    (folder / "65536.h264").write_bytes(_with_sps(forged_sps(65536, 65536)))
    return folder / "65536.h264"


@add(CASES, TOO_LARGE, "FFmpeg would take 256 megapixels: 384 MB a frame")
def sps_claims_16000_pixels(folder: Path) -> Path:
    (folder / "16000.h264").write_bytes(_with_sps(forged_sps(16000, 16000)))
    return folder / "16000.h264"


def _with_samples(count: int) -> bytes:
    """All tables agree that there are so many frames, of one byte each, in one chunk."""
    data = encoded("mp4", 2)
    data = boxes.rebuilt(data, f"{TABLES}/stts", boxes.u32(0, 1, count, 512))
    data = boxes.rebuilt(data, f"{TABLES}/stsz", boxes.u32(0, 1, count))
    return boxes.rebuilt(data, f"{TABLES}/stsc", boxes.u32(0, 1, 1, count, 1))


@add(CASES, Refuse("unreadable", "no_frames", "memory", "timeout"), "a 1 KB file with 10^9 frames")
def index_of_billion_frames(folder: Path) -> Path:
    (folder / "index 1e9.mp4").write_bytes(_with_samples(10**9))
    return folder / "index 1e9.mp4"


@add(CASES, Refuse("unreadable", "no_frames", "memory", "timeout"), "as above, as FFmpeg allows it")
def index_of_80_million_frames(folder: Path) -> Path:
    (folder / "index 8e7.mp4").write_bytes(_with_samples(8 * 10**7))
    return folder / "index 8e7.mp4"
