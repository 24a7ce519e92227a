"""What the page costs: its weight, its first paint, a grid of 100,000 samples, 100,000 points.

Needs Node, Chromium and the built page: `make page && .venv/bin/python benchmarks/page.py`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
SCRIPTS = (
    ("e2e/bench_page.mjs",),
    ("e2e/bench_chart.mjs",),
    ("e2e/bench_grid.mjs",),
    ("e2e/bench_grid.mjs", "--view", "table"),
)


def main() -> int:
    for words in SCRIPTS:
        done = subprocess.run(["node", *words], cwd=FRONTEND, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
