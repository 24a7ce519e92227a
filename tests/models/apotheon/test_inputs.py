from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.apotheon.small import small_template

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.apotheon.inputs import (
    MEAN_RGB,
    STD_RGB,
    InputSizes,
    count_windows,
    mel_windows,
    pixels,
    shrink,
)
from spark_trainer.models.registry import template

SIZES = InputSizes.of(read_config(template("apotheon-tiny")))


def noise(samples: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, samples).astype(np.float32)


def test_the_sizes_come_from_the_template() -> None:
    sizes = InputSizes.of(read_config(small_template()))
    assert (sizes.side_px, sizes.mel_bins, sizes.window_s, sizes.mel_frames) == (16, 8, 0.4, 40)
    assert sizes.vision_features == (4, 16)
    assert sizes.audio_features == (20, 24)


def test_a_template_that_only_names_its_encoders_has_no_sizes() -> None:
    with pytest.raises(ConfigError, match="take the `config` of the built model"):
        InputSizes.of(read_config(named_only()))


def named_only() -> dict[str, object]:
    chosen = small_template()
    vision = chosen["architecture"]["vision"]
    del vision["config"]
    vision.update(model="openai/clip-vit-large-patch14", weights="pretrained")
    return chosen


def test_pixels_are_normalised_as_clip_wants_them() -> None:
    grey_HWC = np.full((64, 64, 3), 51, np.uint8)
    found_NCHW = pixels([grey_HWC, grey_HWC], 64)
    assert found_NCHW.shape == (2, 3, 64, 64) and found_NCHW.dtype == torch.float32
    wanted = torch.tensor([(0.2 - m) / s for m, s in zip(MEAN_RGB, STD_RGB, strict=True)])
    assert torch.allclose(found_NCHW[0, :, 5, 5], wanted)


def test_pixels_equal_those_of_transformers_for_a_square_picture() -> None:
    from transformers import CLIPImageProcessorPil

    picture_HWC = np.random.default_rng(0).integers(0, 256, (97, 97, 3), np.uint8)
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": 64}, crop_size={"height": 64, "width": 64}
    )
    wanted_NCHW = processor(picture_HWC, return_tensors="pt")["pixel_values"]
    assert torch.allclose(pixels([picture_HWC], 64), wanted_NCHW, atol=1e-5)


def test_a_picture_that_is_no_square_is_stretched_whole() -> None:
    wide_HWC = np.zeros((10, 40, 3), np.uint8)
    wide_HWC[:, 20:] = 255
    small_HWC = shrink(wide_HWC, 8)
    assert (small_HWC[:, 0] == 0).all() and (small_HWC[:, -1] == 255).all()


def test_no_picture_is_no_pixels() -> None:
    assert pixels([], 64).shape == (0, 3, 64, 64)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="wanted a picture H x W x 3 of uint8"):
        shrink(np.zeros(shape, np.uint8), 8)


def test_windows_equal_those_of_whisper() -> None:
    from transformers import WhisperFeatureExtractor

    sound_S = noise(40 * 16000)
    extractor = WhisperFeatureExtractor(feature_size=80)
    windows = mel_windows(sound_S, 80, 30.0, 3600.0)
    for window, piece_S in zip(windows, (sound_S[:480000], sound_S[480000:]), strict=True):
        wanted = extractor(piece_S, sampling_rate=16000, return_tensors="np")["input_features"][0]
        assert window.mel_MK.shape == (80, 3000)
        assert np.allclose(window.mel_MK, wanted, atol=1e-5)


@settings(max_examples=30)
@given(st.integers(0, 70_000), st.sampled_from([0.4, 1.0, 2.0]), st.sampled_from([0.7, 3.0, 20.0]))
def test_windows_cover_the_sound_and_nothing_is_lost_at_the_seams(
    samples: int, window_s: float, most_s: float
) -> None:
    windows = mel_windows(noise(samples), 8, window_s, most_s, start_s=5.0)
    kept_s = min(samples / 16000, most_s)
    assert sum(w.length_s for w in windows) == pytest.approx(kept_s)
    at_s = 5.0
    for window in windows:
        assert window.start_s == pytest.approx(at_s)
        assert window.mel_MK.shape == (8, round(window_s * 100))
        at_s += window.length_s
    assert all(w.length_s == pytest.approx(window_s) for w in windows[:-1])


@given(st.integers(1, 400_000))
def test_the_number_of_windows_is_known_from_the_length(samples: int) -> None:
    kept = min(samples, 20 * 16000)
    assert count_windows(samples / 16000, SIZES) == -(-kept // 32000)


def test_a_window_does_not_depend_on_the_others() -> None:
    sound_S = noise(5 * 16000)
    together = mel_windows(sound_S, 80, 2.0, 20.0)
    alone = mel_windows(sound_S[32000:64000], 80, 2.0, 20.0)
    assert np.array_equal(together[1].mel_MK, alone[0].mel_MK)


def test_sound_that_is_no_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted one channel of finite numbers"):
        mel_windows(np.zeros((2, 100), np.float32), 80, 2.0, 20.0)
    with pytest.raises(ValueError, match="wanted one channel of finite numbers"):
        mel_windows(np.array([np.nan], np.float32), 80, 2.0, 20.0)
