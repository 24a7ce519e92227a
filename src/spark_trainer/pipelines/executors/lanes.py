"""The lanes of a build: which labellers have one, what comes out of them, what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from spark_trainer.core.errors import SparkTrainerError
from spark_trainer.core.events import EventLog
from spark_trainer.datasets.journal import Journal
from spark_trainer.labelers.base import BatchLabeler
from spark_trainer.pipelines.executors.job import Job
from spark_trainer.pipelines.executors.labels import Labels, LabelTask
from spark_trainer.pipelines.executors.lane import Lane, Order, Part, Said, Smaller, Spoken, Whole


class Lanes:
    """A lane a BatchLabeler. Made once all models are loaded; `close` always.

    Args:
        say: called from the lanes' threads.
    """

    def __init__(
        self, labels: Labels, journal: Journal, events: EventLog, say: Callable[[Said], None]
    ) -> None:
        self._journal, self._events, self._say = journal, events, say
        self._labelers = {
            step: labeler
            for step, labeler in labels.by_step.items()
            if isinstance(labeler, BatchLabeler)
        }
        self._types = {step: TypeAdapter(x.label_type) for step, x in self._labelers.items()}
        self._lanes: dict[str, Lane] = {}
        self.waiting = 0
        """Orders that have not come back."""

    def submit(self, job: Job, task: LabelTask) -> None:
        """Give a step of a video to its lane, which starts with its first order."""
        assert task.join is not None
        if task.step not in self._lanes:
            self._lanes[task.step] = self._start(task.step)
        kind = self._types[task.step]
        kept = self._journal.parts(task.key)
        known = {number: kind.validate_python(label) for number, label in kept.items()}
        self._lanes[task.step].submit(Order((job, task), task.asked, task.join, task.size, known))
        self.waiting += 1

    def _start(self, step: str) -> Lane:
        labeler = self._labelers[step]
        size = labeler.batch_size
        if size == "auto":
            size = labeler.most_pieces()
        self._events.emit("lane_started", step=step, backend=labeler.name, batch_size=size)
        return Lane(labeler, size, lambda said: self._say((step, said)))

    @property
    def is_full(self) -> bool:
        return any(lane.is_full for lane in self._lanes.values())

    def take(self, step: str, said: Spoken) -> Whole | None:
        """Deal with what a lane said; a video that is done with is given back.

        Raises:
            SparkTrainerError: the lane cannot go on.
        """
        if isinstance(said, Whole):
            self.waiting -= 1
            return said
        if isinstance(said, Part):
            _, task = said.token
            kind = self._types[step]
            packed = {n: kind.dump_python(label, mode="json") for n, label in said.labels.items()}
            self._journal.put_parts(task.key, packed)
        elif isinstance(said, Smaller):
            self._events.emit("batch_halved", step=step, batch_size=said.batch_size)
        elif isinstance(said.error, SparkTrainerError):
            raise said.error
        else:
            raise RuntimeError(f"the {step} lane broke") from said.error
        return None

    def finish(self) -> None:
        """No video will come any more."""
        for lane in self._lanes.values():
            lane.finish()

    def close(self) -> None:
        for step, lane in self._lanes.items():
            lane.close()
            self._events.emit("lane_finished", step=step, **lane.use.as_json())

    def uses(self) -> dict[str, dict[str, Any]]:
        """How each lane's time was spent."""
        return {step: lane.use.as_json() for step, lane in self._lanes.items()}
