"""Apotheon as the commands ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from spark_trainer.evaluation.report import Result
from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.checking import Settings
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.generating import WRITING, Generated, Takes, Wish
from spark_trainer.trainers.opened import Opened
from spark_trainer.trainers.recipe import Asked, Export, Recipe, RunPlan
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.plan_report import PlanReport
from spark_trainer.trainers.training.reporting import Listener
from spark_trainer.trainers.training.training import Trained


class ApotheonRecipe(Recipe):
    """See docs/apotheon.md."""

    template_model: ClassVar[type[Settings]] = ApotheonConfig
    config_model: ClassVar[type[TrainingConfig]] = ApotheonTrainingConfig
    export_format: ClassVar[Export] = "safetensors"
    takes = Takes(("video",), ("task", "fps", *WRITING))
    tiny_steps = 250

    def train(self, planned: RunPlan, listeners: Sequence[Listener] = ()) -> Trained:
        from spark_trainer.trainers.apotheon.starting import build_model
        from spark_trainer.trainers.apotheon.trainer import ApotheonTrainer
        from spark_trainer.trainers.run_augmentations import preset_of_run

        preset_of_run(planned.config)  # a wrong name is told before weights are read
        model = build_model(planned.template, planned.config)
        trainer = ApotheonTrainer(
            model, planned.config, template_name=planned.name, listeners=listeners
        )
        return trainer.train()

    def plan(self, planned: RunPlan) -> PlanReport:
        from spark_trainer.trainers.apotheon.planning import plan_training

        return plan_training(planned)

    def evaluate(self, run: Path, asked: Asked) -> tuple[Result, Path]:
        from spark_trainer.trainers.apotheon.evaluating_runs import evaluate_run

        result, where = evaluate_run(
            run,
            asked.split,
            manifest=asked.data,
            metrics=asked.metrics,
            most=asked.most,
            batch_size=asked.batch_size,
            device=asked.device,
        )
        return result, asked.output or where

    def export(self, run: Path, folder: Path, how: Export) -> Sequence[Path]:
        from spark_trainer.trainers.apotheon.exporting import export_run

        return export_run(run, folder, how)

    def generate(self, run: Path, wish: Wish) -> Iterator[Generated]:
        from spark_trainer.trainers.apotheon.generating import generate_of_run

        return generate_of_run(run, wish)

    def opened(self, model: Path, data: Path) -> Opened:
        from spark_trainer.trainers.apotheon.opened import OpenedApotheon

        return OpenedApotheon(model, data)

    def opened_export(self, exported: Path, model: Path, data: Path) -> Opened:
        del model
        return self.opened(exported, data)

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        from spark_trainer.trainers.apotheon.tiny import tiny_apotheon

        return tiny_apotheon(folder)
