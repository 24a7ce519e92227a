"""A recipe and a template as a task of the training loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Self

import torch
from torch import Tensor, nn

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.datasets.split import Shares
from spark_trainer.trainers.recipes.augmenting import Augmenting, Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.evaluating import metrics_of, samples_of
from spark_trainer.trainers.recipes.examples import Example, data_file, of_split
from spark_trainer.trainers.recipes.learner import ModelLearner
from spark_trainer.trainers.recipes.loader import ExampleLoader
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.saved import seal
from spark_trainer.trainers.run_augmentations import RECORDED, origin_of, preset_of_run
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.mean_losses import mean_losses
from spark_trainer.trainers.training.order import rank_of_index
from spark_trainer.trainers.training.task import Judge, Judged, Say, Stage, Task

SAMPLES = "samples"
"""Folder in a run, for what evaluations made that is no text."""
MOST_TOLD = 3
"""Samples that are left out and named; the others are counted."""


class RecipeTask(Task):
    """One process of a run.

    Raises:
        DatasetError: there is nothing to train on.
        BackendUnavailableError: the base model is not here.
    """

    model: ModelLearner

    def __init__(
        self,
        recipe: ModelRecipe[Any],
        template: Any,
        config: TrainingConfig,
        place: Place,
        built: tuple[ModelLearner, Any] | None = None,
    ) -> None:
        super().__init__(config, place)
        self.trainer = recipe.trainer
        self.recipe, self._template = recipe, template
        self._augmenting = augmenting_of(recipe, config)
        self._file = data_file(Path(config.manifest_path))
        self.model, self.processor = built or self._built()
        self.examples, self._left_out = recipe.examples(self.processor, template, self._file)
        self._chosen = self._of_split("train")
        self.samples = len(self._chosen)
        if not self._chosen:
            raise DatasetError(
                f"{printable(self._file)}: nothing to train on: {len(self.examples)} samples, "
                f"none in the training split; {self._told_left_out() or 'nothing was left out'}"
            )

    def _of_split(self, split: str) -> list[int]:
        config = self.config
        shares = Shares(val=config.val_share, test=config.test_share)
        return of_split(self.examples, split, shares, config.seed)

    def _built(self) -> tuple[ModelLearner, Any]:
        recipe, template = self.recipe, self._template
        folder = recipe.folder(template)
        torch.manual_seed(self.config.seed)
        model = recipe.model(template, folder)
        learner = ModelLearner(
            model, (recipe.objective,), recipe.losses, recipe.part_paths(template)
        )
        return learner, recipe.processor(template, folder) if folder else None

    def stage_at(self, epoch: int) -> Stage:
        del epoch
        named = self._template.objectives
        name = self.recipe.objective
        objective = named[name] if isinstance(named, dict) else getattr(named, name)
        return Stage(
            name="training",
            epochs=(0, None),
            frozen=self._frozen,
            weights={self.recipe.objective: objective.weight},
            learning_rate=self.config.learning_rate,
        )

    @property
    def _frozen(self) -> tuple[str, ...]:
        adapted = getattr(self._template.architecture, "adapter", None) is not None
        return () if adapted else self.recipe.frozen(self._template)

    def freeze_for_good(self) -> None:
        self.model.freeze(self._frozen)
        kinds = {"bf16": torch.bfloat16, "fp16": torch.float16}
        for parameter in self.model.parameters():
            if not parameter.is_floating_point():
                continue  # 4-bit weights, two a byte
            if not parameter.requires_grad and self.config.half is not None:
                parameter.data = parameter.data.to(kinds[self.config.half])
        super().freeze_for_good()
        self._trained = {n for n, p in self.model.named_parameters() if p.requires_grad}

    def is_saved(self, parameter: str) -> bool:
        return parameter in self._trained or self._template.architecture.weights == "random"

    def prepare(self, say: Say) -> None:
        del say
        self.processor = self.recipe.prepared(
            self.model.model,
            self.processor,
            self._template,
            self.examples,
            Path(self.config.output_dir),
            self.place,
        )

    def recorded(self) -> Mapping[str, Any]:
        if self._augmenting is None:
            return super().recorded()
        return {**super().recorded(), RECORDED: self._augmenting.preset.to_json()}

    def enter(self, stage: Stage) -> None:
        del stage

    def loader(self, epoch: int, start: int) -> ExampleLoader:
        return self._loader(self._chosen, epoch, start, drawn=True)

    def _loader(
        self, chosen: Sequence[int], epoch: int, start: int, *, drawn: bool
    ) -> ExampleLoader:
        collate = partial(
            collated,
            self.recipe,
            self.processor,
            self._template,
            self.config.seed,
            drawn,
            self._augmenting,
        )
        return ExampleLoader(
            self.examples,
            chosen,
            collate,
            batch_size=self.config.batch_size,
            seed=self.config.seed,
            epoch=epoch,
            rank=self.place.rank,
            ranks=self.place.ranks,
            start=start,
            workers=self.config.workers if drawn else 0,
        )

    def judge(self) -> Judge | None:
        chosen = self._of_split("val")
        if self.config.evaluate_samples == 0 or not chosen:
            return None
        return partial(self._judged, chosen)

    def _judged(self, chosen: Sequence[int], engine: Engine, step: int) -> Judged:
        loader = self._loader(chosen, 0, 0, drawn=False)
        most = -(-self.config.evaluate_samples // (self.config.batch_size * self.place.ranks))
        losses = mean_losses(engine, islice(loader, most), self.stage_at(0).weights)
        if not (engine.can_write and self.config.generate_samples):
            return losses, ()
        found: Judged = ({}, ())
        if self.place.first:
            shown = [self.examples[n] for n in chosen[: self.config.generate_samples]]
            with _asked(engine):
                found = self._texts(shown) if self.recipe.answers else self._made(shown, step)
        self.place.wait()
        return {**losses, **found[0]}, found[1]

    def _made(self, shown: Sequence[Example], step: int) -> Judged:
        folder = Path(self.config.output_dir) / SAMPLES / f"step-{step}"
        found = self.recipe.made(self.model.model, self.processor, self._template, shown, folder)
        named = [f"{SAMPLES}/{one.output}" for one in found]
        return {}, [
            one.model_copy(update={"output": name}) for one, name in zip(found, named, strict=True)
        ]

    def _texts(self, shown: Sequence[Example]) -> Judged:
        outputs = self.recipe.write(self.model.model, self.processor, self._template, shown)
        names = [name for name in self._template.metrics if name != "loss"]
        found = metrics_of(self.recipe, names, shown, outputs)
        values = {metric.name: metric.value for metric in found}
        known = {name: value for name, value in values.items() if value is not None}
        return known, samples_of(self.recipe, shown, outputs)

    def save(self, folder: Path, weights: Mapping[str, Tensor]) -> None:
        state = {name.removeprefix("model."): value for name, value in weights.items()}
        inner: nn.Module = self.model.model
        folder.mkdir(parents=True)
        self.recipe.save(inner, self.processor, folder, state)
        seal(folder, self.trainer, self.template())

    def smaller(self, batch_size: int) -> Self:
        config = self.config.model_copy(update={"batch_size": batch_size})
        built = (self.model, self.processor)
        return type(self)(self.recipe, self._template, config, self.place, built)

    def template(self) -> Mapping[str, Any]:
        found: dict[str, Any] = self._template.model_dump(mode="json")
        return found

    def dataset(self) -> Path:
        return self._file

    def remarks(self) -> list[str]:
        told = self._told_left_out()
        rows = [told] if told else []
        if self._augmenting is not None:
            rows += [*origin_of(self._augmenting.preset), *self._augmenting.remarks()]
        return rows

    def _told_left_out(self) -> str:
        if not self._left_out:
            return ""
        named = [f"{printable(one.id)} ({one.why})" for one in self._left_out[:MOST_TOLD]]
        more = len(self._left_out) - len(named)
        return (
            f"{len(self._left_out)} samples are left out: {', '.join(named)}"
            f"{f', and {more} more' if more else ''}"
        )


@contextmanager
def _asked(engine: Engine) -> Iterator[None]:
    """The model as it is used: in evaluation mode, in the precision of the run, no gradients."""
    was_training = engine.model.training
    engine.model.eval()
    with torch.no_grad(), engine.autocast():
        yield
    engine.model.train(was_training)


def augmenting_of(recipe: ModelRecipe[Any], config: TrainingConfig) -> Augmenting | None:
    """What changes the samples of a run; None where nothing does.

    Raises:
        UsageError: there is no such preset, or the trainer changes no samples.
    """
    preset = preset_of_run(config)
    if preset is None or not preset.operations:
        return None
    if not recipe.augments:
        raise UsageError(
            f"augmentations `{preset.name}`: the trainer {recipe.trainer} changes no samples. "
            f"Leave them out: --set training.augmentations=null"
        )
    return Augmenting(preset, recipe.augments)


def collated(
    recipe: ModelRecipe[Any],
    processor: Any,
    template: Any,
    seed: int,
    drawn: bool,
    augmenting: Augmenting | None,
    examples: Sequence[Any],
    numbers: Sequence[int],
    epoch: int,
) -> TensorBatch:
    """A batch; random numbers of a sample follow from seed, epoch and its number alone."""
    dice = None
    if drawn:
        keys = (rank_of_index(seed, epoch, number) for number in numbers)
        dice = [Dice(key, augmenting) for key in keys]
    return recipe.collate(processor, template, examples, dice)
