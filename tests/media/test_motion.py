"""Motion: 0 for equal pictures, 1 for black against white."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.media.motion import compute_motion_score, motion

PAIRS = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda shape: st.tuples(hnp.arrays(np.uint8, shape), hnp.arrays(np.uint8, shape))
)


@given(PAIRS)
def test_motion_is_symmetric_and_between_0_and_1(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    a, b = pair
    assert motion(a, b) == motion(b, a)
    assert 0.0 <= motion(a, b) <= 1.0
    assert motion(a, a) == 0.0
    assert motion(a, b) == pytest.approx(np.abs(a.astype(float) - b).mean() / 255)


def test_equal_files_score_0_and_black_against_white_1(tmp_path: Path) -> None:
    for name in ("black", "white"):
        Image.new("RGB", (20, 10), name).save(tmp_path / f"{name}.png")
    black, white = tmp_path / "black.png", tmp_path / "white.png"
    assert compute_motion_score(black, black) == 0.0
    assert compute_motion_score(black, str(white)) == 1.0


def test_pictures_of_different_size_are_refused(tmp_path: Path) -> None:
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    Image.new("L", (4, 5)).save(tmp_path / "b.png")
    with pytest.raises(MediaError, match=r"differ in size: \(4, 4\) and \(5, 4\)"):
        compute_motion_score(tmp_path / "a.png", tmp_path / "b.png")
