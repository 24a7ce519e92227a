"""Frames have just the size that was asked for, and round things stay round where they can."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.corpus.encode import encode
from tests.media.passes import frame_settings, run_pass

from spark_trainer.core.errors import MediaError
from spark_trainer.media.picture import encode_jpeg, read_picture
from spark_trainer.media.settings import Fit


def circle_clip(path: Path) -> None:
    """A disc that is round on a 2:1 screen: drawn half as wide in the stored picture."""
    image = Image.new("RGB", (80, 80), "black")
    ImageDraw.Draw(image).ellipse((28, 16, 52, 64), fill="white")
    encode(path, [np.asarray(image)] * 3, size=(80, 80), sample_aspect=Fraction(2))


def disc(path: Path) -> tuple[int, int]:
    """Width and height of what is white."""
    with Image.open(path) as picture:
        white = np.asarray(picture.convert("L")) > 128
    return int(white.any(axis=0).sum()), int(white.any(axis=1).sum())


@pytest.mark.parametrize("fit", ["stretch", "pad", "crop"])
@pytest.mark.parametrize("size", [(224, 224), (64, 200), (33, 17)])
def test_every_fit_gives_the_resolution(fit: Fit, size: tuple[int, int], tmp_path: Path) -> None:
    circle_clip(tmp_path / "x.mp4")
    _, folder = run_pass(tmp_path / "x.mp4", frame_settings(resolution=size, fit=fit))
    with Image.open(folder / "frames" / "frame_000001.jpg") as picture:
        assert picture.size == size


@pytest.mark.parametrize(
    ("fit", "resolution"), [("pad", (120, 120)), ("crop", (70, 70)), ("stretch", None)]
)
def test_a_circle_stays_round_by_pixel_aspect(
    fit: Fit, resolution: tuple[int, int] | None, tmp_path: Path
) -> None:
    circle_clip(tmp_path / "x.mp4")
    _, folder = run_pass(tmp_path / "x.mp4", frame_settings(resolution=resolution, fit=fit))
    width, height = disc(folder / "frames" / "frame_000001.jpg")
    assert width == pytest.approx(height, abs=3)
    assert width > 20


def test_equal_pictures_give_equal_bytes() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    assert encode_jpeg(picture, 92) == encode_jpeg(picture.copy(), 92)
    assert encode_jpeg(picture, 92) != encode_jpeg(picture, 50)


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("1", (20_000, 3_000)).save(tmp_path / "x.png")
    with pytest.raises(MediaError, match="20000 x 3000 pixels; at most 50 megapixels"):
        read_picture(tmp_path / "x.png")
