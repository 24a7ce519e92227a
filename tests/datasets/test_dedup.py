"""The index finds what comparing with every frame finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.datasets.dedup import FrameIndex, Known
from spark_trainer.media.likeness import COLOUR_TOLERANCE

COLOUR = st.tuples(*[st.sampled_from([0, COLOUR_TOLERANCE, COLOUR_TOLERANCE + 1, 200])] * 3)
FRAMES = st.lists(
    st.builds(
        Known,
        video=st.sampled_from("abc"),
        time_s=st.floats(0, 9),
        bits=st.one_of(st.integers(0, 15), st.integers(0, 2**16 - 1)),
        mean_rgb=COLOUR,
    ),
    max_size=30,
)


def close(a: Known, b: Known) -> bool:
    pairs = zip(a.mean_rgb, b.mean_rgb, strict=True)
    return max(abs(x - y) for x, y in pairs) <= COLOUR_TOLERANCE


@given(FRAMES, st.integers(0, 5))
def test_the_earliest_near_duplicate_is_found(frames: list[Known], distance: int) -> None:
    index = FrameIndex(16, distance)
    kept: list[Known] = []
    for frame in frames:
        expected = next(
            (
                {"id": k.video, "time": k.time_s, "distance": (k.bits ^ frame.bits).bit_count()}
                for k in kept
                if k.video != frame.video
                and (k.bits ^ frame.bits).bit_count() <= distance
                and close(k, frame)
            ),
            None,
        )
        assert index.like(frame) == expected
        if expected is None:
            index.add(frame)
            kept.append(frame)


def test_a_distance_of_all_bits_finds_everything_of_that_colour() -> None:
    index = FrameIndex(4, 9)
    index.add(Known("a", 0.0, 0b0000, (0, 0, 0)))
    assert index.like(Known("b", 0.0, 0b1111, (0, 0, 0))) == {
        "id": "a",
        "time": 0.0,
        "distance": 4,
    }
