"""Good files of every make: codecs, pixel formats, sizes, and which streams there are."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition
from PIL import Image

from tests.corpus.barcode import draw
from tests.corpus.encode import SIZE, Caption, encode, encoded
from tests.corpus.expect import Accept, Cases, Refuse, add
from tests.corpus.sound import Sound

CASES: Cases = {}
INDEXES = tuple(range(25))
PLAIN = Accept(SIZE, fps=Fraction(25), indexes=INDEXES, duration_s=(0.96, 1.05))
WITH_SOUND = Accept(SIZE, fps=Fraction(25), indexes=INDEXES, duration_s=(0.96, 1.1), has_audio=True)
BEEP = Sound()


@add(CASES, WITH_SOUND)
def mp4(folder: Path) -> Path:
    encode(folder / "plain.mp4", audio=BEEP)
    return folder / "plain.mp4"


@add(CASES, WITH_SOUND)
def mov(folder: Path) -> Path:
    encode(folder / "plain.mov", audio=BEEP)
    return folder / "plain.mov"


@add(CASES, WITH_SOUND)
def mkv(folder: Path) -> Path:
    encode(folder / "plain.mkv", audio=Sound(codec="libopus"))
    return folder / "plain.mkv"


@add(CASES, WITH_SOUND)
def webm_vp9(folder: Path) -> Path:
    encode(folder / "vp9.webm", codec="libvpx-vp9", audio=Sound(codec="libopus"))
    return folder / "vp9.webm"


@add(CASES, WITH_SOUND)
def avi(folder: Path) -> Path:
    encode(folder / "plain.avi", codec="mpeg4", audio=Sound(codec="pcm_s16le"))
    return folder / "plain.avi"


@add(CASES, WITH_SOUND)
def mpegts(folder: Path) -> Path:
    encode(folder / "plain.ts", audio=BEEP)
    return folder / "plain.ts"


@add(CASES, WITH_SOUND)
def flv(folder: Path) -> Path:
    encode(folder / "plain.flv", audio=Sound(rate_hz=44_100))
    return folder / "plain.flv"


@add(CASES, Accept(SIZE, fps=Fraction(25), indexes=INDEXES))
def gif(folder: Path) -> Path:
    encode(folder / "picture.gif", codec="gif", pix_fmt="rgb8")
    return folder / "picture.gif"


@add(CASES, PLAIN)
def av1(folder: Path) -> Path:
    encode(folder / "av1.mp4", codec="libsvtav1")
    return folder / "av1.mp4"


@add(CASES, PLAIN)
def hevc(folder: Path) -> Path:
    encode(folder / "hevc.mp4", codec="libx265")
    return folder / "hevc.mp4"


@add(CASES, Accept(SIZE, fps=Fraction(25), indexes=INDEXES, duration_s=(0.95, 1.1)))
def mpeg2(folder: Path) -> Path:
    encode(folder / "mpeg2.mpg", codec="mpeg2video", format="vob")
    return folder / "mpeg2.mpg"


@add(CASES, PLAIN)
def prores(folder: Path) -> Path:
    encode(folder / "prores.mov", codec="prores_ks", pix_fmt="yuv422p10le")
    return folder / "prores.mov"


@add(CASES, PLAIN)
def mjpeg(folder: Path) -> Path:
    encode(folder / "mjpeg.avi", codec="mjpeg", pix_fmt="yuvj420p")
    return folder / "mjpeg.avi"


@add(CASES, PLAIN)
def ten_bit(folder: Path) -> Path:
    encode(folder / "ten bit.mp4", pix_fmt="yuv420p10le")
    return folder / "ten bit.mp4"


@add(CASES, PLAIN)
def ten_bit_hevc(folder: Path) -> Path:
    encode(folder / "ten bit hevc.mp4", codec="libx265", pix_fmt="yuv420p10le")
    return folder / "ten bit hevc.mp4"


@add(CASES, PLAIN)
def full_chroma(folder: Path) -> Path:
    encode(folder / "444.mp4", pix_fmt="yuv444p")
    return folder / "444.mp4"


def _with_alpha() -> list[np.ndarray]:
    """Opaque barcodes with a transparent band below the middle of each cell row."""
    pictures = []
    for n in range(25):
        alpha = np.full((SIZE[1], SIZE[0], 1), 255, np.uint8)
        alpha[SIZE[1] // 4 - 3 : SIZE[1] // 4] = 0
        pictures.append(np.dstack([draw(n, SIZE), alpha]))
    return pictures


@add(CASES, PLAIN)
def alpha_prores(folder: Path) -> Path:
    path = folder / "alpha prores.mov"
    encode(path, _with_alpha(), codec="prores_ks", pix_fmt="yuva444p10le")
    return path


@add(CASES, PLAIN)
def alpha_png(folder: Path) -> Path:
    encode(folder / "alpha png.mov", _with_alpha(), codec="png", pix_fmt="rgba")
    return folder / "alpha png.mov"


@add(CASES, PLAIN)
def alpha_vp9(folder: Path) -> Path:
    encode(folder / "alpha.webm", _with_alpha(), codec="libvpx-vp9", pix_fmt="yuva420p")
    return folder / "alpha.webm"


@add(CASES, PLAIN)
def palette(folder: Path) -> Path:
    pictures = [draw(n, SIZE) for n in range(25)]
    encode(folder / "rgb.avi", pictures, codec="ffv1", pix_fmt="bgr0")
    return folder / "rgb.avi"


@add(CASES, Accept(SIZE, fps=Fraction(25)))
def grey(folder: Path) -> Path:
    encode(folder / "grey.mkv", codec="ffv1", pix_fmt="gray")
    return folder / "grey.mkv"


@add(CASES, PLAIN)
def interlaced(folder: Path) -> Path:
    options = {"flags": "+ilme+ildct", "x264-params": "tff=1"}
    encode(folder / "interlaced.mp4", options=options)
    return folder / "interlaced.mp4"


@add(CASES, Accept((1, 1), fps=Fraction(25)))
def one_pixel(folder: Path) -> Path:
    encode(folder / "1x1.mkv", size=(1, 1), codec="ffv1", pix_fmt="yuv420p")
    return folder / "1x1.mkv"


@add(CASES, Accept((1, 1), fps=Fraction(25)))
def one_pixel_h264(folder: Path) -> Path:
    encode(folder / "1x1.mp4", size=(1, 1), pix_fmt="yuv444p")
    return folder / "1x1.mp4"


@add(CASES, Accept((37, 23), fps=Fraction(25)))
def odd_size(folder: Path) -> Path:
    encode(folder / "37x23.webm", size=(37, 23), codec="libvpx-vp9")
    return folder / "37x23.webm"


@add(CASES, Accept((1000, 2), fps=Fraction(25)))
def flat(folder: Path) -> Path:
    encode(folder / "1000x2.mp4", size=(1000, 2))
    return folder / "1000x2.mp4"


@add(CASES, Accept(SIZE, frames=(1, 1), indexes=(0,), times_s=(0.0,)))
def one_frame(folder: Path) -> Path:
    encode(folder / "one frame.mp4", 1)
    return folder / "one frame.mp4"


@add(CASES, PLAIN)
def no_sound(folder: Path) -> Path:
    encode(folder / "no sound.mp4")
    return folder / "no sound.mp4"


@add(CASES, Accept(SIZE, fps=Fraction(25), indexes=INDEXES), "there is a track, and nothing in it")
def sound_track_without_samples(folder: Path) -> Path:
    path = folder / "empty sound.mkv"
    sound = Sound(codec="libopus")
    encode(path, audio=sound, edit=lambda packets: [p for p in packets if p.stream.type == "video"])
    return path


@add(CASES, Refuse("no_video"))
def no_picture(folder: Path) -> Path:
    encode(folder / "no picture.mp4", 0, audio=BEEP)
    return folder / "no picture.mp4"


@add(CASES, WITH_SOUND, "the track that is marked as the default one, or the first, is taken")
def eight_sounds(folder: Path) -> Path:
    tracks = [
        Sound(codec="libopus", tone_hz=400.0 * (n + 1), language=code)
        for n, code in enumerate("eng deu fra spa ita por nld swe".split())
    ]
    encode(folder / "eight sounds.mkv", audio=tracks)
    return folder / "eight sounds.mkv"


@add(CASES, WITH_SOUND)
def six_channels(folder: Path) -> Path:
    encode(folder / "surround.mp4", audio=Sound(channels=6))
    return folder / "surround.mp4"


@add(CASES, Refuse("no_video"))
def subtitles_only(folder: Path) -> Path:
    encode(folder / "subtitles.mp4", 0, captions=[Caption(0, 1, "only words")])
    return folder / "subtitles.mp4"


@add(CASES, Refuse("no_video"))
def subtitles_only_mkv(folder: Path) -> Path:
    words = [Caption(0, 1, "only words")]
    encode(folder / "subtitles.mkv", 0, captions=words, caption_codec="subrip")
    return folder / "subtitles.mkv"


CAPTIONS = (Caption(0.0, 0.4, "the first words"), Caption(0.5, 0.9, "the second words"))


@add(CASES, WITH_SOUND)
def subtitles(folder: Path) -> Path:
    encode(folder / "with subtitles.mp4", audio=BEEP, captions=CAPTIONS)
    return folder / "with subtitles.mp4"


def _jpeg(size: tuple[int, int] = (48, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(out, "JPEG")
    return out.getvalue()


def with_cover(path: Path, good: bytes) -> None:
    """Copy a file's streams into another, behind a cover picture as the first stream."""
    with av.open(io.BytesIO(good)) as source, av.open(str(path), "w") as out:
        cover = out.add_mux_stream("mjpeg", width=48, height=48)
        cover.disposition = Disposition.attached_pic
        copies = {s.index: out.add_stream_from_template(s) for s in source.streams}
        out.start_encoding()
        picture = av.Packet(_jpeg())
        picture.stream, picture.pts, picture.dts = cover, 0, 0
        picture.is_keyframe = True
        out.mux(picture)
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)


