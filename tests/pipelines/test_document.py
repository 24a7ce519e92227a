"""A pipeline file: every mistake is named by line and key, and no text does worse than that."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.text import printable
from spark_trainer.pipelines.graph import Pipeline, default_yaml, load_pipeline
from spark_trainer.pipelines.ops import Frames

GOOD = """\
version: 1
name: small
steps:
  - id: ingest
    op: ingest
  - id: frames
    op: frames
    needs: [ingest]
    params:
      fps: 2
      resolution: null
  - id: manifest
    op: manifest
    needs: [ingest, frames]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "p.yaml"


def load(file: Path, text: str | bytes) -> Pipeline:
    file.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
    return load_pipeline(file)


def mistakes(file: Path, text: str | bytes) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(file, text)
    return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]


def test_a_good_file_gives_steps_with_their_settings_and_lines(file: Path) -> None:
    pipeline = load(file, GOOD)
    assert pipeline.name == "small"
    assert [step.line for step in pipeline.steps] == [4, 6, 12]
    assert pipeline.op(Frames) == Frames(fps=2.0, resolution=None)


def test_params_and_needs_left_empty_are_the_defaults(file: Path) -> None:
    text = GOOD.replace("      fps: 2\n      resolution: null\n", "      # fps: 2\n")
    assert load(file, text).op(Frames) == Frames()


def test_a_wrong_value_is_named_by_line_key_type_and_range(file: Path) -> None:
    assert mistakes(file, GOOD.replace("fps: 2", "fps: 0")) == [
        "10: key `steps[1].params.fps`: is `0`; must be a number above 0, at most 1000"
    ]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ('fps: "1"', "params.fps`: is the text `1`; must be a number above 0, at most 1000"),
        ("fps: yes", "params.fps`: is `true`; must be a number above 0, at most 1000"),
        ("fps: [1]", "params.fps`: is a list `[1]`; must be a number"),
        ("fps: {a: 1}", "params.fps`: is a mapping (`key: value` pairs); must be a number"),
        ("fps:", "params.fps`: is null (nothing is written there); must be a number"),
        ("fps: .inf", "params.fps`: `.inf` is out of range for a number"),
        ("fps: .nan", "params.fps`: `.nan` is out of range for a number"),
        ("hash_size: 8.5", "params.hash_size`: is `8.5`; must be a whole number from 2 to 32"),
        ("hash_size: 99999999999999999999", "is out of range for a number"),
        ("smart_sampling: 1", "params.smart_sampling`: is `1`; must be true or false"),
        ("at: keyframe", "unknown choice `keyframe` (did you mean `keyframes`?); known: rate"),
        ("resolution: [224]", "must be a list of 2, each a whole number from 16 to 8192, or null"),
        ("resolution: [224, 8]", "params.resolution[1]`: is `8`; must be a list of 2"),
        ("motion_treshold: 1", "unknown key `motion_treshold` (did you mean `motion_threshold`?)"),
        ("fps: &a [*a]", "nested deeper than 20 levels"),
        ("fps: !!python/object/apply:os.system [id]", "the tag `tag:yaml.org,2002:python/object"),
        ("<<: {fps: 1}", "the merge key `<<` is not taken"),
        ("1: 2", "a key that is not a word"),
    ],
)
def test_wrong_parameters_say_what_is_allowed(file: Path, params: str, found: str) -> None:
    text = GOOD.replace("      fps: 2\n      resolution: null\n", f"      {params}\n")
    rows = mistakes(file, text)
    assert len(rows) == 1
    assert rows[0].startswith("10: ")
    assert found in rows[0]


def test_numbers_with_exponents_are_numbers(file: Path) -> None:
    pipeline = load(file, GOOD.replace("fps: 2", "fps: 5e-1"))
    assert pipeline.op(Frames) == Frames(fps=0.5, resolution=None)


