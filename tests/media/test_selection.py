"""What is kept, what is dropped, and why."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from spark_trainer.media.motion import motion
from spark_trainer.media.picture import grey
from spark_trainer.media.selection import (
    NOISE_FLOOR,
    Dropped,
    Kept,
    Look,
    motion_range,
    scene_openers,
    select,
)
from spark_trainer.media.settings import Rules
from spark_trainer.pipelines.build import BuildOptions, build
from spark_trainer.pipelines.graph import default_pipeline, with_op
from spark_trainer.pipelines.ops import Captions, Frames, Transcript

SMART = Rules(True, 0.3, False, 8, 2)
HASHED = Rules(False, 0.3, True, 8, 2)


def flat(level: int) -> Image.Image:
    return Image.new("RGB", (32, 32), (level, level, level))


def decide(
    pictures: list[Image.Image], rules: Rules, starts: list[float] | None = None
) -> tuple[list[Kept], list[Dropped]]:
    times = [float(n) for n in range(len(pictures))]
    return select(times, starts or [], pictures.__getitem__, rules)


LEVELS = st.lists(st.integers(0, 255), min_size=1, max_size=40)


@given(LEVELS, st.lists(st.integers(0, 45), max_size=5))
def test_smart_sampling_follows_its_rule(levels: list[int], starts: list[int]) -> None:
    pictures = [flat(level) for level in levels]
    scenes = [float(s) for s in sorted({0, *starts})]
    kept, dropped = decide(pictures, SMART, scenes)
    assert sorted([k.candidate for k in kept] + [d.candidate for d in dropped]) == list(
        range(len(levels))
    )
    kept_at = {k.candidate for k in kept}
    assert 0 in kept_at
    assert scene_openers([float(n) for n in range(len(levels))], scenes) <= kept_at
    steps = [abs(a - b) / 255 for a, b in pairwise(levels)]
    threshold = 0.3 * motion_range(steps)
    for drop in dropped:
        before = max(k for k in kept_at if k < drop.candidate)
        score = motion(grey(pictures[before]), grey(pictures[drop.candidate]))
        assert drop.motion == score
        assert score <= threshold + 1e-12


def test_a_still_clip_keeps_one_frame() -> None:
    rng = np.random.default_rng(0)
    noisy = [
        Image.fromarray((100 + rng.integers(-1, 2, (64, 64, 3))).astype(np.uint8)) for _ in range(9)
    ]
    kept, dropped = decide(noisy, SMART)
    assert len(kept) == 1
    assert {d.reason for d in dropped} == {"still"}


def test_black_and_white_in_turns_are_all_new() -> None:
    kept, _ = decide([flat(255 * (n % 2)) for n in range(8)], SMART)
    assert len(kept) == 8


def test_the_range_has_a_floor() -> None:
    assert motion_range([]) == NOISE_FLOOR
    assert motion_range([0.001] * 9) == NOISE_FLOOR
    assert motion_range([0.0] * 8 + [0.5] * 2) == pytest.approx(0.5)


def test_a_repeat_names_the_frame_that_it_repeats() -> None:
    card, other = _checks(8), _checks(4)
    kept, dropped = decide([card, other, card], HASHED)
    assert [k.candidate for k in kept] == [0, 1]
    assert dropped[0].reason == "duplicate"
    assert dropped[0].like == {"time": 0.0, "distance": 0}


def _checks(cell: int) -> Image.Image:
    grid = np.add.outer(np.arange(64) // cell, np.arange(64) // cell) % 2 * 255
    return Image.fromarray(grid.astype(np.uint8)).convert("RGB")


def test_flat_pictures_of_different_colours_are_not_the_same() -> None:
    red, blue = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    assert Look.of(red, 8).hash == Look.of(blue, 8).hash
    kept, _ = decide([red, blue], HASHED)
    assert len(kept) == 2


def test_nothing_is_dropped_when_both_rules_are_off() -> None:
    kept, dropped = decide([flat(9)] * 5, Rules(False, 0.3, False, 8, 2))
    assert (len(kept), dropped) == (5, [])


@pytest.mark.parametrize("fps", [1.0, 2.0])
def test_the_default_drops_30_to_50_percent_of_ordinary_footage(
    fps: float, media_dir: Path, tmp_path: Path
) -> None:
    pipeline = default_pipeline()
    for op in (Frames(fps=fps), Captions(backend="none"), Transcript(backend="none")):
        pipeline = with_op(pipeline, op)
    summary = build(pipeline, media_dir / "videos", tmp_path / "out", BuildOptions(workers=0))
    dropped = sum(summary.frames_dropped.values())
    assert 0.30 <= dropped / (dropped + summary.frames_kept) <= 0.50
