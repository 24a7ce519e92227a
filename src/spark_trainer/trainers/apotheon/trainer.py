"""A model and a configuration in, a run folder out."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import CheckpointError, RunError, SparkTrainerError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import file_sha256
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.tokenizer import load_tokenizer
from spark_trainer.trainers.apotheon.config import ApotheonTrainingConfig
from spark_trainer.trainers.apotheon.data import RunData, manifest_of
from spark_trainer.trainers.apotheon.ema import MovingAverage
from spark_trainer.trainers.apotheon.engines.choice import choose_engine
from spark_trainer.trainers.apotheon.engines.engine import Engine
from spark_trainer.trainers.apotheon.engines.place import Place, find_place
from spark_trainer.trainers.apotheon.engines.weights import load_weights
from spark_trainer.trainers.apotheon.judging import judge_of
from spark_trainer.trainers.apotheon.loop import Loop
from spark_trainer.trainers.apotheon.memory import told_out_of_memory
from spark_trainer.trainers.apotheon.position import Position
from spark_trainer.trainers.apotheon.reporting import Listener, Reporter
from spark_trainer.trainers.apotheon.saving import sweep_model
from spark_trainer.trainers.apotheon_data.augment import Augment
from spark_trainer.trainers.checkpoint import load_parts
from spark_trainer.trainers.checkpoint_shelf import Found
from spark_trainer.trainers.graceful import graceful_stop
from spark_trainer.trainers.run_folder import RunFolder
from spark_trainer.trainers.trackers.registry import open_trackers


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


class ApotheonTrainer:
    """Trains a model on a manifest: `ApotheonTrainer(model, config).train()`.

    Everything goes into the run folder `config.output_dir`, see docs/runs.md. SIGTERM and Ctrl-C
    save a checkpoint and stop.
    """

    def __init__(
        self,
        model: ApotheonMultiModalModel,
        config: ApotheonTrainingConfig,
        *,
        template_name: str = "apotheon",
        augment: Augment | None = None,
        listeners: Sequence[Listener] = (),
    ) -> None:
        """Nothing is read or written yet.

        Args:
            template_name: what the run is listed under.
            augment: changes training samples after they were read.
            listeners: are given each event of the run as it happens.
        """
        self.model = model
        self.config = config
        self.tokenizer = load_tokenizer(model.config.architecture.text.tokenizer)
        self._template_name = template_name
        self._augment = augment
        self._listeners = listeners

    def train(self) -> Trained:
        """Train to the end, or until a signal.

        Raises:
            UsageError: settings that cannot be, or do not go together.
            DatasetError: there is nothing to train on.
            RunError: the folder holds another run, or training failed; says how to go on.
            OutputError: the run folder cannot be written; what was saved is kept.
        """
        place = find_place(self.config.device)
        tokenizer = self.tokenizer
        tokenizer.must_fit(self.model.text_encoder.vocabulary)
        data = RunData(self.model.config, self.config, tokenizer, place, self._augment)
        with ExitStack() as stack:
            run, found = self._run_folder(stack, place, data)
            reporter = Reporter(run, place, self._listeners)
            if place.first:
                trackers = open_trackers(self.config.trackers, run.path, reporter.warn)
                reporter.trackers = stack.enter_context(closing(trackers))
                step = 0 if found is None else found.card.step
                trackers.start(run.id, run.card.config, step)
            stop = stack.enter_context(_signals())
            with _told(reporter), told_out_of_memory(self.config):
                engine, position, ema = self._engine(place, data, reporter, found)
                loop = Loop(
                    engine,
                    data,
                    self.config,
                    tokenizer,
                    reporter,
                    position=position,
                    ema=ema,
                    shelf=run.shelf(),
                    judge=judge_of(data, self.config),
                )
                self._tell_start(reporter, engine, data, position, found)
                finished = loop.train(stop)
                reporter.tell("completed" if finished else "stopped", step=position.step)
        return Trained(run.path, position.step, finished, loop.metrics)

    def _run_folder(
        self, stack: ExitStack, place: Place, data: RunData
    ) -> tuple[RunFolder, Found | None]:
        """The folder, new or to go on with, and the checkpoint to go on from."""
        path = Path(self.config.output_dir)
        there = (path / "run.json").exists()
        place.wait()
        if there and self.config.resume == "auto":
            run = stack.enter_context(RunFolder.open(path, write=place.first))
            self._must_be_the_same(run)
            if place.first:
                run.shelf().sweep()
                sweep_model(run)
            place.wait()
            return run, run.shelf().newest_good()
        if place.first:
            run = stack.enter_context(self._new_folder(path, place, data))
            place.wait()
        else:
            place.wait()
            run = stack.enter_context(RunFolder.open(path, write=False))
        return run, None

    def _new_folder(self, path: Path, place: Place, data: RunData) -> RunFolder:
        template = self.model.config.model_dump(mode="json")
        return RunFolder.create(
            path,
            template=self._template_name,
            config={**self.config.model_dump(mode="json"), "template": template},
            dataset=self._dataset_facts(data),
            command=sys.argv,
            device={"type": place.device.type, "processes": place.ranks},
        )

    def _dataset_facts(self, data: RunData) -> dict[str, Any]:
        manifest = manifest_of(self.config.manifest_path)
        return {
            "manifest": str(manifest),
            "sha256": file_sha256(manifest),
            "train_samples": len(data.samples),
        }

    def _must_be_the_same(self, run: RunFolder) -> None:
        """A run goes on with the samples that it began with, or its order means nothing.

        Raises:
            RunError: the manifest was changed since.
        """
        manifest = manifest_of(self.config.manifest_path)
        if run.card.dataset["sha256"] != file_sha256(manifest):
            raise RunError(
                f"{printable(manifest)}: not the manifest that {printable(run.path)} began with. "
                f"Put that one back, or start a new run with another --output."
            )

    def _engine(
        self, place: Place, data: RunData, reporter: Reporter, found: Found | None
    ) -> tuple[Engine, Position, MovingAverage | None]:
        parts = None if found is None else load_parts(found.folder, reporter.run.id)
        self.model.freeze(data.always_frozen)
        self.model.set_gradient_checkpointing(self.config.gradient_checkpointing)
        if parts is not None:
            load_weights(self.model, parts["model"])
        data.compute_features(self.model, reporter.warn)
        engine = choose_engine(self.model, self.config, place)
        decay = self.config.ema_decay
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
        self,
        reporter: Reporter,
        engine: Engine,
        data: RunData,
        position: Position,
        found: Found | None,
    ) -> None:
        place, config = engine.place, self.config
        if found is not None:
            for message in found.passed_over:
                reporter.tell("warning", message=f"passed over: {message}")
            reporter.tell("resumed", step=position.step, checkpoint=found.folder.name)
        facts = {
            "samples": len(data.samples),
            "parameters": sum(engine.model.count_parameters().values()),
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
        for message in data.remarks():
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
