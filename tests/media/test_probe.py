"""Which streams are taken, and what is said about those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.stream import Disposition
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.barcode import draw
from tests.corpus.encode import Caption, encode
from tests.corpus.sound import Sound

from spark_trainer.core.errors import MediaError
from spark_trainer.media.probe import _refuse_too_large as refuse_too_large
from spark_trainer.media.probe import choose_streams
from spark_trainer.media.source import MAX_PIXELS, MAX_SIDE_PX, open_media

DEFAULT = Disposition.default


@dataclass
class Taken:
    """What was chosen, in values that outlive the file."""

    video: int
    audio: int | None
    subtitles: list[int]
    kinds: list[str]
    notes: list[str]


def chosen(path: Path) -> Taken:
    with open_media(path) as (container, _):
        found = choose_streams(container)
        return Taken(
            found.video.index,
            found.audio.index if found.audio else None,
            [s.index for s in found.subtitles],
            [s.type for s in found.streams],
            found.notes,
        )


def many_videos(path: Path, dispositions: Sequence[Disposition]) -> Path:
    """A Matroska file of one-frame videos with these dispositions."""
    with av.open(str(path), "w", options={"default_mode": "passthrough"}) as out:
        streams = []
        for disposition in dispositions:
            stream = out.add_stream("mpeg4", rate=Fraction(25))
            stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
            stream.disposition = disposition
            streams.append(stream)
        for n, stream in enumerate(streams):
            frame = av.VideoFrame.from_ndarray(draw(n, (160, 96)), "rgb24")
            out.mux(stream.encode(frame.reformat(format="yuv420p")))
            out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("dispositions", "taken"),
    [
        ([Disposition(0), DEFAULT], 1),
        ([DEFAULT, DEFAULT], 0),
        ([Disposition(0), Disposition(0), DEFAULT], 2),
    ],
)
def test_the_default_video_is_taken_and_said(
    dispositions: list[Disposition], taken: int, tmp_path: Path
) -> None:
    found = chosen(many_videos(tmp_path / "x.mkv", dispositions))
    assert found.video == taken
    count = len(dispositions)
    assert found.notes == [f"{count} video streams: took stream {taken}, the default"]


def test_without_a_default_the_first_is_taken_and_not_called_the_default(tmp_path: Path) -> None:
    found = chosen(many_videos(tmp_path / "x.mkv", [Disposition(0)] * 2))
    assert found.video == 0
    assert found.notes == ["2 video streams: took stream 0, the first"]


def test_one_of_each_needs_no_note(tmp_path: Path) -> None:
    words = [Caption(0, 1, "words")]
    encode(tmp_path / "x.mp4", 5, audio=Sound(), captions=words)
    found = chosen(tmp_path / "x.mp4")
    assert found.notes == []
    assert found.kinds == ["video", "audio", "subtitle"]


def test_streams_are_those_that_are_there(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", 5)
    found = chosen(tmp_path / "x.mp4")
    assert (found.audio, found.subtitles) == (None, [])
    assert found.kinds == ["video"]


def test_all_text_subtitles_are_taken(media_dir: Path) -> None:
    found = chosen(media_dir / "videos" / "nasa_13013.mp4")
    assert found.kinds == ["video", "audio", "subtitle", "subtitle"]


def test_what_was_found_instead_of_a_video_is_named(tmp_path: Path) -> None:
    encode(tmp_path / "x.mkv", 0, audio=Sound(), captions=[Caption(0, 1, "a")], caption_codec="ass")
    with pytest.raises(MediaError, match=r"^no video stream \(found: audio, subtitle\)$") as caught:
        chosen(tmp_path / "x.mkv")
    assert caught.value.code == "no_video"


def picture_subtitles(path: Path) -> Path:
    """A video with one text track and one of DVD pictures."""
    encode(path.with_name("text.mkv"), 5, captions=[Caption(0, 1, "a")], caption_codec="subrip")
    with av.open(str(path.with_name("text.mkv"))) as source, av.open(str(path), "w") as out:
        copies = {s.index: out.add_stream_from_template(s) for s in source.streams}
        out.add_stream("dvdsub")
        for packet in source.demux():
            if packet.size:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
    return path


def test_subtitles_that_are_pictures_are_left_out_and_said(tmp_path: Path) -> None:
    found = chosen(picture_subtitles(tmp_path / "x.mkv"))
    assert len(found.subtitles) == 1
    assert found.notes == ["subtitle streams left out because they are no text: 1"]


@given(st.integers(1, MAX_SIDE_PX), st.integers(1, MAX_SIDE_PX))
def test_the_size_is_judged_by_its_product(width: int, height: int) -> None:
    if width * height <= MAX_PIXELS:
        refuse_too_large(width, height)
    else:
        with pytest.raises(MediaError, match=f"claims {width} x {height} pixels"):
            refuse_too_large(width, height)


@pytest.mark.parametrize("size", [(MAX_SIDE_PX + 1, 1), (1, MAX_SIDE_PX + 1), (8000, 8000)])
def test_too_large_a_side_or_picture_is_refused_with_the_limits(size: tuple[int, int]) -> None:
    with pytest.raises(MediaError, match="at most 16384 a side and 50 megapixels") as caught:
        refuse_too_large(*size)
    assert caught.value.code == "too_large"
