"""A small folder of videos with all that a build has to tell apart, and ways to run builds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.corpus.barcode import draw
from tests.corpus.encode import encode
from tests.corpus.sound import Sound

from spark_trainer.pipelines.build import BuildOptions, Summary, build
from spark_trainer.pipelines.graph import Pipeline, default_pipeline, with_op
from spark_trainer.pipelines.ops import Captions, Frames, Op, Transcript

EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}
COMMAND = [sys.executable, "-c", "from spark_trainer.cli.main import entry; entry()"]
LABELS = ["--caption-backend", "sidecar", "--transcription-backend", "none"]


def pictures(start: int, count: int, scene: int = 0) -> list[Any]:
    """Frames `start` to `start + count`; each shows its number."""
    return [draw(n, (160, 96), scene=scene) for n in range(start, start + count)]


def make_videos(folder: Path) -> Path:
    """Two with sound, a cut, a repeat of another's pictures, a copy, a subtitle, a broken file."""
    folder.mkdir(parents=True)
    encode(folder / "b.mp4", pictures(100, 40), audio=Sound(end_s=1.6))
    encode(folder / "c.mkv", [*pictures(300, 25), *pictures(900, 25, scene=2)])
    encode(folder / "d repeats b.mp4", pictures(100, 40), options={"crf": "30"})
    encode(folder / "e.mp4", pictures(2000, 30), audio=Sound((0.2,), end_s=1.2))
    shutil.copy(folder / "e.mp4", folder / "f copy of e.mp4")
    (folder / "g broken.mp4").write_bytes(b"this is no video" * 99)
    (folder / "b.srt").write_text("1\n00:00:00,000 --> 00:00:00,900\nthe first words\n")
    return folder


def small_pipeline(*ops: Op) -> Pipeline:
    """The default pipeline at 5 candidates a second, sidecar captions, no transcript."""
    pipeline = default_pipeline()
    for op in (Frames(fps=5), Captions(backend="sidecar"), Transcript(backend="none"), *ops):
        pipeline = with_op(pipeline, op)
    return pipeline


def run(videos: Path, output: Path, *ops: Op, workers: int = 0, **options: Any) -> Summary:
    """A build in this process (or with workers)."""
    return build(small_pipeline(*ops), videos, output, BuildOptions(workers=workers, **options))


def command(videos: Path, output: Path, *flags: str) -> list[str]:
    """The same build as a command line."""
    where = ["--input", str(videos), "--output", str(output), "--fps", "5"]
    return [*COMMAND, "dataset", "build", *where, *LABELS, *flags]


def run_command(videos: Path, output: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(videos, output, *flags),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **EPOCH},
        timeout=120,
    )


def outcome(output: Path) -> dict[str, bytes]:
    """Every byte that a user trains on: the manifest, the failures, the tree."""
    files = [output / "manifest.jsonl", output / "failures.jsonl"]
    files += [p for p in output.glob("??/*/**/*") if p.is_file()]
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(files)}


def entries(output: Path) -> dict[str, Any]:
    """Manifest entries by the name of their source file."""
    lines = (output / "manifest.jsonl").read_text().splitlines()
    return {Path(e["meta"]["source_path"]).name: e for e in map(json.loads, lines)}


def events(output: Path, name: str) -> list[dict[str, Any]]:
    """Events of one kind; lines torn by a kill are passed over."""
    found = []
    for line in (output / "events.jsonl").read_text().splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if event["event"] == name:
            found.append(event)
    return found


def reads(output: Path) -> list[str]:
    """Names of the videos whose media was decoded, in order of time."""
    return [e["path"] for e in events(output, "video_read")]
