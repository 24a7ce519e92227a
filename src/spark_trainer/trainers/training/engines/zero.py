"""DeepSpeed ZeRO: stage 2 shares gradients and optimiser state, stage 3 the weights too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.models.learner import Learner
from spark_trainer.models.weight_names import aliases
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import STATE_NAMES, Engine
from spark_trainer.trainers.training.engines.place import Place


class ZeroEngine(Engine):
    """DeepSpeed is asked for its sharing only: clipping, accumulation and rates are the same.

    Its own checkpoints are pickles; weights and state are read and put back a parameter at a time.
    """

    def __init__(self, model: Learner, config: TrainingConfig, place: Place) -> None:
        super().__init__(model.to(place.device), config, place)
        deepspeed = require("deepspeed", extra="deepspeed")
        self._fragments: Any = require("deepspeed.utils", extra="deepspeed")
        self._zero: Any = deepspeed.zero
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

    def enter(self, frozen: Collection[str]) -> None:
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
        with self._all_trained():
            return {name: self._whole(parameter) for name, parameter in self._own()}

    def optimizer_state(self) -> dict[str, Any]:
        with self._all_trained():
            self._link_states()
            state = self._states()
        shapes = {name: list(kept[STATE_NAMES[0]].shape) for name, kept in state.items()}
        return {"adamw": {"state": state, "shapes": shapes, "groups": []}, "scaler": {}}

    def load_optimizer(self, saved: Mapping[str, Any]) -> None:
        state = saved["adamw"]["state"]
        names = {parameter: name for name, parameter in self._own()}
        for flat, parameters in self._partitions():
            steps = [state[names[p]]["step"] for p in parameters if names[p] in state]
            if steps:
                moments = {key: torch.zeros_like(flat) for key in STATE_NAMES}
                self.optimizer.optimizer.state[flat] = {"step": steps[0].clone(), **moments}
        with self._all_trained():
            self._link_states()
            for parameter, name in names.items():
                for key in STATE_NAMES if name in state else ():
                    self._put(parameter, state[name][key].to(self.place.device), key)

    def _put(self, parameter: Any, value: Tensor, key: str) -> None:
        if self._stage == 2:
            self._fragments.safe_set_full_optimizer_state(parameter, value, key)
            return
        # Its setter of whole states fails where a parameter is shorter than there are ranks.
        ranks, flat = self.place.ranks, value.flatten()
        share = -(-flat.numel() // ranks)
        padded = functional.pad(flat, (0, share * ranks - flat.numel()))
        own = padded.narrow(0, share * self.place.rank, share)
        self._fragments.safe_set_local_optimizer_state(parameter, own, key)

    def _whole(self, parameter: Any) -> Tensor:
        if parameter.requires_grad:
            found: Tensor = self._fragments.safe_get_full_fp32_param(parameter)
            return found.detach().cpu()
        with self._zero.GatheredParameters([parameter]):
            copied: Tensor = parameter.detach().clone().cpu()
            return copied

    def _states(self) -> dict[str, dict[str, Tensor]]:
        get = self._fragments.safe_get_full_optimizer_state
        base, names = self.optimizer.optimizer.state, {p: name for name, p in self._own()}
        return {
            names[parameter]: {
                "step": base[flat]["step"].cpu(),
                **{key: get(parameter, key).cpu() for key in STATE_NAMES},
            }
            for flat, parameters in self._partitions()
            if flat in base
            for parameter in parameters
        }

    def _partitions(self) -> list[tuple[Tensor, list[Any]]]:
        """What AdamW really works on: this rank's share of many parameters in one flat tensor."""
        zero = self.optimizer
        if self._stage == 2:
            return list(zip(zero.single_partition_of_fp32_groups, zero.bit16_groups, strict=True))
        return list(zip(zero.fp32_partitioned_groups_flat, zero.fp16_groups, strict=True))

    def _link_states(self) -> None:
        """DeepSpeed 0.19 links the moments of the first group only: it does so after its step."""
        if self._stage == 2 and self.optimizer.optimizer.state:
            self.optimizer._hp_optimizer_states_linked = False
            self.optimizer._lazy_init_hp_params_optimizer_state()

    @contextmanager
    def _all_trained(self) -> Iterator[None]:
        """What is asked of a frozen parameter, DeepSpeed does not answer."""
        before = {p: p.requires_grad for p in self.model.parameters()}
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(name in self._trained_some_time)
        yield
        for parameter, trained in before.items():
            parameter.requires_grad_(trained)

    def _own(self) -> list[tuple[str, Any]]:
        twice = aliases(self.model)
        return [(n, p) for n, p in self.model.named_parameters() if n not in twice]


def _settings(config: TrainingConfig) -> dict[str, Any]:
    return {
        "train_micro_batch_size_per_gpu": 1,  # what a batch holds is our own affair
        "gradient_accumulation_steps": 1,
        "gradient_clipping": config.max_grad_norm,
        "zero_optimization": {
            "stage": int(config.strategy[-1]),
            "stage3_param_persistence_threshold": 0,
        },
        "zero_allow_untested_optimizer": True,
        # Weights stay float32, as with the other strategies; only products are in bf16.
        "torch_autocast": {"enabled": config.half == "bf16", "dtype": "bfloat16"},
    }
