"""The hash is the average hash, bit for bit."""

from __future__ import annotations

from pathlib import Path

import imagehash
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.media.hashing import hamming_distance, perceptual_hash


def picture(seed: int, width: int, height: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    return Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 80),
    st.integers(1, 80),
    st.sampled_from([2, 4, 8, 16]),
)
def test_the_hash_equals_imagehash(seed: int, width: int, height: int, size: int) -> None:
    image = picture(seed, width, height)
    theirs = "".join("1" if b else "0" for b in imagehash.average_hash(image, size).hash.flat)
    assert perceptual_hash(image, size) == theirs


def test_a_hash_is_64_characters_by_default_and_reads_files(tmp_path: Path) -> None:
    picture(1, 40, 30).save(tmp_path / "x.png")
    found = perceptual_hash(tmp_path / "x.png")
    assert len(found) == 64
    assert set(found) == {"0", "1"}
    assert found == perceptual_hash(str(tmp_path / "x.png"), hash_size=8)


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_text("words")
    with pytest.raises(MediaError, match=r"x\.jpg: not a readable picture"):
        perceptual_hash(tmp_path / "x.jpg")
    with pytest.raises(ValueError, match="at least 2, not 1"):
        perceptual_hash(picture(0, 4, 4), 1)


@given(st.text("01", min_size=64, max_size=64), st.text("01", min_size=64, max_size=64))
def test_the_distance_counts_differing_bits(a: str, b: str) -> None:
    assert hamming_distance(a, b) == sum(x != y for x, y in zip(a, b, strict=True))


def test_hashes_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="4 and 9 bits"):
        hamming_distance("0" * 4, "0" * 9)
