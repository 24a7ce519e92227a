"""Progress of a build: bars in a terminal, plain lines elsewhere. Drawn from the build's events."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from spark_trainer.core.events import Listener
from spark_trainer.core.text import printable

if TYPE_CHECKING:
    from spark_trainer.pipelines.build import Summary

LINE_EVERY_S = 5.0


class Tally:
    """What the events add up to."""

    def __init__(self) -> None:
        self.total = 0
        self.steps: list[str] = []
        self.done: dict[str, int] = {}
        self.failed = 0
        self.video_seconds = 0.0
        self._partial: dict[int, tuple[float, float]] = {}
        """Of the videos that are being read: seconds done, seconds claimed."""
        self.started = time.monotonic()

    def take(self, event: dict[str, Any]) -> None:
        """Count one event."""
        kind = event["event"]
        if kind == "build_started":
            self.total, self.steps = event["videos"], event["steps"]
            self.done = dict.fromkeys(self.steps, 0)
        elif kind == "progress":
            self._partial[event["video"]] = (event["seconds"], event["of_s"])
        elif kind == "video_read":
            self._partial.pop(event["number"], None)
            self.video_seconds += event["duration_s"]
        elif kind == "video_committed":
            self._step("ingest", "frames", "audio", "scenes")
            self._step(*({"captions", "transcript"} - set(event["labels"])))
        elif kind == "labelled":
            self._step(event["step"])
        elif kind == "video_done":
            self._step("manifest")
        elif kind == "video_alias":
            self._step(*self.steps)
        elif kind == "video_failed":
            self._partial.pop(event["number"], None)
            self.failed += 1
            self._step(*self.steps) if event["step"] == "ingest" else self._step("manifest")

    def _step(self, *names: str) -> None:
        for name in names:
            if name in self.done:
                self.done[name] = min(self.total, self.done[name] + 1)

    @property
    def hours(self) -> float:
        """Hours of video decoded so far, the running ones with what they have done."""
        return (self.video_seconds + sum(done for done, _ in self._partial.values())) / 3600

    @property
    def speed(self) -> float:
        """Seconds of video a second."""
        return self.hours * 3600 / max(1e-3, time.monotonic() - self.started)

    def left_s(self) -> float | None:
        """Seconds left, from the share of videos that are through; None while that is nothing."""
        parts = (min(1.0, done / of_s) for done, of_s in self._partial.values() if of_s > 0)
        through = self.done.get("manifest", 0) + sum(parts)
        if through <= 0:
            return None
        return (time.monotonic() - self.started) / through * (self.total - through)

    def line(self) -> str:
        """One line: videos, hours, speed, failures, time left."""
        left = self.left_s()
        return (
            f"{self.done.get('manifest', 0)}/{self.total} videos, {self.hours:.2f} h decoded, "
            f"{self.speed:.1f}x real time, {self.failed} failed"
            + (f", about {_clock(left)} left" if left is not None else "")
        )


def _clock(seconds: float) -> str:
    minutes, s = divmod(round(seconds), 60)
    hours, m = divmod(minutes, 60)
    return f"{hours}:{m:02d}:{s:02d}"


@contextmanager
def progress_for(stream: TextIO, *, quiet: bool) -> Iterator[Listener]:
    """A listener that shows progress on `stream`."""
    tally = Tally()
    if quiet:
        yield tally.take
    elif stream.isatty():
        with _bars(stream, tally) as listener:
            yield listener
    else:
        yield _lines(stream, tally)


_SAID = ("lane_started", "batch_halved")


def _said_line(event: dict[str, Any]) -> str:
    if event["event"] == "lane_started":
        return f"{event['step']}: {event['backend']}, batches of {event['batch_size']}"
    return f"{event['step']}: memory ran out; batches of {event['batch_size']} from now on"


def _failure_line(event: dict[str, Any]) -> str:
    path = f"{event['name']} ({event['path']})" if "name" in event else event["path"]
    return f"failed: {printable(path)}: {event['code']}: {printable(event['reason'])}"


def _lines(stream: TextIO, tally: Tally) -> Listener:
    """A line at the start, at each failure, and every few seconds."""
    last = [time.monotonic()]

    def listen(event: dict[str, Any]) -> None:
        tally.take(event)
        if event["event"] == "build_started":
            stream.write(
                f"{event['videos']} videos, {event['workers']} workers, "
                f"steps: {', '.join(event['steps'])}\n"
            )
        elif event["event"] == "video_failed":
            stream.write(_failure_line(event) + "\n")
        elif event["event"] in _SAID:
            stream.write(_said_line(event) + "\n")
        elif time.monotonic() - last[0] >= LINE_EVERY_S:
            last[0] = time.monotonic()
            stream.write(tally.line() + "\n")
        stream.flush()

    return listen


@contextmanager
def _bars(stream: TextIO, tally: Tally) -> Iterator[Listener]:
    """A bar a step, and the line of totals below."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    console = Console(file=stream)
    bars = Progress(
        TextColumn("{task.description:>10}"), BarColumn(40), MofNCompleteColumn(), console=console
    )
    tasks: dict[str, Any] = {}

    def render() -> Group:
        for name, count in tally.done.items():
            bars.update(tasks[name], completed=count)
        return Group(bars, Text(tally.line()))

    with Live(
        get_renderable=render, console=console, refresh_per_second=8, redirect_stderr=False
    ) as live:

        def listen(event: dict[str, Any]) -> None:
            tally.take(event)
            if event["event"] == "build_started":
                tasks.update({s: bars.add_task(s, total=event["videos"]) for s in event["steps"]})
            elif event["event"] == "video_failed":
                live.console.print(Text(_failure_line(event), style="red"))
            elif event["event"] in _SAID:
                live.console.print(Text(_said_line(event)))

        yield listen


