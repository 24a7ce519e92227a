from __future__ import annotations

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from tests.models.apotheon.small import MEL_BINS, MEL_FRAMES, small_template
from transformers import WhisperConfig, WhisperModel

from spark_trainer.models.apotheon.audio import AudioTower, valid_states, window_spans
from spark_trainer.models.apotheon.batch import Sounds
from spark_trainer.models.apotheon.config import read_config


def tower() -> AudioTower:
    torch.manual_seed(0)
    return AudioTower(read_config(small_template()).architecture.audio).eval()


def test_features_are_those_of_whispers_encoder() -> None:
    sizes = small_template()["architecture"]["audio"]["config"]
    ours = tower()
    whole = WhisperModel(WhisperConfig(**sizes, decoder_layers=1, vocab_size=60000)).eval()
    ours.model.load_state_dict(whole.encoder.state_dict())
    mels_WMK = torch.randn(2, MEL_BINS, MEL_FRAMES)
    torch.testing.assert_close(ours.features(mels_WMK), whole.encoder(mels_WMK).last_hidden_state)


@example(duration_s=3 * 0.4, window_s=0.4)
@given(duration_s=st.floats(0, 200), window_s=st.sampled_from([0.4, 4.0, 30.0]))
def test_windows_cover_the_sound_once(duration_s: float, window_s: float) -> None:
    spans = window_spans(duration_s, window_s)
    assert sum(length for _, length in spans) == pytest.approx(duration_s)
    assert all(0 < length <= window_s for _, length in spans)
    assert [start for start, _ in spans] == [i * window_s for i in range(len(spans))]


def test_a_sound_longer_than_whispers_window_is_cut() -> None:
    assert window_spans(70.0, 30.0) == [(0.0, 30.0), (30.0, 30.0), (60.0, 10.0)]
    assert window_spans(0.0, 30.0) == []


@pytest.mark.parametrize(
    ("length_s", "states"), [(0.0, 0), (0.001, 1), (0.02, 1), (0.3, 15), (0.4, 20), (9.0, 20)]
)
def test_fifty_states_a_second_are_valid(length_s: float, states: int) -> None:
    assert valid_states(length_s, 20) == states


def test_states_have_the_time_of_their_window_and_padding_is_masked() -> None:
    mels_WMK, starts = torch.randn(3, MEL_BINS, MEL_FRAMES), torch.tensor([0.0, 0.4, 2.0])
    packed = tower()(Sounds(mels_WMK, starts, (0.4, 0.1, 0.3), (2, 1)))
    assert packed.mask_NS.sum(dim=1).tolist() == [20, 5, 15]
    assert packed.states_NSD.shape == (3, 20, 24)
    assert packed.times_s_NS[1, :2].tolist() == pytest.approx([0.41, 0.43])


def test_states_are_cut_to_the_longest_sound_of_the_batch() -> None:
    mels_WMK = torch.randn(2, MEL_BINS, MEL_FRAMES)
    packed = tower()(Sounds(mels_WMK, torch.zeros(2), (0.1, 0.06), (1, 1)))
    assert packed.states_NSD.shape[1] == 5
    torch.testing.assert_close(packed.states_NSD, tower().features(mels_WMK)[:, :5])


def test_no_sound_at_all_is_one_masked_dummy() -> None:
    empty = Sounds(torch.zeros(0, MEL_BINS, MEL_FRAMES), torch.zeros(0), (), (0, 0))
    packed = tower()(empty)
    assert packed.counts == (1, 0)
    assert not packed.mask_NS.any()
    assert torch.isfinite(packed.states_NSD).all()


def test_no_layer_is_ever_skipped() -> None:
    assert tower().model.layerdrop == 0
