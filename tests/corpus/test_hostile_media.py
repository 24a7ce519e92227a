"""Each file of the corpus through the media pass: taken with the facts it must have, or refused."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.media.media_pass import MediaPass
from tests.corpus.barcode import UPRIGHT, is_flash, read_corners, read_index
from tests.corpus.expect import Accept, Refuse
from tests.corpus.limited import BOMBS
from tests.corpus.make import CORPUS
from tests.corpus.settings import EVERY_FRAME
from tests.corpus.sound import find_beeps

ACCEPTED = [n for n, c in CORPUS.items() if isinstance(c.expect, Accept)]
REFUSED = [n for n, c in CORPUS.items() if isinstance(c.expect, Refuse) and n not in BOMBS]


class Taken:
    """What the pass made of one file."""

    def __init__(self, path: Path, staging: Path) -> None:
        self.result: dict[str, Any] = MediaPass(path, staging, EVERY_FRAME).run()
        self.kept = self.result["frames"]["kept"]
        files = sorted((staging / "frames").iterdir())
        self.pictures = [np.asarray(Image.open(f).convert("RGB")) for f in files]
        self.sound = None
        if (staging / "audio.wav").exists():
            with wave.open(str(staging / "audio.wav")) as w:
                self.sound = np.frombuffer(w.readframes(w.getnframes()), np.int16)


@pytest.fixture(scope="module")
def taken(
    corpus: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Taken]:
    """The pass over a file, once for all tests that ask for it."""
    done: dict[str, Taken] = {}

    def of(name: str) -> Taken:
        if name not in done:
            done[name] = Taken(corpus[name], tmp_path_factory.mktemp("staging"))
        return done[name]

    return of


def _expect(name: str) -> Accept:
    expect = CORPUS[name].expect
    assert isinstance(expect, Accept)
    return expect


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_file_has_the_facts_it_must(name: str, taken: Callable[[str], Taken]) -> None:
    expect, made = _expect(name), taken(name)
    info = made.result["info"]
    assert expect.frames[0] <= made.result["counters"]["frames_decoded"] <= expect.frames[1]
    if expect.size is not None:
        assert (info["width"], info["height"]) == expect.size
    if expect.fps is not None:
        assert info["fps"] == pytest.approx(float(expect.fps), rel=0.01)
    if expect.duration_s is not None:
        assert expect.duration_s[0] <= info["duration"] <= expect.duration_s[1]
    assert bool(made.result["audio"] and made.result["audio"]["samples"]) is expect.has_audio
    for words in expect.notes:
        assert any(words in note.lower() for note in made.result["notes"])


TIMED = [n for n in ACCEPTED if _expect(n).times_s]


@pytest.mark.parametrize("name", TIMED)
def test_times_are_those_of_the_frames(name: str, taken: Callable[[str], Taken]) -> None:
    times = [frame["time"] for frame in taken(name).kept]
    assert times == pytest.approx(_expect(name).times_s, abs=0.0015)


@pytest.mark.parametrize("name", [n for n in ACCEPTED if _expect(n).indexes])
def test_pictures_are_upright_and_in_order(name: str, taken: Callable[[str], Taken]) -> None:
    pictures = taken(name).pictures
    assert tuple(read_index(p) for p in pictures) == _expect(name).indexes
    assert all(is_flash(p) or read_corners(p) == UPRIGHT for p in pictures)


@pytest.mark.parametrize("name", [n for n in ACCEPTED if _expect(n).flashes_s])
def test_flashes_and_beeps_come_at_the_same_second(
    name: str, taken: Callable[[str], Taken]
) -> None:
    made, marks = taken(name), _expect(name).flashes_s
    shown = [f["time"] for f, p in zip(made.kept, made.pictures, strict=True) if is_flash(p)]
    assert shown == pytest.approx(marks, abs=0.0015)
    assert made.sound is not None
    assert find_beeps(made.sound, 16_000) == pytest.approx(marks, abs=0.015)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_gives_its_reason(
    name: str,
    corpus: dict[str, Path],
    tmp_path: Path,
) -> None:
    expect = CORPUS[name].expect
    assert isinstance(expect, Refuse)
    with pytest.raises(MediaError) as refused:
        MediaPass(corpus[name], tmp_path, EVERY_FRAME).run()
    assert refused.value.code in expect.codes


def test_circle_is_round_when_pixels_are_wide(taken: Callable[[str], Taken]) -> None:
    white = taken("wide_pixels").pictures[0].min(axis=2) > 128
    width, height = (np.ptp(np.flatnonzero(white.any(axis=axis))) + 1 for axis in (0, 1))
    assert width == pytest.approx(80, abs=3)
    assert height == pytest.approx(80, abs=3)


def test_file_that_grows_while_it_is_read_is_refused(
    corpus: dict[str, Path],
    tmp_path: Path,
) -> None:
    path = tmp_path / "growing.mp4"
    path.write_bytes(corpus["mp4"].read_bytes())
    staging = tmp_path / "staging"
    staging.mkdir()

    def append(_seconds: float, _of: float) -> None:
        with path.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(MediaError, match="changed while it was read") as refused:
        MediaPass(path, staging, EVERY_FRAME, append).run()
    assert refused.value.code == "changed"
