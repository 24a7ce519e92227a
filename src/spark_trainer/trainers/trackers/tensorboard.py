"""TensorBoard: files in the run folder. See them with `tensorboard --logdir RUN/tensorboard`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.tracker import COLUMNS, rows

_FLUSH_S = 10
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>()#+-.!|~"})


class TensorBoardTracker:
    """Scalars, and samples as tables in Markdown."""

    name = "tensorboard"
    errors: tuple[type[Exception], ...] = ()

    def __init__(self, folder: Path) -> None:
        require("tensorboard", extra="trackers")
        self._writer_class = require("torch.utils.tensorboard", extra="train").SummaryWriter
        self._folder = folder
        self._writer: Any = None

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        """Later steps of an earlier file are hidden by TensorBoard itself (`purge_step`)."""
        self._writer = self._writer_class(
            str(self._folder), purge_step=step + 1, flush_secs=_FLUSH_S
        )
        text = json.dumps({"run": run_id, **config}, indent=2)
        indented = "\n".join(f"    {line}" for line in text.splitlines())
        self._writer.add_text("settings", indented, step)

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        lines = [COLUMNS, ["---"] * len(COLUMNS), *([_cell(c) for c in row] for row in rows(table))]
        text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        self._writer.add_text("samples", text, step)
        self._writer.flush()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def _cell(text: str) -> str:
    """What was generated, shown as it is and not as Markdown."""
    return printable(text).translate(_SPECIAL)
