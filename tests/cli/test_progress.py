"""Bars and lines, from events alone."""

from __future__ import annotations

import io
from typing import Any

from spark_trainer.cli.progress import Tally, progress_for

START: dict[str, Any] = {
    "event": "build_started",
    "videos": 2,
    "workers": 1,
    "steps": ["ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest"],
}


def video(number: int) -> list[dict[str, Any]]:
    return [
        {"event": "progress", "video": number, "seconds": 900.0, "of_s": 1800.0},
        {"event": "video_read", "number": number, "duration_s": 1800.0},
        {"event": "video_committed", "number": number, "labels": ["transcript"]},
        {"event": "labelled", "number": number, "step": "transcript"},
        {"event": "video_done", "number": number},
    ]


def test_every_step_counts_every_video() -> None:
    tally = Tally()
    for event in [START, *video(0), *video(1)]:
        tally.take(event)
    assert set(tally.done.values()) == {2}
    assert tally.hours == 1.0
    assert tally.line().startswith("2/2 videos, 1.00 h decoded, ")


def test_a_video_half_read_counts_half() -> None:
    tally = Tally()
    tally.take(START)
    assert tally.left_s() is None
    tally.take(video(0)[0])
    assert tally.hours == 0.25
    tally.started -= 10
    left = tally.left_s()
    assert left is not None
    assert 29 < left < 32


def test_failures_are_counted_and_shown_without_control_characters() -> None:
    stream = io.StringIO()
    failed = {"path": "a\x1b[2J\n.mp4", "code": "empty", "reason": "zero\nbytes"}
    with progress_for(stream, quiet=False) as listen:
        listen(START)
        listen({"event": "video_failed", "number": 0, "step": "ingest", **failed})
    assert stream.getvalue().splitlines()[-1] == ("failed: a\\x1b[2J\\n.mp4: empty: zero\\nbytes")


def test_quiet_is_quiet() -> None:
    stream = io.StringIO()
    with progress_for(stream, quiet=True) as listen:
        listen(START)
    assert stream.getvalue() == ""
