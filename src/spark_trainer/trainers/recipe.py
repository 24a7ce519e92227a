"""What a trainer module gives: how the models of a template are trained, judged and used.

A trainer is a module with a line `@trainer_template: NAME` in its docstring and a `RECIPE`.
Most are a `recipes.model_recipe.ModelRecipe`, which asks for a few methods only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from spark_trainer.core.errors import UsageError
from spark_trainer.models.checking import Settings
from spark_trainer.trainers.generating import Generated, Takes, Wish
from spark_trainer.trainers.training.config import TrainingConfig

if TYPE_CHECKING:
    from spark_trainer.evaluation.report import Result
    from spark_trainer.trainers.opened import Opened
    from spark_trainer.trainers.training.plan_report import PlanReport
    from spark_trainer.trainers.training.reporting import Listener
    from spark_trainer.trainers.training.training import Trained

Export = Literal["hf", "adapter", "merged", "safetensors"]


@dataclass(frozen=True)
class RunPlan:
    """What `spark-trainer train` was asked for, resolved."""

    name: str
    """Of the template."""
    trainer: str
    """Whose recipe trains it."""
    template: Any
    """Checked, an instance of the recipe's `template_model`."""
    config: TrainingConfig


@dataclass(frozen=True)
class Asked:
    """What `spark-trainer evaluate` wants to know."""

    split: str = "test"
    data: Path | None = None
    """Another dataset than the run's own."""
    metrics: Sequence[str] | None = None
    most: int | None = None
    """Samples at most."""
    batch_size: int = 16
    device: str = "auto"
    output: Path | None = None
    """Where the result goes, and files of samples beside it; None = into the run."""


class Recipe(ABC):
    """How one kind of template is trained, judged and used."""

    template_model: ClassVar[type[Settings]]
    """What its templates must say."""
    config_model: ClassVar[type[TrainingConfig]] = TrainingConfig
    export_format: ClassVar[Export] = "hf"
    """The form that others load by themselves."""
    takes: ClassVar[Takes] = Takes()
    """What `generate` is given; nothing where there is none."""

    tiny_steps: ClassVar[int] = 150
    """Steps after which the tiny model knows its samples by heart."""

    @abstractmethod
    def train(self, planned: RunPlan, listeners: Sequence[Listener] = ()) -> Trained:
        """Train to the end, or until a signal; see `training.train` for what it raises."""

    @abstractmethod
    def plan(self, planned: RunPlan) -> PlanReport:
        """Measure memory and time, and write nothing."""

    @abstractmethod
    def evaluate(self, run: Path, asked: Asked) -> tuple[Result, Path]:
        """The result, and where it belongs.

        Raises:
            UsageError: no such split or metric.
            DatasetError: there is nothing to measure on.
            CheckpointError: the model is damaged.
        """

    @abstractmethod
    def export(self, run: Path, folder: Path, how: Export) -> Sequence[Path]:
        """Write the trained model for others; the files.

        Raises:
            UsageError: this kind of model cannot be had that way, or the folder is not empty.
        """

    def generate(self, run: Path, wish: Wish) -> Iterator[Generated]:
        """What the trained model makes of each file, or of the prompt; see `takes`.

        The caller has asked `check_taken`. The same for the same seed.

        Raises:
            UsageError: this kind of model does not generate, or not with these options.
            CheckpointError: there is no model yet, or it is damaged.
            MediaError: a file cannot be read.
        """
        raise UsageError(f"{type(self).__name__} does not generate")

    @abstractmethod
    def opened(self, model: Path, data: Path) -> Opened:
        """The model of a run (`RUN/model`) with all samples of a dataset.

        Raises:
            CheckpointError: the model is damaged.
        """

    @abstractmethod
    def opened_export(self, exported: Path, model: Path, data: Path) -> Opened:
        """The same with a model that was exported, loaded as somebody else would load it."""

    @abstractmethod
    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        """A template of the same classes with a tiny random model, and 8 samples to overfit.

        Both are written below the folder. It is what `templates check` trains.
        """
