from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.loader import ExampleLoader


@dataclass(frozen=True)
class Thing:
    id: str
    size: int = 1
    split: str | None = None

    @property
    def group(self) -> str:
        return self.id


def collate(examples: Sequence[Any], numbers: Sequence[int], epoch: int) -> TensorBatch:
    del epoch
    if any(one.id.startswith("broken") for one in examples):
        raise MediaError("unreadable", "cannot be read")
    return TensorBatch({"x": torch.tensor(list(numbers))}, {"loss": len(numbers)}, 0, 0)


def loader(things: Sequence[Thing], **more: Any) -> ExampleLoader:
    settings = {"batch_size": 3, "seed": 1, "epoch": 0, **more}
    return ExampleLoader(things, range(len(things)), collate, **settings)


@given(st.integers(1, 30), st.sampled_from([1, 2, 3]), st.integers(0, 3))
def test_every_example_comes_once_an_epoch_and_all_ranks_have_as_many_batches(
    count: int, ranks: int, epoch: int
) -> None:
    things = [Thing(f"{n}", size=n % 4) for n in range(count)]
    each = [list(loader(things, epoch=epoch, rank=r, ranks=ranks)) for r in range(ranks)]
    assert len({len(batches) for batches in each}) == 1
    shown = [index for batches in each for loaded in batches for index in loaded.indices]
    assert sorted(shown) == list(range(count))
    blanks = [one for batches in each for one in batches if not one.indices]
    assert all(one.batch.blank and one.batch.counts == {"loss": 0} for one in blanks)


def test_it_goes_on_from_any_batch_and_epochs_differ() -> None:
    things = [Thing(f"{n}") for n in range(20)]
    whole = [loaded.indices for loaded in loader(things)]
    for start in range(len(whole)):
        assert [loaded.indices for loaded in loader(things, start=start)] == whole[start:]
    assert [loaded.indices for loaded in loader(things, epoch=1)] != whole


def test_what_cannot_be_read_is_named_and_another_stands_in_its_place() -> None:
    things = [Thing(f"{n}") for n in range(8)] + [Thing("broken")]
    loads = list(loader(things))
    (replaced,) = [one for loaded in loads for one in loaded.replaced]
    assert (replaced.video, replaced.reason) == ("broken", "cannot be read")
    assert replaced.by in {thing.id for thing in things}
    assert [one.indices for one in loads] == [one.indices for one in loader(things)]


def test_where_nothing_can_be_read_it_says_so() -> None:
    with pytest.raises(DatasetError, match="cannot be used, nor any sample in its place"):
        list(loader([Thing("broken 1"), Thing("broken 2")]))
