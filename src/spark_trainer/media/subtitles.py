"""Text subtitle streams inside a video file, as cues in seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.packet import Packet
    from av.subtitles.stream import SubtitleStream

_OVERRIDE_TAG = re.compile(r"\{[^{}]*\}")
MAX_CUES = 200_000
"""A file with more cues is a broken or a hostile one."""


@dataclass
class SubtitleReader:
    """Collects the cues of one stream as its packets pass."""

    stream: SubtitleStream
    cues: list[tuple[float, float, str]] = field(default_factory=list)
    errors: int = 0
    is_cut: bool = False
    """Whether there are more than MAX_CUES."""

    def add(self, packet: Packet[Any], zero_s: float) -> None:
        import av

        if packet.pts is None:
            return
        if len(self.cues) >= MAX_CUES:
            self.is_cut = True
            return
        start_s = float(packet.pts * packet.time_base) - zero_s
        end_s = start_s + float((packet.duration or 0) * packet.time_base)
        try:
            texts = [_plain(sub) for sub in packet.decode()]
        except av.FFmpegError:
            self.errors += 1
            return
        text = "\n".join(t for t in texts if t)
        if text:
            self.cues.append((round(max(0.0, start_s), 6), round(max(0.0, end_s), 6), text))

    def notes(self) -> list[str]:
        """What a reader of the dataset must know about cues that are missing."""
        found = []
        if self.errors:
            cues = "1 cue" if self.errors == 1 else f"{self.errors} cues"
            found.append(f"{cues} left out that cannot be read (damaged, or not UTF-8)")
        if self.is_cut:
            found.append(f"only the first {MAX_CUES} cues are taken")
        return [f"subtitle stream {self.stream.index}: {note}" for note in found]

    def result(self) -> dict[str, Any]:
        """JSON form: stream_index, codec, language, default, cues."""
        from av.stream import Disposition

        return {
            "stream_index": self.stream.index,
            "codec": self.stream.codec_context.name,
            "language": self.stream.language,
            "default": bool(self.stream.disposition & Disposition.default),
            "cues": self.cues,
        }


def _plain(subtitle: Any) -> str:
    """The words of a decoded subtitle without ASS markup."""
    raw = getattr(subtitle, "dialogue", b"") or b""
    text = raw.decode("utf-8", "replace").replace("\\N", "\n").replace("\\n", "\n")
    return _OVERRIDE_TAG.sub("", text.replace("\\h", " ")).strip()
