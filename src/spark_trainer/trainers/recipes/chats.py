"""Chats, and what of them is learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.pictures import split_of_line
from spark_trainer.trainers.recipes.rows import rows_of

Speaker = Literal["system", "user", "assistant"]
SPEAKERS: tuple[Speaker, ...] = ("system", "user", "assistant")


@dataclass(frozen=True)
class Turn:
    """What one says."""

    who: Speaker
    text: str
    pictures: tuple[str, ...] = ()
    """Files that are shown before it."""


@dataclass(frozen=True)
class Chat:
    """Turns; the last one is an answer."""

    id: str
    group: str
    split: str | None
    root: Path
    """Pictures must lie in here."""
    turns: tuple[Turn, ...]

    @property
    def size(self) -> int:
        return sum(len(turn.text) + 1000 * len(turn.pictures) for turn in self.turns)

    @property
    def answer(self) -> str:
        """What is to be said last."""
        return self.turns[-1].text

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(file for turn in self.turns for file in turn.pictures)


def chats_of_manifest(
    data: Path, prompt: str, answer: str, system: str = ""
) -> Iterator[tuple[Entry, Chat] | LeftOut]:
    """A question to each line, with its answer.

    Args:
        prompt: `{caption}` and `{transcript}` stand for those of the line.
        answer: which of the two is the answer.

    Raises:
        DatasetError: the manifest cannot be read.
    """
    for entry in read_manifest(data):
        known = {"caption": entry.meta.caption, "transcript": entry.meta.transcript}
        texts = {name: (text or "").strip() for name, text in known.items()}
        asked = [name for name in texts if f"{{{name}}}" in prompt]
        if lacking := [name for name in (*asked, answer) if not texts[name]]:
            yield LeftOut(entry.id, f"has no {' and no '.join(lacking)}")
            continue
        question = prompt
        for name in asked:
            question = question.replace(f"{{{name}}}", texts[name])
        yield (
            entry,
            Chat(
                id=entry.id,
                group=entry.id,
                split=split_of_line(entry),
                root=data.parent,
                turns=(
                    *((Turn("system", system),) if system else ()),
                    Turn("user", question),
                    Turn("assistant", texts[answer]),
                ),
            ),
        )


def chats_of_lines(data: Path, system: str = "") -> Iterator[Chat]:
    """JSON lines with `messages`: `role` and `content`, which is a text or a list of pieces.

    Pieces are `{"type": "text", "text": ...}` and `{"type": "image", "image": FILE}`; a line may
    also name its `images`, which then stand before its first question. `prompt` with `completion`
    is taken as a question with its answer.

    Raises:
        DatasetError: a line is no chat; names file and line.
    """
    for number, row in rows_of(data):
        where = f"{printable(data)}:{number}"
        turns = [_turn(where, one) for one in _messages(where, row)]
        if system and turns[0].who != "system":
            turns.insert(0, Turn("system", system))
        if turns[-1].who != "assistant":
            raise DatasetError(f"{where}: the last message is not the assistant's: no answer")
        name = str(row.get("id", f"{data.name}:{number}"))
        split = row.get("split")
        yield Chat(name, str(row.get("video", name)), split, data.parent, _shown(row, turns))


def _messages(where: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    if "prompt" in row and "completion" in row:
        return [
            {"role": "user", "content": row["prompt"]},
            {"role": "assistant", "content": row["completion"]},
        ]
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        raise DatasetError(
            f"{where}: wanted `messages` (a list of role and content), or `prompt` and "
            f"`completion`; found {', '.join(map(printable, row)) or 'nothing'}"
        )
    return messages


def _turn(where: str, message: Any) -> Turn:
    who = message.get("role") if isinstance(message, dict) else None
    if who not in SPEAKERS:
        raise DatasetError(
            f"{where}: role is `{printable(str(who))}`; known: {', '.join(SPEAKERS)}"
        )
    content = message.get("content")
    pieces = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if not isinstance(pieces, list) or not all(isinstance(piece, dict) for piece in pieces):
        raise DatasetError(f"{where}: content is neither a text nor a list of pieces")
    texts = [piece["text"] for piece in pieces if isinstance(piece.get("text"), str)]
    files = [piece["image"] for piece in pieces if isinstance(piece.get("image"), str)]
    if len(texts) + len(files) != len(pieces):
        raise DatasetError(f"{where}: a piece is neither a `text` nor an `image`")
    return Turn(who, "\n".join(texts), tuple(files))


def _shown(row: dict[str, Any], turns: list[Turn]) -> tuple[Turn, ...]:
    images = row.get("images") or []
    if not images:
        return tuple(turns)
    first = next((n for n, turn in enumerate(turns) if turn.who == "user"), 0)
    asked = turns[first]
    turns[first] = Turn(asked.who, asked.text, (*map(str, images), *asked.pictures))
    return tuple(turns)


def read_chats(
    data: Path, prompt: str, answer: str, system: str = ""
) -> tuple[list[Chat], list[LeftOut]]:
    """Chats of a manifest or of JSON lines."""
    if data.name != MANIFEST:
        return list(chats_of_lines(data, system)), []
    chats: list[Chat] = []
    left_out: list[LeftOut] = []
    for one in chats_of_manifest(data, prompt, answer, system):
        if isinstance(one, LeftOut):
            left_out.append(one)
        else:
            chats.append(one[1])
    return chats, left_out


Piece = tuple[str, bool]
"""A text, and whether it is learned."""


def plain_pieces(turns: Sequence[Turn], end: str) -> list[Piece]:
    """Roles in words; each answer is ended by the model's own end token, which is learned."""
    pieces: list[Piece] = []
    for turn in turns:
        if turn.who == "assistant":
            pieces += [("Assistant: ", False), (f"{turn.text}{end}", True), ("\n", False)]
        else:
            pieces.append((f"{turn.who.capitalize()}: {turn.text}\n", False))
    return pieces


def llama3_pieces(turns: Sequence[Turn]) -> list[Piece]:
    """The headers of Llama 3 Instruct [llama3/tokenizer.py]."""
    pieces: list[Piece] = []
    for turn in turns:
        pieces.append((f"<|start_header_id|>{turn.who}<|end_header_id|>\n\n", False))
        pieces.append((f"{turn.text}<|eot_id|>", turn.who == "assistant"))
    return pieces
