"""One video on its way through the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spark_trainer.core.canonical import digest
from spark_trainer.core.text import portable
from spark_trainer.datasets.store import video_id
from spark_trainer.pipelines.keys import MediaKeys
from spark_trainer.pipelines.scan import Found

State = Literal["new", "reading", "ready", "labelling", "done", "failed", "alias"]


@dataclass
class Job:
    """A file of the input and what has become of it so far."""

    number: int
    """Its place in the order of the input."""
    found: Found
    size_bytes: int
    mtime_ns: int
    state: State = "new"
    sha256: str | None = None
    keys: MediaKeys | None = None
    label_keys: dict[str, str] = field(default_factory=dict)
    """Keys of its captions and transcript."""
    labels_left: int = 0
    aliases: list[str] = field(default_factory=list)
    alias_names: dict[str, str] = field(default_factory=dict)
    """What people call those of the aliases that they have a name for."""
    duration_s: float = 0.0
    touched: bool = False
    """Something was done for it in this run; what was done before is told, not written again."""

    @property
    def video(self) -> str:
        assert self.sha256 is not None
        return video_id(self.sha256)

    @property
    def name(self) -> str:
        """The path below the input, as UTF-8 text."""
        return portable(self.found.relative.decode("utf-8", "surrogateescape"))

    @property
    def called(self) -> dict[str, str]:
        """`name`, for events and rows: what people call it; empty where that is its file name."""
        return {} if self.found.called is None else {"name": self.found.called}

    def mark(self, settings_key: str) -> str:
        """Names these bytes, as far as the file system tells, under these settings."""
        return digest([self.size_bytes, self.mtime_ns, settings_key])
