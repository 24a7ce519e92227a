"""Whether a trainer keeps its promises, on a tiny model of the same classes and 8 samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from spark_trainer.core.errors import RunError
from spark_trainer.core.optional import require
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.recipe import Recipe, RunPlan
from spark_trainer.trainers.run_events import current

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


def check(recipe: Recipe, trainer: str, folder: Path) -> Iterator[Checked]:
    """Train the tiny model of a recipe, and look at each promise in turn.

    Args:
        trainer: its name.
        folder: new; runs and models are left in it.

    Raises:
        SparkTrainerError: training fails otherwise than it may.
    """
    require("transformers", extra="train").utils.logging.disable_progress_bar()
    checking = _Checking(recipe, trainer, folder)
    yield checking.overfits()
    yield checking.resumes_exactly()
    yield checking.is_exported_whole()
    yield checking.says_the_same_again()
    yield checking.tells_what_needs_less_memory()


class _Checking:
    def __init__(self, recipe: Recipe, trainer: str, folder: Path) -> None:
        self._recipe, self._trainer, self._folder = recipe, trainer, folder
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        mapping, self._data = recipe.tiny(folder / "tiny")
        self._template: Any = read_settings(recipe.template_model, mapping, trainer)

    def overfits(self) -> Checked:
        run = self._train("overfit", self._recipe.tiny_steps)
        losses = self._losses(run)
        opened = self._recipe.opened(run / "model", self._data)
        outputs = opened.write(range(len(opened.references)))
        pairs = list(zip(outputs, opened.references, strict=True))
        right = sum(output == reference for output, reference in pairs)
        told = f"loss {losses[0]:.3g}, after {len(losses)} steps {losses[-1]:.3g}"
        if pairs:
            told += f"; {right} of {len(pairs)} texts right"
        by_heart = right == len(pairs) and losses[-1] < SMALL * losses[0]
        return Checked("learns 8 samples by heart", by_heart, told)

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
        files = self._recipe.export(run, out, self._recipe.export_format)
        with torch.no_grad():
            ours = self._recipe.opened(run / "model", self._data).scores()
            theirs = self._recipe.opened_export(out, run / "model", self._data).scores()
        largest, apart = float(ours.abs().max()), float((ours - theirs).abs().max())
        told = f"{len(files)} files; scores up to {largest:.3g} differ by {apart:.2g} at most"
        return Checked("exported, loads in plain form", apart <= NEAR * largest, told)

    def says_the_same_again(self) -> Checked:
        opened = self._recipe.opened(self._folder / "overfit/model", self._data)
        numbers = range(opened.asked)
        first, again = opened.write(numbers), opened.write(numbers)
        alone = [opened.write([number])[0] for number in numbers]
        same = first == again == alone
        told = "twice, and one at a time" if same else f"{first[:2]} and then {alone[:2]}"
        return Checked("says the same again", same, told)

    def tells_what_needs_less_memory(self) -> Checked:
        try:
            self._recipe.train(self._planned("full", 1), [_out_of_memory])
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
        said, kind = self._template.training, self._recipe.config_model
        names = type(said).model_fields.keys() & kind.model_fields.keys()
        config = kind(
            **{
                **{key: getattr(said, key) for key in names},
                "manifest_path": self._data,
                "output_dir": self._folder / name,
                "max_steps": steps,
                "schedule": "constant",  # or it would depend on how many steps there are
                "warmup_share": 0.0,
                "val_share": 0.0,
                "test_share": 0.0,
                "device": "cpu",
                "checkpoint_every": FIRST if steps == FIRST else 1_000_000,
                "resume": "auto",
            }
        )
        return RunPlan(self._trainer, self._trainer, self._template, config)

    def _losses(self, run: Path) -> list[float]:
        return [event["loss"] for event in current(run / "events.jsonl", {"step"})]


def _out_of_memory(event: Mapping[str, Any]) -> None:
    if event["event"] == "run_started":
        raise torch.OutOfMemoryError("as a GPU would say it")


def _weights(run: Path) -> dict[str, bytes]:
    model = run / "model"
    found = model.rglob("*.safetensors")
    return {str(path.relative_to(model)): path.read_bytes() for path in found}
