"""DeepSpeed ZeRO: stage 2 shares gradients and optimiser state, stage 3 the weights too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import Tensor

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Part
from spark_trainer.models.apotheon.saving import aliases
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.apotheon.engines.engine import STATE_NAMES, Engine
from spark_trainer.trainers.apotheon.engines.place import Place
from spark_trainer.trainers.apotheon.engines.weights import check_weights


class ZeroEngine(Engine):
    """DeepSpeed is asked for its sharing only: clipping, accumulation and rates are the same.

    Its own checkpoints are pickles; weights and state are read and put back a parameter at a time.
    """

    def __init__(
        self, model: ApotheonMultiModalModel, config: ApotheonTrainingConfig, place: Place
    ) -> None:
        super().__init__(model.to(place.device), config, place)
        deepspeed = require("deepspeed", extra="deepspeed")
        self._fragments: Any = require("deepspeed.utils", extra="deepspeed")
        if deepspeed.accelerator.get_accelerator().device_name() != place.device.type:
            raise UsageError(
                f"DeepSpeed works on {deepspeed.accelerator.get_accelerator().device_name()}, the "
                f"run on {place.device.type}. Set DS_ACCELERATOR={place.device.type}."
            )
        self._trained_some_time = {n for n, p in model.named_parameters() if p.requires_grad}
        optimizer = torch.optim.AdamW(self.groups(), betas=config.adam_betas)
        self._stage = int(config.strategy[-1])
        self._engine, self.optimizer, _, _ = deepspeed.initialize(
            model=model, optimizer=optimizer, config=_settings(config), dist_init_required=False
        )
        if self._engine.zero_optimization_stage() != self._stage:
            raise UsageError(f"DeepSpeed did not take ZeRO stage {self._stage}")
        self.run = self._engine
        self._frozen: frozenset[str] = frozenset()

    @property
    def can_write(self) -> bool:
        return self._stage < 3

    def enter(self, frozen: Collection[Part]) -> None:
        self.model.freeze(frozen)
        self._frozen = frozenset(frozen)

    def backward(self, loss: Tensor, *, last: bool) -> None:
        self._engine.set_gradient_accumulation_boundary(is_boundary=last)
        self._engine.backward(loss * self.place.ranks)

    def update(self, rate: float) -> Tensor:
        for group in self.optimizer.param_groups:
            group["lr"] = 0.0 if group["part"] in self._frozen else rate
        self._engine.step()
        norm = self._engine.get_global_grad_norm()
        return torch.as_tensor(float("nan") if norm is None else norm).detach().cpu()

    def weights(self) -> dict[str, Tensor]:
        return {name: self._weight(parameter) for name, parameter in self._own()}

    def optimizer_state(self) -> dict[str, Any]:
        get = self._fragments.safe_get_full_optimizer_state
        state = {
            name: {
                "step": torch.tensor(float(self._engine.global_steps)),
                **{key: get(parameter, key).cpu() for key in STATE_NAMES},
            }
            for name, parameter in self._own()
            if parameter.requires_grad and get(parameter, STATE_NAMES[0]) is not None
        }
        shapes = {name: list(kept[STATE_NAMES[0]].shape) for name, kept in state.items()}
        return {"adamw": {"state": state, "shapes": shapes, "groups": []}, "scaler": {}}

    def load(self, weights: Mapping[str, Tensor], optimizer: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def _weight(self, parameter: Tensor) -> Tensor:
        if parameter.requires_grad:
            return self._fragments.safe_get_full_fp32_param(parameter).detach().cpu()
        return parameter.detach().cpu()

    def _own(self) -> list[tuple[str, Any]]:
        twice = aliases(self.model)
        return [(n, p) for n, p in self.model.named_parameters() if n not in twice]


def _settings(config: ApotheonTrainingConfig) -> dict[str, Any]:
    half = {"bf16": {"bf16": {"enabled": True}}, "fp16": {"fp16": {"enabled": True}}}
    return {
        "train_micro_batch_size_per_gpu": 1,  # what a batch holds is our own affair
        "gradient_accumulation_steps": 1,
        "gradient_clipping": config.max_grad_norm,
        "zero_optimization": {
            "stage": int(config.strategy[-1]),
            "stage3_param_persistence_threshold": 0,
        },
        "zero_allow_untested_optimizer": True,
        **({} if config.half is None else half[config.half]),
    }
