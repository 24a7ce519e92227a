"""What `spark-trainer generate` asks of a trained model, and what comes back. No torch here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable

Medium = Literal["video", "audio", "image"]
TextTask = Literal["caption", "transcript", "both"]
_AS_TYPED: Mapping[str, str] = {
    "video": "--video CLIP.mp4",
    "audio": "--audio FILE.wav",
    "image": "--image FILE.png",
    "prompt": "--prompt TEXT",
    "output": "--output FOLDER",
}
WRITING = ("max-new-tokens", "temperature")
"""Options of models that write."""


@dataclass(frozen=True)
class Takes:
    """What a kind of model generates from."""

    media: tuple[Medium, ...] = ()
    """Files of these kinds, in the order in which to name them; empty = none."""
    options: tuple[str, ...] = ()
    """Other options of the command, without their dashes."""
    needs: tuple[str, ...] = ()
    """Those that must be given."""
    one: bool = False
    """One file at a time."""

    @property
    def example(self) -> str:
        """The shortest call's arguments; empty where it generates nothing."""
        return " ".join(_AS_TYPED[name] for name in (*self.media[:1], *self.needs))

    @property
    def words(self) -> str:
        """All that it takes."""
        told = [" or ".join(_AS_TYPED[name] for name in self.media)] if self.media else []
        told += [_AS_TYPED[name] for name in self.needs]
        rest = [f"--{name}" for name in self.options if name not in self.needs]
        return ", ".join([" with ".join(told), *(["and " + ", ".join(rest)] if rest else [])])


@dataclass(frozen=True)
class Given:
    """A file to generate from."""

    medium: Medium
    path: Path
    decoded: Path | None = None
    """The dataset folder that holds a video, decoded, and nothing else."""


@dataclass(frozen=True)
class Wish:
    """What is asked for; an option that was not given is None where that means the model's own."""

    given: Iterable[Given] = ()
    """Made while it is gone through: a decoded video is there until the next one is asked for."""
    task: TextTask = "both"
    prompt: str | None = None
    language: str | None = None
    output: Path | None = None
    steps: int | None = None
    max_new_tokens: int | None = None
    temperature: float = 0.0
    """0 takes the best token each time; higher draws more boldly."""
    seed: int = 0
    """Of all that is drawn."""
    device: str = "auto"


@dataclass(frozen=True)
class Piece:
    """A text that belongs to a stretch or a moment of a file."""

    first_s: float
    last_s: float
    text: str


@dataclass(frozen=True)
class Generated:
    """What a model made of one file, or of a prompt alone."""

    given: Given | None
    texts: Mapping[str, str] = field(default_factory=dict)
    """By what they are: caption, transcript, answer. What there is nothing for is not in it."""
    pieces: Sequence[Piece] = ()
    """Of which the text was made, where they are several."""
    files: Sequence[Path] = ()
    shown_s: Sequence[float] | None = None
    """Times of the frames that the model saw."""
    heard_s: float | None = None
    """Seconds of sound that it heard."""

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.given is not None:
            found[self.given.medium] = printable(self.given.path)
        found |= self.texts
        if self.pieces:
            found["pieces"] = [vars(piece) for piece in self.pieces]
        if self.files:
            found["files"] = [printable(file) for file in self.files]
        known = {"shown_s": self.shown_s, "heard_s": self.heard_s}
        return found | {name: value for name, value in known.items() if value is not None}


def check_taken(
    run: Path, trainer: str, takes: Takes, media: Sequence[Medium], options: Collection[str]
) -> None:
    """Refuse what a kind of model cannot generate from, before anything is read.

    Args:
        media: kinds of the files that were given, each as often as it was.
        options: that were given, without their dashes.

    Raises:
        UsageError: says what was given, and what it takes.
    """
    where = f"{printable(run)}: was trained by {printable(trainer)}, which"
    if not takes.example:
        raise UsageError(
            f"{where} does not generate. `spark-trainer evaluate {printable(run)}` shows what it "
            f"makes of a split, and `export` gives the model to other programs."
        )
    for problem in _problems(takes, media, options):
        raise UsageError(f"{where} takes {takes.words}; {problem}")


def _problems(takes: Takes, media: Sequence[Medium], options: Collection[str]) -> Iterator[str]:
    known = (*takes.media, *takes.options)
    foreign = [f"--{name}" for name in (*dict.fromkeys(media), *options) if name not in known]
    if foreign:
        yield f"{', '.join(foreign)} cannot be given"
    missing = [f"--{name}" for name in takes.needs if name not in options]
    if takes.media and not media:
        missing.insert(0, " or ".join(f"--{name}" for name in takes.media))
    if missing:
        yield f"{' and '.join(missing)} is missing"
    if takes.one and len(media) > 1:
        yield f"found {len(media)} files: it takes one at a time"
