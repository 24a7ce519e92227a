"""One media pass in a process of its own, with a worker's memory limit, measured.

`python -m tests.corpus.limited FILE FOLDER` prints the outcome, the seconds and the peak memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MEMORY_BYTES = 2 << 30
"""What a worker may map by default."""

BOMBS = (
    "index_of_billion_frames",
    "index_of_80_million_frames",
    "sps_claims_16000_pixels",
    "sps_claims_65536_pixels",
    "bomb_behind_small_header",
    "bomb_in_mid_stream",
    "claims_16000_pixels_mkv",
    "claims_65535_pixels_mkv",
    "claims_65535_pixels_avi",
    "claims_billion_frames",
    "huge_gap",
    "edit_pauses_long",
)
"""Cases of the corpus that cost a careless reader gigabytes or hours."""


@dataclass(frozen=True)
class Outcome:
    code: str
    """`ok`, or the reason code."""
    wall_s: float
    peak_mib: float


def run_limited(path: Path, staging: Path, timeout_s: float = 60.0) -> Outcome:
    """Run the pass over `path` in a child process."""
    command = [sys.executable, "-m", "tests.corpus.limited", str(path), str(staging)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        command, capture_output=True, timeout=timeout_s, check=False, cwd=root, env=environment
    )
    if done.returncode != 0:
        print(done.stderr.decode(errors="replace")[-2000:])
        return Outcome("crashed", 0.0, 0.0)
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def _peak_mib() -> float:
    """Of this program alone: `ru_maxrss` is handed on by the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (words for words in map(str.split, status.splitlines()) if words[0] == "VmHWM:")
    return int(line[1]) / 1024


def _main(path: Path, staging: Path) -> None:
    import cv2  # noqa: F401  (mapped before the limit, as in a worker)

    from spark_trainer.core.errors import MediaError
    from spark_trainer.core.processes import limit_memory
    from spark_trainer.media.media_pass import MediaPass
    from tests.corpus.settings import ONE_A_SECOND

    limit_memory(MEMORY_BYTES)
    started, code = time.monotonic(), "ok"
    try:
        MediaPass(path, staging, ONE_A_SECOND).run()
    except MediaError as e:
        code = e.code
    except MemoryError:
        code = "memory"
    out = {"code": code, "wall_s": time.monotonic() - started, "peak_mib": _peak_mib()}
    print(json.dumps(out))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
