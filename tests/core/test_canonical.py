"""core/canonical.py: equal values, equal bytes."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.canonical import canonical_json, digest

TEXT = st.text(max_size=20)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT
FINITE = LEAVES.filter(lambda leaf: not (isinstance(leaf, float) and math.isinf(leaf)))
VALUES = st.recursive(
    FINITE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


def turned(value: Any) -> Any:
    """The same value with every mapping filled in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [turned(item) for item in value]
    return value


@given(VALUES)
def test_the_order_of_keys_does_not_show(value: Any) -> None:
    assert canonical_json(turned(value)) == canonical_json(value)
    assert digest(turned(value)) == digest(value)


@given(VALUES)
def test_what_is_read_back_is_what_was_written(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(VALUES)
def test_a_value_is_one_line(value: Any) -> None:
    assert "\n" not in canonical_json(value)
    assert "\r" not in canonical_json(value)


@given(VALUES)
def test_the_digest_is_that_of_the_bytes(value: Any) -> None:
    assert digest(value) == hashlib.sha256(canonical_json(value).encode()).hexdigest()


def test_text_stays_readable_and_nothing_is_padded() -> None:
    assert canonical_json({"b": ["é", 1.5, None], "a": {}}) == '{"a":{},"b":["é",1.5,null]}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        canonical_json({"score": [value]})
