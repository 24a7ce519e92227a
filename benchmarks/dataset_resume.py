"""A second run with nothing to do, 10,000 videos in the journal: under 3 s.

The videos are real: one small clip 10,000 times, each with its own bytes behind the end (a `free`
atom, which players skip), so that each has its own hash, folder and journal rows.
"""

from __future__ import annotations

import argparse
import io
import shutil
import struct
from pathlib import Path

import av
import numpy as np
from dataset_build import LABELS, SPARK
from measure import cost_of

LIMIT_S = 3.0


def tiny_clip() -> bytes:
    """Half a second of 64x64 noise-free H.264 in MP4."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=4, options={"preset": "ultrafast"})
        stream.width = stream.height = 64
        for n in range(2):
            picture = np.full((64, 64, 3), 60 * n, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        container.mux(stream.encode())
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--work", type=Path, default=Path("/tmp/spark-trainer-bench"))
    arguments = parser.parse_args()
    folder = arguments.work / f"many_{arguments.videos}"
    output = arguments.work / f"many_{arguments.videos}_out"
    shutil.rmtree(output, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    clip = tiny_clip()
    for n in range(arguments.videos):
        path = folder / f"{n:06d}.mp4"
        if not path.exists():
            path.write_bytes(clip + struct.pack(">I4sQ", 16, b"free", n))
    where = ["--input", str(folder), "--output", str(output), "--quiet"]
    flags = ["--no-perceptual-hashing", *LABELS]
    first = cost_of([*SPARK, "dataset", "build", *where, *flags])
    second = cost_of([*SPARK, "dataset", "build", *where, *flags])
    print(
        f"{arguments.videos} videos: first run {first.wall_s:.1f} s, "
        f"with nothing to do {second.wall_s:.2f} s, ratio {second.wall_s / first.wall_s:.4f} "
        f"(limit {LIMIT_S} s)"
    )


if __name__ == "__main__":
    main()
