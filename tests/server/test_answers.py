"""Answers that are kept until something happens."""

from __future__ import annotations

from spark_trainer.server.answers import Answers


def test_an_answer_is_kept_until_an_event_or_a_change() -> None:
    answers = Answers()
    answers.put("a", answers.stamp(1), b"one")
    assert answers.get("a", answers.stamp(1)) == b"one"
    assert answers.get("a", answers.stamp(2)) is None
    answers.forget()
    assert answers.get("a", answers.stamp(1)) is None


def test_an_answer_that_was_made_before_a_change_is_not_kept_after_it() -> None:
    answers = Answers()
    before = answers.stamp(1)
    answers.forget()
    answers.put("a", before, b"old")
    assert answers.get("a", answers.stamp(1)) is None
    answers.put("a", answers.stamp(2), b"new")
    answers.put("b", answers.stamp(1), b"late")
    assert answers.get("a", answers.stamp(2)) == b"new"


def test_not_more_than_some_are_kept() -> None:
    answers = Answers()
    at = answers.stamp(1)
    for number in range(250):
        answers.put(number, at, b"x")
    assert answers.get(249, at) == b"x" and answers.get(0, at) is None
