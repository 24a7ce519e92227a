"""Which files make a model, and which of them are not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelers.fake_hub import safetensors

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.labelers.weights.model_files import (
    faults,
    guess_layout,
    layout_of,
    small_files,
    weight_files,
)

HUB = (
    "README.md", "config.json", "tokenizer.json", "merges.txt", "chat_template.jinja",
    "spiece.model", "model.safetensors", "model.fp32-00001-of-00002.safetensors",
    "model.safetensors.index.fp32.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
    "flax_model.msgpack", "tf_model.h5", "onnx/config.json", "original/model.safetensors",
)  # fmt: skip


def test_nothing_of_other_frameworks_is_taken() -> None:
    small = small_files(HUB, "transformers")
    assert small == [
        "chat_template.jinja",
        "config.json",
        "merges.txt",
        "spiece.model",
        "tokenizer.json",
    ]
    assert weight_files(Path(), HUB, "transformers") == ["model.safetensors"]


def test_a_model_for_ctranslate2_is_known_by_its_files() -> None:
    names = ["config.json", "model.bin", "vocabulary.txt", "README.md"]
    assert guess_layout(names) == "ctranslate2" == layout_of("faster-whisper")
    assert guess_layout(HUB) == "transformers" == layout_of("whisper")
    assert small_files(names, "ctranslate2") == ["config.json", "vocabulary.txt"]
    with pytest.raises(BackendUnavailableError, match=r"no model\.bin: .*ct2-transformers-conv"):
        weight_files(Path(), HUB, "ctranslate2")
    with pytest.raises(BackendUnavailableError, match="CTranslate2 .*take back end faster-whisper"):
        weight_files(Path(), names, "transformers")


@pytest.mark.parametrize(
    "index",
    [
        {},
        {"weight_map": {}},
        {"weight_map": {"a": 1}},
        {"weight_map": ["a"]},
        {"weight_map": {"a": "../../secret.safetensors"}},
        {"weight_map": {"a": "/etc/secret.safetensors"}},
        {"weight_map": {"a": "pytorch_model.bin"}},
        {"weight_map": {"a": "model-1.safetensors", "b": None}},
        [],
    ],
    ids=json.dumps,
)
def test_an_index_that_leads_elsewhere_is_refused(tmp_path: Path, index: object) -> None:
    name = "model.safetensors.index.json"
    (tmp_path / name).write_text(json.dumps(index))
    with pytest.raises(BackendUnavailableError, match="names no safetensors files beside it"):
        weight_files(tmp_path, [name], "transformers")


def test_no_weights_at_all_is_said() -> None:
    with pytest.raises(BackendUnavailableError, match="no weights: wanted model.safetensors, or"):
        weight_files(Path(), ["config.json"], "transformers")


@given(count=st.integers(0, 300), data=st.data())
def test_a_file_that_is_cut_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, count: int, data: st.DataObject
) -> None:
    folder, whole = tmp_path_factory.mktemp("model"), safetensors(count)
    (folder / "config.json").touch()
    path = folder / "model.safetensors"
    path.write_bytes(whole)
    assert faults(folder, [path.name]) == []
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert faults(folder, [path.name]) == ["model.safetensors is cut short"]


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_check(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("model")
    (folder / "model.safetensors").write_bytes(data)
    assert faults(folder, ["model.safetensors"])[0] == "config.json is missing"
