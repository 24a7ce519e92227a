from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tests.models.apotheon.small import Sample, batch_of, small_template
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModel,
    LlamaConfig,
    LlamaForCausalLM,
    WhisperConfig,
    WhisperForConditionalGeneration,
)

from spark_trainer.core.errors import BackendUnavailableError, ConfigError
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.apotheon.encoders import audio_encoder, text_encoder, vision_encoder
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.pretrained import refuse_code

SIZES = {name: small_template()["architecture"][name]["config"] for name in ("vision", "audio")}
LLAMA: dict[str, Any] = {
    **small_template()["architecture"]["text"]["config"],
    "rope_parameters": {"rope_type": "default", "rope_theta": 500000.0},
    "rms_norm_eps": 1e-5,
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained weights as people download them, tiny."""
    folder = tmp_path_factory.mktemp("hub")
    torch.manual_seed(5)
    CLIPVisionModel(CLIPVisionConfig(**SIZES["vision"])).save_pretrained(folder / "clip")
    whisper = WhisperConfig(**SIZES["audio"], decoder_layers=1, vocab_size=60000)
    WhisperForConditionalGeneration(whisper).save_pretrained(folder / "whisper")
    LlamaForCausalLM(LlamaConfig(**LLAMA)).save_pretrained(folder / "llama")
    return folder


def template_of(hub: Path, **changes: dict[str, Any]) -> dict[str, Any]:
    chosen = small_template()
    sizes = chosen["architecture"]
    for name, folder in (("vision", "clip"), ("audio", "whisper"), ("text", "llama")):
        sizes[name].update(model=str(hub / folder), weights="pretrained")
        sizes[name].update(changes.get(name, {}))
    return chosen


def test_pretrained_weights_are_those_of_the_folder(hub: Path) -> None:
    sizes = read_config(template_of(hub)).architecture
    clip = CLIPVisionModel.from_pretrained(hub / "clip").state_dict()
    for name, tensor in vision_encoder(sizes.vision).state_dict().items():
        assert torch.equal(tensor, clip[name]), name
    whisper = WhisperForConditionalGeneration.from_pretrained(hub / "whisper").model.encoder
    for name, tensor in audio_encoder(sizes.audio).state_dict().items():
        assert torch.equal(tensor, whisper.state_dict()[name]), name
    llama = LlamaForCausalLM.from_pretrained(hub / "llama").state_dict()
    for name, tensor in text_encoder(sizes.text).state_dict().items():
        assert torch.equal(tensor[: len(llama[name])], llama[name]), name


def test_task_tokens_of_a_pretrained_text_encoder_start_as_the_average_token(hub: Path) -> None:
    weight = text_encoder(read_config(template_of(hub)).architecture.text).lm_head.weight
    assert len(weight) == 261
    torch.testing.assert_close(weight[259:], weight[:259].mean(dim=0).expand(2, -1))


def test_a_model_on_pretrained_encoders_runs(hub: Path) -> None:
    batch = batch_of([Sample()])
    losses = ApotheonMultiModalModel(template_of(hub), local_files_only=True)(batch).losses(batch)
    assert all(torch.isfinite(loss.total) for loss in losses.values())


def test_sizes_may_be_left_to_the_model_of_the_hub(hub: Path) -> None:
    nothing: dict[str, Any] = {"config": None}
    chosen = template_of(hub, vision=nothing, audio=nothing, text=nothing)
    model = ApotheonMultiModalModel(chosen, local_files_only=True)
    wanted = read_config(small_template()).architecture
    for name in ("vision", "audio", "text"):
        found = getattr(model.config.architecture, name).config
        assert found == getattr(wanted, name).config


def test_weights_can_be_left_random_on_demand(hub: Path) -> None:
    model = ApotheonMultiModalModel(template_of(hub), weights="random")
    clip = CLIPVisionModel.from_pretrained(hub / "clip").state_dict()
    name = "embeddings.patch_embedding.weight"
    assert not torch.equal(model.vision_encoder.model.state_dict()[name], clip[name])
    assert model.config.architecture.vision.weights == "pretrained"


def test_sizes_that_are_not_those_of_the_weights_are_told(hub: Path) -> None:
    chosen = template_of(hub, audio={"config": {**SIZES["audio"], "encoder_layers": 5}})
    with pytest.raises(ConfigError, match="its encoder_layers is 2, the template says 5"):
        ApotheonMultiModalModel(chosen)


def edited(hub: Path, tmp_path: Path, kind: str, changes: dict[str, Any]) -> str:
    """A copy of a folder with keys of its config.json changed."""
    for path in (hub / kind).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, **changes}))
    return str(tmp_path)


def test_a_configuration_that_our_sizes_cannot_say_is_refused(hub: Path, tmp_path: Path) -> None:
    odd = edited(hub, tmp_path, "llama", {"attention_bias": True})
    with pytest.raises(ConfigError, match="its attention_bias is True, .* False"):
        ApotheonMultiModalModel(template_of(hub, text={"model": odd}))


@pytest.mark.parametrize(
    "changes",
    [
        {"auto_map": {"AutoModel": "evil.Evil"}},
        {"_attn_implementation": "someone/kernel"},
        {"text_config": {"trust_remote_code": True}},
    ],
)
def test_code_that_comes_with_weights_is_refused(
    hub: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    evil = edited(hub, tmp_path, "clip", changes)
    with pytest.raises(ConfigError, match="would run code that came with the weights"):
        ApotheonMultiModalModel(template_of(hub, vision={"model": evil}))


def test_a_plain_configuration_passes() -> None:
    refuse_code({"auto_map": None, "a": {"_attn_implementation": "sdpa"}}, "x")


def test_weights_that_are_not_here_are_told_with_what_to_do() -> None:
    chosen = template_of(Path("no-such-folder"))
    with pytest.raises(
        BackendUnavailableError, match=r"cannot load no-such-folder/clip: .*hf down"
    ):
        ApotheonMultiModalModel(chosen, local_files_only=True)


def test_weights_of_another_kind_are_not_filled_up_with_random_ones(
    hub: Path, tmp_path: Path
) -> None:
    other = edited(hub, tmp_path, "clip", {})
    (tmp_path / "model.safetensors").write_bytes((hub / "llama/model.safetensors").read_bytes())
    with pytest.raises(BackendUnavailableError, match="the weights lack .* they would stay random"):
        ApotheonMultiModalModel(template_of(hub, vision={"model": other}))


def test_pickled_weights_are_not_taken(hub: Path, tmp_path: Path) -> None:
    other = edited(hub, tmp_path, "clip", {})
    (tmp_path / "model.safetensors").unlink()
    torch.save(
        CLIPVisionModel.from_pretrained(hub / "clip").state_dict(), tmp_path / "pytorch_model.bin"
    )
    with pytest.raises(BackendUnavailableError, match="cannot load"):
        ApotheonMultiModalModel(template_of(hub, vision={"model": other}))
