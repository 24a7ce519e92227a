"""`cd backend && python app.py`: the same as `spark-trainer serve`, in the folder above."""

import os
import sys
from pathlib import Path

os.chdir(Path(__file__).resolve().parents[1])
try:
    from spark_trainer.cli.main import main
except ImportError:
    sys.exit(
        f"error: spark_trainer is not installed for {sys.executable}. Run `make demo` in the "
        "folder above once, then: ../.venv/bin/python app.py"
    )

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
