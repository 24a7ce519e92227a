"""A recipe of which only what is special to a model has to be written.

R rows   T tokens   V vocabulary
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from torch import Tensor, nn
from torch.nn import functional

from spark_trainer.evaluation.metric import Metric
from spark_trainer.evaluation.report import Sample
from spark_trainer.evaluation.texts import text_metrics
from spark_trainer.labelers.loading import load_processor
from spark_trainer.models.augmentations.operation import Modality
from spark_trainer.models.losses import Loss
from spark_trainer.trainers.generating import Generated, Given, Wish
from spark_trainer.trainers.recipe import Asked, Export, Recipe, RunPlan
from spark_trainer.trainers.recipes import weights
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.causal import NOT_LEARNED, TARGETS
from spark_trainer.trainers.recipes.examples import Example, LeftOut
from spark_trainer.trainers.recipes.four_bits import quantise_
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import Place

if TYPE_CHECKING:
    from spark_trainer.trainers.recipes.generating import Writer

ExampleT = TypeVar("ExampleT", bound=Example)


class ModelRecipe(Recipe, Generic[ExampleT]):
    """How a model of transformers is trained on examples.

    A subclass says which classes it is made of, what its examples are, how they become tensors,
    and how it answers; everything else is here, and may be changed.
    """

    config_model: ClassVar[type[TrainingConfig]] = TrainingConfig
    trainer: ClassVar[str]
    """The name in its module's `@trainer_template:` line."""
    objective: ClassVar[str]
    """Name of its loss: a key of the template's `objectives`."""
    augments: ClassVar[frozenset[Modality]] = frozenset()
    """What of a sample augmentations may change."""
    model_kind: ClassVar[str]
    """The model's class in transformers."""
    processor_kind: ClassVar[str] = "AutoProcessor"
    answers: ClassVar[bool] = True
    """Whether what it writes can be compared with references."""
    loss_unit: ClassVar[str] = "nats, 0 is best"
    """What the loss is measured in."""
    parts: ClassVar[Mapping[str, str]] = {}
    """Paths of submodules that can be frozen, by the names that templates have for them."""

    # What a subclass says.

    @abstractmethod
    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[Sequence[ExampleT], Sequence[LeftOut]]:
        """What can be learned from a dataset, and what of it cannot.

        Raises:
            DatasetError: it cannot be read; names file and line.
        """

    @abstractmethod
    def collate(
        self,
        processor: Any,
        template: Any,
        examples: Sequence[ExampleT],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        """Examples as tensors, with `targets_RT` where `losses` is the one of this class.

        Args:
            dice: one an example, for what is changed in training; None = nothing is.

        Raises:
            MediaError: a file cannot be read.
        """

    @abstractmethod
    def write(
        self, model: nn.Module, processor: Any, template: Any, examples: Sequence[ExampleT]
    ) -> list[str]:
        """What the model says of each, without being shown the reference. The same every time."""

    @abstractmethod
    def reference(self, example: ExampleT) -> str:
        """What it should say."""

    # What one that generates says too; its `write` then takes a `Writing` as well.

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        """What the model writes of a file that was given; None = of the prompt alone.

        Raises:
            UsageError: more is needed.
            MediaError: the file cannot be read.
        """
        raise NotImplementedError(f"{self.trainer} says what it `takes`, and makes nothing of it")

    # What is the same for most.

    def measures(
        self, names: Sequence[str], references: list[str], outputs: list[str]
    ) -> list[Metric]:
        """The metrics of these names, but for `loss`."""
        return text_metrics(names, references, outputs)

    def picture(self, example: ExampleT) -> str | None:
        """A picture for the table of samples, by its path in the dataset."""
        del example
        return None

    def made(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[ExampleT],
        folder: Path,
    ) -> Sequence[Sample]:
        """What is to be looked at where `answers` are no texts: files, written into the folder.

        `Sample.output` names each by its path from where the folder lies. Draws nothing from
        PyTorch's own generators.
        """
        del model, processor, template, examples, folder
        return ()

    def prepared(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[ExampleT],
        run: Path,
        place: Place,
    ) -> Any:
        """The processor for training, after what is computed once; the run's folder is there."""
        del model, template, examples, run, place
        return processor

    def outline(self, template: Any, folder: Path | None) -> nn.Module:
        """The model for its sizes alone, without an adapter; made on the meta device."""
        unbuilt = template.architecture.model_copy(update={"weights": "random"})
        return weights.build(self.model_kind, unbuilt, folder)

    def folder(self, template: Any) -> Path | None:
        """Where the base model lies; it is fetched if need be."""
        return weights.base_folder(template.architecture)

    def processor(self, template: Any, folder: Path) -> Any:
        """What makes tensors of files and texts."""
        del template
        return load_processor(self.processor_kind, folder)

    def model(self, template: Any, folder: Path | None) -> nn.Module:
        """The model, its adapter included; random weights depend on PyTorch's seed alone."""
        model = self.base(template, folder)
        adapter = getattr(template.architecture, "adapter", None)
        if adapter is None:
            return model
        frozen = tuple(self.parts[part] for part in self.frozen(template))
        return weights.adapted(model, adapter, frozen)

    def base(self, template: Any, folder: Path | None) -> nn.Module:
        """What is trained, or what an adapter is put on: in 4 bits for one that wants it so."""
        model = weights.build(self.model_kind, template.architecture, folder)
        adapter = getattr(template.architecture, "adapter", None)
        if adapter is not None and adapter.kind == "qlora":
            quantise_(model, template.training.mixed_precision)
        return model

    def saved_model(self, template: Any, folder: Path) -> nn.Module:
        """The model that `save` wrote, for use."""
        from spark_trainer.labelers.loading import load_model

        if (folder / weights.ADAPTER_CONFIG).exists():
            return weights.with_saved_adapter(self.base(template, self.folder(template)), folder)
        made: nn.Module = load_model(self.model_kind, folder, "cpu", "fp32")
        return made

    def save(
        self, model: nn.Module, processor: Any, folder: Path, state: Mapping[str, Any]
    ) -> None:
        """Write the model and its processor in the library's own form."""
        weights.save(model, folder, state)
        self.save_processor(processor, folder)

    def save_processor(self, processor: Any, folder: Path) -> None:
        """Write what makes tensors of files and texts."""
        processor.save_pretrained(folder)

    def frozen(self, template: Any) -> tuple[str, ...]:
        """Parts that are not trained."""
        return tuple(getattr(template.architecture, "frozen", ()))

    def part_paths(self, template: Any) -> dict[str, str]:
        """Paths in the model as it is trained: an adapter puts it one level down."""
        adapter = getattr(template.architecture, "adapter", None)
        prefix = "" if adapter is None else weights.ADAPTER_PREFIX
        return {part: prefix + path for part, path in self.parts.items()}

    def scores(self, model: nn.Module, batch: TensorBatch) -> Tensor:
        """What the model says of each target: R x T x V."""
        logits_RTV: Tensor = model(**batch.inputs(TARGETS)).logits
        return logits_RTV

    def plain(self, folder: Path) -> nn.Module:
        """An exported model, as somebody without this program loads it."""
        import transformers

        made: nn.Module = getattr(transformers, self.model_kind).from_pretrained(folder)
        return made

    def losses(self, model: nn.Module, batch: TensorBatch) -> dict[str, Loss]:
        """Cross-entropy of `targets_RT`, which stand where the model's scores for them do."""
        logits_RTV = self.scores(model, batch).float()
        targets_RT = batch.tensors[TARGETS]
        total = functional.cross_entropy(
            logits_RTV.flatten(0, 1),
            targets_RT.flatten(),
            ignore_index=NOT_LEARNED,
            reduction="sum",
        )
        return {self.objective: Loss(total, (targets_RT != NOT_LEARNED).sum().float())}

    # What the commands ask for.

    def train(self, planned: RunPlan, listeners: Sequence[Any] = ()) -> Any:
        from spark_trainer.trainers.recipes.task import RecipeTask
        from spark_trainer.trainers.training.engines.place import find_place
        from spark_trainer.trainers.training.training import train

        task = RecipeTask(self, planned.template, planned.config, find_place(planned.config.device))
        return train(task, planned.name, listeners)

    def plan(self, planned: RunPlan) -> Any:
        from spark_trainer.trainers.recipes.planning import plan_recipe

        return plan_recipe(self, planned)

    def evaluate(self, run: Path, asked: Asked) -> Any:
        from spark_trainer.trainers.recipes.evaluating import evaluate_run

        return evaluate_run(self, run, asked)

    def generate(self, run: Path, wish: Wish) -> Iterator[Generated]:
        from spark_trainer.trainers.recipes.generating import generate

        return generate(self, run, wish)

    def opened(self, model: Path, data: Path) -> Any:
        from spark_trainer.trainers.recipes.opened import OpenedModel

        return OpenedModel(self, model, data)

    def opened_export(self, exported: Path, model: Path, data: Path) -> Any:
        from spark_trainer.trainers.recipes.opened import OpenedModel

        return OpenedModel(self, model, data, self.plain(exported))

    def export(self, run: Path, folder: Path, how: Export) -> Sequence[Path]:
        from spark_trainer.trainers.recipes.exporting import export_run

        return export_run(self, run, folder, how)
