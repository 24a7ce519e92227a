"""What a model writes for the samples of a split, and its losses and vectors beside that.

B samples   R rows   T tokens   J width of the vectors that retrieval compares
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from numpy.typing import NDArray

from spark_trainer.models.apotheon.batch import Batch, Rows
from spark_trainer.models.apotheon.generation import write
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import OBJECTIVES, Objective, Task
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.training.loaded import Loaded

Vectors = dict[int, NDArray[np.float32]]
"""One of width J for each sample, by its number in the dataset."""


@dataclass(frozen=True)
class Written:
    """One text beside the one that was wanted."""

    index: int
    """Of the sample in the dataset."""
    task: Task
    reference: str
    output: str


@dataclass
class Answers:
    """Of a split, or of its first samples."""

    written: list[Written] = field(default_factory=list)
    totals: dict[Objective, float] = field(default_factory=lambda: defaultdict(float))
    """Sums of the losses, as the model scores the references."""
    counts: dict[Objective, float] = field(default_factory=lambda: defaultdict(float))
    pictures: Vectors = field(default_factory=dict)
    sounds: Vectors = field(default_factory=dict)
    captions: Vectors = field(default_factory=dict)
    transcripts: Vectors = field(default_factory=dict)
    texts: dict[tuple[int, Task], str] = field(default_factory=dict)
    """References, by sample and task."""
    left_out: list[str] = field(default_factory=list)
    """Samples that could not be read, and why."""

    def mean_losses(self) -> dict[Objective, float | None]:
        """None where there was nothing to score."""
        return {
            name: self.totals[name] / self.counts[name] if self.counts[name] else None
            for name in OBJECTIVES
        }


@torch.inference_mode()
def answers_of(
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    dataset: ApotheonMultiModalDataset,
    batches: Iterable[Loaded[Batch]],
    decoding: Decoding,
    *,
    write_most: int | None = None,
) -> Answers:
    """Ask the model about every sample of the batches.

    Args:
        write_most: samples that texts are written for; the others only have losses and vectors.
    """
    found = Answers()
    training = model.training
    model.eval()
    device = next(model.parameters()).device
    asked = 0
    for loaded in batches:
        batch = loaded.batch.to(device)
        _score(found, model, dataset, batch, loaded.indices)
        found.left_out += [f"{r.video}: {r.reason}" for r in loaded.replaced]
        if write_most is None or asked < write_most:
            _write(found, model, tokenizer, batch, loaded.indices, decoding)
        asked += len(loaded.indices)
    model.train(training)
    return found


def _score(
    found: Answers,
    model: ApotheonMultiModalModel,
    dataset: ApotheonMultiModalDataset,
    batch: Batch,
    indices: tuple[int, ...],
) -> None:
    outputs = model(batch)
    for name, loss in outputs.losses(batch).items():
        found.totals[name] += loss.total.item()
        found.counts[name] += loss.count.item()
    vectors = outputs.embeddings
    for place, index in enumerate(indices):
        if vectors.has_vision_B[place]:
            found.pictures[index] = vectors.vision_BJ[place].cpu().numpy()
        if vectors.has_audio_B[place]:
            found.sounds[index] = vectors.audio_BJ[place].cpu().numpy()
    for row, (task, sample) in enumerate(zip(batch.rows.tasks, batch.rows.samples, strict=True)):
        found.texts[indices[sample], task] = dataset.texts(indices[sample])[task]
        if vectors.has_text_R[row]:
            kept = found.captions if task == "captioning" else found.transcripts
            kept[indices[sample]] = vectors.text_RJ[row].cpu().numpy()


def _write(
    found: Answers,
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    batch: Batch,
    indices: tuple[int, ...],
    decoding: Decoding,
) -> None:
    texts = write(model, tokenizer, replace(batch, rows=prompts_of(batch.rows)), decoding)
    for task, sample, output in zip(batch.rows.tasks, batch.rows.samples, texts, strict=True):
        index = indices[sample]
        found.written.append(Written(index, task, found.texts[index, task], output))


def prompts_of(rows: Rows) -> Rows:
    """The same rows with nothing but their prompts: what text is to be written behind."""
    longest = max(rows.prompts, default=0)
    return replace(rows, tokens_RT=rows.tokens_RT[:, :longest], lengths=rows.prompts)
