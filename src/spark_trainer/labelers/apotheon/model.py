"""What both share: a saved model found, checked, loaded and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spark_trainer.core.errors import BackendUnavailableError, RunError, UsageError
from spark_trainer.core.optional import require
from spark_trainer.labelers.device import check_spelling, choose_device, choose_precision
from spark_trainer.labelers.loading import out_of_memory_is_too_large
from spark_trainer.models.apotheon.finding import find_model
from spark_trainer.models.apotheon.names import Task
from spark_trainer.models.apotheon.saved import Saved, check_file, read_saved

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.collate import Sample
    from spark_trainer.models.apotheon.inputs import InputSizes


class TrainedModel:
    """A model of a run folder, for one task.

    Args:
        model: the run folder, or the saved model's.
        flag: what the user calls it by, for messages.
    """

    def __init__(
        self, model: str | None, task: Task, flag: str, device: str, precision: str
    ) -> None:
        self._wanted, self._flag, self.task = model, flag, task
        self.device, self.precision = device, precision
        self._saved: Saved | None = None
        self._loaded: Any = None

    def resolve(self) -> None:
        """Find the model and compare its files' sizes; nothing is loaded.

        Raises:
            BackendUnavailableError: there is none, or it is damaged.
            UsageError: the device or precision is none of this back end's.
        """
        folder = self._folder
        check_spelling(self.device, self.precision)
        if self.precision == "int8":
            raise UsageError("precision int8: not for apotheon; it has fp32, bf16 and fp16")
        require("transformers", extra="train")
        try:
            folder = find_model(folder)
            self._saved = read_saved(folder)
            for name, file in self._saved.files.items():
                check_file(folder, name, file, verify=False)
        except (UsageError, RunError) as e:
            raise BackendUnavailableError(f"{e}\nNo video was touched.") from e
        self.device = choose_device(self.device)
        self.precision = choose_precision(self.precision, self.device)

    def identity(self) -> Mapping[str, Any]:
        """The digest of the saved model, which holds the hashes of all its files."""
        return {
            "model": "apotheon",
            "revision": f"sha256:{self.saved.digest}",
            "precision": self.precision,
            "runtime": f"torch {require('torch', extra='train').__version__.partition('+')[0]}",
        }

    @property
    def _folder(self) -> Path:
        if self._wanted is None:
            raise UsageError(
                f"back end apotheon needs a model that was trained here: {self._flag} RUN (`models "
                f"check`: --model RUN), a folder that `spark-trainer train` wrote; `spark-trainer "
                f"runs list` shows them"
            )
        return Path(self._wanted)

    @property
    def saved(self) -> Saved:
        if self._saved is None:
            self.resolve()
        assert self._saved is not None
        return self._saved

    @property
    def sizes(self) -> InputSizes:
        from spark_trainer.models.apotheon.inputs import InputSizes

        return InputSizes.of(self.saved.template)

    def load(self) -> None:
        """Load it once.

        Raises:
            CheckpointError: a file is damaged.
        """
        if self._loaded is not None:
            return
        torch = require("torch", extra="train")
        from spark_trainer.models.apotheon.saving import load_model

        self.resolve()
        model, tokenizer = load_model(find_model(self._folder), device=self.device)
        if self.precision != "fp32":
            model.cast({"bf16": torch.bfloat16, "fp16": torch.float16}[self.precision])
        self._loaded = model, tokenizer

    def most_tokens(self, wanted: int | None) -> int:
        """Tokens of a text at most: as asked, or as it was trained."""
        return wanted or max(1, self.saved.template.data.max_text_tokens - 3)

    def write(self, samples: Sequence[Sample], most_tokens: int) -> list[tuple[str, bool]]:
        """The text of each, greedily, and whether it came to its end."""
        from spark_trainer.models.apotheon.collate import prompt_batch
        from spark_trainer.models.apotheon.generation import generate
        from spark_trainer.models.apotheon.sampling import Decoding

        self.load()
        model, tokenizer = self._loaded
        batch = prompt_batch(samples, [self.task], tokenizer, self.sizes).to(self.device)
        decoding = Decoding(max_new_tokens=most_tokens)
        with out_of_memory_is_too_large():
            never = tokenizer.never_written()
            rows = generate(model, batch, decoding, end_id=tokenizer.end_id, never=never)
        return [(tokenizer.decode(ids), len(ids) < most_tokens) for ids in rows]
