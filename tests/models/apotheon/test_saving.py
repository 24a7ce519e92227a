from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tests.models.apotheon.small import (
    TOKENIZER,
    Sample,
    batch_of,
    small_model,
    small_template,
)
from tests.models.apotheon.test_model import by_place
from tests.models.apotheon.test_tokenizer import HUB

from spark_trainer.core.canonical import digest
from spark_trainer.core.errors import CheckpointError, OutputError
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.saved import measured
from spark_trainer.models.apotheon.saving import load_model, save_model
from spark_trainer.models.weight_names import aliases

BATCH = batch_of([Sample(frames=2), Sample(seed=1)])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "model"
    save_model(small_model(), TOKENIZER, folder)
    return folder


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((saved / name).read_bytes())
    (tmp_path / "tokenizer").mkdir()
    return tmp_path


def rewrite(folder: Path, **changes: Any) -> None:
    """Change config.json as someone would who can also compute its digest."""
    path = folder / "config.json"
    value = {**json.loads(path.read_text()), **changes}
    del value["digest"]
    path.write_text(json.dumps({**value, "digest": digest(value)}))


def reweigh(folder: Path, tensors: dict[str, torch.Tensor]) -> None:
    """Other weights, with the hash to go with them."""
    save_file(tensors, folder / "model.safetensors")
    files = {"model.safetensors": measured(folder / "model.safetensors").model_dump()}
    rewrite(folder, files=files)


def test_a_model_loaded_again_gives_equal_scores(saved: Path) -> None:
    model, tokenizer = load_model(saved)
    wanted = by_place(small_model().eval()(BATCH))
    for place, logits in by_place(model(BATCH)).items():
        assert torch.equal(logits, wanted[place])
    assert tokenizer.row("captioning", "a", 9) == TOKENIZER.row("captioning", "a", 9)
    assert not model.training


def test_saving_twice_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    model, tokenizer = load_model(saved)
    save_model(model, tokenizer, tmp_path / "again")
    for name in ("config.json", "model.safetensors"):
        assert (tmp_path / "again" / name).read_bytes() == (saved / name).read_bytes()


def test_tied_weights_are_saved_once_and_tied_again(saved: Path) -> None:
    model = small_model()
    assert aliases(model) == {
        "text_encoder.model.lm_head.weight": "text_encoder.model.model.embed_tokens.weight"
    }
    with safe_open(saved / "model.safetensors", framework="pt") as weights:
        assert not [name for name in weights.keys() if "lm_head" in name]  # noqa: SIM118
    text = load_model(saved)[0].text_encoder.model
    assert text.lm_head.weight is text.model.embed_tokens.weight


def test_weights_that_are_not_tied_are_saved_both(tmp_path: Path) -> None:
    chosen = small_template()
    chosen["architecture"]["text"]["config"]["tie_word_embeddings"] = False
    save_model(small_model(chosen=chosen), TOKENIZER, tmp_path / "model")
    assert any("lm_head" in name for name in load_file(tmp_path / "model" / "model.safetensors"))
    text = load_model(tmp_path / "model")[0].text_encoder.model
    assert text.lm_head.weight is not text.model.embed_tokens.weight


def test_gathered_weights_are_saved_in_place_of_the_models_own(tmp_path: Path) -> None:
    gathered = {name: t + 1 for name, t in small_model().state_dict().items()}
    save_model(small_model(), TOKENIZER, tmp_path / "model", state=gathered)
    loaded = load_model(tmp_path / "model")[0].state_dict()
    assert all(torch.equal(loaded[name], t) for name, t in gathered.items())


def test_each_part_keeps_its_kind_of_float_and_gives_equal_scores(tmp_path: Path) -> None:
    before = small_model().eval().cast(torch.bfloat16, ["vision_encoder", "text_encoder"])
    save_model(before, TOKENIZER, tmp_path / "model")
    model, _ = load_model(tmp_path / "model")
    wanted = {name: p.dtype for name, p in before.named_parameters()}
    assert {name: p.dtype for name, p in model.named_parameters()} == wanted
    assert set(wanted.values()) == {torch.bfloat16, torch.float32}
    assert torch.get_default_dtype() == torch.float32
    scores = by_place(before(BATCH))
    for place, logits in by_place(model(BATCH)).items():
        assert torch.equal(logits, scores[place])


