"""States come back from safetensors and JSON exactly as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from spark_trainer.core.errors import CheckpointError
from spark_trainer.trainers import tensor_file
from spark_trainer.trainers.state_codec import decode, encode

DTYPES = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32,
    torch.int16, torch.int8, torch.uint8, torch.uint16, torch.uint32, torch.uint64, torch.bool,
    torch.complex64, torch.float8_e4m3fn, torch.float8_e5m2,
]  # fmt: skip


def bits(tensor: torch.Tensor) -> bytes:
    return tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()


def same(a: Any, b: Any) -> bool:
    """Equal in kind and in every bit; dicts in order."""
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and a.shape == b.shape and bits(a) == bits(b)
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(
            type(k) is type(m) and same(a[k], b[m]) for k, m in zip(a, b, strict=True)
        )
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return repr(a) == repr(b)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Any type and shape, any bits: infinities, signed zeros and every NaN among them."""
    dtype = draw(st.sampled_from(DTYPES))
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    width = torch.empty((), dtype=dtype).element_size()
    count = torch.Size(shape).numel() * width
    raw = draw(st.binary(min_size=count, max_size=count))
    if dtype == torch.bool:
        raw = bytes(byte & 1 for byte in raw)
    if not raw:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | tensors()
keys = st.text() | st.integers() | st.sampled_from(["__metadata__", "a/b", "tensor", "dict"])
states = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=120, deadline=None)
@given(state=states)
def test_any_state_comes_back_exactly(state: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    outline, named = encode(state)
    path = tmp_path_factory.mktemp("codec") / "a.safetensors"
    path.write_bytes(b"".join(tensor_file.chunks(named)))
    assert same(decode(json.loads(json.dumps(outline)), tensor_file.read(path)), state)


def through(state: Any, path: Path) -> Any:
    outline, named = encode(state)
    path.write_bytes(b"".join(tensor_file.chunks(named)))
    return decode(json.loads(json.dumps(outline)), tensor_file.read(path))


def test_views_and_conjugates_and_parameters_are_saved_by_their_values(tmp_path: Path) -> None:
    square = torch.arange(6.0).reshape(2, 3)
    state = {
        "turned": square.T,
        "cut": square[:, 1:],
        "spread": torch.ones(1).expand(4),
        "conjugate": torch.tensor([1 + 2j]).conj(),
        "parameter": torch.nn.Parameter(square),
    }
    back = through(state, tmp_path / "a.safetensors")
    assert all(torch.equal(back[name], state[name]) for name in state)


def test_tied_weights_are_there_once_and_a_file_of_weights_can_be_read_by_others(
    tmp_path: Path,
) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 4))
    model[1].weight = model[0].weight
    back = through(model.state_dict(), tmp_path / "a.safetensors")
    assert back["1.weight"] is back["0.weight"]
    assert set(safetensors.torch.load_file(tmp_path / "a.safetensors")) == {
        "0.weight", "0.bias", "1.bias",
    }  # fmt: skip


def test_what_cannot_be_saved_is_named_by_its_place() -> None:
    with pytest.raises(CheckpointError, match=r"^a/1/b: a set cannot be saved; wanted are tens"):
        encode({"a": [0, {"b": {1}}]})
    with pytest.raises(CheckpointError, match=r"a key is a float; wanted is text"):
        encode({0.5: 1})
    with pytest.raises(CheckpointError, match=r"s: a tensor of float32 \(torch.sparse_coo\)"):
        list(tensor_file.chunks(encode({"s": torch.eye(2).to_sparse()})[1]))


@pytest.mark.parametrize(
    "outline",
    [
        [1], {}, {"a": 1, "b": 2}, {"set": []}, {"list": 3}, {"dict": [1]}, {"dict": [[[], 1]]},
        {"tensor": "x"}, {"tensor": []}, {"float": "x"},
    ],
)  # fmt: skip
def test_a_malformed_outline_is_refused(outline: Any) -> None:
    with pytest.raises(CheckpointError, match="outline of a state is malformed"):
        decode(outline, {})


def test_a_file_that_is_no_safetensors_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"no")
    with pytest.raises(CheckpointError, match="no safetensors file"):
        tensor_file.read(tmp_path / "a.safetensors")
