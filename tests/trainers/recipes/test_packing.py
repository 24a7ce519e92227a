from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import LlamaConfig, LlamaForCausalLM

from spark_trainer.trainers.llama3_instruction import RECIPE
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.causal import NOT_LEARNED, TARGETS, Row, causal_tensors
from spark_trainer.trainers.recipes.packing import packed, packed_tensors

ROWS = st.lists(
    st.lists(st.tuples(st.integers(3, 29), st.booleans()), min_size=1, max_size=12),
    min_size=1,
    max_size=6,
).map(lambda rows: [Row(tuple(t for t, _ in r), tuple(f for _, f in r)) for r in rows])


@pytest.fixture(scope="module")
def model() -> LlamaForCausalLM:
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    config = LlamaConfig(vocab_size=30, **sizes, **heads, initializer_range=0.5)
    return LlamaForCausalLM(config).eval()


@given(ROWS)
def test_every_row_is_in_one_bin_and_none_is_longer_than_the_longest_row(rows: list[Row]) -> None:
    bins = packed(rows)
    flat = [row for one in bins for row in one]
    assert sorted(flat, key=str) == sorted(rows, key=str)
    longest = max(len(row.tokens) for row in rows)
    assert all(sum(len(row.tokens) for row in one) <= longest for one in bins)


def batch_of(tensors: dict[str, Any]) -> TensorBatch:
    return TensorBatch(tensors, {}, 0, 0)


@given(ROWS)
def test_packed_rows_have_the_losses_of_rows_alone(
    model: LlamaForCausalLM, rows: list[Row]
) -> None:
    """So nobody sees another row: what he saw would change his scores."""
    with torch.no_grad():
        together = RECIPE.losses(model, batch_of(packed_tensors(rows, 0)))["answering"]
        alone = RECIPE.losses(model, batch_of(causal_tensors(rows, 0)))["answering"]
    torch.testing.assert_close(together.total, alone.total, rtol=1e-4, atol=1e-4)
    assert together.count == alone.count == sum(row.count for row in rows)


def test_a_row_teaches_what_comes_next_where_it_is_learned() -> None:
    row = Row.of(([5, 6], False), ([7, 8], True), ([9], False))
    assert row.targets() == [NOT_LEARNED, 7, 8, NOT_LEARNED, NOT_LEARNED]
    assert row.start_of_last_answer() == 2
    tensors = causal_tensors([row, Row.of(([1], False), ([2], True))], 0)
    assert tensors[TARGETS][1].tolist() == [2, *[NOT_LEARNED] * 4]
    assert tensors["attention_mask"][1].tolist() == [1, 1, 0, 0, 0]
