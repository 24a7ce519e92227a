from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from spark_trainer.server.system.sampler import Sampler, busy_share


class Times(NamedTuple):
    user: float
    idle: float
    iowait: float
    guest: float


@pytest.fixture
def half_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processors that work half of the time; a clock on which every look is a new one."""
    readings, clock = count(), count()
    monkeypatch.setattr(psutil, "cpu_times", lambda: Times(*[float(next(readings))] * 2, 0.0, 0.0))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.usefixtures("half_busy")
def test_a_sample_of_every_thread_says_how_busy_the_processors_are(tmp_path: Path) -> None:
    sampler = Sampler(tmp_path)
    for _ in range(3):
        with ThreadPoolExecutor(1) as fresh:
            fresh.submit(sampler.look).result()
    assert [sample.cpu for sample in sampler.samples] == [0.5] * 4


def test_waiting_for_a_disk_is_no_work_and_a_guest_counts_once() -> None:
    before, after = Times(1.0, 1.0, 1.0, 0.0), Times(2.0, 2.0, 3.0, 1.0)
    assert busy_share(before._asdict(), after._asdict()) == 0.25


def test_a_counter_that_went_back_is_one_that_stood() -> None:
    before, after = Times(1.0, 5.0, 0.0, 0.0), Times(2.0, 4.0, 0.0, 0.0)
    assert busy_share(before._asdict(), after._asdict()) == 1.0


def test_no_time_is_no_share() -> None:
    same = Times(1.0, 5.0, 0.0, 0.0)._asdict()
    assert busy_share(same, same) is None