def test_a_hugging_face_tokenizer_is_saved_with_the_model(tmp_path: Path) -> None:
    chosen = small_template()
    chosen["architecture"]["text"]["tokenizer"] = "no/where"
    save_model(small_model(chosen=chosen), HUB, tmp_path / "model")
    tokenizer = load_model(tmp_path / "model")[1]
    assert tokenizer.row("transcription", "Grüße", 64) == HUB.row("transcription", "Grüße", 64)
    (tmp_path / "model" / "tokenizer" / "tokenizer.json").write_text("{}")
    with pytest.raises(CheckpointError, match=r"tokenizer/tokenizer.json: has 2 bytes"):
        load_model(tmp_path / "model")


def test_a_folder_that_holds_something_is_not_overwritten(folder: Path) -> None:
    with pytest.raises(OutputError, match="is not empty: save a model in a new folder"):
        save_model(small_model(), TOKENIZER, folder)


@settings(max_examples=25)
@given(at=st.floats(0, 0.999999), bit=st.integers(0, 7), name=st.sampled_from([0, 1]))
def test_one_flipped_bit_is_found_and_named(saved: Path, at: float, bit: int, name: int) -> None:
    path = saved / ("config.json", "model.safetensors")[name]
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[int(at * len(whole))] ^= 1 << bit
    try:
        path.write_bytes(damaged)
        if name == 0 and _same_json(whole, bytes(damaged)):
            return  # the bit was in white space
        with pytest.raises(CheckpointError, match=path.name):
            load_model(saved)
    finally:
        path.write_bytes(whole)


def _same_json(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.99])
def test_a_cut_file_is_named(folder: Path, kept: float) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    with pytest.raises(
        CheckpointError, match=r"model.safetensors: has [\d,]+ bytes, was saved with"
    ):
        load_model(folder)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("config.json", "config.json: cannot be read .*No such file.*holds no finished model"),
        ("model.safetensors", "model.safetensors: is missing"),
    ],
)
def test_a_missing_file_is_named(folder: Path, name: str, told: str) -> None:
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=told):
        load_model(folder)


def test_weights_of_another_model_are_named(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors["foreign"] = tensors.pop("memory.null_D")
    reweigh(folder, tensors)
    told = r"1 are missing, such as memory.null_D, 1 are foreign, such as foreign"
    with pytest.raises(CheckpointError, match=told):
        load_model(folder)


def test_a_wrong_shape_is_named(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors["memory.null_D"] = torch.zeros(1, 7)
    reweigh(folder, tensors)
    with pytest.raises(
        CheckpointError, match=r"null_D has shape \[1, 7\], the template wants \[1, 40"
    ):
        load_model(folder)


def test_what_is_no_safetensors_file_is_named(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x80\x04pickle")
    rewrite(
        folder,
        files={"model.safetensors": measured(folder / "model.safetensors").model_dump()},
    )
    with pytest.raises(CheckpointError, match="model.safetensors: is no safetensors file"):
        load_model(folder)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": "other"}, "not a model that was saved by Apotheon"),
        ({"version": 2}, "format version 2; this program reads 1"),
        ({"files": {}}, "names no model.safetensors"),
        ({"odd": 1}, "key `odd`: unknown key `odd`"),
        ({"template": {"name": "a"}}, "key `template.category`: is missing"),
    ],
)
def test_a_config_of_something_else_is_told(
    folder: Path, changes: dict[str, Any], told: str
) -> None:
    rewrite(folder, **changes)
    with pytest.raises(CheckpointError, match=told):
        load_model(folder)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "tokenizer/../../x", "tokenizer/.x"])
def test_a_file_outside_is_never_opened(folder: Path, name: str) -> None:
    files = json.loads((folder / "config.json").read_text())["files"]
    rewrite(folder, files={**files, name: {"bytes": 1, "sha256": "0" * 64}})
    with pytest.raises(CheckpointError, match="names a foreign file"):
        load_model(folder)


def test_a_template_of_the_hub_is_saved_with_its_sizes(tmp_path: Path) -> None:
    """See test_pretrained: nothing of the hub is needed to load what was saved."""
    chosen = copy.deepcopy(small_template())
    source = ApotheonMultiModalModel(chosen)
    source.vision_encoder.model.config.save_pretrained(tmp_path / "clip")
    chosen["architecture"]["vision"] = {"model": str(tmp_path / "clip"), "weights": "random"}
    model = ApotheonMultiModalModel(chosen)
    save_model(model, TOKENIZER, tmp_path / "model")
    (tmp_path / "clip" / "config.json").unlink()
    loaded, _ = load_model(tmp_path / "model")
    assert loaded.vision_encoder.width == 16
