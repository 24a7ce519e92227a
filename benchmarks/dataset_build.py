"""The dataset build against plain decoding: processor and wall time as ratios to ffmpeg's.

For each setting: `spark-trainer dataset build` over four 60 s 1280x720 30 fps clips, and
`ffmpeg -i X -f null -` over the same files one after the other, in turns. Prints the ratio of the
medians. Limits are those of the issue.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path

from clips import need_ffmpeg, short_clips
from measure import Cost, cost_of

SPARK = [sys.executable, "-c", "from spark_trainer.cli.main import entry; entry()"]
LABELS = ["--caption-backend", "none", "--transcription-backend", "none"]
SETTINGS: dict[str, tuple[list[str], float, float | None]] = {
    "everything on": ([], 1.35, 1.2),
    "scenes off": (["--no-scene-detection"], 0.75, None),
    "key frames": (["--no-scene-detection", "--frames-at", "keyframes"], 0.15, None),
}
"""Flags, limit of the processor-time ratio, limit of the wall-time ratio."""


def build(folder: Path, output: Path, flags: list[str]) -> Cost:
    """One build into a fresh folder."""
    shutil.rmtree(output, ignore_errors=True)
    where = ["--input", str(folder), "--output", str(output), "--quiet"]
    return cost_of([*SPARK, "dataset", "build", *where, *LABELS, *flags])


def decode(clips: list[Path]) -> Cost:
    """ffmpeg over the clips, one after the other."""
    costs = [cost_of(["ffmpeg", "-v", "error", "-i", str(c), "-f", "null", "-"]) for c in clips]
    return Cost(sum(c.cpu_s for c in costs), sum(c.wall_s for c in costs), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path("/tmp/spark-trainer-bench"))
    arguments = parser.parse_args()
    need_ffmpeg()
    clips = short_clips(arguments.work / "clips")
    yardstick: list[Cost] = []
    costs: dict[str, list[Cost]] = {name: [] for name in SETTINGS}
    for _ in range(arguments.rounds):
        yardstick.append(decode(clips))
        for name, (flags, _, _) in SETTINGS.items():
            costs[name].append(build(clips[0].parent, arguments.work / "out", flags))
    cpu = statistics.median(c.cpu_s for c in yardstick)
    wall = statistics.median(c.wall_s for c in yardstick)
    print(f"ffmpeg -f null, {len(clips)} clips: processor {cpu:.2f} s, wall {wall:.2f} s")
    for name, (_, cpu_limit, wall_limit) in SETTINGS.items():
        mine = statistics.median(c.cpu_s for c in costs[name])
        took = statistics.median(c.wall_s for c in costs[name])
        print(
            f"{name}: processor {mine:.2f} s, ratio {mine / cpu:.2f} (limit {cpu_limit}); "
            f"wall {took:.2f} s, ratio {took / wall:.2f}"
            + (f" (limit {wall_limit})" if wall_limit else "")
        )


if __name__ == "__main__":
    main()
