"""What the journal keeps of a label step, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.base import Caption, Captioner, Cue, Transcript, VideoRef


def caption_row(
    captioner: Captioner, video: VideoRef, frames: int, captions: Sequence[Caption]
) -> dict[str, Any]:
    """The result of the captions step for one video.

    Raises:
        MediaError: there is not one caption a frame.
    """
    if len(captions) != frames:
        raise MediaError("labels", f"{captioner.name} gave {len(captions)} of {frames} captions")
    return {
        "captions": [c.text for c in captions],
        "sources": sorted({c.source for c in captions if c.source}),
        "cues": _cues(captioner.cues(video)),
        "notes": list(captioner.notes(video)),
    }


def transcript_row(found: Transcript) -> dict[str, Any]:
    """The result of the transcript step for one video."""
    return {
        "text": found.text,
        "segments": _cues(found.segments),
        "words": _cues(found.words),
        "language": found.language,
        "source": found.source,
        "notes": list(found.notes),
        "doubts": [vars(doubt) for doubt in found.doubts],
    }


def _cues(cues: Sequence[Cue]) -> list[list[Any]]:
    return [[c.start_s, c.end_s, c.text] for c in cues]
