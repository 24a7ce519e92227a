"""Text subtitle streams inside a video file, as cues in seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.packet import Packet
    from av.subtitles.stream import SubtitleStream

_MARKUP = re.compile(r"\\[{}\u2060Nnh]|\{[^{}]*\}")
"""What FFmpeg turns every text subtitle into is ASS: `\\N` is a new line, `{\\i1}` a tag, and (from
WebVTT) `\\` with a word joiner behind it a mere backslash."""

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
            is_ass = self.stream.codec_context.name in ("ass", "ssa")
            texts = [_plain(sub, is_ass) for sub in packet.decode()]
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


def _plain(subtitle: Any, is_ass: bool) -> str:
    """The words of a decoded subtitle without ASS markup."""
    line = (getattr(subtitle, "ass", b"") or b"").decode("utf-8", "replace")
    text = line.split(",", 8)[-1]  # behind order, layer, style, name, three margins, effect
    return _MARKUP.sub(lambda found: _words(found[0], is_ass), text).strip()


def _words(markup: str, is_ass: bool) -> str:
    """What a reader sees of a piece of markup; only in ASS are words in braces a comment."""
    if markup[0] == "{":
        return "" if is_ass or markup[1] in "\\}" else markup
    if markup[1] == "n" and not is_ass:
        return markup
    return {"N": "\n", "n": "\n", "h": " ", "\u2060": "\\"}.get(markup[1], markup[1])
