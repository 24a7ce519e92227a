from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from tests.models.apotheon.small import small_model
from tests.trainers.apotheon_data.hand_made import BUDGET, Video, dataset, mixed, write_dataset

from spark_trainer.core.errors import UsageError
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.features import ENCODERS, FeatureStore
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError
from spark_trainer.trainers.apotheon_data.filling import Filled, fill
from spark_trainer.trainers.apotheon_data.loader import Loader


@pytest.fixture
def model() -> ApotheonMultiModalModel:
    made = small_model()
    made.freeze(ENCODERS)
    return made.eval()


def cached(
    model: ApotheonMultiModalModel, data: ApotheonMultiModalDataset, folder: Path, **kwargs: Any
) -> tuple[ApotheonMultiModalDataset, Filled, list[str]]:
    store, said = FeatureStore.of(folder, model, **kwargs), []
    return data.with_features(store), fill(model, data, store, say=said.append), said


@pytest.mark.parametrize("parts", [ENCODERS, ENCODERS[:1], ENCODERS[1:]])
@pytest.mark.parametrize("modalities", [("text", "image", "audio"), ("text", "audio", "video")])
def test_features_give_the_losses_that_pictures_and_sound_give(
    tmp_path: Path, model: ApotheonMultiModalModel, parts: Any, modalities: Any
) -> None:
    data = dataset(write_dataset(tmp_path / "data", mixed(14)), modalities=modalities)
    with_features, _, said = cached(model, data, tmp_path / "features", parts=parts)
    assert said == []
    for plain, known in zip(batches(data), batches(with_features), strict=True):
        assert (known.frames.pixels_NCHW is None) == ("vision_encoder" in parts)
        assert (known.sounds.mels_WMK is None) == ("audio_encoder" in parts)
        assert plain.sounds.lengths_s == known.sounds.lengths_s
        assert torch.equal(plain.sounds.starts_s_W, known.sounds.starts_s_W)
        wanted, found = (model(batch).losses(batch) for batch in (plain, known))
        for name, loss in wanted.items():
            assert found[name].count == loss.count
            assert torch.allclose(found[name].total, loss.total, atol=1e-4)


def batches(data: ApotheonMultiModalDataset) -> list[Any]:
    made = Loader(data, BUDGET, seed=0, epoch=2, rank=1, ranks=2)
    return [loaded.batch for loaded in made]


def test_everything_is_computed_once(tmp_path: Path, model: ApotheonMultiModalModel) -> None:
    data = dataset(write_dataset(tmp_path / "data", [Video("v", frames=3), Video("w", sound_s=0)]))
    _, first, _ = cached(model, data, tmp_path / "features")
    assert first == Filled(computed=5)
    _, again, _ = cached(model, data, tmp_path / "features")
    assert again == Filled(found=5)
    images = data.showing(("image",))
    _, of_images, _ = cached(model, images, tmp_path / "features")
    assert of_images == Filled(found=4)


def test_ranks_fill_the_cache_together(tmp_path: Path, model: ApotheonMultiModalModel) -> None:
    data = dataset(write_dataset(tmp_path / "data", [Video(f"v{n}") for n in range(5)]))
    store = FeatureStore.of(tmp_path / "features", model)
    done = [fill(model, data, store, say=print, rank=rank, ranks=2) for rank in (0, 1)]
    assert [each.computed for each in done] == [6, 4]
    assert fill(model, data, store, say=print).found == 10


def test_features_of_other_weights_are_others(
    tmp_path: Path, model: ApotheonMultiModalModel
) -> None:
    data = dataset(write_dataset(tmp_path / "data", [Video("v")]))
    cached(model, data, tmp_path / "features")
    other = small_model(seed=1)
    other.freeze(ENCODERS)
    _, done, _ = cached(other.eval(), data, tmp_path / "features")
    assert done == Filled(computed=2)


def damage_flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-70])


def damage_empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [damage_flip, damage_cut, damage_empty])
def test_damaged_features_are_told_and_computed_again(
    tmp_path: Path, model: ApotheonMultiModalModel, damage: Any
) -> None:
    data = dataset(write_dataset(tmp_path / "data", [Video("v", sound_s=0)]))
    with_features, _, _ = cached(model, data, tmp_path / "features")
    (path,) = (tmp_path / "features").rglob("*.safetensors")
    whole = path.read_bytes()
    damage(path)
    with pytest.raises(BrokenSampleError, match="fill the cache again"):
        with_features.sample(0)
    _, done, (said,) = cached(model, data, tmp_path / "features")
    assert done == Filled(computed=1, damaged=1)
    assert path.name in said and "done now" in said
    assert path.read_bytes() == whole


def test_a_sample_that_cannot_be_read_is_told_and_passed_over(
    tmp_path: Path, model: ApotheonMultiModalModel
) -> None:
    folder = write_dataset(tmp_path / "data", [Video("v"), Video("w")])
    (folder / "aa/v/audio.wav").unlink()
    _, done, (said,) = cached(model, dataset(folder), tmp_path / "features")
    assert done == Filled(computed=3, broken=1)
    assert said.startswith("video v: no features: aa/v/audio.wav: no such file")


def test_features_of_an_encoder_that_trains_are_refused(
    tmp_path: Path, model: ApotheonMultiModalModel
) -> None:
    model.freeze(["vision_encoder"])
    with pytest.raises(UsageError, match="audio_encoder trains, so its features change"):
        FeatureStore.of(tmp_path, model)
    with pytest.raises(UsageError, match="not of \\['text_encoder'\\]"):
        FeatureStore.of(tmp_path, model, ["text_encoder"])