def test_all_mistakes_come_at_once_in_the_order_of_the_file(file: Path) -> None:
    text = """\
        version: 2
        nam: x
        steps:
          - id: ingest
            op: ingst
          - id: frames
            op: frames
            needs: [ingest, ingest, scens]
            params: {fps: 1, fps: 2}
            enabled: maybe
          - id: scenes
            op: scenes
            needs: ingest
          - id: scenes
            op: audio
            needs: [ingest]
            params: [1]
          - id: no
          - 5
        """
    assert mistakes(file, text) == [
        "1: key `version`: is `2`; this program reads version 1",
        "1: `name` is missing; it must be text",
        "2: key `nam`: unknown key `nam` (did you mean `name`?); known: version, name, steps",
        (
            "5: key `steps[0].op`: unknown op `ingst` (did you mean `ingest`?); "
            "known: ingest, frames, audio, scenes, captions, transcript, manifest"
        ),
        "8: key `steps[1].needs[1]`: `ingest` stands here twice; keep one",
        (
            "8: key `steps[1].needs[2]`: no step has the id `scens` (did you mean `scenes`?); "
            "ids are: ingest, frames, scenes"
        ),
        "9: key `steps[1].params.fps`: given twice; first in line 9. Keep one",
        "10: key `steps[1].enabled`: is the text `maybe`; must be true or false",
        "13: key `steps[2].needs`: is the text `ingest`; must be a list of step ids, e.g. [ingest]",
        "14: key `steps[3].id`: `scenes` is the id of steps[2] already; choose another",
        "17: key `steps[3].params`: is a list `[1]`; must be a mapping of parameters",
        (
            "18: key `steps[4].id`: is `false` (YAML reads yes, no, on, off so: quote it); "
            "must be text"
        ),
        "18: key `steps[4]`: `op` is missing; it must be text",
        "19: key `steps[5]`: is `5`; must be a mapping of id, op, needs, params, enabled",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", "1: the file is empty"),
        (b"# nothing\n", "1: the file is empty"),
        (b"name: \xff\n", "1: byte 0xff is not UTF-8; save it as UTF-8"),
        ("version: 1\n".encode("utf-16"), "is not UTF-8; save it as UTF-8"),
        (b"a: 1\n\tb: 2\n", "2: not YAML: a tab where spaces are wanted"),
        (b"a: [1\n", "not YAML: expected ',' or ']'"),
        (b"a: 1\n---\nb: 2\n", "2: but found another document"),
        (b"a: *b\n", "1: found undefined alias 'b'"),
        (b"a: \x07\n", "1: a control character is not allowed in YAML"),
        (b"a: " + b"[" * 500_000, "1: nested deeper than 20 levels"),
        (b"[" + b"1," * 20_000 + b"]", "1: more than 10,000 values"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MiB"),
        (b"just words", "1: is the text `just words`; must be a mapping of version, name, steps"),
        (b'a: "\\UFFFFFFFF"\n', "not YAML"),
        (b"version: 1\nname: x\nsteps: []\n", "3: key `steps`: is an empty list; must be a list"),
        (b'version: 1\nname: "a\\eb"\nsteps: 3\n', "2: key `name`: must be one line of 1 to 200"),
    ],
)
def test_what_is_no_pipeline_at_all_is_refused_with_its_line(
    file: Path, text: bytes, found: str
) -> None:
    assert found in "\n".join(mistakes(file, text))


def test_aliases_cannot_be_a_bomb(file: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
    )
    assert "expand to too much" in mistakes(file, bomb)[0]
    long = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]\n"
    assert "expand to too much" in mistakes(file, long)[0]


def test_control_characters_of_a_file_never_reach_the_message(file: Path) -> None:
    rows = mistakes(file, 'version: 1\nname: x\nsteps: []\n"\\e[31m\\n": 1\n')
    assert any(r"\x1b[31m\n" in row for row in rows)
    assert all(row.isprintable() for row in rows)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*no\.yaml: No such file"):
        load_pipeline(tmp_path / "no.yaml")
    with pytest.raises(ConfigError, match=r"cannot read .*: Is a directory"):
        load_pipeline(tmp_path)


WORDS = st.sampled_from(
    ["version", "name", "steps", "id", "op", "needs", "params", "enabled", "ingest", "frames"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner),
    max_leaves=20,
)


def survives(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    told = "a pipeline"
    try:
        load_pipeline(file)
    except ConfigError as error:
        told = str(error)
    assert told
    assert all(printable(line) == line for line in told.split("\n"))


same_folder = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@same_folder
@given(text=st.text(st.sampled_from("ab1 :-[]{},\n\t&*!|>'\"#%@`?.e<=~\\\u2028\x00"), max_size=60))
def test_no_text_does_worse_than_a_config_error(file: Path, text: str) -> None:
    survives(file, text.encode())


@same_folder
@given(data=st.binary(max_size=60))
def test_no_bytes_do_worse_than_a_config_error(file: Path, data: bytes) -> None:
    survives(file, data)


@same_folder
@given(value=VALUES)
def test_no_value_does_worse_than_a_config_error(file: Path, value: object) -> None:

    survives(file, yaml.safe_dump(value).encode("utf-8", "surrogatepass"))


@same_folder
@given(data=st.data())
def test_no_edit_of_the_shipped_file_does_worse_than_a_config_error(
    file: Path, data: st.DataObject
) -> None:
    text = default_yaml()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    survives(file, (text[:start] + data.draw(st.text(max_size=8)) + text[end:]).encode("utf-8"))


DOCS = (Path(__file__).parents[2] / "docs/pipelines.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    return str(found)


def test_the_pipeline_of_the_docs_is_one(file: Path) -> None:
    assert load(file, block("yaml")).name == "speech-only"


def test_the_python_of_the_docs_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block("python"), "docs/pipelines.md", "exec"), {})
    assert "at: keyframes" in capsys.readouterr().out
