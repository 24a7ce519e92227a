"""From real clips through the pipeline to batches that the model learns from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from tests.models.apotheon.small import small_model
from tests.pipelines.small import entries, run
from tests.trainers.apotheon_data.hand_made import dataset

from spark_trainer.models.losses import weighted_sum
from spark_trainer.pipelines.ops import Frames, Transcript
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.loader import Loader

CLIPS = ("nasa_13013.mp4", "flipping_a_pancake.mkv", "carphone_pristine.mp4")
BUDGET = Budget(frames=8, windows=120, tokens=300, samples=2)


@pytest.fixture(scope="module")
def folder(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clips")
    (root / "in").mkdir()
    for name in CLIPS:
        shutil.copy(media_dir / "videos" / name, root / "in")
    run(root / "in", root / "out", Frames(fps=1), Transcript(backend="sidecar"))
    return root / "out"


def test_clips_become_samples_with_what_each_of_them_has(folder: Path) -> None:
    data = dataset(folder)
    ids = {name: entry["id"] for name, entry in entries(folder).items()}
    at = {data.facts(index).id: index for index in range(len(data))}
    found = {name: (data.sample(at[ids[name]]), data.texts(at[ids[name]])) for name in CLIPS}
    nasa, texts = found["nasa_13013.mp4"]
    assert 2 <= len(nasa.times_s) <= 4 and nasa.times_s == tuple(sorted(nasa.times_s))
    assert nasa.times_s[0] < 5 and 8 < nasa.times_s[-1] < 17
    assert sum(window.length_s for window in nasa.windows) == pytest.approx(13.06, abs=0.02)
    assert texts["captioning"] and texts["transcription"]
    heard, texts = found["flipping_a_pancake.mkv"]
    assert heard.windows and texts == {}
    silent, texts = found["carphone_pristine.mp4"]
    assert silent.times_s and not silent.windows and texts == {}


def test_every_kept_frame_is_shown_with_its_own_caption(folder: Path) -> None:
    data = dataset(folder, modalities=("text", "image"))
    metas = {entry["id"]: entry["meta"] for entry in entries(folder).values()}
    for index in range(len(data)):
        meta = metas[data.facts(index).id]
        for epoch in range(4):
            (frame,) = data.frames(index, epoch)
            assert data.sample(index, epoch).times_s == (meta["frames"][frame]["time"],)
            assert data.texts(index, epoch).get("captioning") == meta["all_captions"][frame]


def test_a_model_learns_from_the_batches(folder: Path) -> None:
    data, model = dataset(folder), small_model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    means = []
    for epoch in range(6):
        for loaded in Loader(data, BUDGET, seed=0, epoch=epoch):
            losses = model(loaded.batch).losses(loaded.batch)
            loss = weighted_sum(losses, dict.fromkeys(losses, 1.0))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if losses["captioning"].count:
                means.append(losses["captioning"].mean().item())
    assert means[-1] < 0.7 * means[0]
