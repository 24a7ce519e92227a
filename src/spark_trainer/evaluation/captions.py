"""Captions against one or several references: CIDEr-D, BLEU, ROUGE-L, exact match.

METEOR is left out: its scorer is a Java program, and nltk's asks for a download of WordNet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.evaluation.metric import Array, Metric, mean_metric

TOKENS = "lower case; runs of letters and digits, with inner apostrophes; all else left out"
"""How texts are cut. The COCO tools use a Java tokenizer, so published numbers differ a little."""

References = Sequence[Sequence[str]]

_ORDERS = 4
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def tokens(text: str) -> list[str]:
    """Words as `TOKENS` says."""
    return _TOKEN.findall(text.lower())


def cider_d(references: References, outputs: Sequence[str]) -> Metric:
    """CIDEr-D (Vedantam 2015) by pycocoevalcap: 0 to 10, sigma 6, 1- to 4-grams.

    Rarity is counted in these references, so a corpus of one sample scores 0, as do words that
    every sample has. An interval resamples scores and leaves rarity as it is.
    """
    _check(references, outputs)
    scorer = require("pycocoevalcap.cider.cider_scorer", extra="evaluate").CiderScorer(
        n=_ORDERS, sigma=6.0
    )
    for wanted, output in zip(references, outputs, strict=True):
        scorer += (_joined(output), [_joined(text) for text in wanted])
    if not any(tokens(text) for wanted in references for text in wanted):
        scores = [0.0] * len(outputs)  # the scorer fails where no reference has a word
    else:
        scores = scorer.compute_score()[1]
    return mean_metric("cider_d", "0 to 10, high is best", [float(score) for score in scores])


def bleu(references: References, outputs: Sequence[str]) -> list[Metric]:
    """BLEU-1 to BLEU-4 of the corpus by sacrebleu: 0 to 100, no smoothing, closest length."""
    _check(references, outputs)
    scorer = require("sacrebleu.metrics", extra="evaluate").BLEU
    counts = [_ngrams(scorer, *pair) for pair in zip(references, outputs, strict=True)]
    counts_ND = np.array(counts, dtype=np.float64).reshape(-1, 2 + 2 * _ORDERS)
    return [
        Metric(f"bleu_{n}", "0 to 100, high is best", counts_ND, partial(_bleu, scorer, n))
        for n in range(1, _ORDERS + 1)
    ]


def rouge_l(references: References, outputs: Sequence[str]) -> Metric:
    """ROUGE-L (Lin 2004) by rouge-score: F1 of the longest common subsequence, best reference.

    0 to 1; words are not stemmed.
    """
    _check(references, outputs)
    scorer = require("rouge_score.rouge_scorer", extra="evaluate").RougeScorer(
        ["rougeL"], tokenizer=_Tokenizer()
    )
    scores = [
        float(scorer.score_multi(list(wanted), output)["rougeL"].fmeasure)
        for wanted, output in zip(references, outputs, strict=True)
    ]
    return mean_metric("rouge_l", "0 to 1, high is best", scores)


def exact_match(references: References, outputs: Sequence[str]) -> Metric:
    """Share of outputs whose words are those of one of their references, in order. 0 to 1."""
    _check(references, outputs)
    hits = [
        float(tokens(output) in [tokens(text) for text in wanted])
        for wanted, output in zip(references, outputs, strict=True)
    ]
    return mean_metric("exact_match", "share, 1 is best", hits)


class _Tokenizer:
    """What rouge-score asks for."""

    tokenize = staticmethod(tokens)


def _check(references: References, outputs: Sequence[str]) -> None:
    if len(references) != len(outputs):
        raise UsageError(
            f"{len(references)} lists of references, {len(outputs)} outputs: give one for each"
        )
    for place, wanted in enumerate(references):
        if isinstance(wanted, str) or not wanted:
            raise UsageError(f"sample {place}: references must be a list of at least one text")


def _joined(text: str) -> str:
    return " ".join(tokens(text))


def _ngrams(scorer: Any, wanted: Sequence[str], output: str) -> list[int]:
    """Lengths of output and closest reference, right n-grams, all n-grams: what BLEU adds up."""
    one = scorer(tokenize="none", force=True, smooth_method="none").corpus_score(
        [_joined(output)], [[_joined(text)] for text in wanted]
    )
    return [one.sys_len, one.ref_len, *one.counts, *one.totals]


def _bleu(scorer: Any, orders: int, sums_D: Array) -> float:
    right, every = sums_D[2 : 2 + _ORDERS], sums_D[2 + _ORDERS :]
    if not every[orders - 1]:
        return 0.0
    done = scorer.compute_bleu(
        correct=[int(n) for n in right[:orders]],
        total=[int(n) for n in every[:orders]],
        sys_len=int(sums_D[0]),
        ref_len=int(sums_D[1]),
        smooth_method="none",
        max_ngram_order=orders,
    )
    return float(done.score)
