from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.apotheon.small import TOKENIZER, Sample, batch_of, small_model
from tests.models.apotheon.test_model import learn

from spark_trainer.core.errors import UsageError
from spark_trainer.models.apotheon.batch import Batch, Rows
from spark_trainer.models.apotheon.generation import generate, write
from spark_trainer.models.apotheon.sampling import Decoding

MODEL = small_model()
LONG = Decoding(max_new_tokens=12)
BOLD = Decoding(max_new_tokens=12, temperature=1.0, top_p=0.9, seed=3)
END = TOKENIZER.end_id

samples = st.builds(
    Sample,
    frames=st.integers(0, 2),
    windows_s=st.sampled_from([(), (0.1,), (0.4, 0.2)]),
    rows=st.sampled_from([
        (("captioning", ""),),
        (("transcription", ""),),
        (("captioning", ""), ("transcription", "")),
    ]),
    seed=st.integers(0, 99),
)  # fmt: skip


def with_prompts(batch: Batch, texts: list[str]) -> Batch:
    """The same batch, its prompts followed by text of different lengths."""
    ids = [
        [*TOKENIZER.prompt(task), *text.encode()]
        for task, text in zip(batch.rows.tasks, texts, strict=True)
    ]
    width = max(map(len, ids)) + 1
    tokens = torch.tensor([[*row, *[TOKENIZER.pad_id] * (width - len(row))] for row in ids])
    lengths = tuple(map(len, ids))
    rows = Rows(tokens, lengths, lengths, batch.rows.tasks, batch.rows.samples)
    return dataclasses.replace(batch, rows=rows)


@settings(max_examples=15)
@given(
    together=st.lists(samples, min_size=1, max_size=3),
    texts=st.lists(st.text("abc", max_size=5), min_size=6, max_size=6),
    decoding=st.sampled_from([LONG, BOLD]),
)
def test_kept_keys_write_the_same_tokens_as_none(
    together: list[Sample], texts: list[str], decoding: Decoding
) -> None:
    batch = batch_of(together, prompts_only=True)
    batch = with_prompts(batch, texts[: len(batch.rows.lengths)])
    kept = generate(MODEL, batch, decoding, end_id=END)
    assert kept == generate(MODEL, batch, decoding, end_id=END, cached=False)


@settings(max_examples=15)
@given(together=st.lists(samples, min_size=2, max_size=3), decoding=st.sampled_from([LONG, BOLD]))
def test_a_text_is_the_same_in_any_batch(together: list[Sample], decoding: Decoding) -> None:
    joint = generate(MODEL, batch_of(together, prompts_only=True), decoding, end_id=END)
    alone = [
        written
        for sample in together
        for written in generate(MODEL, batch_of([sample], prompts_only=True), decoding, end_id=END)
    ]
    assert joint == alone


def test_prompts_of_different_lengths_are_continued_as_each_by_itself() -> None:
    batch = with_prompts(batch_of([Sample(), Sample(seed=1)]), ["", "abc", "a", "abcdefg"])
    joint = generate(MODEL, batch, LONG, end_id=END)
    for row in range(4):
        length = batch.rows.lengths[row]
        own = Rows(
            batch.rows.tokens_RT[[row], :length],
            (length,),
            (length,),
            (batch.rows.tasks[row],),
            (batch.rows.samples[row],),
        )
        (alone,) = generate(MODEL, dataclasses.replace(batch, rows=own), LONG, end_id=END)
        assert joint[row] == alone


def test_scores_with_kept_keys_are_those_without() -> None:
    batch = batch_of([Sample(), Sample(seed=1, frames=0)], prompts_only=True)
    batch = with_prompts(batch, ["", "abc", "a", "abcdefg"])
    seen: dict[bool, list[torch.Tensor]] = {True: [], False: []}
    scores = MODEL.next_scores
    for cached in (True, False):

        def spy(*args: Any, kept: bool = cached) -> torch.Tensor:
            found = scores(*args)
            seen[kept].append(found.clone())
            return found

        object.__setattr__(MODEL, "next_scores", spy)
        generate(MODEL, batch, LONG, end_id=-1, cached=cached)
        object.__delattr__(MODEL, "next_scores")
    assert len(seen[True]) == len(seen[False]) == 12
    for one, other in zip(seen[True], seen[False], strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_what_was_learned_is_written_and_ends_at_the_end_token() -> None:
    said = (Sample(rows=(("captioning", "ab"), ("transcription", "xyz"))),)
    model = small_model(awake=False)
    learn(model, batch_of(said), 50)
    model.train()
    assert write(model, TOKENIZER, batch_of(said, prompts_only=True), LONG) == ["ab", "xyz"]
    assert model.training


def test_no_special_token_is_written() -> None:
    never = TOKENIZER.never_written()
    batch = batch_of([Sample()], prompts_only=True)
    wild = Decoding(max_new_tokens=40, temperature=10.0)
    written = generate(MODEL, batch, wild, end_id=END, never=never)
    assert not set(never) & {token for row in written for token in row}


def test_no_more_tokens_than_asked_for_are_written() -> None:
    batch = batch_of([Sample()], prompts_only=True)
    assert [len(row) for row in generate(MODEL, batch, LONG, end_id=-1)] == [12, 12]


def test_more_than_the_text_encoder_takes_is_refused_before_anything_runs() -> None:
    batch = batch_of([Sample()], prompts_only=True)
    with pytest.raises(UsageError, match=r"66 tokens of prompt and text.* 64: lower max_new_tok"):
        generate(MODEL, batch, Decoding(max_new_tokens=64), end_id=END)


def test_of_no_row_nothing_is_written() -> None:
    assert generate(MODEL, batch_of([Sample(rows=())]), LONG, end_id=END) == []
