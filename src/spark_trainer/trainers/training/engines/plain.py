"""One process, or several that each hold the whole model (DDP)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from spark_trainer.models.learner import Learner
from spark_trainer.models.weight_names import aliases
from spark_trainer.trainers import optimizer_state
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.place import Place


class PlainEngine(Engine):
    """Parameters are ordinary tensors. With several processes, gradients are added by DDP."""

    def __init__(self, model: Learner, config: TrainingConfig, place: Place) -> None:
        super().__init__(model.to(place.device), config, place)
        self.optimizer = torch.optim.AdamW(self.groups(), betas=config.adam_betas, fused=True)
        fp16 = config.half == "fp16"
        self.scaler = torch.amp.GradScaler(place.device.type, enabled=fp16)
        self._ddp: DistributedDataParallel | None = None

    def enter(self, frozen: Collection[str]) -> None:
        self.model.freeze(frozen)
        self.run = self.model
        if self.place.ranks > 1:
            # Anew for each stage: DDP waits for the gradients of what trained when it was made.
            self.run = self._ddp = DistributedDataParallel(self.model)
        if self.config.compile:
            self.run = torch.compile(self.run, dynamic=True)

    def backward(self, loss: Tensor, *, last: bool) -> None:
        quiet = nullcontext() if last or self._ddp is None else self._ddp.no_sync()
        with quiet:
            # DDP takes the mean over ranks; the sum is wanted.
            self.scaler.scale(loss * self.place.ranks).backward()  # type: ignore[no-untyped-call]

    def update(self, rate: float) -> Tensor:
        self.scaler.unscale_(self.optimizer)
        trained = [p for p in self.model.parameters() if p.grad is not None]
        norm = nn.utils.clip_grad_norm_(trained, self.config.max_grad_norm)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        return norm

    def weights(self) -> dict[str, Tensor]:
        twice = aliases(self.model)
        return {
            name: parameter.detach().cpu()
            for name, parameter in self.model.named_parameters()
            if name not in twice
        }

    def optimizer_state(self) -> dict[str, Any]:
        named = self.model.named_parameters()
        scaler = self.scaler.state_dict()
        return {"adamw": optimizer_state.by_name(self.optimizer, named), "scaler": scaler}

    def load_optimizer(self, saved: Mapping[str, Any]) -> None:
        named = self.model.named_parameters()
        optimizer_state.load_by_name(self.optimizer, named, saved["adamw"], options=False)
        self.scaler.load_state_dict(saved["scaler"])
