"""Caption metrics against values by hand and against the libraries' own corpus scores."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation import captions

REFERENCES = [
    ["A dog runs on the beach.", "A brown dog is running"],
    ["A red car", "One red car in the street"],
    ["Two people play chess in a park"],
]
OUTPUTS = ["a dog runs on a beach", "a red car", "people playing chess in the park"]
SAMPLES = st.lists(
    st.tuples(
        st.lists(st.text("ab c", max_size=10), min_size=1, max_size=3), st.text("ab c", max_size=10)
    ),
    min_size=1,
    max_size=5,
)


def split(samples: list[tuple[list[str], str]]) -> tuple[list[list[str]], list[str]]:
    return [wanted for wanted, _ in samples], [output for _, output in samples]


def test_tokens_keep_inner_apostrophes_only() -> None:
    assert captions.tokens("'It's' a well-known DOG.") == ["it's", "a", "well", "known", "dog"]


def test_bleu_by_hand() -> None:
    # 5 of 6 words and 3 of 5 pairs are right, lengths are equal: no penalty.
    one, two, *_ = captions.bleu([["the cat sat on the mat"]], ["the cat sat on a mat"])
    assert one.value == pytest.approx(100 * 5 / 6)
    assert two.value == pytest.approx(100 * math.sqrt(5 / 6 * 3 / 5))


def test_bleu_is_sacrebleus_own_over_the_corpus() -> None:
    from sacrebleu.metrics import BLEU

    streams = [
        [" ".join(captions.tokens(wanted[n])) if n < len(wanted) else None for wanted in REFERENCES]
        for n in range(2)
    ]
    outputs = [" ".join(captions.tokens(text)) for text in OUTPUTS]
    for order, metric in enumerate(captions.bleu(REFERENCES, OUTPUTS), start=1):
        own = BLEU(tokenize="none", force=True, smooth_method="none", max_ngram_order=order)
        assert metric.value == pytest.approx(own.corpus_score(outputs, streams).score)


def test_bleu_takes_off_for_short_outputs() -> None:
    one, *_ = captions.bleu([["a b c d"]], ["a b"])
    assert one.value == pytest.approx(100 * math.exp(1 - 4 / 2))


def test_rouge_l_by_hand_takes_the_best_reference() -> None:
    # Common subsequence "a dog on": 3 of 4 words of the output, 3 of 5 of the second reference.
    metric = captions.rouge_l([["nothing", "a big dog on grass"]], ["a dog sits on"])
    assert metric.value == pytest.approx(2 * (3 / 4) * (3 / 5) / (3 / 4 + 3 / 5))


def test_cider_is_the_scorers_own_and_knows_several_references() -> None:
    from pycocoevalcap.cider.cider import Cider

    cut = [[" ".join(captions.tokens(text)) for text in wanted] for wanted in REFERENCES]
    own, _ = Cider().compute_score(
        dict(enumerate(cut)),
        {place: [" ".join(captions.tokens(text))] for place, text in enumerate(OUTPUTS)},
    )
    assert captions.cider_d(REFERENCES, OUTPUTS).value == pytest.approx(own)


def test_cider_of_equal_captions_by_hand() -> None:
    # Equal texts of 4 words that nobody shares: similarity 1 for each of 4 orders, times 10.
    texts = ["a b c d", "e f g h"]
    assert captions.cider_d([[text] for text in texts], texts).value == pytest.approx(10)
    # With 2 words there are no 3- and 4-grams: half of it.
    short = ["a b", "c d"]
    assert captions.cider_d([[text] for text in short], short).value == pytest.approx(5)


def test_exact_match_forgets_case_and_punctuation() -> None:
    metric = captions.exact_match([["A seven."], ["x", "An eight"]], ["a seven", "a eight"])
    assert metric.value == 0.5


def test_a_reference_that_is_a_text_is_refused() -> None:
    with pytest.raises(UsageError, match="sample 0: references must be a list"):
        captions.rouge_l(["a text"], ["a text"])
    with pytest.raises(UsageError, match="1 lists of references, 0 outputs"):
        captions.bleu([["a"]], [])


def test_no_samples_have_no_value() -> None:
    for metric in (captions.cider_d([], []), captions.rouge_l([], []), *captions.bleu([], [])):
        assert math.isnan(metric.value)


@given(SAMPLES)
def test_metrics_stay_in_range_in_any_order(samples: list[tuple[list[str], str]]) -> None:
    for measure, most in (
        (captions.rouge_l, 1),
        (captions.exact_match, 1),
        (captions.cider_d, 10),
        (lambda *pair: captions.bleu(*pair)[1], 100),
    ):
        there = measure(*split(samples)).value
        assert 0 <= there <= most + 1e-9
        assert measure(*split(samples[::-1])).value == pytest.approx(there, abs=1e-12)
