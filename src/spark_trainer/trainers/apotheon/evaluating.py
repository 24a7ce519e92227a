"""What a model is worth on a split: texts compared, things found by each other, losses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np

from spark_trainer.evaluation import captions, normalise, retrieval
from spark_trainer.evaluation.metric import Metric, mean_metric
from spark_trainer.evaluation.report import Measure, Result, Sample, measure
from spark_trainer.evaluation.texts import NOTHING, check_metrics, text_metrics
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Task
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon.written import Answers, Vectors, Written, answers_of
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.loader import Loader

NAMES = ("wer", "cer", "cider", "bleu", "rouge_l", "exact_match", "retrieval", "loss")
_OF_TASK: dict[Task, tuple[str, ...]] = {
    "transcription": ("wer", "cer", "exact_match"),
    "captioning": ("cider", "bleu", "rouge_l", "exact_match"),
}
_SHORT: dict[Task, str] = {"captioning": "captions", "transcription": "transcripts"}
_PAIRS: tuple[tuple[str, str, Task | None], ...] = (
    ("picture", "sound", None),
    ("picture", "caption", "captioning"),
    ("sound", "transcript", "transcription"),
)
"""What finds what; with a task, right is everything that has the same text of it."""
MOST_SAMPLES = 1000
"""Samples of the table."""


def evaluate(
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    dataset: ApotheonMultiModalDataset,
    budget: Budget,
    *,
    metrics: Sequence[str] = NAMES,
    decoding: Decoding | None = None,
    most: int | None = None,
    seed: int = 0,
    title: str = "Evaluation",
    settings: dict[str, Any] | None = None,
) -> Result:
    """Write, score and compare, and a table of samples.

    A metric that the split has nothing for has no value. In float32 no number depends on the
    budget.

    Args:
        most: samples at most.
        seed: of the bootstrap intervals.

    Raises:
        UsageError, MissingPackageError: see `check_metrics`.
    """
    check_metrics(metrics, NAMES)
    decoding = decoding or Decoding(max_new_tokens=dataset.sizes.max_text_tokens - 2)
    loader = Loader(dataset, budget, seed=0, epoch=0, broken="leave_out")
    answers = answers_of(model, tokenizer, dataset, _first(loader, most), decoding)
    return Result(
        title=title,
        settings={
            **(settings or {}),
            "decoding": decoding.model_dump(mode="json"),
            "samples": len({*answers.pictures, *answers.sounds, *answers.captions}),
            "left_out": len(answers.left_out),
            "normaliser": normalise.best_for_english().name,
            "caption_tokens": captions.TOKENS,
        },
        seed=seed,
        measures=tuple(measures_of(answers, metrics, seed)),
        sample_metric="exact_match",
        samples=tuple(table_of(dataset, answers.written)),
    )


def measures_of(answers: Answers, metrics: Sequence[str], seed: int) -> list[Measure]:
    """Of what was answered, the metrics by name, those of transcripts first."""
    found: list[Measure] = []
    for task in ("transcription", "captioning"):
        written = [w for w in answers.written if w.task == task]
        named = _text_metrics(written, [m for m in metrics if m not in ("retrieval", "loss")], task)
        for metric in named:
            told = measure(metric, seed=seed)
            found.append(told.model_copy(update={"name": f"{_SHORT[task]}, {metric.name}"}))
    if "retrieval" in metrics:
        found += [measure(metric, seed=seed) for metric in _retrieval(answers)]
    if "loss" in metrics:
        found += _losses(answers)
    return found


def _text_metrics(written: list[Written], names: Sequence[str], task: Task) -> list[Metric]:
    """Error rates of transcripts; of captions, the metrics of captions."""
    wanted = [name for name in names if name in _OF_TASK[task]]
    return text_metrics(wanted, [w.reference for w in written], [w.output for w in written])


def _retrieval(answers: Answers) -> list[Metric]:
    """R@1, R@5, R@10, both ways, of each two kinds; samples that have both.

    Texts that are equal cannot be told apart, so each of their samples is a right answer.
    """
    kinds = {
        "picture": answers.pictures,
        "sound": answers.sounds,
        "caption": answers.captions,
        "transcript": answers.transcripts,
    }
    found: list[Metric] = []
    for left, right, task in _PAIRS:
        both = sorted(kinds[left].keys() & kinds[right].keys())
        same = [index if task is None else answers.texts[index, task] for index in both]
        found += _both_ways(kinds[left], kinds[right], both, same, (left, right))
    return found


def _both_ways(
    left: Vectors,
    right: Vectors,
    both: Sequence[int],
    same: Sequence[int | str],
    names: tuple[str, str],
) -> list[Metric]:
    if not both:
        ways = (f"{names[0]} to {names[1]}", f"{names[1]} to {names[0]}")
        return [mean_metric(f"R@{k}, {way}", NOTHING, []) for way in ways for k in (1, 5, 10)]
    left_NJ, right_NJ = (np.stack([kind[index] for index in both]) for kind in (left, right))
    groups_N = np.unique(np.array(same), return_inverse=True)[1]
    recalls, _ = retrieval.both_ways(left_NJ, right_NJ, groups_N, groups_N, names=names)
    return recalls


def _losses(answers: Answers) -> list[Measure]:
    return [
        Measure(
            name=f"loss, {name}",
            value=value,
            unit="nats, 0 is best",
            count=int(answers.counts[name]),
            higher_is_better=False,
        )
        for name, value in answers.mean_losses().items()
    ]


def table_of(dataset: ApotheonMultiModalDataset, written: list[Written]) -> list[Sample]:
    return [_sample(dataset, one) for one in written[:MOST_SAMPLES]]


def _sample(dataset: ApotheonMultiModalDataset, one: Written) -> Sample:
    facts, frames = dataset.facts(one.index), dataset.frames(one.index)
    picture = f"{facts.frames_dir}/{facts.frames[frames[0]].file}" if frames else None
    hit = captions.exact_match([[one.reference]], [one.output]).value
    return Sample(
        id=f"{facts.id} {_SHORT[one.task]}",
        picture=picture,
        references=(one.reference,),
        output=one.output,
        score=hit if math.isfinite(hit) else None,
    )


def _first(loader: Loader, most: int | None) -> Any:
    """Batches that hold so many samples, or a few more."""
    if most is None:
        return loader
    return islice(loader, -(-most // loader.budget.samples))
