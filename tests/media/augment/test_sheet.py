from __future__ import annotations

import numpy as np
import pytest
from tests.media.augment.events import flash_and_beep

from spark_trainer.media.augment.clip import Clip
from spark_trainer.media.augment.sheet import Row, sheet, spread


@pytest.mark.parametrize(("count", "found"), [(0, []), (1, [0]), (3, [0, 1, 2]), (9, [0, 3, 5, 8])])
def test_pictures_are_spread_from_the_first_to_the_last(count: int, found: list[int]) -> None:
    assert spread(count, 4) == found


def test_a_sheet_has_a_band_a_clip_and_grows_with_long_titles() -> None:
    clip = flash_and_beep(10.0, 3, 1)
    nothing = Clip(np.zeros((0, 1, 1, 3), np.uint8), np.zeros(0))
    one = sheet([Row("original", clip)], columns=3)
    two = sheet([Row("original", clip), Row("a long title " * 20, nothing)], columns=3)
    assert two.shape[1] == one.shape[1] == 3 * 166 + 6
    assert two.shape[0] > 2 * one.shape[0]
    middle = one[60, :500].mean(axis=1)
    assert middle[80] == 0 and middle[250] == 255 and middle[420] == 0
