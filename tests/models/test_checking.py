from __future__ import annotations

import pytest
from pydantic import Field, ValidationError

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.yaml_source import parse_yaml
from spark_trainer.models.checking import Settings, read_settings


class Inner(Settings):
    rate: float = Field(gt=0)


class Outer(Settings):
    name: str
    inner: Inner
    several: tuple[Inner, ...] = ()
    maybe: Inner | None = None


def test_good_values_are_read_and_never_change() -> None:
    read = read_settings(Outer, {"name": "a", "inner": {"rate": 1}, "several": [{"rate": 2}]}, "f")
    assert (read.inner.rate, read.several[0].rate, read.maybe) == (1.0, 2.0, None)
    with pytest.raises(ValidationError, match="frozen"):
        read.name = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"inner": {"rate": 1}}, r"key `name`: is missing"),
        ({"name": "a", "inner": {"rat": 1}}, r"key `inner.rat`: unknown key `rat` .*mean `rate`"),
        ({"name": "a", "inner": {"rate": 0}}, r"key `inner.rate`: is `0`: .*must be above 0"),
        (
            {"name": "a", "inner": {"rate": "3e-5"}},
            r"is the text `3e-5` \(a number needs a point.*must be a number",
        ),
        ({"name": 5, "inner": {"rate": 1}}, r"key `name`: is `5`: .*must be text"),
        (
            {"name": "a", "inner": {"rate": 1}, "several": [{"rate": 1}, {"rate": -1}]},
            r"key `several\[1\].rate`: is `-1`",
        ),
        (
            {"name": "a", "inner": {"rate": 1}, "maybe": {"rate": 1, "x": 2}},
            r"key `maybe.x`: unknown key `x`; known: rate",
        ),
        ({"name": "a", "inner": 3}, r"key `inner`: is `3`: "),
        ([1], r"wanted a mapping of settings, found `\[1\]`"),
        ({"name": {1, 2}, "inner": {"rate": 1}}, r"no plain data"),
        ({"name": "a", "inner": {"rate": float("nan")}}, r"no plain data"),
    ],
)
def test_a_mistake_is_told_by_its_key(value: object, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_settings(Outer, value, "f.yaml")


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    source = parse_yaml(b"a:\n  name: 5\n  inner:\n    rate: -1\n", "f.yaml")
    assert isinstance(source.value, dict)
    with pytest.raises(ConfigError) as told:
        read_settings(Outer, source.value["a"], "f.yaml", ("a",), source.line_of)
    assert [line.split(" is ")[0] for line in str(told.value).splitlines()] == [
        "f.yaml:2: key `a.name`:",
        "f.yaml:4: key `a.inner.rate`:",
    ]