@add(CASES, Refuse("no_video"), "the cover of a song is no video")
def cover_art_only(folder: Path) -> Path:
    with_cover(folder / "song.mp4", encoded("mp4", 0, audio=BEEP))
    return folder / "song.mp4"


@add(CASES, WITH_SOUND, "the cover is the first video stream, and is not the video")
def cover_art(folder: Path) -> Path:
    with_cover(folder / "cover.mp4", encoded("mp4", audio=BEEP))
    return folder / "cover.mp4"


@add(
    CASES,
    Accept(SIZE, indexes=INDEXES, has_audio=True),
    "the two default streams are taken, and the note says so",
)
def two_videos_two_sounds(folder: Path) -> Path:
    """First the small picture, then one of another size that nobody asked for."""
    one = encoded("matroska", audio=Sound(codec="libopus"))
    other = encoded(
        "matroska", [draw(999, (64, 48))] * 25, size=(64, 48), audio=Sound(codec="libopus")
    )
    path = folder / "two of each.mkv"
    with (
        av.open(io.BytesIO(one)) as a,
        av.open(io.BytesIO(other)) as b,
        av.open(str(path), "w") as out,
    ):
        copies = [
            (c, {s.index: out.add_stream_from_template(s) for s in c.streams}) for c in (a, b)
        ]
        packets = []
        for container, mapping in copies:
            for packet in container.demux():
                if packet.dts is not None:
                    packets.append((packet.dts * packet.time_base, packet, mapping))
        for _, packet, mapping in sorted(packets, key=lambda p: p[0]):
            packet.stream = mapping[packet.stream.index]
            out.mux(packet)
    return path
