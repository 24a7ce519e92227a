from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from tests.pipelines.small import make_videos, run

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.manifest import read_manifest
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.lines import ManifestLines


def test_any_line_of_a_built_dataset_is_the_entry_read_in_order(tmp_path: Path) -> None:
    run(make_videos(tmp_path / "in"), tmp_path / "out")
    path = tmp_path / "out" / "manifest.jsonl"
    lines = pickle.loads(pickle.dumps(ManifestLines(path)))
    entries = list(read_manifest(path))
    assert len(lines) == len(entries) > 1
    wanted = [Facts.model_validate(entry.model_dump()) for entry in entries]
    assert [lines.facts(i) for i in reversed(range(len(lines)))] == wanted[::-1]


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text('{}\n{"id": \n')
    lines = ManifestLines(path)
    with pytest.raises(DatasetError, match=r"manifest\.jsonl:1: key `id`"):
        lines.facts(0)
    with pytest.raises(DatasetError, match=r"manifest\.jsonl:2: not JSON"):
        lines.facts(1)


def test_an_empty_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m").touch()
    with pytest.raises(DatasetError, match="nothing to train on"):
        ManifestLines(tmp_path / "m")
