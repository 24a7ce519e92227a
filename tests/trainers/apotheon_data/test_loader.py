from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tests.trainers.apotheon_data.hand_made import BUDGET, Video, dataset, mixed, write_dataset
from torch import Tensor

from spark_trainer.core.errors import ConfigError, DatasetError, RunError
from spark_trainer.trainers.apotheon_data.augment import Media
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.loader import Loaded, Loader

REPO = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("data"), mixed(30))


def loader(data: ApotheonMultiModalDataset, **kwargs: Any) -> Loader:
    return Loader(data, **{"budget": BUDGET, "seed": 3, "epoch": 1, **kwargs})


def as_bytes(made: Iterable[Loaded]) -> list[Any]:
    """Everything of each batch that could differ."""
    return [
        [each.videos, each.indices, each.replaced, each.cells, each.tokens, _plain(each.batch)]
        for each in made
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.dtype, value.shape, value.numpy().tobytes()
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(inner) for name, inner in vars(value).items()}
    return value


def test_an_epoch_has_every_sample_once_in_batches_of_like_modalities(folder: Path) -> None:
    data = dataset(folder)
    made = list(loader(data))
    assert sorted(i for each in made for i in each.indices) == list(range(len(data)))
    assert len(made) == len(loader(data))
    for each in made:
        kinds = {data.size(index, 1).modalities for index in each.indices}
        assert len(kinds) == 1
        assert each.videos == tuple(data.facts(index).id for index in each.indices)
        rows = each.batch.rows
        assert (each.cells, each.tokens) == (rows.tokens_RT.numel(), sum(rows.lengths))


def test_a_loader_started_later_gives_exactly_the_rest(folder: Path) -> None:
    data = dataset(folder)
    whole = as_bytes(loader(data))
    for start in (1, 4, len(whole)):
        later = loader(data, start=start)
        assert as_bytes(later) == whole[start:]
        assert len(later) == len(whole)


@pytest.mark.parametrize("workers", [2])
def test_workers_change_nothing_not_even_the_random_numbers_of_training(
    folder: Path, workers: int
) -> None:
    data = dataset(folder, augment=quieter)
    wanted = as_bytes(loader(data))
    before = torch.get_rng_state()
    assert as_bytes(loader(data, workers=workers)) == wanted
    assert as_bytes(loader(data, workers=workers, start=3)) == wanted[3:]
    assert torch.equal(torch.get_rng_state(), before)


def quieter(media: Media, rng: Any) -> Media:
    return Media(media.squares_FHWC, media.sound_S * np.float32(rng.uniform(0.5, 1.0)))


@pytest.mark.parametrize("ranks", [2, 3])
def test_ranks_have_equally_many_batches_and_share_the_samples(folder: Path, ranks: int) -> None:
    data = dataset(folder)
    each = [list(loader(data, rank=rank, ranks=ranks)) for rank in range(ranks)]
    assert len({len(made) for made in each}) == 1
    seen = [index for made in each for loaded in made for index in loaded.indices]
    assert sorted(seen) == list(range(len(data)))
    for group in zip(*each, strict=True):
        kinds = {data.size(index, 1).modalities for made in group for index in made.indices}
        assert len(kinds) == 1
        for made in group:
            assert made.videos or (made.cells, made.tokens) == (0, 0)
    assert any(not made.videos for rank in each for made in rank)


def test_an_epoch_has_its_own_order_and_a_seed_too(folder: Path) -> None:
    data = dataset(folder)
    orders = [
        [loader(data, epoch=epoch, seed=seed).indices(n) for n in range(5)]
        for epoch, seed in [(0, 0), (1, 0), (0, 1)]
    ]
    assert orders[0] != orders[1] != orders[2] != orders[0]


def damage(folder: Path, *names: str) -> None:
    for name in names:
        for file in (folder / "aa" / name).rglob("*.*"):
            file.write_bytes(file.read_bytes()[:30])


