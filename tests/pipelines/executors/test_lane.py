"""A lane gives every video its own labels in order, whatever happens on the way."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spark_trainer.core.errors import BackendUnavailableError, MediaError
from spark_trainer.labelers.base import BatchLabeler, BatchTooLargeError
from spark_trainer.pipelines.executors.lane import Broken, Lane, Order, Part, Smaller, Whole


class Doubler(BatchLabeler[list[int], int, int, int]):
    """Doubles numbers; -1 cannot be cut, -2 cannot be made ready."""

    name: ClassVar[str] = "doubler"
    label_type: ClassVar[Any] = int

    def __init__(self, most: int = 99, delay_s: float = 0.0, concurrency: int = 1) -> None:
        self.most, self.delay_s, self.concurrency = most, delay_s, concurrency
        self.batches: list[list[int]] = []
        self.at_once = self.most_at_once = 0
        self.recalled: list[Mapping[int, int]] = []
        self._lock = threading.Lock()

    def pieces(self, asked: list[int]) -> Sequence[int]:
        if -1 in asked:
            raise MediaError("sound", "cannot be cut")
        return asked

    def ready(self, piece: int) -> int:
        if piece == -2:
            raise MediaError("frame", "cannot be read")
        return piece

    def recall(self, pieces: Sequence[int], known: Mapping[int, int]) -> None:
        self.recalled.append(dict(known))

    def label(self, batch: Sequence[int]) -> list[int]:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        time.sleep(self.delay_s)
        with self._lock:
            self.at_once -= 1
            self.batches.append(list(batch))
        if len(batch) > self.most:
            raise BatchTooLargeError("no memory")
        return [2 * n for n in batch]


def order(token: Any, asked: list[int], known: Mapping[int, int] | None = None) -> Order:
    def join(pieces: Sequence[int], labels: Sequence[int]) -> dict[str, Any]:
        return {"labels": list(labels), "of": list(pieces)}

    return Order(token, asked, join, len(asked), known or {})


def drive(labeler: Doubler, batch_size: int, orders: Sequence[Order]) -> list[Any]:
    """All that a lane says about these orders."""
    said: queue.Queue[Any] = queue.Queue()
    lane = Lane(labeler, batch_size, said.put)
    heard = []
    try:
        for one in orders:
            lane.submit(one)
        lane.finish()
        left = len(orders)
        while left:
            heard.append(said.get(timeout=120))
            left -= isinstance(heard[-1], Whole)
            if isinstance(heard[-1], Broken):
                break
    finally:
        lane.close()
    return heard


def whole(heard: Sequence[Any]) -> dict[Any, Whole]:
    return {one.token: one for one in heard if isinstance(one, Whole)}


@settings(max_examples=40)
@given(
    videos=st.lists(st.lists(st.integers(-2, 9), max_size=7), max_size=8),
    batch_size=st.integers(1, 5),
    most=st.integers(1, 6),
    concurrency=st.integers(1, 3),
)
def test_each_video_has_its_labels_in_order_or_its_reason(
    videos: list[list[int]], batch_size: int, most: int, concurrency: int
) -> None:
    orders = [order(n, asked) for n, asked in enumerate(videos)]
    found = whole(drive(Doubler(most, concurrency=concurrency), batch_size, orders))
    assert sorted(found) == list(range(len(videos)))
    for n, asked in enumerate(videos):
        if -1 in asked:
            assert found[n].failure == ("sound", "cannot be cut")
        elif -2 in asked:
            assert found[n].failure == ("frame", "cannot be read")
        else:
            row = found[n].row
            assert row is not None
            assert row["labels"] == [2 * x for x in asked]
            assert row["of"] == asked


def test_any_number_of_videos_may_fail_in_the_middle() -> None:
    """Each took a place of those that are made ready ahead, until there was none: a hang."""
    found = whole(drive(Doubler(), 1, [order(n, [-2, *range(7)]) for n in range(12)]))
    assert [found[n].failure for n in range(12)] == [("frame", "cannot be read")] * 12


def test_pieces_of_many_videos_share_a_batch() -> None:
    labeler = Doubler(delay_s=0.05)
    drive(labeler, 4, [order(n, [n, n]) for n in range(8)])
    assert max(len(batch) for batch in labeler.batches) == 4
    assert any(len(set(batch)) > 1 for batch in labeler.batches)


def test_a_batch_too_large_for_memory_is_halved_said_and_lost_nowhere() -> None:
    labeler = Doubler(most=2, delay_s=0.02)
    heard = drive(labeler, 8, [order(n, [n] * 5) for n in range(4)])
    smaller = [one.batch_size for one in heard if isinstance(one, Smaller)]
    assert smaller
    assert smaller == sorted(smaller, reverse=True)
    assert smaller[-1] <= 2
    assert [len(whole(heard)[n].row["labels"]) for n in range(4)] == [5] * 4  # type: ignore[index]


def test_no_memory_for_a_single_piece_ends_the_lane_with_what_to_do() -> None:
    heard = drive(Doubler(most=0), 4, [order(0, [1, 2, 3])])
    assert isinstance(heard[-1], Broken)
    assert isinstance(heard[-1].error, BackendUnavailableError)
    assert "smaller model or another precision" in str(heard[-1].error)


def test_a_labeller_that_wants_full_batches_gets_only_such() -> None:
    labeler = Doubler()
    labeler.full_batches = True
    found = whole(drive(labeler, 4, [order(0, [1, 2, 3, 4, 5]), order(1, [6])]))
    assert {len(batch) for batch in labeler.batches} == {4}
    assert found[0].row is not None
    assert found[0].row["labels"] == [2, 4, 6, 8, 10]


def test_labels_of_a_video_that_is_not_whole_are_said_at_once() -> None:
    heard = drive(Doubler(delay_s=0.02), 2, [order("v", [1, 2, 3, 4, 5])])
    parts: dict[int, int] = {}
    for one in heard:
        if isinstance(one, Part):
            parts.update(one.labels)
    assert parts
    assert all(label == 2 * (number + 1) for number, label in parts.items())


def test_labels_of_an_earlier_run_are_recalled_and_not_made_again() -> None:
    labeler = Doubler()
    known = {0: 77, 2: 79, 9: 1}
    found = whole(drive(labeler, 2, [order("v", [1, 2, 3, 4], known)]))
    assert found["v"].row is not None
    assert found["v"].row["labels"] == [77, 4, 79, 8]
    assert sorted(n for batch in labeler.batches for n in batch) == [2, 4]
    assert labeler.recalled == [{0: 77, 2: 79}]


def test_requests_run_at_the_same_time() -> None:
    labeler = Doubler(delay_s=0.05, concurrency=6)
    drive(labeler, 1, [order(n, [n]) for n in range(18)])
    assert labeler.most_at_once == 6


def test_a_lane_can_be_closed_with_work_in_it() -> None:
    said: queue.Queue[Any] = queue.Queue()
    lane = Lane(Doubler(delay_s=0.2), 1, said.put)
    lane.submit(order(0, list(range(1000))))
    time.sleep(0.1)
    lane.close()
    assert not any(thread.is_alive() for thread in lane._threads)


def test_a_lane_with_much_waiting_is_full() -> None:
    lane = Lane(Doubler(delay_s=0.3), 1, lambda _: None)
    try:
        assert not lane.is_full
        for n in range(5):
            lane.submit(order(n, list(range(10))))
        assert lane.is_full
    finally:
        lane.close()


def test_a_fault_of_ours_breaks_the_lane_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    labeler = Doubler()
    monkeypatch.setattr(labeler, "label", lambda _: 1 / 0)
    heard = drive(labeler, 2, [order(0, [1])])
    assert isinstance(heard[-1].error, ZeroDivisionError)
