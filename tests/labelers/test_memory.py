"""How `auto` finds a batch size."""

from __future__ import annotations

import pytest

from spark_trainer.labelers import memory
from spark_trainer.labelers.base import BatchTooLargeError
from spark_trainer.labelers.memory import most_that_fit


@pytest.mark.parametrize(
    ("each_mib", "free_mib", "expected"),
    [(100, 1000, 8), (100, 250, 2), (1000, 900, 1), (10, 10_000, 32), (0, 100, 8)],
)
def test_a_power_of_two_within_four_fifths_of_free_memory(
    monkeypatch: pytest.MonkeyPatch, each_mib: int, free_mib: int, expected: int
) -> None:
    monkeypatch.setattr(memory, "_free_bytes", lambda _: free_mib << 20)
    monkeypatch.setattr(memory, "_peak_bytes", lambda _run, n, _: (500 + n * each_mib) << 20)
    assert most_that_fit(lambda _: None, "cpu", 32) == expected


def test_where_four_do_not_fit_it_is_one() -> None:
    def run(count: int) -> None:
        if count > 1:
            raise BatchTooLargeError("full")

    assert most_that_fit(run, "cpu", 32) == 1


def test_free_memory_is_read_from_this_machine() -> None:
    assert 1 << 24 < memory._free_bytes("cpu") < 1 << 44
