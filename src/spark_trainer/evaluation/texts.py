"""Metrics of written texts by the names that templates have for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.optional import require
from spark_trainer.evaluation import captions, normalise, words
from spark_trainer.evaluation.metric import Metric, mean_metric

NAMES = ("wer", "cer", "cider", "bleu", "rouge_l", "exact_match")
NOTHING = "the split has nothing of it"
_PACKAGES = {
    "wer": ("jiwer",),
    "cer": ("jiwer",),
    "cider": ("pycocoevalcap.cider.cider_scorer",),
    "bleu": ("sacrebleu.metrics",),
    "rouge_l": ("rouge_score.rouge_scorer",),
}


def check_metrics(names: Sequence[str], known: Sequence[str] = NAMES) -> None:
    """Pass where all of them can be measured here; nothing has been generated yet.

    Raises:
        UsageError: a name is unknown.
        MissingPackageError: its package is not installed.
    """
    for name in names:
        if name not in known:
            raise UsageError(f"metrics: {one_of(name, 'metric', known)}")
        for package in _PACKAGES.get(name, ()):
            require(package, extra="evaluate")


def text_metrics(
    names: Sequence[str], references: Sequence[str], outputs: Sequence[str]
) -> list[Metric]:
    """The metrics of these names; error rates twice, normalised and raw.

    A metric has no value where there are no texts.
    """
    each = [[reference] for reference in references]
    ways: dict[str, Callable[[], list[Metric]]] = {
        "wer": lambda: _rates(words.wer, references, outputs),
        "cer": lambda: _rates(words.cer, references, outputs),
        "cider": lambda: [captions.cider_d(each, outputs)],
        "bleu": lambda: captions.bleu(each, outputs)[3:],
        "rouge_l": lambda: [captions.rouge_l(each, outputs)],
        "exact_match": lambda: [captions.exact_match(each, outputs)],
    }
    if not references:
        return [mean_metric(name, NOTHING, []) for name in names]
    return [metric for name in names for metric in ways[name]()]


def _rates(
    rate: Callable[..., words.ErrorRate], references: Sequence[str], outputs: Sequence[str]
) -> list[Metric]:
    """As they are written, and with spellings made equal."""
    raw = rate(references, outputs, normalise.raw()).metric
    same = rate(references, outputs, normalise.best_for_english()).metric
    return [same, _named(raw, f"{raw.name}, raw")]


def _named(metric: Metric, name: str) -> Metric:
    return Metric(name, metric.unit, metric.counts, metric.value_of, metric.higher_is_better)
