"""Models that are known by a short name: what each back end takes, how large, under which licence.

Sizes are those of the files that are fetched, rounded, as the hub showed them in 2026.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from spark_trainer.core.errors import UsageError


@dataclass(frozen=True)
class KnownModel:
    """A model that a back end takes when its name, or nothing, is said."""

    backend: str
    size: str | None
    """Its size's name, such as `small`, where the back end comes in sizes."""
    hub_id: str
    about_bytes: int
    licence: str
    """As the hub writes it, e.g. `mit`."""
    what: str

    @property
    def short_name(self) -> str:
        """What `models pull` takes: `blip2`, `whisper:small`."""
        return f"{self.backend}:{self.size}" if self.size else self.backend


def _whisper(size: str, megabytes: int) -> KnownModel:
    what = f"Whisper {size}, " + ("English" if size.endswith(".en") else "speech in 99 languages")
    return KnownModel(
        "whisper", size, f"openai/whisper-{size}", megabytes * 10**6, "apache-2.0", what
    )


def _faster_whisper(size: str, megabytes: int, owner: str = "Systran") -> KnownModel:
    hub_id, what = f"{owner}/faster-whisper-{size}", f"Whisper {size} for CTranslate2"
    return KnownModel("faster-whisper", size, hub_id, megabytes * 10**6, "mit", what)


_ENGLISH = (("tiny", 150), ("base", 290), ("small", 970), ("medium", 3_060))

KNOWN: tuple[KnownModel, ...] = (
    KnownModel(
        "blip2", None, "Salesforce/blip2-opt-2.7b", 15_000_000_000, "mit",
        "BLIP-2 with OPT 2.7B, one sentence a picture",
    ),
    KnownModel(
        "blip", None, "Salesforce/blip-image-captioning-base", 990_000_000, "bsd-3-clause",
        "BLIP, one short sentence a picture, runs on a CPU",
    ),
    KnownModel(
        "florence2", None, "florence-community/Florence-2-base", 500_000_000, "mit",
        "Florence-2 base, captions of three lengths",
    ),
    KnownModel(
        "vlm", None, "Qwen/Qwen2.5-VL-3B-Instruct", 7_500_000_000,
        "qwen-research", "Qwen2.5-VL 3B, answers a prompt about a picture; not for commercial use",
    ),
    _whisper("tiny", 150),
    _whisper("base", 290),
    _whisper("small", 970),
    _whisper("medium", 3_060),
    _whisper("large-v3", 3_090),
    _whisper("large-v3-turbo", 1_620),
    _faster_whisper("tiny", 75),
    _faster_whisper("base", 145),
    _faster_whisper("small", 485),
    _faster_whisper("medium", 1_530),
    _faster_whisper("large-v3", 3_090),
    _faster_whisper("large-v3-turbo", 1_620, "mobiuslabsgmbh"),
    *(_whisper(f"{size}.en", mb) for size, mb in _ENGLISH),
    *(_faster_whisper(f"{size}.en", mb // 2) for size, mb in _ENGLISH),
)  # fmt: skip

_USUAL_SIZE = "base"
_LARGE = "large-v3"
"""What Whisper's size `large` stands for."""


def known_by_id(hub_id: str) -> KnownModel | None:
    """The known model with that hub id, if any."""
    return next((k for k in KNOWN if k.hub_id.lower() == hub_id.lower()), None)


def known_by_name(name: str) -> KnownModel | None:
    """`blip2`, `whisper` (its usual size), `whisper:small` or `whisper-small`; None if none is.

    Raises:
        UsageError: a back end that comes in sizes, and a size that it does not come in.
    """
    for known in KNOWN:
        names = {known.short_name, known.short_name.replace(":", "-")}
        if name in names or (name == known.backend and known.size == _USUAL_SIZE):
            return known
    backend, colon, size = name.partition(":")
    if size == "large":
        return known_by_name(f"{backend}:{_LARGE}")
    if colon and (sizes := [k.size or "" for k in KNOWN if k.backend == backend]):
        raise UsageError(_no_such_size(backend, size, [s for s in sizes if s]))
    return None


def _no_such_size(backend: str, size: str, sizes: list[str]) -> str:
    if not sizes:
        return f"`{backend}:{size}`: {backend} does not come in sizes; write `{backend}`"
    near = difflib.get_close_matches(size, sizes, 1)
    hint = f" Did you mean `{backend}:{near[0]}`?" if near else ""
    return f"`{backend}:{size}`: no such size.{hint} Sizes: {', '.join(sizes)}."


def size_text(count: int) -> str:
    """`870 bytes`, `145 MB`, `3.1 GB`, `15 GB`: decimal units, as disks and the hub count."""
    if count < 1000:
        return f"{count} bytes"
    for unit, scale in (("KB", 10**3), ("MB", 10**6)):
        if round(count / scale) < 1000:
            return f"{count / scale:.0f} {unit}"
    in_gb = count / 10**9
    return f"{in_gb:,.1f} GB" if in_gb < 9.95 else f"{in_gb:,.0f} GB"
