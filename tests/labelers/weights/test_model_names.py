"""Short names of models, and sizes in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.registry import BACKENDS
from spark_trainer.labelers.weights.model_names import KNOWN, known_by_id, known_by_name, size_text


def test_every_known_model_is_found_by_each_of_its_names() -> None:
    for known in KNOWN:
        assert known_by_name(known.short_name) == known
        assert known_by_name(known.short_name.replace(":", "-")) == known
        assert known_by_id(known.hub_id.upper()) == known


def test_each_back_end_that_downloads_has_a_known_model() -> None:
    wanted = {b.name for b in BACKENDS if b.needs == "a model download"}
    assert {known.backend for known in KNOWN} == wanted


def test_a_back_end_without_a_size_is_its_usual_one() -> None:
    assert known_by_name("whisper").hub_id == "openai/whisper-base"  # type: ignore[union-attr]
    faster = known_by_name("faster-whisper-large-v3-turbo")
    assert faster is not None and faster.hub_id.startswith("mobiuslabsgmbh/")


@pytest.mark.parametrize("name", ["", "blip3", "owner/name", "https://x/y", "sidecar"])
def test_what_is_not_known_is_none(name: str) -> None:
    assert known_by_name(name) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("whisper:larg", r"Did you mean `whisper:large-v3`\? Sizes: tiny, base, small, medium"),
        ("faster-whisper:", r"no such size\. Sizes: tiny"),
        ("vlm:3b", r"vlm does not come in sizes; write `vlm`"),
    ],
)
def test_a_size_that_is_not_there_is_an_error_with_those_that_are(name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        known_by_name(name)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (145_000_000, "145 MB"),
        (3_060_000_000, "3.1 GB"),
        (14_970_000_000, "15 GB"),
        (9_990_000_000, "10 GB"),
        (1_234_000_000_000, "1,234 GB"),
    ],
)
def test_sizes_are_short(count: int, text: str) -> None:
    assert size_text(count) == text


@given(st.integers(0, 10**14))
def test_a_size_in_words_is_never_far_off(count: int) -> None:
    number, unit = size_text(count).split()
    scale = {"bytes": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}[unit]
    assert float(number.replace(",", "")) * scale == pytest.approx(count, rel=0.5)
