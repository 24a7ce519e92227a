"""Which dataset a run learns from, where the index knows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spark_trainer.core.text import printable
from spark_trainer.jobs.index import folders
from spark_trainer.jobs.index.finding import id_of
from spark_trainer.server.parts import Parts
from spark_trainer.server.routes.run_models import RunDataset


def dataset_folder(shared: Parts, manifest: object) -> Path | None:
    """Where the manifest of a run lies, links resolved; None where it names none."""
    if not isinstance(manifest, str) or not manifest or "\0" in manifest:
        return None
    try:
        return (shared.settings.workdir / manifest).parent.resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def datasets_of(shared: Parts, manifests: Sequence[object]) -> list[RunDataset | None]:
    """One each, None where a run names none."""
    paths = [dataset_folder(shared, manifest) for manifest in manifests]
    indexed = folders.known(shared.engine, [id_of(path) for path in paths if path is not None])
    return [None if path is None else _dataset(path, indexed) for path in paths]


def _dataset(path: Path, indexed: set[str]) -> RunDataset:
    number = id_of(path)
    return RunDataset(
        name=printable(path.name),
        path=printable(path),
        id=number if number in indexed else None,
    )
