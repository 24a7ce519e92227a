from __future__ import annotations

import torch
from tests.models.apotheon.small import SIDE_PX, small_template
from transformers import CLIPVisionConfig, CLIPVisionModel

from spark_trainer.models.apotheon.batch import Frames
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.apotheon.vision import VisionTower, pooled


def tower(pool: int = 1) -> VisionTower:
    chosen = small_template()
    chosen["architecture"]["vision"]["pool"] = pool
    torch.manual_seed(0)
    return VisionTower(read_config(chosen).architecture.vision).eval()


def test_features_are_the_second_last_layer_without_the_class_token() -> None:
    sizes = small_template()["architecture"]["vision"]["config"]
    torch.manual_seed(0)
    whole = CLIPVisionModel(CLIPVisionConfig(**sizes)).eval()
    cut = tower()
    cut.model.load_state_dict(whole.state_dict(), strict=False)
    pixels_NCHW = torch.randn(2, 3, SIDE_PX, SIDE_PX)
    layers = whole(pixel_values=pixels_NCHW, output_hidden_states=True).hidden_states
    assert len(layers) == sizes["num_hidden_layers"] + 1
    torch.testing.assert_close(cut.features(pixels_NCHW), layers[-2][:, 1:])


def test_what_would_never_be_run_is_not_kept() -> None:
    names = [name for name, _ in tower().named_parameters()]
    assert not [name for name in names if "layers.2" in name or "post_layernorm" in name]
    assert [name for name in names if "layers.1" in name]


def test_fresh_positions_are_told_apart_as_well_as_patches_are() -> None:
    positions_LE = tower().model.embeddings.position_embedding.weight
    assert 0.4 < positions_LE.std().item() < 0.6


def test_pooling_takes_the_mean_of_each_two_by_two() -> None:
    states_NPE = torch.arange(16.0).reshape(1, 16, 1)
    assert pooled(states_NPE, 2).flatten().tolist() == [2.5, 4.5, 10.5, 12.5]
    assert tower(pool=2).features(torch.randn(1, 3, SIDE_PX, SIDE_PX)).shape == (1, 1, 16)


def test_frames_are_tokens_with_the_times_of_their_frames() -> None:
    frames = Frames(torch.randn(3, 3, SIDE_PX, SIDE_PX), torch.tensor([0.0, 1.5, 0.2]), (2, 1))
    packed = tower()(frames)
    assert packed.states_NSD.shape == (3, 4, 16)
    assert packed.mask_NS.all()
    assert packed.times_s_NS[1].tolist() == [1.5] * 4


def test_no_frame_at_all_is_one_masked_dummy() -> None:
    packed = tower()(Frames(torch.zeros(0, 3, SIDE_PX, SIDE_PX), torch.zeros(0), (0, 0)))
    assert packed.states_NSD.shape == (1, 4, 16)
    assert not packed.mask_NS.any()
    assert packed.counts == (1, 0)
