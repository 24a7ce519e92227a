"""Which text files of a folder belong to which video.

Of `clip.mp4`, in this order: `clip.captions.*` (for transcripts `clip.transcript.*`), then `clip.*`
and `clip.mp4.*`, then with a language or another short word between (`clip.en.srt`); of each .srt,
.vtt, .ass, .ssa, .json, .txt. A file with the name of the other role is not used, nor one that is
named for another file: where there is a `clip.2.mp4`, `clip.2.srt` is its, not `clip.mp4`'s.
`names.json` is nobody's: it says what people call the videos.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spark_trainer.datasets.source_names import NAMES
from spark_trainer.labelers.subtitles.subtitle_files import Role

SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".json", ".txt")
ROLES = ("captions", "transcript")
MAX_TAGS = 2
"""`clip.captions.en.srt`."""

_TAG = re.compile(r"[A-Za-z0-9_-]{1,12}")
"""Longer words between the dots are another clip's name."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
"""All that .json and .txt may have between: `clip.info.json` is a downloader's, not a subtitle."""

_Rank = tuple[bool, int, int]


class Folder:
    """The names of a folder, by the video that they may belong to.

    Made once a folder: looking through all names for each video is quadratic.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._texts: dict[str, list[tuple[str, list[str]]]] = {}
        self._others: dict[str, set[str]] = {}
        for name in names:
            stem, suffix = _split(name)
            if name == NAMES:
                continue
            if suffix in SUFFIXES:
                self._file(name, stem)
            else:
                self._others.setdefault(stem, set()).add(name)
                self._others.setdefault(name, set()).add(name)

    def texts_of(self, video: str, role: Role) -> list[str]:
        """The text files of a video, the preferred one first."""
        ranks: dict[str, _Rank] = {}
        for owner in (video, _split(video)[0]):
            for name, tags in self._texts.get(owner, ()):
                rank = (
                    None if name == video or name in ranks else self._rank(video, name, tags, role)
                )
                if rank is not None:
                    ranks[name] = rank
        return sorted(ranks, key=lambda name: (ranks[name], name))

    def _file(self, name: str, stem: str) -> None:
        """Under each video that it may belong to: all its words but the last none, one, two."""
        tags: list[str] = []
        while stem:
            self._texts.setdefault(stem, []).append((name, tags))
            stem, _, tag = stem.rpartition(".")
            tags = [tag, *tags]
            if len(tags) > MAX_TAGS or not _TAG.fullmatch(tag):
                return

    def _rank(self, video: str, name: str, tags: list[str], role: Role) -> _Rank | None:
        """How well a name fits, small is better; None where it does not."""
        stem, suffix = _split(name)
        if tags and self._others.get(stem, set()) - {video}:
            return None
        words = [tag.lower() for tag in tags]
        said = [word for word in words if word in ROLES]
        if any(word != role for word in said):
            return None
        rest = [tag for tag in tags if tag.lower() not in ROLES]
        if suffix in (".json", ".txt") and not all(_LANGUAGE.fullmatch(tag) for tag in rest):
            return None
        return not said, len(rest), SUFFIXES.index(suffix)


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, f".{suffix.lower()}") if dot and stem else (name, "")
