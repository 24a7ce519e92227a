"""A task in, a run folder out."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from spark_trainer.core.errors import CheckpointError, RunError, SparkTrainerError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import file_sha256
from spark_trainer.models.learner import count_parameters
from spark_trainer.trainers.checkpoint import load_parts
from spark_trainer.trainers.checkpoint_shelf import Found
from spark_trainer.trainers.graceful import graceful_stop
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.trackers.registry import open_trackers
from spark_trainer.trainers.training.ema import MovingAverage
from spark_trainer.trainers.training.engines.choice import choose_engine
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.engines.weights import load_weights
from spark_trainer.trainers.training.loop import Loop
from spark_trainer.trainers.training.memory import told_out_of_memory
from spark_trainer.trainers.training.position import Position
from spark_trainer.trainers.training.reporting import Listener, Reporter
from spark_trainer.trainers.training.saving import sweep_model
from spark_trainer.trainers.training.task import Task


@dataclass(frozen=True)
class Trained:
    """What became of a run."""

    run: Path
    steps: int
    """Steps of the optimiser, those before a resume too."""
    finished: bool
    """False where it was stopped; the run can go on with `resume="auto"`."""
    metrics: Mapping[str, float]
    """Of the last evaluation; empty where there was none."""


def train(task: Task, template_name: str, listeners: Sequence[Listener] = ()) -> Trained:
    """Train to the end, or until a signal. SIGTERM and Ctrl-C save a checkpoint and stop.

    Args:
        template_name: what the run is listed under.
        listeners: are given each event of the run as it happens.

    Raises:
        UsageError: settings that do not go together.
        RunError: the folder holds another run, or training failed; says how to go on.
        CheckpointError: no checkpoint is good, or it is of another model.
        OutputError: the run folder cannot be written; what was saved is kept.
    """
    place, config = task.place, task.config
    with ExitStack() as stack:
        run, found = _run_folder(stack, task, template_name)
        reporter = Reporter(run, place, listeners)
        if place.first:
            trackers = open_trackers(config.trackers, run.path, reporter.warn)
            reporter.trackers = stack.enter_context(closing(trackers))
            trackers.start(run.id, run.card.config, 0 if found is None else found.card.step)
        stop = stack.enter_context(_signals())
        with _told(reporter), told_out_of_memory(config):
            engine, position, ema = _engine(task, reporter, found)
            loop = Loop(task, engine, reporter, position=position, ema=ema, shelf=run.shelf())
            _tell_start(reporter, task, engine, position, found)
            finished = loop.train(stop)
            reporter.tell("completed" if finished else "stopped", step=position.step)
    return Trained(run.path, position.step, finished, loop.metrics)


def _run_folder(stack: ExitStack, task: Task, template_name: str) -> tuple[RunFolder, Found | None]:
    """The folder, new or to go on with, and the checkpoint to go on from."""
    place, path = task.place, Path(task.config.output_dir)
    there = (path / "run.json").exists()
    place.wait()
    if there and task.config.resume == "auto":
        run = stack.enter_context(RunFolder.open(path, write=place.first))
        _must_be_the_same(run, task)
        if place.first:
            run.shelf().sweep()
            sweep_model(run)
        place.wait()
        return run, run.shelf().newest_good()
    if place.first:
        run = stack.enter_context(_new_folder(path, task, template_name))
        place.wait()
    else:
        place.wait()
        run = stack.enter_context(RunFolder.open(path, write=False))
    return run, None


def _new_folder(path: Path, task: Task, template_name: str) -> RunFolder:
    dataset = task.dataset()
    return RunFolder.create(
        path,
        template=template_name,
        config={
            **task.config.model_dump(mode="json"),
            "trainer": task.trainer,
            "template": dict(task.template()),
            **task.recorded(),
        },
        dataset={
            "manifest": str(dataset),
            "sha256": file_sha256(dataset),
            "train_samples": task.samples,
        },
        command=sys.argv,
        device={"type": task.place.device.type, "processes": task.place.ranks},
    )


def _must_be_the_same(run: RunFolder, task: Task) -> None:
    """A run goes on with the samples that it began with, or its order means nothing.

    Raises:
        RunError: the manifest was changed since.
    """
    dataset = task.dataset()
    if run.card.dataset["sha256"] != file_sha256(dataset):
        raise RunError(
            f"{printable(dataset)}: not the manifest that {printable(run.path)} began with. "
            f"Put that one back, or start a new run with another --output."
        )


def _engine(
    task: Task, reporter: Reporter, found: Found | None
) -> tuple[Engine, Position, MovingAverage | None]:
    parts = None if found is None else load_parts(found.folder, reporter.run.id)
    task.freeze_for_good()
    if parts is not None:
        load_weights(task.model, parts["model"])
    task.prepare(reporter.warn)
    engine = choose_engine(task.model, task.config, task.place)
    decay = task.config.ema_decay
    ema = None if decay is None else MovingAverage(engine.model, decay)
    if parts is None:
        return engine, Position(), ema
    engine.load_optimizer(parts["optimizer"])
    if ema is not None:
        if "ema" not in parts:
            raise CheckpointError(
                f"{printable(reporter.run.path)} began without ema_decay: go on without it"
            )
        ema.load(parts["ema"])
    return engine, Position.of(parts["position"]), ema


def _tell_start(
    reporter: Reporter, task: Task, engine: Engine, position: Position, found: Found | None
) -> None:
    place, config = task.place, task.config
    if found is not None:
        for message in found.passed_over:
            reporter.tell("warning", message=f"passed over: {message}")
        reporter.tell("resumed", step=position.step, checkpoint=found.folder.name)
    facts = {
        "samples": task.samples,
        "parameters": sum(count_parameters(engine.model).values()),
        "device": str(place.device),
        "processes": place.ranks,
        "strategy": config.strategy if place.ranks > 1 else "none",
        "precision": config.half or "fp32",
    }
    reporter.tell("run_started", step=position.step, **facts)
    if place.ranks == 1 and config.strategy not in ("none", "ddp"):
        reporter.tell(
            "warning",
            message=f"strategy {config.strategy} shares a model among processes, and there is "
            f"one: it trains plainly. `torchrun --nproc-per-node N` starts several.",
        )
    for message in task.remarks():
        reporter.tell("warning", message=message)


@contextmanager
def _signals() -> Iterator[Callable[[], bool]]:
    """Whether somebody asked to stop; outside of the main thread, nobody can."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    with graceful_stop() as stop:
        yield lambda: stop.requested


@contextmanager
def _told(reporter: Reporter) -> Iterator[None]:
    """An error is written into the run before it is raised to the face."""
    try:
        yield
    except SparkTrainerError as e:
        reporter.tell("failed", message=str(e))
        raise
