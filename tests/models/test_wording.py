from __future__ import annotations

from typing import Literal

import pytest
from pydantic import Field

from spark_trainer.models.checking import Settings, try_settings


class Inner(Settings):
    rate: float = Field(0.5, ge=0.5, lt=30)
    flag: bool = False
    kind: Literal["cosine", "linear"] = "cosine"


class Outer(Settings):
    inner: Inner = Inner()
    other: Inner | None = None
    names: tuple[str, ...] = Field((), max_length=9)
    free: dict[str, int] = Field(default_factory=dict)
    count: int = Field(8, multiple_of=8)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"rate": 1}, "unknown key `rate` (it belongs into `inner`, or `other`); known: inner, "),
        ({"inner": {"names": []}}, "unknown key `names`; known: rate, flag, kind"),
        ({"inner": "rate:1"}, "is the text `rate:1` (a space is missing after the `:`): must be a"),
        ({"inner": None}, "is `null`: must be a mapping: lines of `key: value`, set further in"),
        ({"inner": {"rate": 0}}, "is `0`: must be at least 0.5"),
        ({"inner": {"rate": 30}}, "is `30`: must be below 30"),
        ({"inner": {"flag": "yes"}}, "is the text `yes`: must be true or false"),
        (
            {"inner": {"kind": "cosin"}},
            "is the text `cosin` (did you mean `cosine`?): must be 'cosine' or 'linear'",
        ),
        ({"names": "a, b"}, "is the text `a, b`: must be a list, such as [a, b]"),
        ({"names": [1]}, "is `1`: must be text (in quotes, where it looks like something else)"),
        ({"free": 1}, "is `1`: must be a mapping: lines of `key: value`, set further in"),
        ({"count": 2.5}, "is `2.5`: must be a whole number"),
        ({"count": "x"}, "is the text `x`: must be a whole number"),
        ({"count": 9}, "is `9`: must be a multiple of 8"),
    ],
)
def test_a_problem_is_told_in_words_that_need_no_programming(
    value: dict[str, object], told: str
) -> None:
    settings, (mistake, *more) = try_settings(Outer, value)
    assert (settings, more) == (None, [])
    assert mistake.problem.startswith(told)
