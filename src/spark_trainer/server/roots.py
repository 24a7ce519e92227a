"""The folders that clients' names may lead into."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.jobs.index.roots import RUNS, known_roots
from spark_trainer.models.user_config import read_user_config
from spark_trainer.server.settings import ServerSettings


def roots_of(settings: ServerSettings) -> list[Path]:
    """Those of `config.json`, the runs, the uploads, and those that `serve --root` names.

    Raises:
        ConfigError: `config.json` cannot be read.
    """
    more = [path.resolve() for path in (settings.uploads, *settings.roots)]
    return known_roots(settings.workdir, more)


def datasets_root(settings: ServerSettings) -> Path:
    return (settings.workdir / Path(read_user_config().paths.datasets).expanduser()).resolve()


def runs_root(settings: ServerSettings) -> Path:
    return (settings.workdir / RUNS).resolve()
