"""Progress of a training, from its events: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TextIO

from spark_trainer.core.text import printable

LINE_EVERY_S = 5.0
SHORT = {"captioning": "captions", "transcription": "transcripts", "contrastive": "contrastive"}

Listener = Callable[[Mapping[str, Any]], None]


@contextmanager
def showing(stream: TextIO, *, as_json: bool) -> Iterator[Listener]:
    """Somebody who is told the events of a run and shows them."""
    if as_json:
        yield lambda event: print(json.dumps(event), flush=True)  # noqa: T201
    elif stream.isatty():
        with _bar(stream) as listener:
            yield listener
    else:
        yield _lines(stream)


def _lines(stream: TextIO) -> Listener:
    told_s = 0.0

    def listen(event: Mapping[str, Any]) -> None:
        nonlocal told_s
        if event["event"] == "step":
            now_s = time.monotonic()
            last = event["progress"] >= 1
            if event["step"] > 1 and not last and now_s - told_s < LINE_EVERY_S:
                return
            told_s = now_s
        line = line_of(event)
        if line:
            stream.write(f"{line}\n")
            stream.flush()

    return listen


@contextmanager
def _bar(stream: TextIO) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TaskProgressColumn(), BarColumn(20), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(file=stream)) as progress:
        task = progress.add_task("", total=1.0)

        def listen(event: Mapping[str, Any]) -> None:
            line = line_of(event)
            if event["event"] == "step":
                progress.update(task, completed=event["progress"], description=line)
            elif line:
                progress.console.print(line, markup=False, highlight=False)

        yield listen


def line_of(event: Mapping[str, Any]) -> str:
    """One line about an event; nothing for what needs no line."""
    shown = _SHOWN.get(event["event"])
    return printable(shown(event)) if shown else ""


def _step(event: Mapping[str, Any]) -> str:
    losses = " ".join(
        f"{SHORT.get(name, name)} {value:.3f}"
        for name, value in event["losses"].items()
        if value is not None
    )
    left = "" if event["left_s"] is None else f", {timedelta(seconds=round(event['left_s']))} left"
    at = f"step {event['step']} epoch {event['epoch'] + 1}"
    if event["loss"] is None:
        return f"{at}: no text and no sound in this batch, so nothing to learn{left}"
    return f"{at} loss {event['loss']:.3f} ({losses}) {event['tokens_per_s']:.0f} tokens/s{left}"


def _started(event: Mapping[str, Any]) -> str:
    millions = event["parameters"] / 1e6
    return (
        f"training {millions:.1f} million parameters on {event['samples']} samples: "
        f"{event['device']}, {event['precision']}, processes {event['processes']}, "
        f"strategy {event['strategy']}"
    )


def _evaluation(event: Mapping[str, Any]) -> str:
    told = ", ".join(f"{k} {v:.4g}" for k, v in event["metrics"].items() if v is not None)
    return f"validation at step {event['step']}: {told}"


_SHOWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "run_started": _started,
    "resumed": lambda e: f"going on from step {e['step']}",
    "stage": lambda e: f"stage `{e['name']}` from epoch {e['epoch'] + 1}",
    "step": _step,
    "evaluation": _evaluation,
    "warning": lambda e: f"note: {e['message']}",
    "stopped": lambda e: f"stopped after step {e['step']}; a checkpoint is saved",
}
