"""Whisper's tokens as segments with times."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelers.tiny_whisper import tokenizer
from tokenizers import Tokenizer, models

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.base import Cue
from spark_trainer.labelers.speech.whisper_tokens import (
    Vocabulary,
    check_language,
    read_vocabulary,
    segments,
)

MANY = read_vocabulary(tokenizer(300), multilingual=True)
ENGLISH = read_vocabulary(tokenizer(300), multilingual=False)


def stamp(seconds: float) -> int:
    return MANY.first_timestamp + round(seconds / 0.02)


def words(text: str, vocabulary: Vocabulary = MANY) -> list[int]:
    found: list[int] = vocabulary.tokenizer.encode(text).ids
    return found


def test_pairs_of_stamps_are_segments_on_the_time_line_of_the_video() -> None:
    tokens = [stamp(0.5), *words(" Hello."), stamp(2), stamp(3), *words(" Bye"), stamp(4.52)]
    assert segments(tokens, MANY, 10.0, 20.0) == (
        Cue(10.5, 12.0, "Hello."),
        Cue(13.0, 14.52, "Bye"),
    )


def test_words_without_a_closing_stamp_last_until_the_window_ends() -> None:
    assert segments([stamp(1), *words("so")], MANY, 0.0, 5.0) == (Cue(1.0, 5.0, "so"),)
    assert segments(words("so"), MANY, 2.0, 5.0) == (Cue(2.0, 5.0, "so"),)


def test_a_stamp_after_the_window_is_its_end() -> None:
    tokens = [stamp(0), *words("so"), stamp(29.98)]
    assert segments(tokens, MANY, 3.0, 7.25) == (Cue(3.0, 7.25, "so"),)


def test_a_stamp_that_runs_back_counts_as_the_one_before() -> None:
    tokens = [stamp(4), *words("a"), stamp(1), *words("b"), stamp(6)]
    assert segments(tokens, MANY, 0.0, 9.0) == (Cue(4.0, 4.0, "a"), Cue(4.0, 6.0, "b"))


def test_stamps_and_special_tokens_alone_are_no_segments() -> None:
    tokens = [stamp(0), stamp(0), MANY.start, MANY.no_speech, *words("  "), stamp(2)]
    assert segments(tokens, MANY, 0.0, 9.0) == ()


token = st.one_of(
    st.integers(ord("a"), ord("z")).map(lambda n: words(chr(n))[0]),
    st.integers(MANY.end, MANY.first_timestamp - 1),
    st.integers(0, 1500).map(lambda n: MANY.first_timestamp + n),
)


@given(
    st.lists(token, max_size=80),
    st.floats(0, 20_000),
    st.floats(0.1, 29.0),
)
def test_any_answer_keeps_its_words_in_order_and_inside_the_window(
    tokens: list[int], start_s: float, length_s: float
) -> None:
    end_s = start_s + length_s
    found = segments(tokens, MANY, start_s, end_s)
    assert "".join(cue.text for cue in found) == MANY.text([n for n in tokens if n < MANY.end])
    assert all(before.end_s <= after.start_s for before, after in pairwise(found))
    for cue in found:
        assert round(start_s, 3) <= cue.start_s <= cue.end_s <= round(end_s, 3)


@given(st.lists(st.integers(0, MANY.first_timestamp + 1600), max_size=60))
def test_no_answer_is_too_odd(tokens: list[int]) -> None:
    for cue in segments(tokens, MANY, 0.0, 29.0):
        assert cue.text == " ".join(cue.text.split())


def test_the_prompt_asks_for_a_transcript_with_stamps() -> None:
    names = [MANY.tokenizer.id_to_token(n) for n in MANY.prompt("de")]
    assert names == ["<|startoftranscript|>", "<|de|>", "<|transcribe|>"]
    assert ENGLISH.prompt("en") == [ENGLISH.start]


def test_languages_are_found_by_their_codes() -> None:
    assert len(MANY.languages) == 99
    assert {"en", "haw", "de"} <= MANY.languages.keys()
    assert ENGLISH.languages == {}


def test_a_language_that_the_model_has_not_is_refused() -> None:
    check_language("de", MANY.languages)
    check_language(None, {})
    check_language("en", {})
    with pytest.raises(UsageError, match="language 'xx': this model does not have it.*af, am, ar"):
        check_language("xx", MANY.languages)
    with pytest.raises(UsageError, match="language 'de'.*Known: en. Leave it out"):
        check_language("de", {})


def test_another_models_tokenizer_is_refused() -> None:
    with pytest.raises(BackendUnavailableError, match="no tokenizer of Whisper: it lacks"):
        read_vocabulary(Tokenizer(models.BPE()), multilingual=True)
