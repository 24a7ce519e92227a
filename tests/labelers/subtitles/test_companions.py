"""Which text files belong to which video."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.labelers.subtitles.companions import Folder
from spark_trainer.labelers.subtitles.subtitle_files import Role


def names(video: str, siblings: list[str], role: Role = "captions") -> list[str]:
    return Folder(siblings).texts_of(video, role)


def test_files_are_preferred_in_order() -> None:
    siblings = [
        "clip.txt",
        "clip.json",
        "clip.vtt",
        "clip.srt",
        "clip.en.srt",
        "clip.captions.vtt",
        "clip.en.captions.srt",
        "clip.transcript.txt",
        "clip.mp4",
    ]
    assert names("clip.mp4", siblings) == [
        "clip.captions.vtt",
        "clip.en.captions.srt",
        "clip.srt",
        "clip.vtt",
        "clip.json",
        "clip.txt",
        "clip.en.srt",
    ]
    assert names("clip.mp4", siblings, "transcript")[:2] == ["clip.transcript.txt", "clip.srt"]


@pytest.mark.parametrize(
    ("video", "other"),
    [
        ("ab.mp4", "a.srt"),
        ("a.mp4", "ab.srt"),
        ("a.mp4", "a.second part.of.it.srt"),
        ("a.mp4", "a.averyverylongword.srt"),
        ("a.mp4", "a.b.c.d.srt"),
        ("a.mp4", "a.info.json"),
        ("a.mp4", "a.live_chat.json"),
        ("a.mp4", "a.mp4"),
        ("a.mp4", "a.jpg"),
        ("a.mp4", ".srt"),
        ("a.mp4", "a..srt"),
    ],
)
def test_what_belongs_to_another_clip_is_not_taken(video: str, other: str) -> None:
    assert names(video, [other]) == []


@pytest.mark.parametrize("text", ["a.2.srt", "a.2.captions.srt", "a.mp4.srt", "a.en.vtt"])
def test_a_file_that_another_video_is_named_for_is_that_videos(text: str) -> None:
    siblings = ["a.mkv", "a.mp4", "a.2.mkv", "a.2.captions.mp4", "a.en.avi", text]
    assert names("a.mkv", siblings) == []


def test_a_video_does_not_bar_its_own_text() -> None:
    assert names("a.mp4", ["a.mp4", "a.mp4.srt"]) == ["a.mp4.srt"]


@pytest.mark.parametrize(
    "name", ["A.SRT", "a.mp4.srt", "a.pt-BR.vtt", "a.mp4.en.srt", "a.English.srt", "a.en.json"]
)
def test_other_spellings_are_taken(name: str) -> None:
    video = "A.mp4" if name[0] == "A" else "a.mp4"
    assert names(video, [name]) == [name]


def test_names_that_are_not_utf8_fit_too() -> None:
    assert names("caf\udce9.mp4", ["caf\udce9.srt"]) == ["caf\udce9.srt"]


PARTS = st.sampled_from(["a", "b", "en", "captions", "transcript", "mp4", "srt", "vtt", "json", ""])
NAMES = st.lists(PARTS, min_size=1, max_size=5).map(".".join)


@given(st.lists(NAMES, unique=True), NAMES, st.randoms())
def test_the_choice_does_not_hang_on_the_order_of_the_folder(
    siblings: list[str], video: str, random: object
) -> None:
    mixed = list(siblings)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = names(video, siblings)
    assert found == names(video, mixed)
    assert len(set(found)) == len(found)
    assert all(name.startswith(video.rpartition(".")[0] or video) for name in found)


def test_a_folder_of_many_videos_is_looked_through_once() -> None:
    siblings = [f"clip{n}.{suffix}" for n in range(20_000) for suffix in ("mp4", "srt")]
    began = time.process_time()
    folder = Folder(siblings)
    for n in range(20_000):
        assert folder.texts_of(f"clip{n}.mp4", "captions") == [f"clip{n}.srt"]
    assert time.process_time() - began < 5
