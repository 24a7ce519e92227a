"""Model weights by name: a folder, or a model of the hub that is cached or can be fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spark_trainer.core.errors import BackendUnavailableError, MissingPackageError, UsageError
from spark_trainer.core.mistakes import shown
from spark_trainer.core.text import portable, printable
from spark_trainer.labelers.weights import cache as hub
from spark_trainer.labelers.weights.code_free import refuse_code, refuse_name
from spark_trainer.labelers.weights.folder_hash import folder_hash
from spark_trainer.labelers.weights.hub_errors import HubUnreachableError
from spark_trainer.labelers.weights.model_files import (
    Layout,
    faults,
    layout_of,
    small_files,
    weight_files,
)
from spark_trainer.labelers.weights.model_names import known_by_id, size_text

Kind = Literal["captions", "transcripts"]

_MODEL_FLAGS: dict[Kind, str] = {
    "captions": "--caption-model",
    "transcripts": "--transcription-model",
}


class NotFetchedError(BackendUnavailableError):
    """A model of the hub is not here, and the hub does not answer."""

    model: str
    why: str


@dataclass(frozen=True)
class Weights:
    """Weights that are here, complete, and safe to load."""

    name: str
    """The hub id, or the name of the folder."""
    folder: Path
    revision: str
    """Commit hash of the hub (40 hex digits), or `sha256:` and the hash of a folder's contents."""
    size_bytes: int

    def identity(self) -> dict[str, str]:
        return {"model": self.name, "revision": self.revision}


def find_weights(
    model: str, revision: str | None, *, backend: str, kind: Kind, fetch: bool = True
) -> Weights:
    """The weights of that name, fetched from the hub where they are not here and it answers.

    Args:
        model: a folder, or a hub id; a folder of that name goes first.
        revision: branch, tag or commit hash of the hub; None = main.
        backend: who will load them, which decides the files: safetensors, or CTranslate2's.
        kind: what that back end makes.
        fetch: False = only what is here already.

    Raises:
        UsageError: neither a folder nor the form of a hub id; a folder with a revision.
        BackendUnavailableError: not here and not to be had, incomplete, or not safe to load.
    """
    try:
        return _found(model, revision, layout_of(backend), fetch=fetch)
    except HubUnreachableError as e:
        told = _unreachable(model, revision, backend, kind, str(e))
        error = NotFetchedError(told)  # made so, it can be sent from one process to another
        error.model, error.why = model, str(e)
        raise error from e
    except MissingPackageError:
        raise
    except BackendUnavailableError as e:
        raise BackendUnavailableError(f"{e} No video was touched.") from e


def find_base_model(
    model: str, revision: str | None, *, setting: str = "architecture.model"
) -> Weights:
    """The weights that a training starts from, in safetensors.

    Args:
        setting: where the template names the model; the message says it.

    Raises:
        UsageError, BackendUnavailableError: see `find_weights`.
    """
    try:
        return _found(model, revision, "transformers", fetch=True)
    except HubUnreachableError as e:
        known = known_by_id(model)
        size = f" (about {size_text(known.about_bytes)})" if known else ""
        raise BackendUnavailableError(
            f"the model {model}{size} is {e}.\n"
            f"- Where there is a network, fetch it: spark-trainer models pull {model}\n"
            f"- Or name a folder that holds it: --set {setting}=FOLDER\n"
            f"Nothing was trained."
        ) from e


def _found(model: str, revision: str | None, layout: Layout, *, fetch: bool) -> Weights:
    if (folder := _named_folder(model)) is not None:
        return _in_folder(folder, revision, layout)
    hub.check_id(model, revision)
    refuse_name(model)
    snapshot = hub.find(model, revision, layout, fetch=fetch)
    refuse_code(snapshot.folder, model)
    return _weights(model, snapshot.folder, snapshot.commit, snapshot.names)


def _named_folder(model: str) -> Path | None:
    """The folder of that name; None where it can only be a hub id."""
    try:
        path = Path(model).expanduser() if model.startswith("~") else Path(model)
        if model and path.is_dir():
            return path.absolute()
        is_file = path.is_file()
    except (RuntimeError, OSError) as e:  # no such user; a name too long for any file
        raise UsageError(f"model {shown(model)}: no folder: {shown(e)}") from e
    if is_file:
        raise UsageError(f"model {shown(model)}: a file; wanted the folder that it is in")
    if model.startswith(("/", "./", "../", "~")) or not model:
        raise UsageError(f"model {shown(model)}: no such folder")
    return None


def _in_folder(folder: Path, revision: str | None, layout: Layout) -> Weights:
    if revision is not None:
        raise UsageError(
            f"revision {printable(revision)}: {printable(folder)} is a folder, and its contents "
            f"are its revision. Leave the revision out, or name a model of the hub."
        )
    refuse_code(folder, printable(folder))
    there = [name for name in os.listdir(folder) if (folder / name).is_file()]
    try:
        names = small_files(there, layout) + weight_files(folder, there, layout)
    except BackendUnavailableError as e:
        raise BackendUnavailableError(f"{printable(folder)}: {e}") from e
    if told := faults(folder, names):
        raise BackendUnavailableError(
            f"{printable(folder)}: not a whole model: {', '.join(told[:5])}. Copy it once more."
        )
    if hub_id := _snapshot_of(folder):
        return _weights(hub_id, folder, folder.name, names)
    return _weights(portable(folder.resolve().name), folder, folder_hash(folder, names), names)


def _snapshot_of(folder: Path) -> str | None:
    """The hub id, where the folder is a snapshot in the hub's cache."""
    repository = folder.parent.parent.name
    in_cache = folder.parent.name == "snapshots" and repository.startswith("models--")
    if not (in_cache and hub.COMMIT.fullmatch(folder.name)):
        return None
    return repository.removeprefix("models--").replace("--", "/")


def _weights(name: str, folder: Path, revision: str, names: Sequence[str]) -> Weights:
    size_bytes = sum((folder / each).stat().st_size for each in names)
    return Weights(name, folder, revision, size_bytes)


def _unreachable(model: str, revision: str | None, backend: str, kind: Kind, why: str) -> str:
    """What to do without a network, in the order in which it is likely to help."""
    from spark_trainer.labelers.registry import needing_nothing

    known = known_by_id(model)
    size = f" (about {size_text(known.about_bytes)})" if known else ""
    pull = known.short_name if known else model
    at = f" --revision {revision}" if revision else ""
    return "\n".join(
        (
            f"back end {backend}: the model {model}{size} is {why}.",
            f"- Where there is a network, fetch it: spark-trainer models pull {pull}{at}",
            f"- Or name a folder that holds it: {_MODEL_FLAGS[kind]} FOLDER",
            f"- Or take a back end that needs no download: {needing_nothing(kind)}",
            "No video was touched.",
        )
    )
