"""Text to token ids and back: bytes for small models, a Hugging Face tokenizer for large ones.

A row of text is `[begin] [task token] text [end]`. Text that looks like a special token is text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError, ConfigError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.models.apotheon.names import TASK_TOKENS, TASKS, Task

BYTES = "bytes"
"""The name of the byte-level tokenizer in a template."""


class Tokenizer(ABC):
    """What the model and its dataset ask of a tokenizer."""

    vocabulary: int
    """Ids are below it, those of the task tokens too."""
    pad_id: int
    """Fills rows up; may be the end token. Nothing is ever decided by it."""
    begin_id: int | None
    end_id: int
    task_ids: Mapping[Task, int]

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """Ids of the text alone, no special token among them."""

    @abstractmethod
    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids, special tokens left out."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write what `load_tokenizer` needs to make the same tokenizer again."""

    def prompt(self, task: Task) -> list[int]:
        """What stands before the text, and is given when text is to be written."""
        begin = [] if self.begin_id is None else [self.begin_id]
        return [*begin, self.task_ids[task]]

    def row(self, task: Task, text: str, most_tokens: int) -> list[int]:
        """Prompt, text and end token. A text that is cut has no end token: it did not end there."""
        return [*self.prompt(task), *self.encode(text), self.end_id][:most_tokens]

    def never_written(self) -> list[int]:
        """Ids that no text holds: all special ones but the end token."""
        special = {self.pad_id, self.begin_id, *self.task_ids.values()} - {self.end_id, None}
        return sorted(id_ for id_ in special if id_ is not None)

    def must_fit(self, vocabulary: int) -> None:
        """Pass where a model with that many rows of embeddings can take every id.

        Raises:
            ConfigError: it cannot.
        """
        if self.vocabulary > vocabulary:
            raise ConfigError(
                f"the tokenizer has {self.vocabulary} tokens, the text encoder {vocabulary}: raise "
                f"its `vocab_size` by {self.vocabulary - vocabulary}, or take its own tokenizer"
            )


class ByteTokenizer(Tokenizer):
    """256 bytes of UTF-8, then padding, begin, end and the task tokens. Any text round-trips."""

    pad_id, begin_id, end_id = 256, 257, 258
    vocabulary = 259 + len(TASKS)

    def __init__(self) -> None:
        self.task_ids = {task: 259 + i for i, task in enumerate(TASKS)}

    def encode(self, text: str) -> list[int]:
        return list(text.encode("utf-8", "replace"))

    def decode(self, ids: Sequence[int]) -> str:
        """Bytes that are no UTF-8 become U+FFFD: a model may write any of them."""
        return bytes(id_ for id_ in ids if id_ < self.pad_id).decode("utf-8", "replace")

    def save(self, folder: Path) -> None:
        """Nothing: there is only one."""


class HuggingFaceTokenizer(Tokenizer):
    """A tokenizer of transformers, to which the task tokens are added.

    Raises:
        ConfigError: it has no end token, so no text could ever end.
    """

    def __init__(self, inner: Any) -> None:
        if inner.eos_token_id is None:
            raise ConfigError("the tokenizer has no end token (eos_token), which text needs")
        inner.add_tokens(list(TASK_TOKENS.values()), special_tokens=True)
        self.inner = inner
        self.vocabulary = len(inner)
        self.begin_id = inner.bos_token_id
        self.end_id = inner.eos_token_id
        self.pad_id = inner.eos_token_id if inner.pad_token_id is None else inner.pad_token_id
        self.task_ids = {t: inner.convert_tokens_to_ids(TASK_TOKENS[t]) for t in TASKS}

    def encode(self, text: str) -> list[int]:
        ids = self.inner.encode(text, add_special_tokens=False, split_special_tokens=True)
        return [int(id_) for id_ in ids]

    def decode(self, ids: Sequence[int]) -> str:
        return str(
            self.inner.decode(
                list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False
            )
        )

    def save(self, folder: Path) -> None:
        self.inner.save_pretrained(folder)


def load_tokenizer(name: str, *, local_files_only: bool = False) -> Tokenizer:
    """The tokenizer that a template names: `bytes`, a hub id, or a folder.

    Raises:
        BackendUnavailableError: it is not here.
    """
    if name == BYTES:
        return ByteTokenizer()
    transformers = require("transformers", extra="train")
    try:
        inner = transformers.AutoTokenizer.from_pretrained(
            name, local_files_only=local_files_only, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, TypeError, ImportError) as e:
        raise BackendUnavailableError(
            f"cannot load the tokenizer {printable(name)}: {printable(' '.join(str(e).split()))}"
        ) from e
    return HuggingFaceTokenizer(inner)
