"""What `make demo` runs: a dataset of the clips in `demo/videos`, a small model trained on it.

It only runs command lines that anybody can type, and stops at the first that fails.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
VIDEOS = "demo/videos"
OUT = "demo/out"
COMMANDS = (
    f"dataset build --input {VIDEOS} --output {OUT}/dataset"
    " --fps 2 --caption-backend sidecar --transcription-backend pocketsphinx",
    f"dataset verify {OUT}/dataset --rederive 3",
    f"dataset show {OUT}/dataset --html {OUT}/page.html",
    f"train --config demo/train.yaml --output {OUT}/run",
    f"generate {OUT}/run --video {VIDEOS}/sea.mp4",
)
NEXT = f"""\
{OUT}/page.html shows the dataset: open it in a browser.
`make serve` shows it in the web page, with the model that was trained.

One video, with all that was kept, dropped and said:

  spark-trainer dataset inspect {OUT}/dataset sea.mp4

Now with your own videos (`--help` after any command says more):

  spark-trainer dataset build --input ~/Videos --output datasets/mine
  spark-trainer dataset verify datasets/mine
  spark-trainer dataset show datasets/mine --html mine.html

A build that is stopped goes on where it was: run the same command again.
{OUT}/run is the trained model's run: `spark-trainer runs show {OUT}/run`. It knows these four clips
by heart and nothing else; docs/training.md tells how to train on yours.
These captions come from subtitles. Models and servers make them too: see docs/labelling.md.
The command is in {{bin}}; `source {{bin}}/activate` puts it on your path.
"""


def main() -> int:
    """Run the commands one after the other; the exit code is that of the first that fails."""
    program = Path(sys.executable).parent / "spark-trainer"
    if not program.exists():
        print(f"error: {program} is missing; run `make demo`, which installs it.", file=sys.stderr)
        return 1
    shutil.rmtree(REPO / OUT / "run", ignore_errors=True)  # of an earlier demo: it trains anew
    for command in COMMANDS:
        print(f"\n$ spark-trainer {command}", flush=True)
        done = subprocess.run([program, *shlex.split(command)], cwd=REPO, check=False)
        if done.returncode:
            print(f"error: that command failed with exit code {done.returncode}.", file=sys.stderr)
            return done.returncode if done.returncode > 0 else 128 - done.returncode
    print("\n" + NEXT.format(bin=os.path.relpath(program.parent)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
