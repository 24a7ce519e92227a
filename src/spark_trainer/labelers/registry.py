"""Back ends by name: what there is, what it needs, and what to type instead."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Any, Literal

from spark_trainer import __version__
from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.base import BackendInfo, Captioner, Transcriber

Kind = Literal["captions", "transcripts"]

FLAGS: dict[Kind, str] = {
    "captions": "--caption-backend",
    "transcripts": "--transcription-backend",
}

BACKENDS: tuple[BackendInfo, ...] = (
    BackendInfo("blip2", "captions", "a model download", False, "Salesforce/blip2-opt-2.7b"),
    BackendInfo("blip", "captions", "a model download", False, "Salesforce/blip-image-captioning"),
    BackendInfo("florence2", "captions", "a model download", False, "microsoft/Florence-2-base"),
    BackendInfo("vlm", "captions", "a model download", False, "any image-text-to-text model"),
    BackendInfo("openai", "captions", "a server", False, "any OpenAI-compatible endpoint"),
    BackendInfo("apotheon", "captions", "a trained run", False, "a model trained here"),
    BackendInfo("sidecar", "captions", "nothing", True, "subtitles in or beside the video"),
    BackendInfo("none", "captions", "nothing", True, "no captions"),
    BackendInfo("whisper", "transcripts", "a model download", False, "openai/whisper-*"),
    BackendInfo("faster-whisper", "transcripts", "a model download", False, "CTranslate2 Whisper"),
    BackendInfo("apotheon", "transcripts", "a trained run", False, "a model trained here"),
    BackendInfo("pocketsphinx", "transcripts", "nothing", True, "English, model included"),
    BackendInfo("sidecar", "transcripts", "nothing", True, "subtitles in or beside the video"),
    BackendInfo("none", "transcripts", "nothing", True, "no transcripts"),
)

SIZED = frozenset({"whisper", "faster-whisper"})
"""Transcribers that come in sizes."""

_CLASSES: dict[tuple[Kind, str], str] = {
    ("captions", "sidecar"): "sidecar:SidecarCaptions",
    ("captions", "none"): "none:NoCaptions",
    ("transcripts", "sidecar"): "sidecar:SidecarTranscript",
    ("transcripts", "none"): "none:NoTranscript",
    ("transcripts", "pocketsphinx"): "pocketsphinx:PocketSphinx",
}

_BEST_FIRST: dict[Kind, tuple[str, ...]] = {
    "captions": ("blip2", "sidecar"),
    "transcripts": ("whisper", "pocketsphinx"),
}


def build_captioner(name: str, **settings: Any) -> Captioner:
    """The captioner of that name.

    Raises:
        UsageError: no back end has that name.
        BackendUnavailableError: it cannot run here.
    """
    captioner: Captioner = _class_of("captions", name)(**settings)
    return captioner


def build_transcriber(name: str, **settings: Any) -> Transcriber:
    """The transcriber of that name. Those of SIZED take `model_size`.

    Raises:
        UsageError: no back end has that name.
        BackendUnavailableError: it cannot run here.
    """
    transcriber: Transcriber = _class_of("transcripts", name)(**settings)
    return transcriber


def resolve_auto(kind: Kind) -> str:
    """The best back end that works here with nothing to set up."""
    return next(name for name in _BEST_FIRST[kind] if _info(kind, name).available)


def _info(kind: Kind, name: str) -> BackendInfo:
    known = {b.name: b for b in BACKENDS if b.kind == kind}
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise UsageError(
            f"{FLAGS[kind]} {name!r}: no such back end.{hint} Known: {', '.join(known)}."
        )
    return known[name]


def _class_of(kind: Kind, name: str) -> Any:
    info = _info(kind, name)
    if not info.available:
        working = [b.name for b in BACKENDS if b.kind == kind and b.available]
        raise BackendUnavailableError(
            f"{FLAGS[kind]} {name}: this version ({__version__}) does not have that back end yet "
            f"({info.summary}; it needs {info.needs}); it comes with the next release. "
            f"No video was touched. These work now, without any download: "
            f"{', '.join(f'{FLAGS[kind]} {n}' for n in working)}."
        )
    module, _, attribute = _CLASSES[kind, name].partition(":")
    return getattr(import_module(f"spark_trainer.labelers.{module}"), attribute)
