"""Models of the hub: the cached snapshot of a revision, and fetching exactly the files needed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.core.mistakes import shown
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable
from spark_trainer.labelers.weights.code_free import refuse_code
from spark_trainer.labelers.weights.hub_errors import (
    HubUnreachableError,
    hub_errors,
    offline_reason,
)
from spark_trainer.labelers.weights.model_files import (
    CONFIG,
    Layout,
    faults,
    guess_layout,
    small_files,
    weight_files,
)
from spark_trainer.labelers.weights.model_names import size_text

TIMEOUT_S = 5.0
"""How long the hub may take to say what a model consists of."""

COMMIT = re.compile(r"[0-9a-f]{40}")
_REVISION = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}")
CARD = "README.md"
"""Fetched too: its head names the licence."""


@dataclass(frozen=True)
class Snapshot:
    """A model's files in the hub's cache, as they were at one commit."""

    folder: Path
    names: tuple[str, ...]
    """The files that are loaded."""

    @property
    def commit(self) -> str:
        return self.folder.name


def check_id(model: str, revision: str | None) -> None:
    """Refuse what cannot be an id of the hub, or a revision, before it becomes a path.

    Raises:
        UsageError: it has not the form of one.
    """
    hub = require("huggingface_hub.utils", extra="labels")
    try:
        hub.validate_repo_id(model)
    except hub.HFValidationError as e:
        raise UsageError(
            f"model {shown(model)}: no folder here has that name, and it is no hub id "
            f"either (`owner/name`, such as Salesforce/blip2-opt-2.7b). A folder is named by "
            f"its path, such as ./folder."
        ) from e
    if revision is not None and not _REVISION.fullmatch(revision):
        raise UsageError(
            f"revision {shown(revision)}: wanted a branch, a tag or a commit hash of {model}"
        )


def find(model: str, revision: str | None, layout: Layout | None, *, fetch: bool) -> Snapshot:
    """The whole snapshot of a revision: the cached one, else fetched where that is allowed.

    Raises:
        HubUnreachableError: it is not cached and cannot be fetched; says why.
        BackendUnavailableError: the hub refuses, the model is not safe, or the disk is full.
    """
    snapshot, why_not = find_cached(model, revision, layout)
    if snapshot is not None:
        return snapshot
    if not fetch:
        raise HubUnreachableError(why_not)
    try:
        return _fetch(model, revision, layout)
    except HubUnreachableError as e:
        raise HubUnreachableError(f"{why_not} and cannot be fetched: {e}") from e


def find_cached(
    model: str, revision: str | None, layout: Layout | None
) -> tuple[Snapshot | None, str]:
    """The whole snapshot in the cache, or None and why there is none; no network."""
    folder = _cached_folder(model, revision)
    return whole(folder, layout) if folder else (None, "not in the cache")


def _cached_folder(model: str, revision: str | None) -> Path | None:
    """The cached snapshot of that revision, whole or not; no network."""
    hub = require("huggingface_hub", extra="labels")
    config = hub.try_to_load_from_cache(model, CONFIG, revision=revision)
    if not isinstance(config, str):
        return None
    folder = Path(config).parent
    return folder if COMMIT.fullmatch(folder.name) else None


def whole(folder: Path, layout: Layout | None) -> tuple[Snapshot | None, str]:
    """A cached snapshot, or None and what it lacks."""
    found = os.listdir(folder)
    layout = layout or guess_layout(found)
    try:
        names = small_files(found, layout) + weight_files(folder, found, layout)
    except BackendUnavailableError:
        return None, "only in part in the cache (its weights are missing)"
    if told := faults(folder, names):
        return None, f"only in part in the cache ({', '.join(told[:3])})"
    return Snapshot(folder, tuple(names)), ""


def _fetch(model: str, revision: str | None, layout: Layout | None) -> Snapshot:
    """Fetch what is missing of a model; says on stderr what, and how large.

    The configuration comes first: a model that would run code is refused before its weights. One
    file after the other, so that Ctrl-C stops at once; whole files are kept.

    Args:
        model: hub id.
        revision: branch, tag or commit hash; None = main.
        layout: which files; None = safetensors, or CTranslate2's where there are none.

    Raises:
        HubUnreachableError: nobody answers.
        BackendUnavailableError: the hub refuses, the model is not safe, or the disk is full.
    """
    with hub_errors(model, revision):
        sizes = listing(model, revision)
        layout = layout or guess_layout(sizes)
        small = small_files(sizes, layout)
        if CONFIG not in sizes:
            raise BackendUnavailableError(f"{model}: no {CONFIG} in it: not a model to load")
        folder = fetch_config(model, revision)
        _download(model, folder.name, [*small, *({CARD} & sizes.keys())], quiet=True)
        refuse_code(folder, model)
        names = small + weight_files(folder, sizes, layout)
        _announce(model, folder, [(n, sizes.get(n, 0)) for n in names])
        _download(model, folder.name, names)
        return _checked(model, folder, names)


def listing(model: str, revision: str | None) -> dict[str, int]:
    """The files of a model on the hub, with their sizes in bytes; within `hub_errors`."""
    if require("huggingface_hub.constants", extra="labels").HF_HUB_OFFLINE:
        raise HubUnreachableError(offline_reason())
    api = require("huggingface_hub", extra="labels").HfApi()
    try:
        info = api.model_info(model, revision=revision, files_metadata=True, timeout=TIMEOUT_S)
    except (JSONDecodeError, KeyError, TypeError, AttributeError) as e:
        raise HubUnreachableError(
            f"{api.endpoint} does not answer as a hub does (the login page of a network?)"
        ) from e
    return {s.rfilename: s.size or 0 for s in info.siblings or ()}


def fetch_config(model: str, revision: str | None) -> Path:
    """The snapshot that holds the configuration; by the revision's name, which the cache learns."""
    return _download(model, revision, [CONFIG], quiet=True)


