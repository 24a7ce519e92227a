from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import DatasetError
from spark_trainer.evaluation.metric import mean_metric
from spark_trainer.evaluation.page import render_markdown, render_page, write_page
from spark_trainer.evaluation.report import Result, Sample, measure, read_result, write_result

HOSTILE = "</bdi><script>alert(1)</script> | \x1b[31m\n| a | `x` [y](javascript:z) \u202e \udcff"


def a_result(text: str = "a dog") -> Result:
    scores = {"b": 0.5, "a": 0.0, "c": None}
    return Result(
        title=text,
        settings={"split": text},
        seed=7,
        measures=(measure(mean_metric(text, "share", [0.0, 0.5]), seed=7),),
        sample_metric="rouge_l",
        samples=tuple(
            Sample(id=name, picture=text, references=(text,), output=text, score=score)
            for name, score in scores.items()
        ),
    )


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_result(a_result(), tmp_path / "result.json")
    assert read_result(tmp_path / "result.json") == a_result()


def test_hostile_text_is_kept_in_json(tmp_path: Path) -> None:
    write_result(a_result(HOSTILE), tmp_path / "result.json")
    assert "<script>" in read_result(tmp_path / "result.json").title


def test_a_damaged_result_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with pytest.raises(DatasetError, match=r"cannot read .*r.json: No such file"):
        read_result(path)
    path.write_text('{"title": 1}')
    with pytest.raises(DatasetError, match=r"r.json is not a result: title: "):
        read_result(path)


def test_worst_samples_come_first_and_unscored_ones_last() -> None:
    assert [sample.id for sample in a_result().worst_first()] == ["a", "b", "c"]
    errors = a_result().model_copy(update={"samples_higher_is_better": False})
    assert [sample.id for sample in errors.worst_first()] == ["b", "a", "c"]


def test_a_measure_without_a_value_has_none() -> None:
    empty = measure(mean_metric("m", "u", []), seed=0)
    assert (empty.value, empty.low, empty.high, empty.count) == (None, None, None, 0)


def test_hostile_text_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    page = render_page(a_result(HOSTILE))
    assert "<script" not in page and "\x1b" not in page and "\u202e" not in page
    write_page(a_result(HOSTILE), tmp_path / "page.html")
    assert page.count("<tr>") == render_page(a_result()).count("<tr>")


def test_hostile_text_cannot_add_to_markdown() -> None:
    told = render_markdown(a_result(HOSTILE))
    assert len(told.splitlines()) == len(render_markdown(a_result()).splitlines())
    assert "<" not in told and "`" not in told and "](" not in told
    assert told.count("|") == render_markdown(a_result()).count("|")
