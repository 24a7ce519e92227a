"""What training asks of a manifest line. Lines of older builds, which said less, are read too."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class FrameFacts(_Read):
    """One kept frame."""

    file: str
    """Name in `frames_dir`."""
    time: float
    """Presentation time, seconds."""
    sha256: str | None = None


class MetaFacts(_Read):
    duration: float = Field(ge=0)
    """Seconds."""
    num_frames: int = Field(ge=0, le=1_000_000)
    caption: str | None = None
    all_captions: list[str | None] = []
    """One a frame, in order."""
    transcript: str | None = None
    frames: list[FrameFacts] = []
    """Empty in older manifests, which said only how many there are."""
    audio_sha256: str | None = None
    split: str | None = None


class Facts(_Read):
    """One video."""

    id: str
    frames_dir: str | None = None
    audio: str | None = None
    meta: MetaFacts

    @cached_property
    def frames(self) -> list[FrameFacts]:
        """Its frames; those that are not named are numbered, spread evenly over the video."""
        if self.frames_dir is None:
            return []
        count = self.meta.num_frames
        return self.meta.frames or [
            FrameFacts(file=f"frame_{n + 1:06d}.jpg", time=self.meta.duration * (n + 0.5) / count)
            for n in range(count)
        ]

    @property
    def cost_bytes(self) -> int:
        """About what it takes in memory."""
        return 2_000 + 800 * max(self.meta.num_frames, len(self.meta.frames))

    @property
    def caption(self) -> str | None:
        """Of the whole video; None where there is no text in it."""
        return _text(self.meta.caption)

    @property
    def transcript(self) -> str | None:
        return _text(self.meta.transcript)

    def frame_caption(self, frame: int) -> str | None:
        """Of one frame, by its number from 0."""
        captions = self.meta.all_captions
        return _text(captions[frame]) if frame < len(captions) else None


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
