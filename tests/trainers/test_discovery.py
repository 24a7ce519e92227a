"""Trainers found by their docstrings, and loaded when they are wanted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.models.places import Places, make_places

from spark_trainer.core.errors import TrainerError, UsageError
from spark_trainer.models.gallery_settings import Autodiscovery
from spark_trainer.models.registry import gallery
from spark_trainer.trainers.discovery import Trainers, trainer_mistake
from spark_trainer.trainers.trainer_scan import PACKAGE, Found, FoundTrainer, scan, search_folder

MARKER = "@trainer_template:"
CANARY = "raise SystemExit('the scan ran this file')"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return make_places(tmp_path, monkeypatch)


def module(path: Path, *names: str, body: str = "RECIPE = 1") -> Path:
    markers = "\n".join(f"{MARKER} {name}" for name in names)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'"""A trainer.\n\n{markers}\n"""\n{dedent(body)}\n', encoding="utf-8")
    return path


def looking_in(*folders: str, **settings: object) -> Autodiscovery:
    return Autodiscovery(search_paths=folders, **settings)  # type: ignore[arg-type]


def trainers_in(*folders: str) -> Trainers:
    return Trainers(lambda: looking_in(*folders))


@pytest.mark.usefixtures("places")
def test_the_shipped_trainers_are_found_wherever_the_program_is_run() -> None:
    found = scan(gallery(look_now=True).autodiscovery)
    assert {"apotheon-multimodal", "apotheon-tiny"} <= found.trainers.keys()
    assert all(trainer.shipped for trainer in found.trainers.values())
    assert (found.problems, found.remarks) == ([], [])
    assert search_folder("src/spark_trainer/trainers") == PACKAGE / "trainers"


def test_an_installed_package_finds_its_own(tmp_path: Path) -> None:
    """The package as a wheel lays it out: no `src`, no repository around it."""
    (tmp_path / "spark_trainer").symlink_to(PACKAGE, target_is_directory=True)
    code = (
        "from spark_trainer.trainers.discovery import trainers\n"
        "print(trainers().trainers['apotheon-multimodal'].path)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    wanted = tmp_path / "spark_trainer/trainers/multimodal_apotheon.py"
    assert out.stdout.strip() == str(wanted)


def test_the_scan_runs_no_file(places: Places) -> None:
    module(places.here / "t/mine.py", "mine", body=CANARY)
    assert scan(looking_in("t")).trainers["mine"].path == Path("t/mine.py")


def test_a_module_may_be_the_trainer_of_several_templates(places: Places) -> None:
    module(places.here / "t/deep/mine.py", "mine", "yours")
    found = scan(looking_in("t"))
    assert {name: one.where for name, one in found.trainers.items()} == {
        "mine": "t/deep/mine.py:3",
        "yours": "t/deep/mine.py:4",
    }


@pytest.mark.parametrize(
    "text",
    [
        f'"""A trainer.\n\nSay `{MARKER} mine` in the docstring.\n"""',
        f"# {MARKER} mine\n",
        f'x = 1\n"""\n{MARKER} mine\n"""',
        f'def f():\n    """\n    {MARKER} mine\n    """',
        f'"{MARKER} mine".upper()',
        f'b"""\n{MARKER} mine\n"""',
        "",
    ],
    ids=["in a sentence", "comment", "not first", "of a function", "call", "bytes", "empty"],
)
def test_only_a_line_of_the_modules_docstring_counts(places: Places, text: str) -> None:
    path = places.here / "t/mine.py"
    path.parent.mkdir()
    path.write_text(text)
    assert scan(looking_in("t")) == Found()


def test_warnings_about_other_peoples_code_are_not_ours(places: Places) -> None:
    module(places.here / "t/mine.py", "mine", body=r"RECIPE = '\d'")
    assert scan(looking_in("t")).trainers.keys() == {"mine"}


def test_which_files_are_read_follows_the_pattern_and_the_marker(places: Places) -> None:
    module(places.here / "t/mine_trainer.py", "mine")
    module(places.here / "t/yours.py", "yours")
    module(places.here / "t/.hidden/x.py", "hidden")
    module(places.here / "t/__pycache__/x.py", "cached")
    assert scan(looking_in("t")).trainers.keys() == {"mine", "yours"}
    assert scan(looking_in("t", pattern="*_trainer.py")).trainers.keys() == {"mine"}
    assert scan(looking_in("t", marker="@other:")).trainers == {}
    assert scan(looking_in("nowhere")).trainers == {}


def test_of_two_trainers_the_one_in_the_later_path_is_taken_and_that_is_said(
    places: Places,
) -> None:
    module(places.here / "a/mine.py", "mine", body="RECIPE = 'a'")
    module(places.here / "b/mine.py", "mine", body="RECIPE = 'b'")
    for folders, taken in ((("a", "b"), "b"), (("b", "a"), "a")):
        assert trainers_in(*folders).load("mine") == taken
    (said,) = scan(looking_in("a", "b")).remarks
    assert said == "b/mine.py:3: the trainer of `mine`, in place of a/mine.py:3"
    assert scan(looking_in("a", "./a")).remarks == []  # one folder, named twice


def test_a_shipped_trainer_can_be_replaced_from_the_working_directory(places: Places) -> None:
    module(places.here / "trainers/mine.py", "apotheon-tiny")
    (said,) = scan(gallery(look_now=True).autodiscovery).remarks
    assert said.startswith("trainers/mine.py:3: the trainer of `apotheon-tiny`, in place of /")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'"""\n{MARKER} bad\n"""\ndef (:\n', r"t/bad.py:4: is no Python: SyntaxError: invalid"),
        (f'"""\n{MARKER} bad\n"""\n\0', r"t/bad.py:\d: is no Python: .*null byte"),
        (f'"""\n{MARKER} ../x y\n"""', r"t/bad.py:2: `../x y` is no name of a template"),
        (f'"""\n{MARKER}\n"""', r"t/bad.py:2: `` is no name of a template"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_takes_no_other_down(
    places: Places, text: str, told: str
) -> None:
    module(places.here / "t/mine.py", "mine")
    (places.here / "t/bad.py").write_text(text)
    found = scan(looking_in("t"))
    assert found.trainers.keys() == {"mine"}
    (problem,) = found.problems
    assert re.search(told, problem)


@settings(max_examples=40)
@given(st.binary(max_size=200), st.sampled_from([b"\n", b'"""', b""]))
@example(b"(" * 5000, b"")
@example(b"\xff\xfe", b'"""')
def test_no_file_stops_the_scan(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, quote: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "any.py").write_bytes(quote + MARKER.encode() + b" mine\n" + quote + data)
    found = scan(looking_in(str(folder)))
    assert len(found.trainers) + len(found.problems) <= 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise ValueError('no luck')", r"t/bad.py:5: ValueError: no luck$"),
        ("class Odd(Exception): ...\nraise Odd('\\x1b[31m')", r"t/bad.py:6: Odd: \\x1b\[31m"),
        (
            "import spark_no_such_thing",
            r"t/bad.py:5: it needs the package `spark_no_such_thing`, .*pip install",
        ),
        ("import json\njson.loads('{')", r"t/bad.py:6: JSONDecodeError"),
        ("raise SystemExit(3)", r"t/bad.py:5: SystemExit: 3"),
        ("other = 1", r"bad.py:3\) defines no `RECIPE`. Define one: CONTRIBUTING.md"),
    ],
)
def test_a_module_that_does_not_import_is_told_with_its_error_and_takes_no_other_down(
    places: Places, body: str, told: str
) -> None:
    module(places.here / "t/bad.py", "bad", body=body)
    module(places.here / "t/mine.py", "mine", body="RECIPE = 'mine'")
    found = trainers_in("t")
    with pytest.raises(TrainerError, match=told):
        found.load("bad")
    assert found.load("mine") == "mine"


