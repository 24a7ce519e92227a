"""Fetches a model by its short name or its hub id, ahead of the build that needs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.core.mistakes import shown
from spark_trainer.labelers.registry import BACKENDS
from spark_trainer.labelers.weights import cache as hub
from spark_trainer.labelers.weights.code_free import refuse_code, refuse_name
from spark_trainer.labelers.weights.hub_errors import HubUnreachableError
from spark_trainer.labelers.weights.model_names import KNOWN, known_by_id, known_by_name, size_text


@dataclass(frozen=True)
class Pulled:
    """A model that is in the cache, whole."""

    hub_id: str
    revision: str
    folder: Path
    size_bytes: int
    fetched: bool
    """False where it was there before."""


def pull(name: str, revision: str | None) -> Pulled:
    """Fetch what is missing of a model; nothing is loaded.

    A model that is cached stays as it is, although the hub may have a newer one.

    Args:
        name: a back end, one in a size, or a hub id.
        revision: branch, tag or commit hash; None = main.

    Raises:
        UsageError: no such name, or nothing to fetch for it.
        BackendUnavailableError: the hub does not answer or refuses, or the model is not safe.
    """
    hub_id = _hub_id(name)
    refuse_name(hub_id)
    hub.check_id(hub_id, revision)
    snapshot, _ = hub.find_cached(hub_id, revision, None)
    was_here = snapshot is not None
    try:
        snapshot = snapshot or hub.find(hub_id, revision, None, fetch=True)
    except HubUnreachableError as e:
        raise BackendUnavailableError(unreachable(hub_id, str(e))) from e
    refuse_code(snapshot.folder, hub_id)
    size_bytes = sum((snapshot.folder / each).stat().st_size for each in snapshot.names)
    return Pulled(hub_id, snapshot.commit, snapshot.folder, size_bytes, not was_here)


def _hub_id(name: str) -> str:
    if known := known_by_name(name):
        return known.hub_id
    if found := next((b for b in BACKENDS if b.name == name), None):
        raise UsageError(f"{name}: nothing to fetch; it needs {found.needs} ({found.summary})")
    if name.startswith((".", "/", "~")):
        raise UsageError(f"{shown(name)}: a folder is not fetched; name it with --caption-model")
    if "/" not in name:
        raise UsageError(no_such_name(name))
    return name


def no_such_name(name: str) -> str:
    """For a name that is no back end, no known model and no hub id."""
    return (
        f"{shown(name)}: no such model. Known: {', '.join(k.short_name for k in KNOWN)}; "
        f"or a hub id, owner/name."
    )


def unreachable(model: str, why: str) -> str:
    """What to do where a model is, e.g., `not in the cache and cannot be fetched: no answer`."""
    known = known_by_id(model)
    size = f" (about {size_text(known.about_bytes)})" if known else ""
    folder = f"models--{model.replace('/', '--')}"
    return (
        f"{model}{size} is {why}.\n"
        f"- A proxy is named by HTTPS_PROXY, a mirror of the hub by HF_ENDPOINT.\n"
        f"- Without a network, copy the folder {folder} of the cache (HF_HOME/hub, or "
        f"~/.cache/huggingface/hub) from a machine that has it."
    )