def _checked(model: str, folder: Path, names: list[str]) -> Snapshot:
    """What was cached before may be damaged: such files are fetched once more."""
    damaged = [name for name in names if faults(folder, [name])]
    if damaged:
        _download(model, folder.name, damaged, force_download=True)
    if told := faults(folder, names):
        raise BackendUnavailableError(
            f"{model}: what the hub gave is not whole: {', '.join(told[:3])}. Tell its owner, or "
            f"take another revision."
        )
    return Snapshot(folder, tuple(names))


def _download(
    model: str, revision: str | None, names: list[str], *, quiet: bool = False, **more: Any
) -> Path:
    """Fetch files that are not here yet; returns the snapshot's folder."""
    hub = require("huggingface_hub", extra="labels")
    bar = _no_bar() if quiet else None
    paths = [
        hub.hf_hub_download(model, name, revision=revision, tqdm_class=bar, **more)
        for name in names
    ]
    return Path(paths[0]).parent if paths else Path()


def _no_bar() -> Any:
    """A progress bar that shows nothing, for files that are here in a second."""
    bar: Any = require("huggingface_hub.utils", extra="labels").tqdm

    class NoBar(bar):  # type: ignore[misc]
        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **{**settings, "disable": True})

    return NoBar


def _announce(model: str, folder: Path, files: list[tuple[str, int]]) -> None:
    """Say what is to come, and stop where there is no room for it."""
    missing = [(name, size) for name, size in files if not (folder / name).exists()]
    if not missing:
        return
    needed, free = sum(size for _, size in missing), shutil.disk_usage(folder).free
    cache = printable(folder.parents[2])
    if needed > free:
        raise BackendUnavailableError(
            f"{model}: {size_text(needed)} are to be fetched, {size_text(free)} are free in "
            f"{cache}. Make room, or set HF_HOME to a folder on a larger disk."
        )
    sys.stderr.write(
        f"fetching {model} ({folder.name[:8]}), {size_text(needed)} in {len(missing)} files, "
        f"into {cache}\n"
    )
