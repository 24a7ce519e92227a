"""Datasets labelled by a small model as a run saves it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.models.apotheon.small import TOKENIZER, small_model
from tests.pipelines.small import run

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.datasets.manifest import read_manifest
from spark_trainer.datasets.verify import verify
from spark_trainer.models.apotheon.saved import read_saved
from spark_trainer.models.apotheon.saving import save_model
from spark_trainer.pipelines.ops import Captions, Scenes, Transcript


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    save_model(small_model(), TOKENIZER, folder / "model")
    return folder


@pytest.fixture(scope="module")
def clips(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real clips: with speech, and without sound."""
    folder = tmp_path_factory.mktemp("clips")
    for name in ("nasa_13013.mp4", "flipping_a_pancake.mkv", "carphone_pristine.mp4"):
        shutil.copy(media_dir / "videos" / name, folder / name)
    return folder


def test_a_trained_model_labels_real_clips_the_same_in_any_batch(
    trained: Path, clips: Path, tmp_path: Path
) -> None:
    found = []
    for size in (1, 4, 64):
        captions = Captions(
            backend="apotheon", model=str(trained), batch_size=size, max_new_tokens=6
        )
        words = Transcript(backend="apotheon", model=str(trained), batch_size=size)
        summary = run(clips, tmp_path / str(size), captions, words, Scenes())
        assert (summary.videos, summary.failed) == (3, 0)
        entries = list(read_manifest(tmp_path / str(size) / "manifest.jsonl"))
        assert summary.lanes["transcript"]["pieces"] > 1
        found.append(
            [
                (e.meta.all_captions, e.meta.transcript, e.meta.segments, e.meta.doubts)
                for e in entries
            ]
        )
    assert found[0] == found[1] == found[2]
    assert verify(tmp_path / "1").ok
    digest = read_saved(trained / "model").digest
    by_name = {Path(e.meta.source_path).name: e.meta for e in entries}
    silent, spoken = by_name["carphone_pristine.mp4"], by_name["nasa_13013.mp4"]
    assert silent.transcript is None
    assert spoken.transcript == " ".join(s.text for s in spoken.segments)
    assert any(spoken.all_captions)
    assert spoken.provenance is not None
    models = spoken.provenance["config"]["models"]
    for step in ("captions", "transcript"):
        assert models[step]["revision"] == f"sha256:{digest}"
        assert models[step]["precision"] == "fp32"


def test_a_model_that_is_not_named_is_asked_for_before_anything_is_made(
    clips: Path, tmp_path: Path
) -> None:
    with pytest.raises((UsageError, BackendUnavailableError), match="--caption-model RUN"):
        run(clips, tmp_path / "out", Captions(backend="apotheon"))
    assert not (tmp_path / "out").exists()


def test_a_run_without_a_model_is_refused_before_anything_is_made(
    clips: Path, tmp_path: Path
) -> None:
    (tmp_path / "run.json").write_text("{}")
    op = Captions(backend="apotheon", model=str(tmp_path))
    with pytest.raises(BackendUnavailableError, match="has saved no model yet"):
        run(clips, tmp_path / "out", op)
    assert not (tmp_path / "out").exists()
