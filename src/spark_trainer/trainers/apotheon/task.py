"""Apotheon as a task of the training loop: its stages, samples, evaluation and saved model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from torch import Tensor

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Part
from spark_trainer.models.apotheon.saving import save_model
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon.data import RunData, manifest_of
from spark_trainer.trainers.apotheon.judging import judge_of
from spark_trainer.trainers.apotheon.stages import frozen_in
from spark_trainer.trainers.apotheon_data.augment import Augment
from spark_trainer.trainers.apotheon_data.loader import Loader
from spark_trainer.trainers.apotheon_data.preset_augment import PresetAugment
from spark_trainer.trainers.run_augmentations import RECORDED
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.task import Judge, Say, Stage, Task


class ApotheonTask(Task):
    """One process of a run.

    Raises:
        DatasetError: there is nothing to train on.
        ConfigError: the model and its tokenizer do not fit, or a sample is over the budget.
    """

    trainer = "apotheon-multimodal"
    model: ApotheonMultiModalModel

    def __init__(
        self,
        model: ApotheonMultiModalModel,
        config: TrainingConfig,
        tokenizer: Tokenizer,
        place: Place,
        augment: Augment | None = None,
    ) -> None:
        super().__init__(config, place)
        tokenizer.must_fit(model.text_encoder.vocabulary)
        self.model, self._tokenizer, self._augment = model, tokenizer, augment
        self._config, self._template = config, model.config
        self._data = RunData(model.config, config, tokenizer, place, augment)
        self.samples = len(self._data.samples)
        self._never_saved = never_saved(model.config, self._data.always_frozen)

    def stage_at(self, epoch: int) -> Stage:
        stage = self._template.stage_at(epoch)
        return Stage(
            name=stage.name,
            epochs=stage.epochs,
            frozen=frozen_in(self._template, stage),
            weights=stage.loss_weights or self._template.objectives.weights(),
            learning_rate=stage.learning_rate or self.config.learning_rate,
        )

    def enter(self, stage: Stage) -> None:
        self._data.enter(self._template.stage_at(stage.epochs[0]))

    def loader(self, epoch: int, start: int) -> Loader:
        return self._data.loader(epoch, start)

    def judge(self) -> Judge | None:
        return judge_of(self._data, self._config)

    def save(self, folder: Path, weights: Mapping[str, Tensor]) -> None:
        save_model(self.model, self._tokenizer, folder, weights)

    def smaller(self, batch_size: int) -> Self:
        given = {**self._config.model_dump(), "batch_size": batch_size}
        config = type(self._config)(**given)
        return type(self)(self.model, config, self._tokenizer, self.place, self._augment)

    def template(self) -> Mapping[str, Any]:
        found: dict[str, Any] = self._template.model_dump(mode="json")
        return found

    def dataset(self) -> Path:
        return manifest_of(self.config.manifest_path)

    def is_saved(self, parameter: str) -> bool:
        return self.model.part_of(parameter) not in self._never_saved

    def freeze_for_good(self) -> None:
        self.model.freeze(self._data.always_frozen)
        super().freeze_for_good()

    def prepare(self, say: Say) -> None:
        self._data.compute_features(self.model, say)

    def remarks(self) -> list[str]:
        own = self._augment.remarks() if isinstance(self._augment, PresetAugment) else []
        return [*self._data.remarks(), *own]

    def recorded(self) -> Mapping[str, Any]:
        if not isinstance(self._augment, PresetAugment):
            return {}
        return {RECORDED: self._augment.preset.to_json()}


def never_saved(template: ApotheonConfig, always_frozen: frozenset[Part]) -> frozenset[Part]:
    """Encoders with weights of a hub or folder, frozen in every stage: they are there already."""
    sizes = template.architecture
    encoders: dict[Part, str] = {
        "vision_encoder": sizes.vision.weights,
        "audio_encoder": sizes.audio.weights,
        "text_encoder": sizes.text.weights,
    }
    return frozenset(
        part for part, kind in encoders.items() if kind == "pretrained" and part in always_frozen
    )
