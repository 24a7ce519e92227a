from __future__ import annotations

import numpy as np
import pytest
from tests.media.augment.events import flash_and_beep

from spark_trainer.core.errors import UsageError
from spark_trainer.media.augment.clip import Clip

FRAMES = np.zeros((3, 4, 4, 3), np.uint8)


def test_a_clip_lasts_as_long_as_its_pictures_and_its_sound() -> None:
    assert flash_and_beep(10.0, 20, 5).duration_s == pytest.approx(2.0)
    assert Clip(FRAMES, np.array([0.0, 0.5, 1.0])).duration_s == 1.5
    assert Clip(FRAMES[:0], np.zeros(0)).duration_s == 0


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        ({"frames_FHWC": FRAMES[0]}, r"frames are 4 x 4 x 3 of uint8; wanted F x H x W x 3"),
        ({"frames_FHWC": FRAMES.astype(float)}, "of float64; wanted F x H x W x 3 of uint8"),
        ({"times_s_F": np.zeros(2)}, "3 frames want as many times"),
        ({"times_s_F": np.array([0.0, 2.0, 1.0])}, "none before the last"),
        ({"sound_S": np.zeros(4)}, "sound is 4 of float64; wanted one row of float32"),
    ],
)
def test_arrays_of_other_shapes_are_refused(arrays: dict[str, object], told: str) -> None:
    given = {"frames_FHWC": FRAMES, "times_s_F": np.arange(3.0), **arrays}
    with pytest.raises(UsageError, match=told):
        Clip(**given)  # type: ignore[arg-type]
