from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.models.places import Places, make_places

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.models.augmentations import preset, preset_of_json, presets
from spark_trainer.models.augmentations.preset import OPERATIONS

REPO = Path(__file__).resolve().parents[3]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return make_places(tmp_path, monkeypatch)


def here(text: str) -> None:
    Path("augmentations.yaml").write_text(text)


def test_the_shipped_presets_use_every_operation_and_say_what_they_are_for() -> None:
    shipped = presets()
    assert list(shipped)[:5] == ["none", "light", "medium", "strong", "speech"]
    assert all(found.description.endswith(".") for found in shipped.values())
    used = {operation.kind for found in shipped.values() for operation in found.operations}
    assert used == set(OPERATIONS)


def test_presets_go_through_json_unchanged() -> None:
    for found in presets().values():
        assert preset_of_json(found.to_json(), "here") == found


def test_the_files_of_a_person_and_of_a_project_add_and_replace(places: Places) -> None:
    mine = places.home / ".spark_trainer/augmentations.yaml"
    mine.parent.mkdir()
    mine.write_text(
        "presets:\n  light: {operations: []}\n  own: {description: Mine., operations: []}\n"
    )
    here("presets:\n  own:\n    operations:\n    - {operation: gain, decibels: 3}\n")
    found = presets()
    assert (found["light"].where, found["light"].replaces) == (str(mine), "")
    assert (found["own"].where, found["own"].replaces) == ("augmentations.yaml", str(mine))
    assert (found["strong"].where, found["strong"].replaces) == ("", None)
    (operation,) = found["own"].operations
    assert operation.model_dump() == {"probability": 1.0, "decibels": 3.0}


MISTAKES = [
    ("presets: 3\n", r":1: key `presets`: is `3`; wanted names"),
    ("preset: {}\n", r"key `preset`: unknown key `preset` .did you mean `presets`.*known: presets"),
    ("presets:\n  a: 3\n", r":2: key `presets.a`: is `3`; wanted description and operations"),
    ("presets:\n  a: {}\n", r":2: key `presets.a.operations`: is missing"),
    (
        "presets:\n  a:\n    operations:\n    - flip\n",
        r":4: key `presets.a.operations\[0\]`: is `flip`; wanted {operation: NAME",
    ),
    (
        "presets:\n  a:\n    operations:\n    - {probability: 1}\n",
        r":4: key `presets.a.operations\[0\].operation`: is missing; one of crop, flip",
    ),
    (
        "presets:\n  a:\n    operations:\n    - {operation: flop}\n",
        r":4: .*unknown operation `flop` .did you mean `flip`..; known: crop, flip, color_jitter",
    ),
    (
        "presets:\n  a:\n    operations:\n    - operation: gain\n      decibel: 3\n",
        r":5: .*operations\[0\].decibel`: unknown key .*mean `decibels`.*known: probability, decib",
    ),
    (
        "presets:\n  a:\n    operations:\n    - {operation: flip, probability: 1.5}\n",
        r":4: key `presets.a.operations\[0\].probability`: is `1.5`: must be at most 1",
    ),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_a_mistake_is_told_by_line_and_key(places: Places, text: str, told: str) -> None:
    del places
    here(text)
    with pytest.raises(ConfigError, match=f"augmentations.yaml.*{told}"):
        presets()


def test_all_mistakes_are_told_at_once(places: Places) -> None:
    del places
    here(
        "presets:\n  a:\n    operations:\n    - {operation: flop}\n    - {operation: gain, x: 1}\n"
        "  b: {operations: [], descripton: x}\n"
    )
    with pytest.raises(ConfigError) as caught:
        presets()
    assert re.findall(r"yaml:(\d+):", str(caught.value)) == ["4", "5", "6"]


def test_a_preset_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown augmentations `stron`.*mean `strong`.*known: no"):
        preset("stron")


def test_a_damaged_record_of_a_run_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"run.json: key `operations\[0\].operation`: unknown"):
        preset_of_json({"name": "a", "operations": [{"operation": "flop"}]}, "run.json")
    with pytest.raises(ConfigError, match="the preset has no name"):
        preset_of_json({"operations": []}, "run.json")


def test_the_document_names_every_operation_preset_and_setting() -> None:
    text = (REPO / "docs/augmentations.md").read_text()
    assert all(f"`{name}`" in text for name in presets())
    for kind, operation in OPERATIONS.items():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{kind}` |")]
        settings = [name for name in operation.model_fields if name != "probability"]
        assert all(f"`{name}`" in row for name in settings), kind
        assert all(word in row for word in [operation.modality]), kind
