from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.corpus.barcode import (
    MAX_INDEX,
    SCENES,
    UPRIGHT,
    draw,
    is_flash,
    read_corners,
    read_index,
)

INDEXES = st.integers(0, MAX_INDEX)


@given(INDEXES, st.integers(0, len(SCENES) - 1), st.booleans())
def test_index_survives_jpeg_and_scaling(index: int, scene: int, flash: bool) -> None:
    picture = Image.fromarray(draw(index, scene=scene, flash=flash))
    file = io.BytesIO()
    picture.resize((112, 112), Image.Resampling.BILINEAR).save(file, "JPEG", quality=60)
    read = np.asarray(Image.open(file))
    assert read_index(read) == index
    assert is_flash(read) is flash


@given(INDEXES)
def test_corners_tell_all_eight_orientations(index: int) -> None:
    picture = draw(index)
    seen = {read_corners(np.rot90(p, n)) for p in (picture, np.fliplr(picture)) for n in range(4)}
    assert len(seen) == 8
    assert read_corners(picture) == UPRIGHT


@given(st.integers(0, MAX_INDEX - 1))
def test_neighbours_differ_in_two_cells(index: int) -> None:
    changed = (draw(index, (6, 4)) != draw(index + 1, (6, 4))).any(axis=2).sum()
    assert changed == 2


def test_another_picture_has_no_index() -> None:
    grey = np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)
    with pytest.raises(ValueError, match="no frame index"):
        read_index(grey)


def test_index_over_16_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="must be in 0 to 65535"):
        draw(MAX_INDEX + 1)
