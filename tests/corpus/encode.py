"""Small clips, made with PyAV alone: `encode` to a file, `encoded` to bytes."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import OutputContainer
from av.packet import Packet
from av.subtitles.subtitle import SubtitleSet

from tests.corpus.barcode import Picture, draw
from tests.corpus.sound import Sound

os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 talks on stderr otherwise

SIZE = (160, 96)
_QUICK: dict[str, dict[str, str]] = {
    "libx264": {"preset": "ultrafast", "threads": "1"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:pools=1:frame-threads=1"},
    "libsvtav1": {"preset": "12", "svtav1-params": "lp=1"},
    "libvpx-vp9": {"cpu-used": "8", "deadline": "realtime", "threads": "1"},
}
_TICKS_HZ = 90_000


class Caption(NamedTuple):
    """One line of a subtitle track; seconds."""

    start_s: float
    end_s: float
    text: str


def _video_packets(
    out: OutputContainer,
    pictures: Iterable[Picture],
    *,
    size: tuple[int, int],
    fps: Fraction | int,
    times_s: Sequence[float] | None,
    codec: str,
    pix_fmt: str,
    options: Mapping[str, str],
    sample_aspect: Fraction | None,
    rotate: tuple[float, bool, bool] | None,
    prepare: Callable[[av.VideoFrame, int], None] | None,
) -> tuple[Any, Callable[[], list[Packet[Any]]]]:
    stream = out.add_stream(codec, rate=Fraction(fps), options={**_QUICK.get(codec, {}), **options})
    stream.width, stream.height = size
    stream.pix_fmt = pix_fmt
    time_base = 1 / Fraction(fps) if times_s is None else Fraction(1, _TICKS_HZ)
    stream.codec_context.time_base = time_base
    if sample_aspect is not None:
        stream.codec_context.sample_aspect_ratio = sample_aspect
    if rotate is not None:
        stream.set_display_rotation(rotate[0], hflip=rotate[1], vflip=rotate[2])

    def run() -> list[Packet[Any]]:
        packets = []
        for n, picture in enumerate(pictures):
            form = "rgba" if picture.shape[2] == 4 else "rgb24"
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), form)
            if form != pix_fmt:
                frame = frame.reformat(format=pix_fmt)
            frame.time_base = time_base
            frame.pts = n if times_s is None else round(times_s[n] * _TICKS_HZ)
            if prepare is not None:
                prepare(frame, n)
            packets += stream.encode(frame)
        return packets + stream.encode(None)

    return stream, run


def _audio_packets(
    out: OutputContainer, sound: Sound
) -> tuple[Any, Callable[[], list[Packet[Any]]]]:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[sound.channels]
    stream = out.add_stream(sound.codec, rate=sound.rate_hz, layout=layout)
    if sound.language:
        stream.metadata["language"] = sound.language

    def run() -> list[Packet[Any]]:
        context = stream.codec_context
        resampler = AudioResampler(
            format=context.format.name,
            layout=layout,
            rate=sound.rate_hz,
            frame_size=context.frame_size or 1024,
        )
        data = np.repeat(sound.samples()[None], sound.channels, axis=0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data), "fltp", layout)
        frame.sample_rate = sound.rate_hz
        frame.time_base = Fraction(1, sound.rate_hz)
        frame.pts = round(sound.start_s * sound.rate_hz)
        packets = []
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            packets += stream.encode(part)
        return packets + stream.encode(None)

    return stream, run


def _caption_packets(
    out: OutputContainer, captions: Sequence[Caption], codec: str
) -> tuple[Any, Callable[[], list[Packet[Any]]]]:
    stream = out.add_stream(codec)
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.time_base = Fraction(1, 1000)

    def run() -> list[Packet[Any]]:
        packets = []
        for n, caption in enumerate(captions):
            length_ms = round((caption.end_s - caption.start_s) * 1000)
            line = f"{n},0,Default,,0,0,0,,{caption.text}".encode()
            packet = stream.codec_context.encode_subtitle(SubtitleSet.create(line, 0, length_ms))
            packet.pts = packet.dts = round(caption.start_s * 1000)
            packet.duration = length_ms
            packet.time_base = Fraction(1, 1000)
            packet.stream = stream
            packets.append(packet)
        return packets

    return stream, run


_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def encode(
    to: Path | BinaryIO,
    frames: int | Iterable[Picture] = 25,
    *,
    fps: Fraction | int = 25,
    size: tuple[int, int] = SIZE,
    times_s: Sequence[float] | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: Mapping[str, str] | None = None,
    audio: Sound | Sequence[Sound] = (),
    captions: Sequence[Caption] = (),
    caption_codec: str = "mov_text",
    sample_aspect: Fraction | None = None,
    rotate: tuple[float, bool, bool] | None = None,
    format: str | None = None,
    muxer: Mapping[str, str] | None = None,
    prepare: Callable[[av.VideoFrame, int], None] | None = None,
    edit: Callable[[list[Packet[Any]]], list[Packet[Any]]] | None = None,
) -> None:
    """Write a small clip.

    Args:
        frames: how many, drawn with their number in them; or the pictures (RGB or RGBA), all of
            `size`. 0 writes no video stream.
        times_s: presentation time of each frame in seconds (variable frame rate); none = at `fps`.
        options: for the video codec.
        rotate: degrees counter-clockwise, then mirror left-right, mirror top-bottom: the display
            matrix that is written.
        format: the muxer; none = by the file's suffix.
        muxer: options for it, such as `{"movflags": "faststart"}`.
        prepare: may change each frame before it is encoded (given its number).
        edit: may change the packets, which are in order of decode time, before they are written.
    """
    target = str(to) if isinstance(to, Path) else to
    pictures = [draw(n, size) for n in range(frames)] if isinstance(frames, int) else frames
    sounds = [audio] if isinstance(audio, Sound) else audio
    with av.open(target, "w", format=format, options=dict(muxer or {})) as out:
        runs = []
        if not isinstance(frames, int) or frames:
            runs.append(
                _video_packets(
                    out,
                    pictures,
                    size=size,
                    fps=fps,
                    times_s=times_s,
                    codec=codec,
                    pix_fmt=pix_fmt,
                    options=options or {},
                    sample_aspect=sample_aspect,
                    rotate=rotate,
                    prepare=prepare,
                )
            )
        runs += [_audio_packets(out, sound) for sound in sounds]
        if captions:
            runs.append(_caption_packets(out, captions, caption_codec))
        out.start_encoding()
        packets = [packet for _, run in runs for packet in run()]
        packets.sort(key=lambda p: p.dts * p.time_base)
        for packet in edit(packets) if edit else packets:
            out.mux(packet)


def encoded(format: str, frames: int | Iterable[Picture] = 25, **how: Any) -> bytes:
    """What `encode` writes, as bytes."""
    out = io.BytesIO()
    encode(out, frames, format=format, **how)
    return out.getvalue()
