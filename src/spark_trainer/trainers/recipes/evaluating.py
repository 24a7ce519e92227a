"""What a trained model of a recipe is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import torch
from torch import nn

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import file_sha256
from spark_trainer.datasets.split import Shares, Split
from spark_trainer.evaluation import captions
from spark_trainer.evaluation.metric import Metric
from spark_trainer.evaluation.report import Measure, Result, Sample, measure
from spark_trainer.labelers.device import check_spelling, choose_device
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.recipe import Asked
from spark_trainer.trainers.recipes.examples import Example, data_file, of_split
from spark_trainer.trainers.recipes.saved import read_saved
from spark_trainer.trainers.run_folder import RunFolder

if TYPE_CHECKING:
    from spark_trainer.trainers.recipes.model_recipe import ModelRecipe

SPLITS = (*get_args(Split), "all")
MOST_SAMPLES = 1000
"""Samples of the table."""


def metrics_of(
    recipe: ModelRecipe[Any], names: Sequence[str], examples: Sequence[Example], outputs: list[str]
) -> list[Metric]:
    return recipe.measures(names, [recipe.reference(one) for one in examples], outputs)


def samples_of(
    recipe: ModelRecipe[Any], examples: Sequence[Example], outputs: Sequence[str]
) -> list[Sample]:
    """Rows of the table: picture, reference, output."""
    found = []
    for one, output in zip(examples[:MOST_SAMPLES], outputs, strict=False):
        reference = recipe.reference(one)
        hit = captions.exact_match([[reference]], [output]).value
        found.append(
            Sample(
                id=one.id,
                picture=recipe.picture(one),
                references=(reference,),
                output=output,
                score=hit if math.isfinite(hit) else None,
            )
        )
    return found


def load(recipe: ModelRecipe[Any], folder: Path) -> tuple[nn.Module, Any, Any]:
    """Model, processor and template of `RUN/model`, every byte of it checked.

    Raises:
        CheckpointError: something is missing or damaged.
    """
    saved = read_saved(folder)
    template = read_settings(recipe.template_model, saved.template, str(folder))
    model = recipe.saved_model(template, folder)
    return model, recipe.processor(template, folder), template


def evaluate_run(recipe: ModelRecipe[Any], run: Path, asked: Asked) -> tuple[Result, Path]:
    """See `Recipe.evaluate`."""
    if asked.split not in SPLITS:
        raise UsageError(f"--split: {one_of(asked.split, 'split', SPLITS)}")
    check_spelling(asked.device, "auto")
    model, processor, template = load(recipe, run / "model")
    names = asked.metrics or template.metrics
    known: dict[str, Any] = dict(RunFolder.open(run, write=False).card.config)
    file = data_file(asked.data or Path(known["manifest_path"]))
    own = asked.data is None
    shares = Shares(known["val_share"], known["test_share"]) if own else Shares(0, 0)
    examples, _ = recipe.examples(processor, template, file)
    chosen = of_split(examples, asked.split, shares, known["seed"] if own else 0)[: asked.most]
    if not chosen:
        raise DatasetError(f"{printable(file)}: the split {asked.split} is empty")
    shown = [examples[number] for number in chosen]
    name = asked.split if own else f"{file.parent.name}-{asked.split}"
    where = asked.output or run / "evaluations" / f"{name}.json"
    model = model.to(choose_device(asked.device)).eval()
    with torch.inference_mode():
        outputs = [
            text
            for batch in _batches(shown if recipe.answers else (), asked.batch_size)
            for text in recipe.write(model, processor, template, batch)
        ]
        losses = _loss(recipe, model, processor, template, shown) if "loss" in names else []
        folder = where.with_name(f"{where.stem}-samples")
        made = () if recipe.answers else recipe.made(model, processor, template, shown, folder)
    texts = [name for name in names if name != "loss"]
    found = [measure(metric, seed=0) for metric in metrics_of(recipe, texts, shown, outputs)]
    result = Result(
        title=f"{run.name}: {asked.split} of {file.parent.name}",
        settings={
            "run": str(run),
            "manifest": str(file),
            "manifest_sha256": file_sha256(file),
            "split": asked.split,
            "samples": len(shown),
        },
        seed=0,
        measures=(*found, *losses),
        sample_metric="exact_match",
        samples=tuple(samples_of(recipe, shown, outputs)) or tuple(made),
    )
    return result, where


def _batches(examples: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for at in range(0, len(examples), size):
        yield examples[at : at + size]


def _loss(
    recipe: ModelRecipe[Any], model: nn.Module, processor: Any, template: Any, shown: Sequence[Any]
) -> list[Measure]:
    device = next(model.parameters()).device
    total = count = 0.0
    for batch in _batches(shown, 1):
        made = recipe.collate(processor, template, batch, None).to(device)
        loss = recipe.losses(model, made)[recipe.objective]
        total, count = total + loss.total.item(), count + loss.count.item()
    return [
        Measure(
            name=f"loss, {recipe.objective}",
            value=total / count if count else None,
            unit=recipe.loss_unit,
            count=int(count),
            higher_is_better=False,
        )
    ]
