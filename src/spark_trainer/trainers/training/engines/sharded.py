"""FSDP2: each process holds a share of every weight, gradient and optimiser state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor

from spark_trainer.models.learner import Learner
from spark_trainer.models.weight_names import aliases
from spark_trainer.trainers import optimizer_state
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import STATE_NAMES, Engine
from spark_trainer.trainers.training.engines.place import Place


class ShardedEngine(Engine):
    """PyTorch's own `fully_shard`, layer by layer; it runs on GPUs and on processors."""

    def __init__(self, model: Learner, config: TrainingConfig, place: Place) -> None:
        super().__init__(_sharded(model.to(place.device), place), config, place)
        assert isinstance(self.model, FSDPModule)
        self.optimizer = torch.optim.AdamW(self.groups(), betas=config.adam_betas)
        self._trained_some_time = {n for n, p in model.named_parameters() if p.requires_grad}
        self._frozen: frozenset[str] = frozenset()

    @property
    def can_write(self) -> bool:
        return False

    def enter(self, frozen: Collection[str]) -> None:
        self.model.freeze(frozen)
        # Its layers were sharded with these gradients; those of frozen parts are dropped instead.
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(name in self._trained_some_time)
        self._frozen = frozenset(frozen)
        if self.config.compile:
            self.run = torch.compile(self.model, dynamic=True)

    def backward(self, loss: Tensor, *, last: bool) -> None:
        self.model.set_requires_gradient_sync(last)  # type: ignore[operator]
        (loss * self.place.ranks).backward()  # type: ignore[no-untyped-call]  # it takes the mean over ranks; the sum is wanted

    def update(self, rate: float) -> Tensor:
        for name, parameter in self.model.named_parameters():
            if self.model.part_of(name) in self._frozen:
                parameter.grad = None
        trained = [p for p in self.model.parameters() if p.grad is not None]
        norm = whole(nn.utils.clip_grad_norm_(trained, self.config.max_grad_norm))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return norm

    def _let_go(self) -> None:
        """After a forward pass without a backward one, the model still has its whole weights."""
        for module in self.model.modules():
            if isinstance(module, FSDPModule):
                module.reshard()

    def weights(self) -> dict[str, Tensor]:
        self._let_go()
        twice = aliases(self.model)
        return {
            name: whole(parameter.detach()).cpu()
            for name, parameter in self.model.named_parameters()
            if name not in twice
        }

    def optimizer_state(self) -> dict[str, Any]:
        self._let_go()
        saved = optimizer_state.by_name(self.optimizer, self.model.named_parameters())
        state = {
            name: _each(kept, lambda t: whole(t).cpu()) for name, kept in saved["state"].items()
        }
        return {"adamw": {**saved, "state": state}, "scaler": {}}

    def load_optimizer(self, saved: Mapping[str, Any]) -> None:
        places = dict(self.model.named_parameters())
        state = {
            name: {
                key: _shared(value, places[name]) if key in STATE_NAMES else value
                for key, value in kept.items()
            }
            for name, kept in saved["adamw"]["state"].items()
        }
        optimizer_state.load_by_name(
            self.optimizer, places.items(), {**saved["adamw"], "state": state}, options=False
        )


def whole(tensor: Tensor) -> Tensor:
    """All shares of a tensor together; every rank must ask."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def _shared(tensor: Tensor, like: Tensor) -> Tensor:
    if not isinstance(like, DTensor):
        return tensor
    return distribute_tensor(tensor.to(like.device), like.device_mesh, like.placements)


def _each(kept: Mapping[str, Any], change: Callable[[Tensor], Tensor]) -> dict[str, Any]:
    return {key: change(v) if isinstance(v, Tensor) else v for key, v in kept.items()}


def _sharded(model: Learner, place: Place) -> Learner:
    mesh = init_device_mesh(place.device.type, (place.ranks,))
    for layer in model.layers():
        fully_shard(layer, mesh=mesh)
    fully_shard(model, mesh=mesh)
    return model
