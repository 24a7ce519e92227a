"""Parameters in words."""

from __future__ import annotations

import pytest

from spark_trainer.pipelines.ops import OPS, Audio, Frames, Ingest, Op
from spark_trainer.pipelines.parameters import allowed, changed, parameters, read_op


def test_ranges_and_choices_are_told_in_words() -> None:
    words = {p.name: p.allowed for p in (*parameters(Frames), *parameters(Ingest))}
    assert words["fps"] == "a number above 0, at most 1000"
    assert words["hash_size"] == "a whole number from 2 to 32"
    assert words["duplicate_distance"] == "a whole number at least 0"
    assert words["fit"] == "one of stretch, pad, crop"
    assert words["smart_sampling"] == "true or false"
    assert words["max_duration_s"] == "a number above 0, or null"
    assert words["resolution"] == "a list of 2, each a whole number from 16 to 8192, or null"


@pytest.mark.parametrize("kind", OPS.values(), ids=OPS)
def test_every_parameter_of_every_op_has_words_and_a_default_that_it_takes(kind: type[Op]) -> None:
    told = parameters(kind)
    assert [p.name for p in told] == list(kind.model_fields)
    assert not any("a value" in p.allowed for p in told)
    assert read_op(kind, {p.name: p.default for p in told}, ()) == (kind(), [])


def test_the_effect_is_the_docstring_of_the_field() -> None:
    about = {p.name: p.about for p in parameters(Frames)}
    assert about["fps"] == "Candidates a second."
    assert "\n" not in about["at"]


def test_lists_of_different_items_are_told_one_by_one() -> None:
    schema = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}
    assert allowed(schema) == "a list of text and a whole number"


def test_only_what_differs_from_the_default_counts_as_changed() -> None:
    assert changed(Frames()) == {}
    assert changed(Frames(fps=2, resolution=None)) == {"fps": 2.0, "resolution": None}


def test_an_op_without_parameters_says_so() -> None:
    op, mistakes = read_op(Audio, {"rate": 1}, ("params",))
    assert op is None
    assert [m.problem for m in mistakes] == ["unknown key `rate`; the op `audio` has no parameters"]