def test_a_broken_sample_is_named_and_replaced_by_one_of_its_kind(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video(f"v{n}", frames=n % 2) for n in range(20)])
    damage(folder, "v3", "v8")
    data = dataset(folder)
    made = list(loader(data))
    replaced = {each.video: each for loaded in made for each in loaded.replaced}
    assert sorted(replaced) == ["v3", "v8"]
    assert "not a readable JPEG" in replaced["v3"].reason
    assert "not a WAV file" in replaced["v8"].reason
    for loaded in made:
        for each in loaded.replaced:
            assert each.by in loaded.videos and each.video not in loaded.videos
        sizes = [data.size(index, 1) for index in loaded.indices]
        assert BUDGET.fits(sizes) and len({size.modalities for size in sizes}) == 1
        assert len(set(loaded.videos)) == len(loaded.videos)
    assert sum(len(loaded.videos) for loaded in made) == 20
    assert as_bytes(loader(data, workers=2)) == as_bytes(made)


def test_a_broken_sample_can_be_left_out(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video(f"v{n}") for n in range(5)])
    damage(folder, "v3")
    made = list(loader(dataset(folder), broken="leave_out"))
    assert sorted(name for each in made for name in each.videos) == ["v0", "v1", "v2", "v4"]
    assert [(r.video, r.by) for each in made for r in each.replaced] == [("v3", None)]


def test_a_broken_sample_that_nothing_can_replace_is_left_out(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video(f"v{n}") for n in range(3)])
    damage(folder, "v1")
    (loaded,) = loader(dataset(folder))
    assert sorted(loaded.videos) == ["v0", "v2"]
    assert [(each.video, each.by) for each in loaded.replaced] == [("v1", None)]


@pytest.mark.parametrize("broken", ["replace", "leave_out"])
@pytest.mark.parametrize("workers", [0, 1])
def test_a_dataset_of_which_nothing_can_be_read_stops(
    tmp_path: Path, broken: str, workers: int
) -> None:
    folder = write_dataset(tmp_path, [Video(f"v{n}") for n in range(6)])
    damage(folder, *(f"v{n}" for n in range(6)))
    told = r"(v\d cannot|no sample can) be used.*not a readable JPEG"
    with pytest.raises(DatasetError, match=told):
        list(loader(dataset(folder), broken=broken, workers=workers))


def test_a_sample_that_no_batch_can_hold_is_told_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(ConfigError, match="over the budget of a batch"):
        loader(dataset(folder), budget=Budget(frames=1, windows=9, tokens=400, samples=4))


class Killer:
    """Kills the process that decodes, as the kernel does when memory runs out."""

    def __init__(self) -> None:
        self.parent = os.getpid()

    def __call__(self, media: Media, _rng: object) -> Media:
        if os.getpid() != self.parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return media


def test_a_worker_that_is_killed_is_told(folder: Path) -> None:
    data = dataset(folder, augment=Killer())
    with pytest.raises(RunError, match=r"was killed, .* take fewer `workers` \(now 2\)"):
        list(loader(data, workers=2))


def test_a_loader_that_is_left_early_stops_its_thread(folder: Path) -> None:
    import threading

    made = iter(loader(dataset(folder)))
    next(made)
    made.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if "batches" in thread.name]


def test_workers_are_started_also_after_torch_has_used_threads(folder: Path) -> None:
    """A copy of this process would wait for ever for threads that it does not have."""
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        big = torch.randn(600, 600)
        assert torch.isfinite(torch.fft.rfft(big @ big)).all()
        assert len(list(loader(dataset(folder), workers=1))) == len(loader(dataset(folder)))
    finally:
        torch.set_num_threads(threads)


TRAINER = """
import multiprocessing, sys, time
from tests.trainers.apotheon_data.hand_made import BUDGET, dataset
from spark_trainer.trainers.apotheon_data.loader import Loader

made = iter(Loader(dataset(sys.argv[1]), BUDGET, seed=0, epoch=0, workers=2))
next(made)
print(*(child.pid for child in multiprocessing.active_children()), flush=True)
time.sleep(60)
"""


def test_workers_end_with_a_trainer_that_is_killed(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TRAINER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=REPO
    ) as trainer:
        assert trainer.stdout is not None
        workers = [int(pid) for pid in trainer.stdout.readline().split()]
        trainer.kill()
    assert len(workers) == 2
    deadline = time.monotonic() + 20
    while any(running(pid) for pid in workers):
        assert time.monotonic() < deadline, workers
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
