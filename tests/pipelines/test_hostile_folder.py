"""A folder of everything that is odd or hostile: each file an entry or a reason, twice the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.corpus.expect import CODES, Refuse
from tests.corpus.fixtures import corpus  # noqa: F401
from tests.corpus.make import CORPUS
from tests.pipelines.small import run

from spark_trainer.core.text import portable
from spark_trainer.datasets.verify import verify


@pytest.fixture(scope="module")
def outputs(
    corpus: dict[str, Path],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Path]:
    """Builds of the whole corpus with one and with three workers."""
    media = next(iter(corpus.values()))
    while media.name != "media":
        media = media.parent
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        for workers in (1, 3):
            run(media, folder / f"out{workers}", workers=workers)
    return [folder / "out1", folder / "out3"]


def rows(output: Path) -> dict[str, dict[str, str]]:
    lines = (output / "failures.jsonl").read_text().splitlines()
    return {row["path"]: row for row in map(json.loads, lines)}


def test_each_refused_file_has_its_expected_code(
    outputs: list[Path],
    corpus: dict[str, Path],  # noqa: F811
) -> None:
    found = rows(outputs[0])
    assert {r["code"] for r in found.values()} <= CODES
    checked = 0
    for name, case in CORPUS.items():
        row = found.get(portable(corpus[name].name))
        if isinstance(case.expect, Refuse) and row is not None:
            assert row["code"] in {*case.expect.codes, "memory"}, name
            checked += 1
    assert checked > 40


def test_the_number_of_workers_changes_no_byte(outputs: list[Path]) -> None:
    one, three = outputs
    for name in ("manifest.jsonl", "failures.jsonl"):
        assert (one / name).read_bytes() == (three / name).read_bytes()


def test_what_was_built_holds(outputs: list[Path]) -> None:
    assert verify(outputs[1]).ok


def test_no_control_character_reaches_a_file_that_people_read(outputs: list[Path]) -> None:
    for name in ("manifest.jsonl", "failures.jsonl", "events.jsonl", "dataset.json"):
        text = (outputs[0] / name).read_bytes().decode("utf-8")
        assert not {c for c in text if ord(c) < 32} - {"\n"}
