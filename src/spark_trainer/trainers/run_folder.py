"""A run folder: all that one training run writes, and nothing outside it.

`run.json` (what it is), `events.jsonl` (what happened), `log.txt` (for people), `checkpoints/`,
`model/` (the weights to use), `evaluations/`. One process writes; anybody may read meanwhile.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from spark_trainer.core.atomic import output_errors
from spark_trainer.core.errors import RunError
from spark_trainer.core.text import printable
from spark_trainer.datasets.journal import utc_now
from spark_trainer.datasets.lock import LOCK_NAME, exclusive
from spark_trainer.trainers.checkpoint_shelf import CheckpointShelf
from spark_trainer.trainers.run_card import CARD, RunCard, new_id, plain, read_card, write_card
from spark_trainer.trainers.run_events import EVENTS, Event, EventWriter
from spark_trainer.trainers.run_status import Status, status_of
from spark_trainer.trainers.surroundings import git_commit, package_versions

LOG = "log.txt"
_NOT_LOGGED = frozenset({"step"})
_REMEDY = "choose another folder"
_UNFINISHED = re.compile(rf"\.{re.escape(CARD)}\.[0-9a-f]{{8}}\.tmp")


class RunFolder:
    """One run. A context manager: leaving it lets go of the folder."""

    def __init__(self, path: Path, card: RunCard, held: ExitStack) -> None:
        """Made by `create` and `open`."""
        self.path = path
        self.card = card
        self._held = held
        self._events: EventWriter | None = None
        self._log_fd = -1

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        template: str,
        config: Mapping[str, Any],
        dataset: Mapping[str, Any],
        command: Sequence[str],
        device: Mapping[str, Any] | None = None,
    ) -> Self:
        """Make a new run and hold its folder.

        Args:
            config: all settings, resolved: plain values.
            dataset: `manifest` (path), `sha256` of it, counts.
            command: words that started it.
            device: what it trains on, as the caller found it.

        Raises:
            RunError: there is a run already, or something else.
            BusyError: another process is making it.
            OutputError: it cannot be written.
        """
        with output_errors(path, "make"):
            path.mkdir(parents=True, exist_ok=True)
            _refuse_used(path)
        with ExitStack() as stack:
            stack.enter_context(exclusive(path, _REMEDY))
            _refuse_used(path)
            card = RunCard(
                id=new_id(),
                created=utc_now(),
                template=template,
                config=plain(config),
                dataset=plain(dataset),
                command=tuple(plain(command)),
                git=git_commit(Path.cwd()),
                packages=package_versions(),
                device=plain(device or {}),
            )
            write_card(path, card)
            return cls(path, card, stack.pop_all())._writable()

    @classmethod
    def open(cls, path: Path, *, write: bool) -> Self:
        """A run that there is; with `write`, to go on with it.

        Raises:
            RunError: there is none, or it is damaged.
            BusyError: another process writes it; names pid, host, and since when.
            OutputError: it cannot be written.
        """
        card = read_card(path)
        if not write:
            return cls(path, card, ExitStack())
        with ExitStack() as stack:
            stack.enter_context(exclusive(path, _REMEDY))
            return cls(path, card, stack.pop_all())._writable()

    def _writable(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self.close)
            self._events = EventWriter(self.path / EVENTS)
            self._held.callback(self._events.close)
            with output_errors(self.path / LOG, "open"):
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
                self._log_fd = os.open(self.path / LOG, flags, 0o644)
            self._held.callback(os.close, self._log_fd)
            if cut := self._events.cut_bytes:
                self.event("warning", message=f"{EVENTS}: a crash tore a line; {cut} bytes cut")
            undo.pop_all()
        return self

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def model(self) -> Path:
        """The weights to use, see `models.apotheon.saving`."""
        return self.path / "model"

    @property
    def evaluations(self) -> Path:
        """`NAME.json` each, see `evaluation.report`."""
        return self.path / "evaluations"

    @property
    def events(self) -> Path:
        return self.path / EVENTS

    def shelf(self) -> CheckpointShelf:
        return CheckpointShelf(self.path / "checkpoints", self.id)

    def event(self, kind: str, **facts: Any) -> Event:
        """Write one event, see `docs/runs.md` for the kinds. At checkpoints, durably.

        All but the steps come into `log.txt` too, in words.

        Raises:
            OutputError: it cannot be written.
        """
        if self._events is None:
            raise RunError(f"{printable(self.path)}: was opened to read, not to write")
        event = self._events.emit(kind, **facts)
        if kind not in _NOT_LOGGED:
            self.log(f"{kind} {_in_words(facts)}".strip())
        return event

    def rewind(self, step: int, **facts: Any) -> Event:
        """Say that the run goes on after that step: later steps in the file are superseded.

        Writes the event `resumed`. See `run_events.current`. A `run_started` with a step says the
        same.
        """
        return self.event("resumed", step=step, **facts)

    def log(self, message: str) -> None:
        """Add a line to `log.txt`.

        Raises:
            OutputError: it cannot be written.
        """
        if self._log_fd < 0:
            raise RunError(f"{printable(self.path)}: was opened to read, not to write")
        with output_errors(self.path / LOG, "write"):
            rest = f"{utc_now()} {printable(message)}\n".encode()
            while rest:
                rest = rest[os.write(self._log_fd, rest) :]

    def status(self) -> Status:
        return status_of(self.path)

    def close(self) -> None:
        self._held.close()
        self._events, self._log_fd = None, -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _in_words(facts: Mapping[str, Any]) -> str:
    """`step 400, metrics {"loss": 0.5}`; a message stands for itself."""
    if facts.keys() == {"message"}:
        return str(facts["message"])
    return ", ".join(
        f"{key} {value if isinstance(value, str) else json.dumps(plain(value))}"
        for key, value in facts.items()
    )


def _refuse_used(path: Path) -> None:
    """A crash before `run.json` leaves a folder that can be taken again."""
    there = [name for name in os.listdir(path) if name != LOCK_NAME]
    if CARD in there:
        raise RunError(
            f"{printable(path)}: holds a run already. Go on with it (--resume auto), or {_REMEDY}."
        )
    if foreign := sorted(name for name in there if not _UNFINISHED.fullmatch(name)):
        raise RunError(
            f"{printable(path)}: is no run and not empty (it holds {printable(foreign[0])}). "
            f"Choose another folder."
        )
