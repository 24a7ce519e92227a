"""Apotheon with the samples of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.saving import load_model
from spark_trainer.trainers.apotheon.data import manifest_of
from spark_trainer.trainers.apotheon.written import answers_of
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.loader import Loader

LARGE = 1 << 20


class OpenedApotheon:
    """See `trainers.opened.Opened`: a caption and a transcript can be asked of each video."""

    def __init__(self, folder: Path, data: Path) -> None:
        self._model, self._tokenizer = load_model(folder)
        manifest = manifest_of(str(data))
        self._data = ApotheonMultiModalDataset(
            manifest, self._tokenizer, self._model.config, split="all"
        )
        self._questions = [
            (index, task, text)
            for index in range(len(self._data))
            for task, text in sorted(self._data.texts(index).items())
        ]
        self.references: Sequence[str] = [text for _, _, text in self._questions]
        self.asked = len(self._questions)

    def write(self, numbers: Sequence[int]) -> list[str]:
        """All are answered; alone where one is asked for."""
        samples = 1 if len(numbers) == 1 else len(self._data)
        loader = Loader(self._data, _budget(samples), seed=0, epoch=0)
        asked = {self._questions[number][0] for number in numbers}
        wanted = (loaded for loaded in loader if asked & set(loaded.indices))
        decoding = Decoding(max_new_tokens=self._data.sizes.max_text_tokens - 2)
        found = answers_of(self._model, self._tokenizer, self._data, wanted, decoding)
        by_place = {(w.index, w.task): w.output for w in found.written}
        return [by_place[self._questions[number][:2]] for number in numbers]

    @torch.no_grad()
    def scores(self) -> Tensor:
        batches = Loader(self._data, _budget(len(self._data)), seed=0, epoch=0)
        parts = []
        for loaded in batches:
            tokens = self._model(loaded.batch).tokens
            parts += [scored.logits_NV for scored in tokens.values()]
        return torch.cat(parts)


def _budget(samples: int) -> Budget:
    return Budget(frames=LARGE, windows=LARGE, tokens=LARGE, samples=samples)
