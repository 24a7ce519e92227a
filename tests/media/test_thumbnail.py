"""Small pictures of pictures."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.media.thumbnail import small_jpeg


def test_it_keeps_the_shape_and_what_is_where(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture = np.zeros((900, 1600, 3), np.uint8)
    picture[:, :800] = (220, 30, 30)
    Image.fromarray(picture).save(path)
    made = Image.open(io.BytesIO(small_jpeg(path, 200) or b""))
    assert made.size == (200, 113)
    pixels = np.asarray(made).astype(int)
    assert abs(pixels[50, 20] - (220, 30, 30)).max() < 10 and pixels[50, 180].max() < 10


def test_one_without_colour_is_a_picture_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("L", (500, 400), 120).save(path)
    made = Image.open(io.BytesIO(small_jpeg(path, 100) or b""))
    assert (made.size, made.mode) == ((100, 80), "RGB")


def test_a_small_one_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (100, 40)).save(path)
    assert small_jpeg(path, 100) is None


@pytest.mark.parametrize("kind", ["PNG", "GIF", "torn", "empty"])
def test_what_is_no_whole_jpeg_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.jpg"
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), np.uint8)
    Image.fromarray(noise).save(path, "JPEG" if kind in ("torn", "empty") else kind)
    if kind in ("torn", "empty"):
        path.write_bytes(path.read_bytes()[: 5000 if kind == "torn" else 0])
    with pytest.raises(MediaError, match="not a readable JPEG"):
        small_jpeg(path, 100)


def test_a_bomb_is_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("L", (20, 20)).save(path)
    data = path.read_bytes()
    at = data.index(b"\xff\xc0") + 5  # height and width of the frame header
    for side, code in ((8000, "too_large"), (60000, "unreadable")):
        path.write_bytes(data[:at] + side.to_bytes(2, "big") * 2 + data[at + 4 :])
        with pytest.raises(MediaError) as caught:
            small_jpeg(path, 100)
        assert caught.value.code == code
