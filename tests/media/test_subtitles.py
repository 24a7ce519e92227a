"""Text subtitles in a video become cues in seconds of the clip, without markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest
from av.packet import Packet
from tests.corpus.encode import Caption, encode
from tests.corpus.sound import Sound
from tests.media.passes import run_pass

from spark_trainer.media import subtitles
from spark_trainer.media.probe import choose_streams
from spark_trainer.media.source import open_media
from spark_trainer.media.subtitles import SubtitleReader

WORDS = (Caption(0.2, 0.6, "the first words"), Caption(0.7, 1.0, "Zweite Wörter, 言葉"))


def tracks(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_pass(path)[0]["subtitles"]
    return found


def texts(path: Path) -> list[str]:
    return [text for _, _, text in tracks(path)[0]["cues"]]


@pytest.mark.parametrize(
    ("name", "codec", "known_as"),
    [
        ("x.mp4", "mov_text", "mov_text"),
        ("x.mkv", "subrip", "srt"),
        ("x.mkv", "ass", "ssa"),
        ("x.mkv", "webvtt", "webvtt"),
    ],
)
def test_cues_keep_their_times_and_words_in_every_container(
    name: str, codec: str, known_as: str, tmp_path: Path
) -> None:
    encode(tmp_path / name, captions=WORDS, caption_codec=codec)
    (track,) = tracks(tmp_path / name)
    assert (track["codec"], track["stream_index"]) == (known_as, 1)
    assert [text for _, _, text in track["cues"]] == [w.text for w in WORDS]
    for (start_s, end_s, _), word in zip(track["cues"], WORDS, strict=True):
        assert (start_s, end_s) == pytest.approx((word.start_s, word.end_s), abs=0.002)


def test_a_file_without_subtitles_has_none(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", 5)
    assert tracks(tmp_path / "x.mp4") == []


def test_times_count_from_the_start_of_the_file(tmp_path: Path) -> None:
    def later(packets: list[Packet[Any]]) -> list[Packet[Any]]:
        for packet in packets:
            ticks = round(1200 / packet.time_base)
            packet.pts += ticks
            packet.dts += ticks
        return packets

    encode(tmp_path / "x.mkv", captions=WORDS, caption_codec="subrip", edit=later)
    with av.open(str(tmp_path / "x.mkv")) as container:
        assert container.start_time == pytest.approx(1_200_000_000, abs=250_000)
    starts = [start_s for start_s, _, _ in tracks(tmp_path / "x.mkv")[0]["cues"]]
    assert starts == pytest.approx([w.start_s for w in WORDS], abs=0.002)


def test_markup_is_left_out_and_breaks_are_lines(tmp_path: Path) -> None:
    marked = r"{\an8\i1}Leaning{\i0} words\Non two\hlines"
    encode(tmp_path / "x.mkv", captions=[Caption(0, 1, marked)], caption_codec="ass")
    assert texts(tmp_path / "x.mkv") == ["Leaning words\non two lines"]


def test_a_cue_of_markup_or_spaces_alone_is_no_cue(tmp_path: Path) -> None:
    lines = [Caption(0, 0.2, r"{\an8}"), Caption(0.3, 0.4, r"\h \N"), Caption(0.5, 0.6, "words")]
    encode(tmp_path / "x.mkv", captions=lines, caption_codec="ass")
    assert texts(tmp_path / "x.mkv") == ["words"]


@pytest.mark.parametrize(
    ("name", "codec", "data"),
    [
        ("x.mp4", "mov_text", b"\0"),
        ("x.mkv", "subrip", "café".encode("latin-1")),
        ("x.mkv", "webvtt", b"\xff\xfe"),
    ],
)
def test_a_cue_that_cannot_be_read_costs_no_other_and_is_told(
    name: str, codec: str, data: bytes, tmp_path: Path
) -> None:
    def spoiled(packets: list[Packet[Any]]) -> list[Packet[Any]]:
        first = next(n for n, p in enumerate(packets) if p.stream.type == "subtitle")
        packets[first] = _replaced(packets[first], data)
        return packets

    encode(tmp_path / name, captions=WORDS, caption_codec=codec, edit=spoiled)
    result, _ = run_pass(tmp_path / name)
    assert [text for _, _, text in result["subtitles"][0]["cues"]] == [WORDS[1].text]
    assert result["notes"] == [
        "subtitle stream 1: 1 cue left out that cannot be read (damaged, or not UTF-8)"
    ]


def _replaced(packet: Packet[Any], data: bytes) -> Packet[Any]:
    made = Packet(data)
    made.stream = packet.stream
    made.pts = made.dts = packet.pts
    made.duration, made.time_base = packet.duration, packet.time_base
    return made


def test_at_most_so_many_cues_are_kept_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subtitles, "MAX_CUES", 3)
    lines = [Caption(n / 10, n / 10 + 0.1, f"line {n}") for n in range(9)]
    encode(tmp_path / "x.mkv", captions=lines, caption_codec="subrip")
    result, _ = run_pass(tmp_path / "x.mkv")
    assert len(result["subtitles"][0]["cues"]) == 3
    assert result["notes"] == ["subtitle stream 1: only the first 3 cues are taken"]


def test_a_cue_before_the_start_is_brought_to_it(tmp_path: Path) -> None:
    encode(tmp_path / "x.mkv", captions=WORDS, caption_codec="subrip")
    with open_media(tmp_path / "x.mkv") as (container, _):
        (stream,) = choose_streams(container).subtitles
        reader = SubtitleReader(stream)
        for packet in container.demux(stream):
            if packet.size:
                reader.add(packet, zero_s=0.5)
    assert reader.cues[0][:2] == pytest.approx((0.0, 0.1), abs=0.002)


def test_real_subtitles_of_two_streams_are_both_taken_in_order(media_dir: Path) -> None:
    found = tracks(media_dir / "videos" / "nasa_13013.mp4")
    assert len(found) == 2
    for track in found:
        starts = [start_s for start_s, _, _ in track["cues"]]
        assert starts == sorted(starts)
        assert all(text == text.strip() and text for _, _, text in track["cues"])


def test_subtitles_are_read_beside_sound_in_the_same_pass(tmp_path: Path) -> None:
    encode(tmp_path / "x.mp4", audio=Sound(), captions=WORDS)
    result, _ = run_pass(tmp_path / "x.mp4", audio=True)
    assert len(result["subtitles"][0]["cues"]) == 2
    assert result["audio"]["samples"] > 15_000
