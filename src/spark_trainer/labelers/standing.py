"""Which back ends work here now, and what the others lack. Nothing is loaded to find out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from spark_trainer.core.optional import is_installed
from spark_trainer.labelers.base import BackendInfo
from spark_trainer.labelers.registry import BACKENDS, Kind, resolve_auto
from spark_trainer.labelers.weights.cached_models import CachedModel, cached_models
from spark_trainer.labelers.weights.model_names import KNOWN, known_by_name, size_text

_PACKAGES = {"faster-whisper": ("ctranslate2", "huggingface_hub")}
_USUAL_PACKAGES = ("torch", "transformers", "huggingface_hub")


@dataclass(frozen=True)
class ModelStanding:
    """A model that a back end takes."""

    name: str
    """Hub id, or folder of a run."""
    size: str | None
    """Its size's name, where the back end comes in sizes."""
    bytes: int
    licence: str | None
    here: bool


@dataclass(frozen=True)
class Standing:
    """A back end as it stands on this machine."""

    kind: Kind
    name: str
    about: str
    needs: str
    works: bool
    """With its usual model, as it is."""
    why_not: str | None
    get: str | None
    """The command that makes it work."""
    usual: bool
    """It is the one that is taken where none is named."""
    models: tuple[ModelStanding, ...]


def standings(trained: Sequence[str] = ()) -> list[Standing]:
    """All back ends.

    Args:
        trained: folders of models that were trained here.
    """
    cached = cached_models() if is_installed("huggingface_hub") else []
    usual = {kind: resolve_auto(kind) for kind in ("captions", "transcripts")}
    return [_standing(info, cached, trained, info.name == usual[info.kind]) for info in BACKENDS]


def _standing(
    info: BackendInfo, cached: Sequence[CachedModel], trained: Sequence[str], usual: bool
) -> Standing:
    if info.needs == "a model download":
        models = _models(info.name, cached)
        why_not, get = _download(info.name, cached)
    elif info.needs == "a trained run":
        models = tuple(ModelStanding(path, None, 0, None, True) for path in trained)
        why_not, get = (
            (None, None)
            if trained
            else ("no model was trained here yet", "spark-trainer train --help")
        )
    else:
        models, get = (), None
        why_not = _lacks(info)
    return Standing(
        info.kind, info.name, info.summary, info.needs, why_not is None, why_not, get, usual, models
    )


def _lacks(info: BackendInfo) -> str | None:
    if info.needs == "a server" and not os.environ.get("OPENAI_BASE_URL"):
        return "give the address of a server"
    if info.name == "pocketsphinx" and not is_installed("pocketsphinx"):
        return "the package pocketsphinx is not installed"
    return None


def _download(name: str, cached: Sequence[CachedModel]) -> tuple[str | None, str | None]:
    packages = _PACKAGES.get(name, _USUAL_PACKAGES)
    if missing := [package for package in packages if not is_installed(package)]:
        named = ", ".join(missing)
        return f"needs the packages {named}", "pip install 'spark-trainer[labels]'"
    usual = known_by_name(name)
    assert usual is not None
    if _is_here(usual.hub_id, cached):
        return None, None
    size = size_text(usual.about_bytes)
    return f"{usual.hub_id} ({size}) is not in the cache", f"spark-trainer models pull {name}"


def _is_here(hub_id: str, cached: Sequence[CachedModel]) -> bool:
    return any(one.hub_id.lower() == hub_id.lower() and not one.missing for one in cached)


def _models(name: str, cached: Sequence[CachedModel]) -> tuple[ModelStanding, ...]:
    known = [
        ModelStanding(k.hub_id, k.size, k.about_bytes, k.licence, _is_here(k.hub_id, cached))
        for k in KNOWN
        if k.backend == name
    ]
    ids = {one.name.lower() for one in known}
    others = {
        one.hub_id: ModelStanding(one.hub_id, None, one.size_bytes, one.licence, True)
        for one in cached
        if one.backend == name and not one.missing and one.hub_id.lower() not in ids
    }
    return (*known, *others.values())
