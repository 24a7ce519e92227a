from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from spark_trainer.media.augment import colours, pictures
from spark_trainer.media.augment.pictures import Box

Frames = NDArray[np.uint8]
WHOLE = Box(0, 0, 1, 1)

CHANGES: dict[str, Callable[[Frames], Frames]] = {
    "crop": lambda f: pictures.crop(f, Box(0.2, 0.1, 0.5, 0.7)),
    "flip": pictures.flip,
    "rotation": lambda f: pictures.rotation(f, 20),
    "blur": lambda f: pictures.blur(f, 0.05),
    "erase": lambda f: pictures.erase(f, Box(0.1, 0.1, 0.5, 0.5)),
    "brightness": lambda f: colours.brightness(f, 1.3),
    "contrast": lambda f: colours.contrast(f, 0.5),
    "saturation": lambda f: colours.saturation(f, 0.3),
    "hue": lambda f: colours.hue(f, 0.2),
    "sharpness": lambda f: colours.sharpness(f, 1.8),
    "posterize": lambda f: colours.posterize(f, 4),
    "autocontrast": colours.autocontrast,
}


@pytest.fixture
def frames() -> Frames:
    """One still picture, shown three times; 20 high, 30 wide."""
    still = np.random.default_rng(0).integers(20, 220, (20, 30, 3), np.uint8)
    return np.stack([still] * 3)


@pytest.mark.parametrize("name", CHANGES)
def test_all_pictures_of_a_clip_are_changed_alike_and_the_given_ones_stay(
    frames: Frames, name: str
) -> None:
    before = frames.copy()
    changed = CHANGES[name](frames)
    assert changed.shape == frames.shape and changed.dtype == np.uint8
    assert not np.array_equal(changed, frames)
    assert np.array_equal(frames, before)
    assert all(np.array_equal(changed[0], other) for other in changed[1:])


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("shape", [(0, 8, 8, 3), (2, 1, 1, 3)], ids=["none", "one pixel"])
def test_no_pictures_and_single_pixels_pass(name: str, shape: tuple[int, ...]) -> None:
    assert CHANGES[name](np.zeros(shape, np.uint8)).shape == shape


def test_changes_of_nothing_change_nothing(frames: Frames) -> None:
    same = [
        pictures.crop(frames, WHOLE),
        pictures.rotation(frames, 0),
        pictures.flip(pictures.flip(frames)),
        pictures.flip(pictures.flip(frames, upside_down=True), upside_down=True),
        colours.brightness(frames, 1),
        colours.contrast(frames, 1),
        colours.saturation(frames, 1),
        colours.hue(frames, 0),
        colours.sharpness(frames, 1),
        colours.posterize(frames, 8),
    ]
    assert all(np.array_equal(frames, changed) for changed in same)


def test_a_flip_mirrors_left_to_right_or_top_to_bottom(frames: Frames) -> None:
    assert np.array_equal(pictures.flip(frames), frames[:, :, ::-1])
    assert np.array_equal(pictures.flip(frames, upside_down=True), frames[:, ::-1])


def test_a_crop_shows_its_part() -> None:
    halves = np.zeros((1, 10, 10, 3), np.uint8)
    halves[:, :, 5:] = 200
    assert pictures.crop(halves, Box(0, 0.5, 1, 0.5)).min() == 200
    assert pictures.crop(halves, Box(0, 0, 1, 0.5)).max() == 0


def test_erased_is_the_mean_colour_of_the_clip(frames: Frames) -> None:
    changed = pictures.erase(frames, Box(0.5, 0.5, 0.5, 0.5))
    assert np.array_equal(changed[0, 15, 20], np.rint(frames.mean(axis=(0, 1, 2))))
    assert np.array_equal(changed[:, :10], frames[:, :10])


def test_rotation_above_zero_is_against_the_clock() -> None:
    right = np.zeros((1, 11, 11, 3), np.uint8)
    right[0, 5, 9] = 255
    assert pictures.rotation(right, 90)[0, 1, 5].min() > 200


def test_without_saturation_all_is_grey(frames: Frames) -> None:
    grey = colours.saturation(frames, 0)
    assert np.array_equal(grey[..., 0], grey[..., 2])


def test_hue_turns_red_into_green_and_all_round_into_red() -> None:
    red = np.zeros((1, 2, 2, 3), np.uint8)
    red[..., 0] = 255
    assert colours.hue(red, 1 / 3)[0, 0, 0].tolist() == [0, 255, 0]
    assert np.array_equal(colours.hue(red, 1.0), red)


def test_autocontrast_uses_the_whole_range(frames: Frames) -> None:
    changed = colours.autocontrast(frames)
    assert (changed.min(), changed.max()) == (0, 255)
