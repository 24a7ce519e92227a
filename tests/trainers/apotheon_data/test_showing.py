from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.trainers.apotheon_data.showing import Showing, chosen_frame, key_of


@pytest.mark.parametrize(
    ("modalities", "wanted"),
    [
        (["text", "image"], Showing(text=True, pictures=1, sound=False)),
        (["video", "image", "audio"], Showing(text=False, pictures=8, sound=True)),
        (["audio"], Showing(text=False, pictures=0, sound=True)),
    ],
)
def test_image_is_one_frame_and_video_many(modalities: list[str], wanted: Showing) -> None:
    assert Showing.of(modalities, max_frames=8) == wanted  # type: ignore[arg-type]


def test_an_unknown_modality_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unknown modalities \['smell'\]; known: text, image"):
        Showing.of(["smell"], 8)  # type: ignore[list-item]


@given(st.lists(st.booleans(), min_size=1, max_size=9), st.integers(0, 99))
def test_the_frame_has_a_caption_where_any_has(has_caption: list[bool], epoch: int) -> None:
    frame = chosen_frame(has_caption, 0, epoch, key_of("v"))
    assert 0 <= frame < len(has_caption)
    assert has_caption[frame] or not any(has_caption)


def test_every_frame_has_its_turn() -> None:
    turns = [chosen_frame([True] * 5, 0, epoch, key_of("v")) for epoch in range(100)]
    assert set(turns) == set(range(5))
