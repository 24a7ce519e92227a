from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st
from tests.models.apotheon.small import Sample, rows_of

from spark_trainer.models.apotheon.names import TASKS, Task
from spark_trainer.models.apotheon.places import places_of, rows_or_dummy, target_mask

texts = st.lists(st.tuples(st.sampled_from(TASKS), st.text("ab", max_size=6)), max_size=4)


@given(asked=texts, pad_to=st.integers(0, 12))
def test_the_mask_and_the_places_name_the_same_tokens(
    asked: list[tuple[Task, str]], pad_to: int
) -> None:
    rows = rows_of([Sample(rows=tuple(asked))], pad_to=pad_to)
    marked = {(row, at) for row, at in target_mask(rows).nonzero().tolist()}
    assert marked == set(rows.targets())
    placed = [places_of(rows, task) for task in TASKS]
    assert marked == {
        place for p in placed if p.real for place in zip(p.rows, p.positions, strict=True)
    }


def test_each_target_is_predicted_from_the_state_before_it() -> None:
    rows = rows_of([Sample(rows=(("captioning", "ab"),))])
    places = places_of(rows, "captioning")
    states_RTW = torch.arange(rows.tokens_RT.shape[1]).reshape(1, -1, 1)
    assert places.targets(rows.tokens_RT).tolist() == [*b"ab", 258]
    assert places.states(states_RTW).flatten().tolist() == [1, 2, 3]


def test_where_a_task_has_nothing_one_place_stands_in() -> None:
    rows = rows_of([Sample(rows=(("captioning", "ab"),))])
    places = places_of(rows, "transcription")
    assert not places.learned(torch.device("cpu")).any()
    assert len(places.states(rows.tokens_RT.unsqueeze(-1))) == 1


def test_no_row_at_all_becomes_one_with_nothing_to_learn() -> None:
    rows = rows_or_dummy(rows_of([Sample(rows=())]))
    assert rows.targets() == []
    assert rows_or_dummy(rows) is rows
