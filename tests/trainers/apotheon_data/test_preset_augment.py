from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.trainers.apotheon_data.hand_made import Video, dataset, write_dataset

from spark_trainer.models.augmentations import Preset, preset_of_json, presets
from spark_trainer.models.augmentations.preset import OPERATIONS
from spark_trainer.trainers.apotheon_data.augment import Augment, Media, MelAugment
from spark_trainer.trainers.apotheon_data.preset_augment import LEFT_OUT, PresetAugment


def made(*operations: dict[str, object]) -> Preset:
    return preset_of_json({"name": "made", "operations": list(operations)}, "test")


@pytest.mark.parametrize("name", sorted(presets()))
def test_as_many_pictures_come_out_with_their_times(name: str) -> None:
    augment: Augment = PresetAugment(presets()[name])
    rng = np.random.default_rng(0)
    frames = rng.integers(0, 256, (5, 16, 16, 3), np.uint8)
    media = Media(frames, rng.normal(0, 0.1, 8000).astype(np.float32), np.arange(5) / 10)
    for _ in range(8):
        changed = augment(media, rng)
        assert changed.squares_FHWC.shape == frames.shape
        assert changed.times_s_F is not None
        scale = len(changed.sound_S) / 8000
        assert changed.times_s_F == pytest.approx(np.arange(5) / 10 * scale, abs=1e-3)
    assert augment(Media(frames, media.sound_S), rng).times_s_F is None
    assert isinstance(augment, MelAugment)


def test_what_is_left_out_is_told_with_its_reason() -> None:
    assert LEFT_OUT.keys() < OPERATIONS.keys()
    augment = PresetAugment(made({"operation": "drop"}, {"operation": "gain"}))
    assert augment.remarks() == [
        "augmentations `made`, left out here: drop (texts are what is to be written)"
    ]
    assert PresetAugment(made({"operation": "gain"})).remarks() == []


def test_pictures_and_sound_of_a_sample_keep_up_with_each_other(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v", frames=3, sound_s=0.2)])
    plain = dataset(folder).sample(0)
    faster = dataset(folder, augment=PresetAugment(made({"operation": "speed", "most_rate": 1.5})))
    rates = set()
    for epoch in range(6):
        changed = faster.sample(0, epoch)
        rate = 0.2 / sum(window.length_s for window in changed.windows)
        assert changed.times_s == pytest.approx([t / rate for t in plain.times_s], abs=1e-3)
        rates.add(round(rate, 2))
    assert len(rates) > 2


def test_the_spectrogram_is_blanked_where_there_is_sound_and_anew_in_each_epoch(
    tmp_path: Path,
) -> None:
    folder = write_dataset(tmp_path, [Video("v", sound_s=0.4)])
    masks = made({"operation": "spec_augment", "time_masks": 2, "time_share": 0.5})
    data = dataset(folder, augment=PresetAugment(masks))
    plain = dataset(folder).sample(0).windows[0].mel_MK
    first, again, other = (data.sample(0, epoch).windows[0].mel_MK for epoch in (0, 0, 1))
    assert plain is not None and first is not None and again is not None and other is not None
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.array_equal(first[:, 40:], plain[:, 40:])
    assert not np.array_equal(first, plain)
