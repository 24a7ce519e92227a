from __future__ import annotations

import pytest

from spark_trainer.media.augment.words import change_case, count_words, drop_words


@pytest.mark.parametrize(
    ("dropped", "left"),
    [((), " a  big\ncat "), ((0,), "big\ncat "), ((1,), "a\ncat "), ((2,), "a  big ")],
)
def test_dropped_words_take_the_space_before_them(dropped: tuple[int, ...], left: str) -> None:
    assert drop_words(" a  big\ncat ", dropped) == left.lstrip()


def test_words_are_what_white_space_parts() -> None:
    assert count_words(" a  big\ncat ") == 3
    assert count_words("") == 0


def test_case() -> None:
    cases = [change_case("A big Cat", case) for case in ("lower", "upper", "title")]  # type: ignore[arg-type]
    assert cases == ["a big cat", "A BIG CAT", "A Big Cat"]
