"""Nested state to named tensors and JSON, and back, exactly.

A *state* is what `state_dict()` methods return: dicts, lists and tuples of tensors, numbers, text,
truth values and None. The *outline* is the same nest as JSON, with the names of tensors in their
places. Numbers, text, truth values and None stand for themselves; all else is an object of one key:
`dict` (pairs, so that keys may be numbers and keep their order), `list`, `tuple`, `float` (what
JSON has no number for) and `tensor`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from spark_trainer.core.errors import CheckpointError
from spark_trainer.core.text import portable, printable

if TYPE_CHECKING:
    from torch import Tensor

_PLAIN = (type(None), bool, int, str)
_RESERVED = "__metadata__"
"""Not a tensor's name in a safetensors file."""


def encode(state: Any) -> tuple[Any, dict[str, Tensor]]:
    """The outline, and the tensors by name, as they are: not copied, on their devices.

    A tensor's name is the path to it (`layer.weight` at the top, `state/layer.weight/exp_avg`
    below), so that other programs can read a file of weights. A tensor that stands in two places
    (tied weights) is there once.

    Raises:
        CheckpointError: a value of another kind; names the place.
    """
    encoder = _Encoder()
    return encoder.outline(state, ()), encoder.tensors


def decode(outline: Any, tensors: dict[str, Tensor]) -> Any:
    """The state. Subclasses of dict have become dicts, parameters tensors.

    Raises:
        CheckpointError: the outline is malformed or names a tensor that is not there.
    """
    if isinstance(outline, (*_PLAIN, float)):
        return outline
    try:
        [(kind, inside)] = outline.items()
        return _decode_kind(kind, inside, tensors)
    except (AttributeError, KeyError, TypeError, ValueError) as e:
        raise CheckpointError(
            f"the outline of a state is malformed: {type(e).__name__}: {printable(str(e)[:200])}"
        ) from e


def _decode_kind(kind: str, inside: Any, tensors: dict[str, Tensor]) -> Any:
    match kind:
        case "dict":
            return {key: decode(value, tensors) for key, value in inside}
        case "list":
            return [decode(value, tensors) for value in inside]
        case "tuple":
            return tuple(decode(value, tensors) for value in inside)
        case "float":
            return float(inside)
        case "tensor":
            return tensors[inside]
    raise ValueError(f"no kind of value is called {kind!r}")


class _Encoder:
    def __init__(self) -> None:
        self.tensors: dict[str, Tensor] = {}
        self._name_of: dict[tuple[Any, ...], str] = {}

    def outline(self, value: Any, path: tuple[Any, ...]) -> Any:
        from torch import Tensor

        if type(value) in _PLAIN:
            return value
        if type(value) is float:
            return value if math.isfinite(value) else {"float": str(value)}
        if isinstance(value, Tensor):
            return {"tensor": self._named(value, path)}
        if isinstance(value, dict):
            return {"dict": [self._pair(key, inside, path) for key, inside in value.items()]}
        if isinstance(value, list | tuple):
            kind = "list" if isinstance(value, list) else "tuple"
            return {kind: [self.outline(v, (*path, i)) for i, v in enumerate(value)]}
        raise CheckpointError(
            f"{_told(path)}: a {type(value).__name__} cannot be saved; wanted are tensors, numbers,"
            " text, truth values, None, and dicts, lists and tuples of them"
        )

    def _pair(self, key: Any, value: Any, path: tuple[Any, ...]) -> list[Any]:
        here = (*path, key)
        if type(key) not in _PLAIN:
            raise CheckpointError(
                f"{_told(here)}: a key is a {type(key).__name__}; wanted is text or a whole number"
            )
        return [key, self.outline(value, here)]

    def _named(self, tensor: Tensor, path: tuple[Any, ...]) -> str:
        same = _identity(tensor)
        if same not in self._name_of:
            wanted = name = portable("/".join(str(part) for part in path)) or "tensor"
            count = 1
            while name in self.tensors or name == _RESERVED:
                count += 1
                name = f"{wanted}#{count}"
            self.tensors[name] = tensor
            self._name_of[same] = name
        return self._name_of[same]


def _identity(tensor: Tensor) -> tuple[Any, ...]:
    """Equal for two tensors that are the same memory seen in the same way."""
    if tensor.numel() == 0 or str(tensor.layout) != "torch.strided":
        return (id(tensor),)
    view = (tuple(tensor.shape), tensor.stride(), tensor.dtype, tensor.is_conj(), tensor.is_neg())
    return (tensor.device, tensor.data_ptr(), *view)


def _told(path: tuple[Any, ...]) -> str:
    return printable("/".join(str(part) for part in path)) or "the state"