def _work_lines(summary: Summary) -> list[str]:
    """What this run did of each step, and how busy its models were."""
    if summary.nothing_to_do or not any(summary.steps_done.values()):
        return []
    done = ", ".join(f"{step} {count}" for step, count in summary.steps_done.items())
    lines = [f"videos done in this run, by step: {done}"]
    for step, use in summary.lanes.items():
        if not use["batches"]:
            continue
        rate = use["pieces"] / max(1e-3, use["busy_s"])
        share = use["waited_s"] / max(1e-3, use["busy_s"] + use["waited_s"])
        lines.append(
            f"{step}: {use['pieces']} pieces in {use['batches']} batches, {rate:.1f} a second, "
            f"{share:.0%} of the time waiting for input"
        )
    return lines


def summary_lines(summary: Summary) -> list[str]:
    """What a person wants to know at the end."""
    output = printable(str(summary.output))
    head = (
        f"{output}: {summary.videos} videos, {summary.hours:.3f} h, "
        f"{summary.frames_kept} frames kept"
    )
    dropped = ", ".join(f"{n} {reason}" for reason, n in summary.frames_dropped.items())
    lines = [head + (f" (dropped: {dropped})" if dropped else "")]
    if summary.nothing_to_do:
        lines.append("nothing to do: all of it was done before")
    elif summary.hours_read:
        speed = summary.hours_read * 3600 / max(1e-3, summary.seconds)
        lines.append(
            f"decoded {summary.hours_read:.3f} h in {summary.seconds:.1f} s, {speed:.1f}x real time"
        )
    lines.extend(_work_lines(summary))
    if summary.aliases:
        lines.append(f"{summary.aliases} files hold the same bytes as another: see meta.aliases")
    if summary.filtered:
        lines.append(f"{summary.filtered} videos left out by their duration")
    if summary.failed:
        lines.append(f"{summary.failed} failed; reasons in {output}/failures.jsonl")
    if summary.left_out:
        lines.append(
            f"{len(summary.left_out)} videos of earlier builds are not in the input now: "
            f"left out of the manifest, their files kept"
        )
    lines.extend(summary.notes)
    return lines
