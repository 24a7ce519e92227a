from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models.places import Places, make_places

from spark_trainer.core.errors import OutputError, UsageError
from spark_trainer.core.yaml_source import parse_yaml
from spark_trainer.models.new_template import new_template, write_new_template
from spark_trainer.models.registry import gallery, templates_source
from spark_trainer.models.template_words import about_key, sections, text_of

SHIPPED = list(templates_source().value["templates"])  # type: ignore[index, call-overload]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return make_places(tmp_path, monkeypatch)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("name", SHIPPED)
def test_a_new_template_trains_as_the_one_it_starts_from(name: str) -> None:
    parent = gallery(look_now=True).entry(name)
    path = write_new_template("mine", parent, None, gallery())
    assert path == Path("templates/mine.yaml")
    mine = gallery(look_now=True).entry("mine")
    told = {"name", "description", "trainer"}
    assert mine.settings.model_dump(exclude=told) == parent.settings.model_dump(exclude=told)
    assert mine.trainer == parent.trainer
    assert mine.settings.name == f"{parent.settings.name} (mine)"


@pytest.mark.parametrize("name", SHIPPED)
def test_each_setting_of_a_new_template_stands_under_what_it_does(name: str) -> None:
    lines = new_template("mine", gallery().entry(name), "f.yaml").splitlines()
    assert all(len(line) <= 88 for line in lines)
    rate = next(n for n, line in enumerate(lines) if "learning_rate:" in line)
    assert lines[rate - 1].startswith("      # Peak step size of the optimiser.")


def test_an_own_trainers_template_gets_the_usual_settings(places: Places) -> None:
    places.project(
        """\
        templates:
          theirs:
            name: Theirs
            category: asr
            description: Something else.
            base_model: theirs
            architecture: {}
            objectives: {guessing: {loss: x}}
            training: {num_epochs: 1, batch_size: 1, learning_rate: 0.1, mixed_precision: "no"}
            data: {}
            resources: {gpu_memory_gb: 0, hardware: any, memory_gb: 1, disk_gb: 1}
        """
    )
    text = new_template("mine", gallery(look_now=True).entry("theirs"), "f.yaml")
    value = parse_yaml(text.encode(), "f.yaml").value
    assert isinstance(value, dict)
    assert list(value["templates"]["mine"]["training"]) == [
        *("num_epochs", "batch_size", "learning_rate"),
    ]


def test_a_file_that_exists_is_never_overwritten(places: Places) -> None:
    parent = gallery(look_now=True).entry("whisper-finetune")
    path = places.here / "there.yaml"
    path.write_text("mine")
    with pytest.raises(UsageError, match=r"there.yaml exists already, and is never overwritten"):
        write_new_template("mine", parent, path, gallery())
    assert path.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told_with_its_reason(places: Places) -> None:
    (places.here / "templates").write_text("a file")
    with pytest.raises(OutputError, match=r"cannot write templates/mine.yaml: File exists|Not a"):
        write_new_template("mine", gallery().entry("qwen2-vl"), None, gallery())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../x", "`../x` is no name of a template; wanted letters"),
        ("-x", "is no name"),
        ("x" * 65, "at most 64"),
        ("a b", "is no name"),
        ("whisper-finetune", "there is a template `whisper-finetune` already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(places: Places, name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        write_new_template(name, gallery(look_now=True).entry("qwen2-vl"), None, gallery())
    assert list(places.here.iterdir()) == []


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("name", ["123", "1.5", "null", "true", "1e5"])
def test_a_name_that_looks_like_a_number_is_still_a_name(name: str) -> None:
    write_new_template(name, gallery(look_now=True).entry("qwen2-vl"), None, gallery())
    assert gallery(look_now=True).entry(name).trainer == "qwen2-vl"


scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
scalars = scalars.filter(lambda value: value not in (float("inf"), float("-inf")))


@given(scalars | st.text("ab:#'\"{}[],\n\t é", max_size=60) | st.lists(st.text("a,b "), max_size=3))
def test_a_value_in_words_is_one_line_that_yaml_reads_back(value: object) -> None:
    text = text_of(value)
    assert "\n" not in text
    source = parse_yaml(f"[{text}]".encode(), "f")
    assert source.value == [value]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_in_words_has_each_section_and_ends_with_what_it_costs(name: str) -> None:
    told = sections(gallery().entry(name).settings)
    assert {"architecture", "objectives", "training", "data", "metrics"} <= told.keys()
    assert list(told)[-1] == "resources"
    rate = next(row for row in told["training"] if row.key == "learning_rate")
    assert rate.about.startswith("Peak step size")


def test_what_a_key_does_is_empty_where_there_is_no_such_key() -> None:
    settings = gallery().entry("qwen2-vl").settings
    assert about_key(settings, ("architecture", "adapter", "rank")).startswith("Width of the small")
    assert about_key(settings, ("architecture", "nothing", "rank")) == ""
