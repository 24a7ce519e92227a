"""Whether a trainer keeps its promises, on a tiny model of the same classes and 8 samples."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from spark_trainer.core.errors import RunError
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.recipe import RunPlan
from spark_trainer.trainers.recipes.evaluating import load
from spark_trainer.trainers.recipes.examples import data_file
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.run_events import current
from spark_trainer.trainers.training.config import FROM_TEMPLATE, TrainingConfig

STEPS, FIRST = 6, 3
"""Of the run that is resumed, and where it is interrupted."""
SMALL = 0.1
"""What is left of the first loss when eight samples are known by heart, at most."""

NEAR = 1e-4
"""How far scores may be apart, as a share of the largest: a merged adapter adds the same products
in another order."""


@dataclass(frozen=True)
class Checked:
    """One promise."""

    name: str
    kept: bool
    told: str
    """What was seen."""


def check(recipe: ModelRecipe[Any], folder: Path) -> Iterator[Checked]:
    """Train the tiny model of a recipe, and look at each promise in turn.

    Args:
        folder: new; runs and models are left in it.

    Raises:
        SparkTrainerError: training fails otherwise than it may.
    """
    checking = _Checking(recipe, folder)
    yield checking.overfits()
    yield checking.resumes_exactly()
    yield checking.is_exported_whole()
    yield checking.says_the_same_again()
    yield checking.tells_what_needs_less_memory()


class _Checking:
    def __init__(self, recipe: ModelRecipe[Any], folder: Path) -> None:
        self._recipe, self._folder = recipe, folder
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        mapping, self._data = recipe.tiny(folder / "tiny")
        self._template = read_settings(recipe.template_model, mapping, recipe.trainer)

    def overfits(self) -> Checked:
        run = self._train("overfit", self._template.training.max_steps)
        losses = self._losses(run)
        model, processor, template = load(self._recipe, run / "model")
        examples = self._examples(processor, template)
        right = self._right(model, processor, examples)
        told = (
            f"loss {losses[0]:.3g}, after {len(losses)} steps {losses[-1]:.3g}; "
            f"{right} of {len(examples)} samples right"
        )
        by_heart = right == len(examples) and losses[-1] < SMALL * losses[0]
        return Checked("learns 8 samples by heart", by_heart, told)

    def _right(self, model: nn.Module, processor: Any, examples: Any) -> int:
        outputs = self._write(model, processor, examples)
        wanted = [self._recipe.reference(one) for one in examples]
        return sum(output == text for output, text in zip(outputs, wanted, strict=True))

    def resumes_exactly(self) -> Checked:
        whole = self._train("whole", STEPS)
        self._train("resumed", FIRST)
        resumed = self._train("resumed", STEPS)
        same = self._losses(whole) == self._losses(resumed)
        equal = _weights(whole) == _weights(resumed)
        told = (
            f"losses of {STEPS} steps {'equal' if same else 'differ'}, weights "
            f"{'equal' if equal else 'differ'}, interrupted after {FIRST}"
        )
        return Checked("goes on as if never stopped", same and equal, told)

    def is_exported_whole(self) -> Checked:
        run, out = self._folder / "overfit", self._folder / "exported"
        files = self._recipe.export(run, out, "hf")
        model, processor, template = load(self._recipe, run / "model")
        plain = self._recipe.plain(out)
        examples = self._examples(processor, template)
        batch = self._recipe.collate(processor, template, examples, None)
        with torch.no_grad():
            scores = [self._recipe.scores(each.eval(), batch) for each in (model, plain)]
        apart = float((scores[0] - scores[1]).abs().max())
        largest = float(scores[0].abs().max())
        told = f"{len(files)} files; scores up to {largest:.3g} differ by {apart:.2g} at most"
        return Checked("exported, loads in plain form", apart <= NEAR * largest, told)

    def says_the_same_again(self) -> Checked:
        model, processor, template = load(self._recipe, self._folder / "overfit/model")
        examples = self._examples(processor, template)
        first, again = (self._write(model, processor, examples) for _ in range(2))
        alone = [self._write(model, processor, [one])[0] for one in examples]
        same = first == again == alone
        told = "twice, and one at a time" if same else f"{first[:2]} and then {alone[:2]}"
        return Checked("says the same again", same, told)

    def tells_what_needs_less_memory(self) -> Checked:
        full = copy.copy(self._recipe)
        full.losses = _out_of_memory  # type: ignore[method-assign]
        try:
            full.train(self._planned("full", 1))
        except RunError as e:
            told = str(e)
        else:
            told = "nothing"
        kept = "batch_size" in told and "--resume auto" in told
        return Checked("out of memory is told", kept, told.splitlines()[0])

    def _train(self, name: str, steps: int | None) -> Path:
        self._recipe.train(self._planned(name, steps))
        return self._folder / name

    def _planned(self, name: str, steps: int | None) -> RunPlan:
        defaults = {key: getattr(self._template.training, key) for key in FROM_TEMPLATE}
        config = TrainingConfig(
            **defaults,
            schedule=self._template.training.schedule,
            manifest_path=self._data,
            output_dir=self._folder / name,
            max_steps=steps,
            val_share=0.0,
            test_share=0.0,
            device="cpu",
            checkpoint_every=STEPS if steps is None or steps > STEPS else FIRST,
            resume="auto",
        )
        return RunPlan(self._recipe.trainer, self._recipe.trainer, self._template, config)

    def _losses(self, run: Path) -> list[float]:
        return [event["loss"] for event in current(run / "events.jsonl", {"step"})]

    def _examples(self, processor: Any, template: Any) -> Any:
        return self._recipe.examples(processor, template, data_file(self._data))[0]

    def _write(self, model: nn.Module, processor: Any, examples: Any) -> list[str]:
        with torch.inference_mode():
            return self._recipe.write(model, processor, self._template, examples)


def _out_of_memory(*_: object) -> Any:
    raise torch.OutOfMemoryError("as it would be said")


def _weights(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run / "model").rglob("*.safetensors")}
