"""Where datasets, runs and models are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spark_trainer.models.user_config import read_user_config

RUNS = "runs"


def known_roots(workdir: Path, more: Sequence[Path] = ()) -> list[Path]:
    """The folders of `config.json`, the runs, and more; resolved, each once.

    Raises:
        ConfigError: `config.json` cannot be read.
    """
    paths = read_user_config().paths
    named = [Path(text).expanduser() for text in (paths.datasets, paths.models, paths.logs)]
    own = [workdir / path for path in (*named, Path(RUNS))]
    return list(dict.fromkeys(path.resolve() for path in (*own, *more)))
