"""The batches of an epoch for one rank: the same ones whatever reads them, from any of them on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.trainers.apotheon_data.budget import Budget, cut_groups
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.fetch import Fetcher
from spark_trainer.trainers.training.loaded import Loaded
from spark_trainer.trainers.training.making import made_by_a_thread, made_by_processes


class Loader:
    """Batches of samples that have the same modalities and fit the budget together.

    They come in groups of `ranks` batches of like samples, one a rank; a rank for which the last
    samples of a kind do not suffice gets a batch with nothing in it.

    Args:
        epoch: from 0; each has its own order and its own choice of frames.
        start: the first batch that is given, from 0; the others are as if it had been 0.
        workers: processes that decode; 0 = one thread beside the step.
        broken: a broken sample is replaced by another of its kind, or left out.

    Raises:
        ConfigError: a sample does not fit the budget alone.
    """

    def __init__(
        self,
        dataset: ApotheonMultiModalDataset,
        budget: Budget,
        *,
        seed: int,
        epoch: int,
        rank: int = 0,
        ranks: int = 1,
        start: int = 0,
        workers: int = 0,
        broken: Literal["replace", "leave_out"] = "replace",
    ) -> None:
        if not 0 <= rank < ranks:
            raise ValueError(f"rank {rank} of {ranks}; wanted is 0 to {ranks - 1}")
        self.dataset, self.budget, self.epoch = dataset, budget, epoch
        self.start, self.workers = start, workers
        sizes = [dataset.size(index, epoch) for index in range(len(dataset))]
        groups = cut_groups(sizes, budget, ranks, seed, epoch)
        self._batches = [group[rank] for group in groups]
        self._fetch = Fetcher(dataset, budget, epoch, replace=broken == "replace")

    def __len__(self) -> int:
        """Batches of this rank in the epoch, those before `start` too."""
        return len(self._batches)

    def indices(self, batch: int) -> tuple[int, ...]:
        """The samples of a batch as they were planned."""
        return tuple(self._batches[batch])

    def cost(self, batch: int) -> int:
        """Tokens that go through the model: patches, states of sound, text with its padding."""
        sizes = [self.dataset.size(index, self.epoch) for index in self._batches[batch]]
        of = self.dataset.sizes
        rows = sum(size.rows for size in sizes)
        return (
            sum(size.frames for size in sizes) * of.vision_features[0]
            + sum(size.windows for size in sizes) * of.audio_features[0]
            + rows * max((size.longest_row for size in sizes), default=0)
        )

    def __iter__(self) -> Iterator[Loaded[Batch]]:
        """Batches from `start` on.

        Raises:
            DatasetError: no sample can be used, or the manifest was written anew.
            RunError: a worker was killed.
        """
        left = self._batches[self.start :]
        made = made_by_processes if self.workers else made_by_a_thread
        any_used, any_broken = False, None
        for loaded in made(self._fetch, left, self.workers):
            any_used = any_used or bool(loaded.videos)
            any_broken = any_broken or next(iter(loaded.replaced), None)
            yield loaded
        if any_broken and not any_used:
            raise DatasetError(
                f"{printable(self.dataset.manifest_path)}: no sample can be used. The first: "
                f"video {printable(any_broken.video)}: {any_broken.reason}"
            )
