"""Peak resident memory of a worker on 1080p clips of 1 and 10 minutes: under 400 MiB, and flat."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from clips import long_clip, need_ffmpeg
from dataset_build import LABELS, SPARK
from measure import cost_of

LIMIT_MIB = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("/tmp/spark-trainer-bench"))
    arguments = parser.parse_args()
    need_ffmpeg()
    peaks = {}
    for minutes in (1, 10):
        clip = long_clip(arguments.work / "long", minutes)
        output = arguments.work / "out"
        shutil.rmtree(output, ignore_errors=True)
        where = ["--input", str(clip), "--output", str(output), "--quiet"]
        peaks[minutes] = cost_of([*SPARK, "dataset", "build", *where, *LABELS]).peak_kib / 1024
        print(f"{minutes} min of 1080p: peak of any process {peaks[minutes]:.0f} MiB")
    ratio = peaks[10] / peaks[1]
    print(f"10 min against 1 min: ratio {ratio:.2f}; limit {LIMIT_MIB} MiB")


if __name__ == "__main__":
    main()
