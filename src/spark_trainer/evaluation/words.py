"""Word and character error rates of a corpus (counted by jiwer)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.evaluation.metric import Metric
from spark_trainer.evaluation.normalise import Normaliser

Kind = Literal["wer", "cer"]


@dataclass(frozen=True)
class ErrorRate:
    """A rate and what a reader must know of it."""

    metric: Metric
    """Errors over units of reference; from 0 (equal) without upper end: insertions count."""
    normaliser: str
    empty_references: int
    """Samples without a word to hear. What was heard in them counts as insertions."""


def wer(references: Sequence[str], outputs: Sequence[str], normaliser: Normaliser) -> ErrorRate:
    """Substituted, deleted and inserted words over all words of the references.

    Raises:
        UsageError: there are more texts on one side.
        BackendUnavailableError: jiwer is not installed.
    """
    return _rate("wer", "errors per word, 0 is best", references, outputs, normaliser)


def cer(references: Sequence[str], outputs: Sequence[str], normaliser: Normaliser) -> ErrorRate:
    """The same over characters, spaces included."""
    return _rate("cer", "errors per character, 0 is best", references, outputs, normaliser)


def _rate(
    kind: Kind, unit: str, references: Sequence[str], outputs: Sequence[str], by: Normaliser
) -> ErrorRate:
    if len(references) != len(outputs):
        raise UsageError(f"{len(references)} references, {len(outputs)} outputs: give one for each")
    pairs = [(by.apply(a), by.apply(b)) for a, b in zip(references, outputs, strict=True)]
    counts = [_edits(kind, reference, output) for reference, output in pairs]
    metric = Metric(
        kind, unit, np.array(counts, dtype=np.float64).reshape(-1, 2), higher_is_better=False
    )
    return ErrorRate(metric, by.name, sum(not length for _, length in counts))


def _edits(kind: Kind, reference: str, output: str) -> tuple[int, int]:
    """Errors, and units of reference. Empty references are counted here: jiwer may refuse them."""
    if not reference:
        return len(output.split() if kind == "wer" else output), 0
    jiwer = require("jiwer", extra="evaluate")
    count = jiwer.process_words if kind == "wer" else jiwer.process_characters
    found = count(reference, output)
    errors = found.substitutions + found.deletions + found.insertions
    return errors, found.hits + found.substitutions + found.deletions
