"""Batches of a recipe's examples: the same ones whatever reads them, from any of them on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from spark_trainer.core.errors import DatasetError, MediaError
from spark_trainer.core.text import printable
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.examples import Example
from spark_trainer.trainers.training.loaded import Loaded, Replaced
from spark_trainer.trainers.training.making import made_by_a_thread, made_by_processes
from spark_trainer.trainers.training.order import rank_of_index

Collate = Callable[[Sequence[Example], Sequence[int], int], TensorBatch]
"""Examples, their numbers, and the epoch; raises `MediaError` for what cannot be read."""
WINDOW = 50
"""Batches among which like sizes are sorted together; the order stays random beyond."""


class ExampleLoader:
    """Batches of one rank in one epoch.

    They come in groups of one batch a rank. The last group may lack samples: its other ranks run
    a stand-in that teaches nothing.

    Args:
        chosen: numbers of the examples that are shown.
        collate: makes a batch; can be pickled where there are workers.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        chosen: Sequence[int],
        collate: Collate,
        *,
        batch_size: int,
        seed: int,
        epoch: int,
        rank: int = 0,
        ranks: int = 1,
        start: int = 0,
        workers: int = 0,
    ) -> None:
        self._examples, self._start, self._workers = examples, start, workers
        order = sorted(chosen, key=lambda number: rank_of_index(seed, epoch, number))
        order = _by_size(order, examples, WINDOW * batch_size * ranks)
        batches = [order[at : at + batch_size] for at in range(0, len(order), batch_size)]
        batches += [[] for _ in range(-len(batches) % ranks)]
        groups = [batches[at : at + ranks] for at in range(0, len(batches), ranks)]
        groups.sort(key=lambda group: rank_of_index(seed, epoch, group[0][0]))
        self._batches = [group[rank] for group in groups]
        self._fetch = Fetch(examples, collate, epoch, fallback=order)

    def __len__(self) -> int:
        """Batches of this rank, those before `start` too."""
        return len(self._batches)

    def cost(self, batch: int) -> int:
        """The longest example times their number."""
        sizes = [self._examples[number].size for number in self._batches[batch]]
        return max(sizes, default=0) * len(sizes)

    def __iter__(self) -> Iterator[Loaded[TensorBatch]]:
        """Batches from `start` on.

        Raises:
            DatasetError: no sample can be used.
        """
        made = made_by_processes if self._workers else made_by_a_thread
        yield from made(self._fetch, self._batches[self._start :], self._workers)


def _by_size(order: list[int], examples: Sequence[Example], window: int) -> list[int]:
    pieces = [order[at : at + window] for at in range(0, len(order), window)]
    return [n for piece in pieces for n in sorted(piece, key=lambda n: examples[n].size)]


class Fetch:
    """Makes batches; an example that cannot be read is replaced by the next one that can."""

    def __init__(
        self,
        examples: Sequence[Example],
        collate: Collate,
        epoch: int,
        fallback: Sequence[int],
    ) -> None:
        self._examples, self._collate, self._epoch = examples, collate, epoch
        self._fallback = fallback

    def __call__(self, numbers: Sequence[int]) -> Loaded[TensorBatch]:
        if not numbers:
            found = self._batch([self._fallback[0]])
            return replace(found, batch=found.batch.as_blank(), videos=(), indices=())
        return self._batch(list(numbers))

    def _batch(self, numbers: list[int]) -> Loaded[TensorBatch]:
        try:
            return self._loaded(numbers, self._made(numbers), ())
        except MediaError:
            return self._one_by_one(numbers)

    def _one_by_one(self, numbers: list[int]) -> Loaded[TensorBatch]:
        """What cannot be read is found, named, and replaced."""
        replaced = []
        for place, number in enumerate(numbers):
            try:
                self._made([number])
            except MediaError as e:
                numbers[place] = self._another(number, str(e))
                by = self._examples[numbers[place]].id
                replaced.append(Replaced(self._examples[number].id, str(e), by))
        return self._loaded(numbers, self._made(numbers), tuple(replaced))

    def _another(self, broken: int, why: str) -> int:
        at = self._fallback.index(broken)
        for number in (*self._fallback[at + 1 :], *self._fallback[:at]):
            try:
                self._made([number])
            except MediaError:
                continue
            return number
        raise DatasetError(
            f"{printable(self._examples[broken].id)}: cannot be used, nor any sample in its "
            f"place: {why}"
        )

    def _made(self, numbers: Sequence[int]) -> TensorBatch:
        return self._collate([self._examples[n] for n in numbers], numbers, self._epoch)

    def _loaded(
        self, numbers: Sequence[int], batch: TensorBatch, replaced: tuple[Replaced, ...]
    ) -> Loaded[TensorBatch]:
        return Loaded(
            batch=batch,
            videos=tuple(self._examples[n].id for n in numbers),
            indices=tuple(numbers),
            replaced=replaced,
            cells=batch.cells,
            tokens=batch.tokens,
        )
