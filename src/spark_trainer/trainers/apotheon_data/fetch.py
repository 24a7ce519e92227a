"""The planned samples of a batch, decoded; what is broken is replaced by what is like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.models.apotheon.collate import Sample, collate
from spark_trainer.trainers.apotheon_data.budget import Budget, Size
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError
from spark_trainer.trainers.training.loaded import Loaded, Replaced

_TRIES = 1000
_Taken = tuple[int, Sample]


class Fetcher:
    """Makes batches. Depends on nothing but its arguments and the files of the dataset."""

    def __init__(
        self, dataset: ApotheonMultiModalDataset, budget: Budget, epoch: int, *, replace: bool
    ) -> None:
        self._dataset, self._budget, self._epoch = dataset, budget, epoch
        self._replace = replace

    def __call__(self, indices: Sequence[int]) -> Loaded[Batch]:
        """One batch; of no samples, a blank one.

        Raises:
            DatasetError: no sample of the dataset can be used.
        """
        taken: list[_Taken] = []
        replaced: list[Replaced] = []
        for place, index in enumerate(indices):
            try:
                taken.append((index, self._sample(index)))
            except BrokenSampleError as e:
                beside = [*(one for one, _ in taken), *indices[place + 1 :]]
                other = self._another(index, beside, str(e)) if self._replace else None
                taken += [other] if other else []
                by = self._id(other[0]) if other else None
                replaced.append(Replaced(self._id(index), str(e), by))
        return self._loaded(taken, tuple(replaced))

    def _another(self, broken: int, beside: list[int], reason: str) -> _Taken | None:
        """The next sample that is whole, fits in its place, and is not in the batch already."""
        tried = 0
        for index in self._fitting(broken, beside):
            try:
                return index, self._sample(index)
            except BrokenSampleError:
                tried += 1
            if tried == _TRIES:
                break
        if not beside or tried == _TRIES:
            where, video = self._dataset.manifest_path, self._id(broken)
            raise DatasetError(
                f"{printable(where)}: video {printable(video)} cannot be used, nor any of {tried} "
                f"that could take its place. {reason}"
            )
        return None

    def _fitting(self, broken: int, beside: list[int]) -> Iterator[int]:
        count = len(self._dataset)
        kind = self._size(broken).modalities
        sizes = [self._size(index) for index in beside]
        for index in ((broken + step) % count for step in range(1, count)):
            size = self._size(index)
            like = index not in beside and size.modalities == kind
            if like and self._budget.fits([*sizes, size]):
                yield index

    def _loaded(self, taken: list[_Taken], replaced: tuple[Replaced, ...]) -> Loaded[Batch]:
        dataset = self._dataset
        parts = dataset.features.parts if dataset.features else ()
        samples = [sample for _, sample in taken]
        batch = collate(samples, dataset.sizes, dataset.tokenizer.pad_id, parts)
        return Loaded(
            batch=batch,
            videos=tuple(self._id(index) for index, _ in taken),
            indices=tuple(index for index, _ in taken),
            replaced=replaced,
            cells=batch.rows.tokens_RT.numel(),
            tokens=sum(batch.rows.lengths),
        )

    def _sample(self, index: int) -> Sample:
        return self._dataset.sample(index, self._epoch)

    def _size(self, index: int) -> Size:
        return self._dataset.size(index, self._epoch)

    def _id(self, index: int) -> str:
        return self._dataset.facts(index).id
