"""What is known of an entry beside its texts: pages are sorted and filtered by it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from spark_trainer.core.text import portable

Number = Literal[
    "duration_s",
    "frames",
    "dropped",
    "scenes",
    "width",
    "height",
    "pixels",
    "fps",
    "captions",
    "caption_words",
    "transcript_words",
    "doubts",
    "last_edit",
    "processed",
]
"""`dropped`: candidates that were not kept. `captions`: frames that have one. `caption_words` and
`transcript_words`: what stands between spaces. `doubts`: stretches of the transcript that may be
invented. `last_edit`: the number of the last change by hand, 0 = none. `processed`: when it was
built, seconds since 1970, 0 = not known."""
Flag = Literal["audio", "captioned", "transcribed", "edited", "damaged"]
"""`damaged`: a part of the file could not be decoded."""
Choice = Literal["language", "codec", "container"]
Sort = Literal["name", Number, Choice]

NUMBERS: tuple[Number, ...] = get_args(Number)
FLAGS: tuple[Flag, ...] = get_args(Flag)
CHOICES: tuple[Choice, ...] = get_args(Choice)
SORTED: tuple[Sort, ...] = get_args(Sort)
UNKNOWN = "unknown"
"""Of a choice that the manifest does not tell."""
OTHER = "other"
"""All values of a choice beyond the first `MOST_VALUES`: nobody chooses among more."""
MOST_VALUES = 500
_MOST_CHARACTERS = 40


@dataclass(frozen=True)
class FieldFacts:
    """What the fields of a dataset hold."""

    numbers: Mapping[str, tuple[float, float]]
    """The least and the most of each; without any entry, none."""
    choices: Mapping[str, Sequence[tuple[str, int]]]
    """Values, and how many entries have them, in the order of their codes."""


def values_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of a line of a manifest, but its name.

    Raises:
        ValueError, KeyError, TypeError, OverflowError: it is no entry.
    """
    meta, info = line["meta"], line["meta"]["video_info"]
    captions = meta["all_captions"]
    words = (meta["caption"] or "").split(), (meta["transcript"] or "").split()
    edited = meta.get("edited") or (0,)
    width, height = int(info["width"]), int(info["height"])
    return {
        "duration_s": _finite(meta["duration"]),
        "frames": int(meta["num_frames"]),
        "dropped": len(meta.get("dropped") or ()),
        "scenes": len(meta["scenes"] or ()),
        "width": width,
        "height": height,
        "pixels": width * height,
        "fps": _finite(info["fps"]),
        "captions": sum(1 for one in captions if one),
        "caption_words": len(words[0]),
        "transcript_words": len(words[1]),
        "doubts": len(meta.get("doubts") or ()),
        "last_edit": int(edited[-1]),
        "processed": _seconds((meta.get("provenance") or {}).get("processing_timestamp")),
        "audio": int(line["audio"] is not None),
        "captioned": int(bool(meta["caption"] or any(captions))),
        "transcribed": int(bool(words[1])),
        "edited": int(bool(meta.get("edited"))),
        "damaged": int(bool(meta.get("damage"))),
        "language": _choice(meta.get("language")),
        "codec": _choice(info.get("codec")),
        "container": _choice(info.get("container")),
    }


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no finite number")
    return number


def _seconds(stamp: Any) -> float:
    """Since 1970, of an ISO 8601 time; of what is none, 0."""
    try:
        return max(0.0, datetime.fromisoformat(str(stamp)).timestamp())
    except (ValueError, OverflowError):
        return 0.0


def _choice(value: Any) -> str:
    said = portable(str(value or "")).replace("\0", " ").strip()
    return said[:_MOST_CHARACTERS] or UNKNOWN
