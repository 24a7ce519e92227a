"""`spark-trainer templates`: what it prints, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.models.places import Places, make_places

from spark_trainer.cli.main import main
from spark_trainer.models.kinds.by_trainer import KINDS
from spark_trainer.trainers.discovery import load_trainer

REPO = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setenv("COLUMNS", "80")
    return make_places(tmp_path, monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["templates", *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


BROKEN = """\
templates:
  mine:
    extends: whisper-finetune
    training: {batch_size: 0}
  good: {extends: qwen2-vl}
"""


def test_list_names_every_template_with_what_it_needs_and_says_nothing_else(run: Any) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert all(name in out for name in (*KINDS, "apotheon-tiny"))
    assert "whisper-finetune     asr                    8 GB  Speech to text" in out
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_list_may_be_of_one_category(run: Any) -> None:
    code, out, _ = run("list", "--category", "asr", "--json")
    assert (code, [one["id"] for one in json.loads(out)]) == (0, ["whisper-finetune"])
    code, out, err = run("list", "--category", "as")
    assert (code, out) == (2, "")
    assert "unknown category `as` (did you mean `asr`?); known: multimodal, " in err


def test_list_as_json_has_all_settings_with_their_defaults(run: Any, places: Places) -> None:
    places.project("templates: {mine: {extends: whisper-finetune, training: {num_epochs: 7}}}")
    told = {one["id"]: one for one in json.loads(run("list", "--json")[1])}
    mine = told["mine"]
    assert (mine["trainer"], mine["extends"], mine["shipped"]) == (
        *("whisper-finetune", "whisper-finetune", False),
    )
    assert (mine["file"], mine["line"]) == ("templates/project.yaml", 1)
    assert mine["template"]["training"]["num_epochs"] == 7
    assert mine["template"]["training"]["strategy"] == "none"
    assert told["whisper-finetune"]["shipped"]


def test_a_broken_template_is_told_aside_and_the_others_are_listed(
    run: Any, places: Places
) -> None:
    places.project(BROKEN)
    code, out, err = run("list")
    assert code == 0
    assert "good" in out
    assert "Not usable, because of mistakes: mine" in out
    assert err.startswith(
        "warning: templates/project.yaml:4: key `templates.mine.training.batch_size`: is `0`: "
    )
    assert "mine" not in [one["id"] for one in json.loads(run("list", "--json")[1])]


def test_an_override_is_noted(run: Any, places: Places) -> None:
    places.project("templates: {whisper-finetune: {extends: whisper-finetune}}")
    assert run("list")[2] == (
        "note: templates/project.yaml:1: key `templates.whisper-finetune`: "
        "takes the place of the shipped one\n"
    )


def test_show_tells_every_section_in_words_where_it_is_written_and_what_it_needs(
    run: Any,
) -> None:
    code, out, err = run("show", "svd-video")
    assert (code, err) == (0, "")
    lines = [line.rstrip() for line in out.splitlines()]
    headings = [line for line in lines if line and not line.startswith(" ") and " " not in line]
    assert headings[-7:] == [
        *("architecture", "objectives", "training", "data", "sampling", "metrics", "resources"),
    ]
    assert lines[0] == "Stable Video Diffusion  (svd-video)"
    assert "category    Diffusion" in lines
    assert any("templates.yaml:" in line for line in lines)
    assert any(line.startswith("  denoising.noise.p_mean") for line in lines)
    assert any(line.startswith("  gpu_memory_gb") and "40.0" in line for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", [*KINDS, "apotheon-tiny"])
def test_show_can_show_each_and_as_json(run: Any, name: str) -> None:
    assert run("show", name)[0] == 0
    assert json.loads(run("show", name, "--json")[1])["id"] == name


def test_show_measures_memory_beside_what_the_template_says(run: Any, tmp_path: Path) -> None:
    _, data = load_trainer("apotheon-tiny").tiny(tmp_path / "tiny")
    rc, out, _ = run(
        *("show", "apotheon-tiny", "--manifest", str(data)),
        *("--set", "training.batch_size=2", "--set", "training.num_epochs=1"),
    )
    assert rc == 0
    assert "two CPU cores" in out
    _, _, measured = out.partition("measured here")
    assert "batches of 2 at most" in measured and "fits" in measured and "GB" in measured


def test_show_takes_settings_to_measure_with_only_where_there_is_a_dataset(run: Any) -> None:
    rc, _, told = run("show", "apotheon-tiny", "--profile", "diffusion")
    assert rc == 2 and "give --manifest DATASET too" in told


def test_show_says_whose_template_it_extends_and_which_trainer_it_has(
    run: Any, places: Places
) -> None:
    places.project("templates: {mine: {extends: apotheon-tiny, augmentations: light}}")
    out = " ".join(run("show", "mine")[1].split())
    assert "written in templates/project.yaml:1 extends apotheon-tiny" in out
    assert "trainer apotheon-multimodal, /" in out
    assert "augmentations light" in out


def test_show_of_a_template_with_mistakes_tells_them(run: Any, places: Places) -> None:
    places.project(BROKEN)
    code, out, err = run("show", "mine")
    assert (code, out) == (2, "")
    assert "error: templates/project.yaml:4: key `templates.mine.training.batch_size`" in err
    assert run("show", "nothing")[0] == 2


def test_what_a_file_says_cannot_act_on_the_terminal(run: Any, places: Places) -> None:
    places.project(
        'templates: {mine: {extends: qwen2-vl, name: "\\e[31mred", description: "[bold]x\\n"}}'
    )
    _, out, err = run("show", "mine")
    assert "\x1b" not in out + err
    assert "\\x1b[31mred" in out
    assert "[bold]x\\n" in out


def test_validate_says_what_a_good_file_holds(run: Any, places: Places) -> None:
    places.mine("templates: {base: {extends: whisper-finetune}}")
    path = places.here / "any.yaml"
    path.write_text(
        "templates: {a: {extends: base}, b: {extends: a, category: birds}}\n"
        "categories: {birds: {name: Birds, icon: bird, description: x}}"
    )
    assert run("validate", "any.yaml") == (
        0,
        "any.yaml: ok, 2 templates\n"
        "  a: extends base, trained by whisper-finetune\n"
        "  b: extends a, trained by whisper-finetune\n"
        "  categories: birds\n",
        "",
    )


def test_validate_prints_five_mistakes_with_their_lines_and_exits_2(
    run: Any, places: Places
) -> None:
    path = places.here / "five.yaml"
    path.write_text(
        "templates:\n"
        "  mine:\n"
        "    extends: svd-video\n"
        "    categry: diffusion\n"
        "    training:\n"
        "      learning_rate: fast\n"
        "      mixed_precision: fp32\n"
        "    data:\n"
        "      height: 100\n"
        "  other:\n"
        "    extends: svd-vide\n"
    )
    code, out, err = run("validate", "five.yaml")
    assert (code, err) == (2, "")
    assert [line.split("`: ")[0] for line in out.splitlines()] == [
        "five.yaml:4: key `templates.mine.categry",
        "five.yaml:6: key `templates.mine.training.learning_rate",
        "five.yaml:7: key `templates.mine.training.mixed_precision",
        "five.yaml:9: key `templates.mine.data.height",
        "five.yaml:11: key `templates.other.extends",
    ]
    assert "unknown key `categry` (did you mean `category`?); known: name, " in out
    assert "did you mean `svd-video`?" in out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "bad.yaml:1: not YAML"),
        ("templates: {a: {extends: qwen2-vl, trainer: nobody}}", "unknown trainer `nobody`; known"),
    ],
)
def test_validate_refuses(run: Any, places: Places, text: str, told: str) -> None:
    (places.here / "bad.yaml").write_text(text)
    code, out, _ = run("validate", "bad.yaml")
    assert (code, told in out) == (2, True)


def test_validate_notes_whose_place_a_template_takes(run: Any, places: Places) -> None:
    (places.here / "any.yaml").write_text("templates: {qwen2-vl: {extends: qwen2-vl}}")
    code, out, _ = run("validate", "any.yaml")
    assert code == 0
    assert "note: any.yaml:1: key `templates.qwen2-vl`: takes the place of" in " ".join(out.split())


def test_validate_of_a_file_that_is_not_there(run: Any) -> None:
    assert run("validate", "none.yaml") == (2, "", "error: none.yaml: no such file\n")


def test_validate_blames_no_file_for_the_mistakes_of_another(run: Any, places: Places) -> None:
    places.project(BROKEN)
    (places.here / "any.yaml").write_text("templates: {a: {extends: qwen2-vl}}")
    assert run("validate", "any.yaml")[0] == 0


def test_new_writes_a_file_that_is_found_checked_and_shown(run: Any, places: Places) -> None:
    code, out, err = run("new", "mine", "--from", "llama3-instruction")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "wrote   templates/mine.yaml: it extends llama3-instruction"
    assert "spark-trainer templates validate templates/mine.yaml" in out
    assert "spark-trainer train mine --manifest DATASET" in out
    assert run("validate", "templates/mine.yaml")[0] == 0
    assert "Llama 3 instructions (mine)" in run("show", "mine")[1]
    text = (places.here / "templates/mine.yaml").read_text()
    code, _, err = run("new", "mine", "--from", "qwen2-vl", "--output", "templates/mine.yaml")
    assert (code, "there is a template `mine` already" in err) == (2, True)
    code, _, err = run("new", "other", "--from", "qwen2-vl", "--output", "templates/mine.yaml")
    assert (code, "templates/mine.yaml exists already" in err) == (2, True)
    assert (places.here / "templates/mine.yaml").read_text() == text


def test_new_elsewhere_says_where_templates_are_found(run: Any) -> None:
    code, out, _ = run("new", "mine", "--from", "qwen2-vl", "-o", "else/where.yaml")
    assert code == 0
    assert "move it to templates/" in " ".join(out.split())


def test_new_from_an_unknown_template_writes_nothing(run: Any, places: Places) -> None:
    code, _, err = run("new", "mine", "--from", "wisper-finetune")
    assert (code, "did you mean `whisper-finetune`" in err) == (2, True)
    assert list(places.here.iterdir()) == []


def test_help_fits_a_terminal_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from spark_trainer.cli.main import main\n"
        "assert main(['templates', '--help']) == 0\n"
        "heavy = ('torch', 'numpy', 'transformers')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    out = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=REPO,
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert out.splitlines()[-1] == "[]"
    assert "..." not in out.partition("Commands:")[2]
    assert max(map(len, out.splitlines())) <= 80
