"""Upright pictures, by the display matrix's own definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.corpus.barcode import UPRIGHT, draw, read_corners
from tests.corpus.encode import encode
from tests.media.passes import frame_settings, run_pass

from spark_trainer.media.orientation import Orientation, display_size, from_matrix

MATRICES = [
    (a, b, c, d)
    for a, b, c, d in product((-1, 0, 1), repeat=4)
    if abs(a * d - b * c) == 1 and abs(a) + abs(b) == 1 and abs(c) + abs(d) == 1
]


def by_definition(picture: np.ndarray, a: int, b: int, c: int, d: int) -> np.ndarray:
    """Each pixel moved to x' = a x + c y, y' = b x + d y, then shifted to start at 0."""
    h, w = picture.shape[:2]
    moved = {(a * x + c * y, b * x + d * y): picture[y, x] for y in range(h) for x in range(w)}
    left, top = min(x for x, _ in moved), min(y for _, y in moved)
    out = np.zeros((w, h, 3) if b else (h, w, 3), np.uint8)
    for (x, y), pixel in moved.items():
        out[y - top, x - left] = pixel
    return out


@pytest.mark.parametrize("matrix", MATRICES)
def test_all_eight_orientations_follow_the_matrix(matrix: tuple[int, int, int, int]) -> None:
    picture = np.arange(3 * 5 * 3, dtype=np.uint8).reshape(3, 5, 3)
    turned = from_matrix(*(65536 * n for n in matrix)).apply(picture)
    assert np.array_equal(turned, by_definition(picture, *matrix))


def test_there_are_eight() -> None:
    assert len(MATRICES) == 8
    assert len({from_matrix(*m) for m in MATRICES}) == 8


def test_an_odd_angle_is_taken_as_the_nearest() -> None:
    assert from_matrix(65536, 3000, -3000, 65536) == Orientation()


def test_display_size_has_square_pixels_and_is_upright() -> None:
    turned = Orientation(transpose=True)
    assert display_size(160, 120, Fraction(2), Orientation()) == (320, 120)
    assert display_size(160, 120, Fraction(2), turned) == (120, 320)
    assert display_size(160, 120, None, Orientation()) == (160, 120)
    assert display_size(160, 120, Fraction(1, 900), Orientation()) == (160, 120)


@pytest.mark.parametrize("angle", [0.0, 90.0, 180.0, 270.0])
@pytest.mark.parametrize("mirror", [False, True])
def test_turned_files_come_out_as_a_player_shows_them(
    angle: float, mirror: bool, tmp_path: Path
) -> None:
    path = tmp_path / "x.mp4"
    encode(
        path, [draw(n, (96, 64)) for n in range(5)], size=(96, 64), rotate=(angle, mirror, False)
    )
    result, folder = run_pass(path, frame_settings(resolution=None))
    info = result["info"]
    sideways = angle in (90.0, 270.0)
    assert (info["width"], info["height"]) == ((64, 96) if sideways else (96, 64))
    from PIL import Image

    with Image.open(folder / "frames" / "frame_000001.jpg") as picture:
        assert picture.size == (info["width"], info["height"])
        corners = read_corners(np.asarray(picture))
    if angle == 0.0 and not mirror:
        assert tuple(corners) == UPRIGHT
    else:
        assert tuple(corners) != UPRIGHT
        assert sorted(corners) == sorted(UPRIGHT)


def test_the_shared_turned_clip_is_portrait(media_dir: Path) -> None:
    result, _ = run_pass(media_dir / "videos" / "video_90.mov", frame_settings(resolution=None))
    assert (result["info"]["width"], result["info"]["height"]) == (320, 568)
    assert result["info"]["rotation"] == 90
