"""Back ends by name: what there is, what it needs, and what to type instead."""

from __future__ import annotations

import difflib
import inspect
from importlib import import_module
from typing import Any, Literal

from spark_trainer.core.errors import BackendUnavailableError, MissingPackageError, UsageError
from spark_trainer.core.optional import is_installed
from spark_trainer.labelers.base import BackendInfo, Captioner, Labeler, Transcriber
from spark_trainer.labelers.weights.finding import find_weights
from spark_trainer.labelers.weights.model_names import known_by_name

Kind = Literal["captions", "transcripts"]

FLAGS: dict[Kind, str] = {
    "captions": "--caption-backend",
    "transcripts": "--transcription-backend",
}

BACKENDS: tuple[BackendInfo, ...] = (
    BackendInfo("blip2", "captions", "a model download", "Salesforce/blip2-opt-2.7b"),
    BackendInfo("blip", "captions", "a model download", "Salesforce/blip-image-captioning"),
    BackendInfo("florence2", "captions", "a model download", "florence-community/Florence-2-base"),
    BackendInfo("vlm", "captions", "a model download", "any image-text-to-text model"),
    BackendInfo("openai", "captions", "a server", "any OpenAI-compatible endpoint"),
    BackendInfo("apotheon", "captions", "a trained run", "a model trained here"),
    BackendInfo("sidecar", "captions", "nothing", "subtitles in or beside the video"),
    BackendInfo("none", "captions", "nothing", "no captions"),
    BackendInfo("whisper", "transcripts", "a model download", "openai/whisper-*"),
    BackendInfo("faster-whisper", "transcripts", "a model download", "CTranslate2 Whisper"),
    BackendInfo("apotheon", "transcripts", "a trained run", "a model trained here"),
    BackendInfo("pocketsphinx", "transcripts", "nothing", "English, model included"),
    BackendInfo("sidecar", "transcripts", "nothing", "subtitles in or beside the video"),
    BackendInfo("none", "transcripts", "nothing", "no transcripts"),
)

_CLASSES: dict[tuple[Kind, str], str] = {
    ("captions", "sidecar"): "subtitles.sidecar:SidecarCaptions",
    ("captions", "none"): "none:NoCaptions",
    ("captions", "blip2"): "pictures.blip2:Blip2",
    ("captions", "blip"): "pictures.blip:Blip",
    ("captions", "florence2"): "pictures.florence2:Florence2",
    ("captions", "vlm"): "pictures.vlm:Vlm",
    ("captions", "openai"): "chat.captions:OpenAICaptions",
    ("captions", "apotheon"): "apotheon.captions:ApotheonCaptions",
    ("transcripts", "whisper"): "speech.whisper:Whisper",
    ("transcripts", "faster-whisper"): "speech.faster_whisper:FasterWhisper",
    ("transcripts", "sidecar"): "subtitles.sidecar:SidecarTranscript",
    ("transcripts", "none"): "none:NoTranscript",
    ("transcripts", "apotheon"): "apotheon.transcripts:ApotheonTranscript",
    ("transcripts", "pocketsphinx"): "speech.pocketsphinx:PocketSphinx",
}

_BEST_FIRST: dict[Kind, tuple[str, ...]] = {
    "captions": ("blip2", "sidecar"),
    "transcripts": ("whisper", "pocketsphinx"),
}


IGNORED = frozenset({"batch_size", "model_size"})
"""Settings with a default of their own, which a back end without them may pass over."""


def build_captioner(name: str, **settings: Any) -> Captioner:
    """The captioner of that name.

    Raises:
        UsageError: no back end has that name, or it takes no such setting.
        BackendUnavailableError: it cannot run here.
    """
    captioner: Captioner = _built("captions", name, settings)
    return captioner


def build_transcriber(name: str, **settings: Any) -> Transcriber:
    """The transcriber of that name.

    Raises:
        UsageError: no back end has that name, or it takes no such setting.
        BackendUnavailableError: it cannot run here.
    """
    transcriber: Transcriber = _built("transcripts", name, settings)
    return transcriber


def _built(kind: Kind, name: str, settings: dict[str, Any]) -> Any:
    made = _class_of(kind, name)
    taken = inspect.signature(made).parameters
    if strange := [s for s in settings if s not in taken and s not in IGNORED]:
        raise UsageError(
            f"{FLAGS[kind]} {name} takes no {', '.join(strange)}; "
            f"it takes {', '.join(taken) or 'no settings'}"
        )
    return made(**{s: value for s, value in settings.items() if s in taken})


def settings_taken(kind: Kind, name: str) -> tuple[str, ...]:
    """Names of the settings that a back end can be built with.

    Raises:
        UsageError: no back end has that name.
    """
    return tuple(inspect.signature(_class_of(kind, name)).parameters)


def resolve(labeler: Labeler, kind: Kind) -> None:
    """Have a labeller find what it needs, before any video is touched.

    Raises:
        BackendUnavailableError: it is not there; says what to do instead.
    """
    try:
        labeler.resolve()
    except MissingPackageError as e:
        raise BackendUnavailableError(
            f"back end {labeler.name}: {e}\n"
            f"- Or take a back end that needs no more than is here: {needing_nothing(kind)}\n"
            f"No video was touched."
        ) from e


def needing_nothing(kind: Kind) -> str:
    """Flags of the back ends that work as they are installed."""
    names = [b.name for b in BACKENDS if b.kind == kind and b.needs == "nothing"]
    return ", ".join(f"{FLAGS[kind]} {name}" for name in names)


def resolve_auto(kind: Kind) -> str:
    """The best back end that works here with nothing to set up or to download."""
    return next(name for name in _BEST_FIRST[kind] if _works_here(kind, name))


def _works_here(kind: Kind, name: str) -> bool:
    if _info(kind, name).needs == "nothing":
        return True
    if not is_installed("torch", "transformers", "huggingface_hub"):
        return False
    usual = known_by_name(name)
    assert usual is not None
    try:
        find_weights(usual.hub_id, None, backend=name, kind=kind, fetch=False)
    except BackendUnavailableError:
        return False
    return True


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
    _info(kind, name)
    module, _, attribute = _CLASSES[kind, name].partition(":")
    return getattr(import_module(f"spark_trainer.labelers.{module}"), attribute)