def test_an_interrupt_while_a_trainer_loads_stays_one(places: Places) -> None:
    module(places.here / "t/mine.py", "mine", body="raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        trainers_in("t").load("mine")


def test_a_trainer_that_does_not_exist_is_told_with_the_nearest(places: Places) -> None:
    module(places.here / "t/mine.py", "my-trainer")
    (places.here / "t/bad.py").write_text(f'"""\n{MARKER} my-trainr\n"""\n(')
    with pytest.raises(UsageError, match=r"(?s)unknown trainer `my-trainr` \(did you .*bad.py:4"):
        trainers_in("t").load("my-trainr")


def test_a_trainers_file_hides_no_module_and_may_use_dataclasses(places: Places) -> None:
    body = """\
    from __future__ import annotations
    from dataclasses import dataclass

    @dataclass
    class Recipe:
        name: str = "json"

    RECIPE = Recipe()
    """
    module(places.here / "t/json.py", "mine", body=body)
    found = trainers_in("t")
    recipe = found.load("mine")
    assert recipe.name == "json"
    assert type(recipe).__module__.startswith("_spark_trainer_found_")
    assert found.load("mine") is recipe  # run once
    assert sys.modules["json"].__file__ != str(places.here / "t/json.py")


def test_a_trainer_may_be_a_package(places: Places) -> None:
    module(places.here / "t/mine/__init__.py", "mine", body="from .parts import RECIPE as RECIPE")
    (places.here / "t/mine/parts.py").write_text("RECIPE = 'of the parts'")
    assert trainers_in("t").load("mine") == "of the parts"


def test_a_file_that_changed_is_run_anew(places: Places) -> None:
    found = trainers_in("t")
    module(places.here / "t/mine.py", "mine", body="RECIPE = 1")
    assert found.load("mine") == 1
    module(places.here / "t/mine.py", "mine", body="RECIPE = 234")
    assert found.load("mine") == 234


def test_a_long_running_process_scans_again_after_the_interval(places: Places) -> None:
    now_s = 0.0
    found = Trainers(lambda: looking_in("t", reload_interval=300), clock=lambda: now_s)
    assert found.found().trainers == {}
    module(places.here / "t/mine.py", "mine")
    now_s = 299.0
    assert found.found().trainers == {}
    now_s = 300.0
    assert found.found().trainers.keys() == {"mine"}
    module(places.here / "t/yours.py", "yours")
    assert found.found(look_now=True).trainers.keys() == {"mine", "yours"}
    module(places.here / "t/new.py", "new")
    assert found.load("new") == 1  # one that is asked for is looked for at once


def installed(places: Places, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A package beside this program that names a trainer of `theirs`."""
    site = places.home / "site"
    module(site / "their_package.py", body="RECIPE = 'theirs'\nclass Other: ...")
    (site / "their_package-1.0.dist-info").mkdir()
    (site / "their_package-1.0.dist-info/METADATA").write_text("Name: their-package\nVersion: 1.0")
    text = f"[spark_trainer.trainers]\ntheirs = {value}\n"
    (site / "their_package-1.0.dist-info/entry_points.txt").write_text(text)
    monkeypatch.syspath_prepend(str(site))


@pytest.mark.parametrize("value", ["their_package", "their_package:RECIPE"])
def test_an_installed_package_names_its_trainer_by_an_entry_point(
    places: Places, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    installed(places, monkeypatch, value)
    found = trainers_in("t")
    assert found.found().trainers["theirs"].where == f"the entry point `{value}`"
    assert found.load("theirs") == "theirs"


def test_a_search_path_goes_before_an_entry_point(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(places, monkeypatch, "their_package")
    module(places.here / "t/mine.py", "theirs", body="RECIPE = 'mine'")
    found = trainers_in("t")
    assert found.load("theirs") == "mine"
    assert found.found().remarks == [
        "t/mine.py:3: the trainer of `theirs`, in place of the entry point `their_package`"
    ]


def test_a_broken_entry_point_is_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(places, monkeypatch, "their_package:NOTHING")
    with pytest.raises(TrainerError, match=r"`theirs` does not import: the entry point .*NOTHING"):
        trainers_in("t").load("theirs")


def test_a_template_that_nobody_trains_is_told_at_the_line_of_its_trainer(places: Places) -> None:
    own = """\
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
    places.project(f"templates:\n    typo:\n        trainer: wisper-finetune\n{own}none:\n{own}")
    found, nobody = gallery(look_now=True), Found()
    assert found.problems == ()
    told = trainer_mistake(found.entries["typo"], nobody)
    assert told is not None
    assert "project.yaml:3: key `templates.typo.trainer`: unknown trainer `wisper-fine" in told
    assert "did you mean `whisper-finetune`" in told
    told = trainer_mistake(found.entries["none"], nobody)
    assert told is not None
    assert "key `templates.none`: nobody trains it: no module is the trainer of `none`" in told
    assert trainer_mistake(found.entries["qwen2-vl"], nobody) is None
    point = EntryPoint("none", "x", "spark_trainer.trainers")
    nobody.add(FoundTrainer("none", None, 0, point))
    assert trainer_mistake(found.entries["none"], nobody) is None
