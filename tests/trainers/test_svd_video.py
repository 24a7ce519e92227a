"""Noise by its formulas, stretches of videos, and what of Stable Video Diffusion is trained."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import BackendUnavailableError, MediaError, UsageError
from spark_trainer.models.checking import read_settings
from spark_trainer.models.kinds.svd import Architecture, Noise, SvdTemplate
from spark_trainer.trainers.recipes.edm import Scales, draw
from spark_trainer.trainers.recipes.latent_cache import LatentCache
from spark_trainer.trainers.recipes.svd_model import SvdModel, is_temporal
from spark_trainer.trainers.recipes.svd_weights import pipeline_folder
from spark_trainer.trainers.recipes.video_clips import clips_of, read_clip, windows
from spark_trainer.trainers.svd_video import RECIPE
from spark_trainer.trainers.training.engines.place import find_place


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    mapping, data = RECIPE.tiny(tmp_path_factory.mktemp("svd"))
    return read_settings(SvdTemplate, mapping, "tiny"), data


def _model(template: Any) -> tuple[SvdModel, Any]:
    folder = RECIPE.folder(template)
    assert folder is not None
    return RECIPE.model(template, folder), RECIPE.processor(template, folder)


@given(st.floats(0.01, 100.0))
def test_the_weighted_error_of_the_clean_video_is_that_of_the_network(sigma: float) -> None:
    scales = Scales.at(torch.tensor([sigma], dtype=torch.float64))
    assert float(scales.weight * scales.out**2) == pytest.approx(1)
    assert float(scales.noise) == pytest.approx(math.log(sigma) / 4)


@given(st.floats(0.01, 100.0))
def test_what_the_network_is_given_and_has_to_say_has_variance_one(sigma: float) -> None:
    scales = Scales.at(torch.tensor([sigma], dtype=torch.float64))
    assert float(scales.into**2 * (sigma**2 + 1)) == pytest.approx(1)
    said = ((1 - scales.skip) ** 2 + scales.skip**2 * sigma**2) / scales.out**2
    assert float(said) == pytest.approx(1)


def test_the_noise_follows_from_the_seed_and_has_the_distribution_that_was_asked_for() -> None:
    latents, first = torch.zeros(4000, 1, 1, 1, 1), torch.zeros(4000, 1, 1, 1)
    said = Noise(p_mean=0.5, p_std=0.25, condition_dropout=0.25)
    torch.manual_seed(3)
    one = draw(said, latents, first)
    torch.manual_seed(3)
    assert torch.equal(one.sigma_R, draw(said, latents, first).sigma_R)
    assert float(one.sigma_R.log().mean()) == pytest.approx(0.5, abs=0.02)
    assert float(one.sigma_R.log().std()) == pytest.approx(0.25, abs=0.02)
    assert float(one.shown_R.mean()) == pytest.approx(0.75, abs=0.03)


@given(st.integers(1, 200), st.integers(1, 30), st.integers(0, 9))
def test_as_many_windows_as_fit(frames: int, fps: int, count: int) -> None:
    assert windows(count * frames / fps, frames, fps) == count


def test_a_video_that_is_too_short_is_left_out_with_the_reason(tiny: tuple[Any, Path]) -> None:
    template, data = tiny
    said = template.data.model_copy(update={"frames": 5})
    found, left_out = clips_of(data, said)
    assert found == []
    assert left_out[0].why == "1.00 s, and 5 frames at 4 a second are 1.25 s"


def test_a_longer_video_gives_several_windows_that_follow_each_other(
    tiny: tuple[Any, Path],
) -> None:
    template, data = tiny
    whole = read_clip(clips_of(data, template.data)[0][0])
    halves, _ = clips_of(data, template.data.model_copy(update={"frames": 2}))
    assert [one.start_s for one in halves[:2]] == [0.0, 0.5]
    assert (whole[:2] == read_clip(halves[0])).all()
    assert (whole[2:] == read_clip(halves[1])).all()
    assert whole.shape == (4, 64, 64, 3)


def test_a_video_that_ends_early_is_told(tiny: tuple[Any, Path]) -> None:
    template, data = tiny
    clip = clips_of(data, template.data)[0][0]
    with pytest.raises(MediaError, match="0 of 4 frames in it"):
        read_clip(replace(clip, number=1))


def test_latents_are_computed_once_and_are_those_of_the_frames(
    tiny: tuple[Any, Path], tmp_path: Path
) -> None:
    template, data = tiny
    model, processor = _model(template)
    clips = clips_of(data, template.data)[0][:2]
    place = find_place("cpu")
    once = RECIPE.prepared(model, processor, template, clips, tmp_path, place)
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "latents").iterdir()}
    assert len(files) == 2
    RECIPE.prepared(model, processor, template, clips, tmp_path, place)
    assert files == {path: path.stat().st_mtime_ns for path in (tmp_path / "latents").iterdir()}
    cached = RECIPE.collate(once, template, clips, None)
    fresh = RECIPE.collate(processor, template, clips, None)
    assert "latents" in cached.tensors
    assert "frames" in fresh.tensors
    assert torch.equal(RECIPE.scores(model, cached), RECIPE.scores(model, fresh))


def test_other_weights_and_damaged_files_give_no_cached_latents(
    tiny: tuple[Any, Path], tmp_path: Path
) -> None:
    template, data = tiny
    clip = clips_of(data, template.data)[0][0]
    mine, other = LatentCache(tmp_path, "a"), LatentCache(tmp_path, "b")
    assert mine.path(clip) != other.path(clip)
    mine.path(clip).write_bytes(b"no tensors")
    assert mine.read(clip) is None


def test_temporal_trains_the_layers_over_time_alone(tiny: tuple[Any, Path]) -> None:
    template, data = tiny
    chosen = template.architecture.model_copy(update={"train": "temporal"})
    template = template.model_copy(update={"architecture": chosen})
    model, processor = _model(template)
    before = {name: value.clone() for name, value in model.named_parameters()}
    batch = RECIPE.collate(processor, template, clips_of(data, template.data)[0][:1], None)
    RECIPE.losses(model, batch)["denoising"].total.backward()
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=1.0)
    optimizer.step()
    changed = {n for n, value in model.named_parameters() if not torch.equal(value, before[n])}
    assert changed
    assert all(name.startswith("unet.") and is_temporal(name) for name in changed)
    assert any("temporal_transformer_blocks" in name for name in changed)


def test_a_model_that_is_nowhere_is_told_once() -> None:
    said = Architecture(model="nobody/no-such-video-model")
    with pytest.raises(BackendUnavailableError, match=r"no-such-video-model is .*\n.*hf download"):
        pipeline_folder(said)


def test_a_folder_that_is_no_pipeline_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackendUnavailableError, match=r"no model_index\.json: wanted the folder"):
        pipeline_folder(Architecture(model=str(tmp_path)))


def test_random_weights_need_a_pipeline_too() -> None:
    said = Architecture(weights="random", config={"unet": {}})
    with pytest.raises(UsageError, match=r"architecture\.model: wanted the folder or hub id"):
        pipeline_folder(said)
