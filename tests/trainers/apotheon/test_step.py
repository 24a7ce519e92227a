from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.apotheon.small import Sample, batch_of, small_model

from spark_trainer.models.apotheon.counts import target_counts
from spark_trainer.models.apotheon.names import OBJECTIVES
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.engines.plain import PlainEngine
from spark_trainer.trainers.training.step import counts_of, seed_step, take_step

ROWS = st.lists(
    st.tuples(st.sampled_from(["captioning", "transcription"]), st.sampled_from(["", "ab", "abc"])),
    max_size=2,
).map(tuple)
SAMPLES = st.builds(
    Sample,
    frames=st.integers(0, 2),
    windows_s=st.sampled_from([(), (0.4,), (0.4, 0.1)]),
    rows=ROWS,
    seed=st.integers(0, 3),
)
WEIGHTS = {"captioning": 1.0, "transcription": 1.0, "contrastive": 0.5}


def engine_of(**values: object) -> PlainEngine:
    config = ApotheonTrainingConfig(manifest_path="m", mixed_precision="no", **values)
    engine = PlainEngine(small_model(), config, Place(0, 1, torch.device("cpu")))
    engine.enter(())
    return engine


MODEL = small_model()


@settings(max_examples=40, deadline=None)
@given(st.lists(SAMPLES, min_size=1, max_size=3))
def test_what_a_batch_teaches_is_counted_before_it_runs(samples: list[Sample]) -> None:
    batch = batch_of(samples)
    with torch.no_grad():
        losses = MODEL(batch).losses(batch)
    assert target_counts(batch) == {name: int(loss.count) for name, loss in losses.items()}


def test_two_batches_accumulated_are_one_of_both() -> None:
    """For losses of tokens; the contrastive loss has the negatives of its own batch."""
    one = [Sample(rows=(("captioning", "a"),), seed=1)]
    two = [Sample(rows=(("captioning", "abcdef"), ("transcription", "xy")), seed=2)]
    weights = {**WEIGHTS, "contrastive": 0.0}
    found = []
    for batches in ([batch_of(one), batch_of(two)], [batch_of(one + two)]):
        engine = engine_of()
        counts_K = torch.tensor(counts_of(MODEL, batches))
        stepped = take_step(engine, batches, counts_K, weights, 1e-3)
        found.append((stepped.means_K[:2], stepped.grad_norm, engine.weights()))
    torch.testing.assert_close(found[0][0], found[1][0])
    torch.testing.assert_close(found[0][1], found[1][1])
    for name, weight in found[0][2].items():
        torch.testing.assert_close(weight, found[1][2][name], atol=2e-5, rtol=1e-4)


def test_nothing_to_learn_is_no_loss() -> None:
    engine, batch = engine_of(), batch_of([Sample(frames=0, windows_s=(), rows=())])
    stepped = take_step(engine, [batch], torch.tensor(counts_of(MODEL, [batch])), WEIGHTS, 1e-3)
    assert stepped.losses() == dict.fromkeys(OBJECTIVES)
    assert float(stepped.grad_norm) == 0


def test_random_numbers_follow_from_seed_step_and_rank_alone() -> None:
    def drawn(seed: int, step: int, rank: int) -> float:
        seed_step(seed, step, rank)
        return float(torch.rand(()))

    first = drawn(1, 2, 0)
    assert drawn(1, 2, 0) == first
    assert len({first, drawn(2, 2, 0), drawn(1, 3, 0), drawn(1, 2, 1)}) == 4


@pytest.mark.parametrize(
    "values",
    [{"gradient_checkpointing": True}, {"mixed_precision": "bf16"}, {"mixed_precision": "fp16"}],
    ids=["checkpointing", "bf16", "fp16"],
)
def test_it_learns_in_other_ways_too(values: dict[str, object]) -> None:
    config = ApotheonTrainingConfig(**{"manifest_path": "m", "mixed_precision": "no", **values})
    engine = PlainEngine(small_model(), config, Place(0, 1, torch.device("cpu")))
    engine.model.set_gradient_checkpointing(config.gradient_checkpointing)
    engine.enter(())
    batch = batch_of([Sample(seed=1), Sample(seed=2)])
    counts_K = torch.tensor(counts_of(MODEL, [batch]))
    losses = [
        float(take_step(engine, [batch], counts_K, WEIGHTS, 3e-3).means_K[:2].sum())
        for _ in range(12)
    ]
    assert losses[-1] < 0.7 * losses[0]


def test_checkpointing_changes_no_loss() -> None:
    batch = batch_of([Sample(seed=1), Sample(seed=2)])
    counts_K = torch.tensor(counts_of(MODEL, [batch]))
    found = []
    for checkpointing in (False, True):
        engine = engine_of()
        engine.model.set_gradient_checkpointing(checkpointing)
        stepped = take_step(engine, [batch], counts_K, WEIGHTS, 1e-3)
        found.append((stepped.means_K, stepped.grad_norm))
    torch.testing.assert_close(found[0], found[1])
