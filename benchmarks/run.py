"""`make bench`: all benchmarks, one after the other; each prints its numbers and ratios."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = ("dataset_build.py", "dataset_memory.py", "dataset_resume.py", "captioning.py")


def main() -> int:
    here = Path(__file__).parent
    return max(
        subprocess.run(
            [sys.executable, str(here / s), *sys.argv[1:]], cwd=here, check=False
        ).returncode
        for s in SCRIPTS
    )


if __name__ == "__main__":
    sys.exit(main())
