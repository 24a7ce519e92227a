"""Error rates against sums done by hand, and rules that hold for all texts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.normalise import basic, best_for_english, raw, whisper_english
from spark_trainer.evaluation.words import cer, wer

TEXTS = st.lists(st.text(alphabet="ab c'\u00e9", max_size=12), min_size=1, max_size=6)


def test_wer_is_of_the_corpus_and_not_a_mean_of_ratios() -> None:
    # 1 error in 1 word, 0 errors in 9 words: 0.1, where the mean of ratios is 0.5.
    rate = wer(["one", "a b c d e f g h i"], ["two", "a b c d e f g h i"], raw())
    assert rate.metric.value == pytest.approx(0.1)


def test_wer_counts_substitutions_deletions_and_insertions() -> None:
    rate = wer(["the cat sat down"], ["a cat sat on it"], raw())
    assert rate.metric.value == pytest.approx(3 / 4)  # the/a, down/on, + it


def test_cer_counts_characters() -> None:
    assert cer(["kitten"], ["sitting"], raw()).metric.value == pytest.approx(3 / 6)


def test_words_heard_in_silence_count_as_insertions() -> None:
    rate = wer(["", "one two"], ["thank you", "one two"], raw())
    assert rate.metric.value == 1.0
    assert rate.empty_references == 1


def test_a_corpus_of_silence_has_no_rate() -> None:
    assert math.isnan(wer([""], ["word"], raw()).metric.value)
    assert math.isnan(wer([], [], raw()).metric.value)


def test_an_empty_output_is_all_deletions() -> None:
    assert wer(["one two"], [""], raw()).metric.value == 1.0


def test_one_text_too_many_is_refused() -> None:
    with pytest.raises(UsageError, match="2 references, 1 outputs: give one for each"):
        wer(["a", "b"], ["a"], raw())


def test_basic_normaliser_forgets_case_and_punctuation() -> None:
    assert basic().apply(" It\u2019s,  FINE_day! ") == "its fine day"


def test_whispers_normaliser_writes_numbers_and_says_what_it_did() -> None:
    pytest.importorskip("transformers")
    assert whisper_english().apply("Uh, it's twenty-one colours") == "it is 21 colours"
    assert whisper_english({"colours": "colors"}).apply("colours") == "colors"
    assert whisper_english().name == "whisper-english, spellings as they are"
    assert best_for_english().name.startswith("whisper-english")


@given(TEXTS)
def test_equal_texts_have_no_errors(texts: list[str]) -> None:
    for rate in (wer(texts, texts, raw()), cer(texts, texts, basic())):
        assert rate.metric.value == 0 or rate.empty_references == len(texts)


@given(st.lists(st.tuples(st.text("ab ", max_size=8), st.text("ab ", max_size=8)), max_size=6))
def test_the_order_of_samples_changes_nothing(pairs: list[tuple[str, str]]) -> None:
    def value(some: list[tuple[str, str]]) -> float:
        return wer([a for a, _ in some], [b for _, b in some], raw()).metric.value

    there, back = value(pairs), value(pairs[::-1])
    assert there == back or (math.isnan(there) and math.isnan(back))
    assert math.isnan(there) or there >= 0
