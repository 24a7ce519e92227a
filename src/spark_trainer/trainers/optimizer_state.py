"""An optimiser's state by the names of parameters.

PyTorch counts parameters in the order of the groups. A stage of the curriculum that freezes some,
or a changed order, would load the moments of one parameter into another; names cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spark_trainer.core.errors import CheckpointError

if TYPE_CHECKING:
    from torch.nn import Parameter
    from torch.optim import Optimizer


@dataclass(frozen=True)
class Carried:
    """What became of the state that was saved."""

    fresh: tuple[str, ...]
    """Parameters that start with no state: they were not trained before."""
    unused: tuple[str, ...]
    """Parameters whose saved state nobody wants: they are frozen or gone."""


def by_name(optimizer: Optimizer, named: Iterable[tuple[str, Parameter]]) -> dict[str, Any]:
    """The state, for `state_codec`.

    Args:
        named: the model's `named_parameters()`; it may hold more than the optimiser has.

    Raises:
        CheckpointError: the optimiser has a parameter that is not among them.
    """
    names = _names(optimizer, named)
    flat = [name for group in names for name in group]
    raw = optimizer.state_dict()
    groups = [
        {**group, "params": names_of}
        for group, names_of in zip(raw["param_groups"], names, strict=True)
    ]
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    return {
        "groups": groups,
        "shapes": {
            name: list(parameter.shape) for name, parameter in zip(flat, parameters, strict=True)
        },
        "state": {flat[index]: state for index, state in raw["state"].items()},
    }


def load_by_name(
    optimizer: Optimizer,
    named: Iterable[tuple[str, Parameter]],
    saved: Mapping[str, Any],
    *,
    options: bool,
) -> Carried:
    """Put the state of each parameter back, whatever its place in the optimiser.

    Args:
        options: take learning rates and the like from what was saved too: right on resume, where
            the groups are the same; False at the start of a stage, which brings its own.

    Raises:
        CheckpointError: a parameter's shape differs, or, with `options`, the groups do.
    """
    names = _names(optimizer, named)
    flat = [name for group in names for name in group]
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for name, parameter in zip(flat, parameters, strict=True):
        before = saved["shapes"].get(name, list(parameter.shape))
        if before != list(parameter.shape):
            raise CheckpointError(
                f"{name}: saved with shape {before}, is {list(parameter.shape)} now. "
                f"Was the model's configuration changed?"
            )
    raw = optimizer.state_dict()
    if options:
        raw["param_groups"] = _saved_options(raw["param_groups"], names, saved["groups"])
    raw["state"] = {
        index: saved["state"][name] for index, name in enumerate(flat) if name in saved["state"]
    }
    optimizer.load_state_dict(raw)
    return Carried(
        fresh=tuple(name for name in flat if name not in saved["state"]),
        unused=tuple(name for name in saved["state"] if name not in set(flat)),
    )


def _names(optimizer: Optimizer, named: Iterable[tuple[str, Parameter]]) -> list[list[str]]:
    name_of = {id(parameter): name for name, parameter in named}
    groups = [group["params"] for group in optimizer.param_groups]
    unknown = [list(p.shape) for group in groups for p in group if id(p) not in name_of]
    if unknown:
        raise CheckpointError(
            f"the optimiser has {len(unknown)} parameters that the model has no name for, "
            f"of shapes {unknown[:4]}. Build the optimiser after the model is changed."
        )
    return [[name_of[id(p)] for p in group] for group in groups]


def _saved_options(
    present: list[dict[str, Any]], names: list[list[str]], saved: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The present groups, each with the options of the saved group of the same parameters."""
    by_members = {frozenset(group["params"]): group for group in saved}
    merged = []
    for group, members in zip(present, names, strict=True):
        options = by_members.get(frozenset(members))
        if options is None:
            raise CheckpointError(
                f"the optimiser's group of {len(members)} parameters ({', '.join(members[:3])}...) "
                f"was not saved as one group. Resume with the same stage and the same groups."
            )
        merged.append({**options, "params": group["params"]})
    return merged
