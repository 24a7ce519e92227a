"""Curves in text."""

from __future__ import annotations

from spark_trainer.cli.text_plot import HEIGHT, plot
from spark_trainer.trainers.run_history import Bin


def test_a_falling_curve_falls() -> None:
    bins = [Bin(n + 1, 3.0 - n, 3.0 - n) for n in range(4)]
    assert plot(bins, 4, height=4, ascii_only=True) == [
        "3 |#",
        "  | #",
        "  |  #",
        "0 |   #",
        "  +----",
        "   1  4",
    ]


def test_a_spike_is_drawn_through_and_what_is_unknown_left_out() -> None:
    lines = plot([Bin(1, 0.0, 0.0), None, Bin(3, 0.0, 9.0)], 3, ascii_only=True)
    columns = [line[3:6].ljust(3) for line in lines[:HEIGHT]]
    assert [column[2] for column in columns] == ["#"] * HEIGHT
    assert {column[1] for column in columns} == {" "}


def test_a_flat_curve_is_one_line() -> None:
    lines = plot([Bin(n, 2.0, 2.0) for n in range(5)], 5)
    assert [line for line in lines if "█" in line] == ["2 |█████"]
    assert sum("2" in line for line in lines[:-1]) == 1


def test_nothing_known_is_nothing_drawn() -> None:
    assert plot([], 0) == []
    assert plot([None, None], 2) == []
