"""A model's caption and transcript of videos that a pipeline has decoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spark_trainer.labelers.device import check_spelling, choose_device
from spark_trainer.models.apotheon.collate import prompt_batch
from spark_trainer.models.apotheon.finding import find_model
from spark_trainer.models.apotheon.generation import write
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import Task
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.saving import load_model
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.generating import Generated, Given, TextTask, Wish

NAMES: Mapping[Task, str] = {"captioning": "caption", "transcription": "transcript"}
TASKS: Mapping[TextTask, tuple[Task, ...]] = {
    "caption": ("captioning",),
    "transcript": ("transcription",),
    "both": ("captioning", "transcription"),
}


def generate_of_run(run: Path, wish: Wish) -> Iterator[Generated]:
    """See `Recipe.generate`.

    Args:
        run: or a model's own folder.
    """
    check_spelling(wish.device, "auto")
    model, tokenizer = load_model(find_model(run), device=choose_device(wish.device))
    decoding = Decoding(
        max_new_tokens=wish.max_new_tokens or model.config.data.max_text_tokens - 2,
        temperature=wish.temperature,
        seed=wish.seed,
    )
    for given in wish.given:
        yield generate(model, tokenizer, given, TASKS[wish.task], decoding)


def generate(
    model: ApotheonMultiModalModel,
    tokenizer: Tokenizer,
    given: Given,
    tasks: Sequence[Task],
    decoding: Decoding,
) -> Generated:
    """Texts of a decoded video; of a task that it has nothing for, there is none.

    Raises:
        DatasetError: there is no video in the folder.
    """
    assert given.decoded is not None
    samples = ApotheonMultiModalDataset(given.decoded, tokenizer, model.config)
    sample, device = samples.sample(0), next(model.parameters()).device
    has = {"captioning": bool(sample.times_s), "transcription": bool(sample.windows)}
    asked = [task for task in tasks if has[task]]
    batch = prompt_batch([sample], asked, tokenizer, samples.sizes)
    texts = write(model, tokenizer, batch.to(device), decoding)
    return Generated(
        given,
        {NAMES[task]: text for task, text in zip(asked, texts, strict=True)},
        shown_s=sample.times_s,
        heard_s=float(sum(window.length_s for window in sample.windows)),
    )
