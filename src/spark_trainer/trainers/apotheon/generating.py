"""A model's caption and transcript of videos that a pipeline has decoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spark_trainer.models.apotheon.collate import prompt_batch
from spark_trainer.models.apotheon.generation import write
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Task
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset


@dataclass(frozen=True)
class Generated:
    """What a model wrote of one video."""

    video: str
    """Its id in the dataset."""
    texts: dict[Task, str]
    """By task; a task that the video has nothing for is not in it."""
    shown_s: tuple[float, ...]
    """Times of the frames that the model saw."""
    heard_s: float
    """Seconds of sound that it heard."""


def generate(
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    dataset: Path,
    tasks: Sequence[Task],
    decoding: Decoding,
) -> Iterator[Generated]:
    """Texts of every video of a dataset, whose labels are not read.

    Raises:
        DatasetError: there is no video in it.
    """
    samples = ApotheonMultiModalDataset(dataset, tokenizer, model.config)
    device = next(model.parameters()).device
    for index in range(len(samples)):
        sample = samples.sample(index)
        has: dict[Task, bool] = {
            "captioning": bool(sample.times_s),
            "transcription": bool(sample.windows),
        }
        asked = [task for task in tasks if has[task]]
        batch = prompt_batch([sample], asked, tokenizer, samples.sizes)
        texts = write(model, tokenizer, batch.to(device), decoding)
        yield Generated(
            video=samples.facts(index).id,
            texts=dict(zip(asked, texts, strict=True)),
            shown_s=sample.times_s,
            heard_s=sum(window.length_s for window in sample.windows),
        )
