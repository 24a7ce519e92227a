"""Changes by hand: captions, transcripts, videos taken out; with their history, and undone at will.

`edits.jsonl` in the dataset's folder is the truth; the manifest is what the build made with the
edits applied, and says so (`meta.edited`). A build that runs again applies them again. An edit
whose text the build has meanwhile changed is not applied, and is told (`meta.edit_conflicts`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.core.text import portable, printable
from spark_trainer.datasets import card
from spark_trainer.datasets.card import EDITS, MANIFEST
from spark_trainer.datasets.lock import exclusive
from spark_trainer.datasets.manifest import Entry, entry_line
from spark_trainer.datasets.manifest_lines import Lines, lines_of, present_lines

What = Literal["caption", "all_captions", "transcript", "deleted"]
MOST_TEXT = 100_000


class StaleEditError(UsageError):
    """The text is not the one that was seen; look again."""


class Change(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: str = Field(max_length=64)
    what: What
    index: int | None = Field(None, ge=0)
    """Of the frame, for `all_captions`, from 0."""
    value: str | bool | None = None
    """The new text; true to take the video out."""
    seen: str | bool | None = None
    """The text that was there when it was decided; not checked where `check` is false."""
    check: bool = True

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        if self.what == "deleted" and self.value is not True:
            raise ValueError("a video is put back by undoing the edit that took it out")
        if self.what != "deleted" and isinstance(self.value, bool):
            raise ValueError(f"value of {self.what}: wanted a text")
        if isinstance(self.value, str) and len(self.value) > MOST_TEXT:
            raise ValueError(f"{len(self.value)} characters; {MOST_TEXT} at most")
        return self


class Edit(BaseModel):
    """A change that was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    """From 1, in the order in which they were made."""
    entry: str
    what: What
    index: int | None = None
    before: Any = None
    """A text; of a video that was taken out, its whole line."""
    after: str | bool | None = None
    place: int | None = None
    """The line of a video that was taken out, from 0, in a manifest with all that are out."""
    undoes: int | None = None
    at: float
    """Seconds since 1970."""


def read_edits(folder: Path) -> list[Edit]:
    """All of them, in order.

    Raises:
        DatasetError: the file is damaged; names the line.
    """
    path = folder / EDITS
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as e:
        raise DatasetError(f"{printable(path)}: {e.strerror}") from e
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(Edit.model_validate_json(line))
        except ValidationError as e:
            raise DatasetError(
                f"{printable(path)}:{number}: no edit: {e.errors()[0]['msg']}"
            ) from e
    return found


def edits_are_in(folder: Path) -> bool:
    """Whether the card knows the history as it is; not after a crash between the two."""
    path = folder / EDITS
    known = card.read_card(folder).get("files", {}).get(EDITS)
    return bool((card.file_sha256(path) if path.exists() else None) == known)


def grouped(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """By the video."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.entry, []).append(edit)
    return found


def deleted(edits: Iterable[Edit]) -> set[str]:
    """Ids of the videos that are taken out."""
    out: set[str] = set()
    for edit in edits:
        if edit.what == "deleted":
            (out.add if edit.after is True else out.discard)(edit.entry)
    return out


def with_edits(entry: Entry, edits: Sequence[Edit]) -> Entry:
    """What the build made of a video, with the edits of its texts."""
    meta = entry.meta.model_dump()
    applied, conflicts = [], []
    for edit in edits:
        if edit.entry != entry.id or edit.what == "deleted":
            continue
        if _has(meta, edit.what, edit.index) and _get(meta, edit.what, edit.index) == edit.before:
            _set(meta, edit.what, edit.index, edit.after)
            applied.append(edit.number)
        else:
            conflicts.append(edit.number)
    if not applied and not conflicts:
        return entry
    meta |= {"edited": applied} if applied else {}
    meta |= {"edit_conflicts": conflicts} if conflicts else {}
    return Entry.model_validate({**entry.model_dump(), "meta": meta})


def change(folder: Path, changes: Sequence[Change]) -> list[Edit]:
    """Make changes, all or none.

    Raises:
        UsageError: there is no such video or frame.
        StaleEditError: a text is not the one that was seen.
        BusyError: a build is writing the folder.
        OutputError: it cannot be written.
    """
    with exclusive(folder, "try again when it has ended"):
        edits = _settled(folder)
        lines = lines_of(folder, {one.entry for one in changes})
        made: list[Edit] = []
        for one in sorted(changes, key=lambda one: one.what == "deleted"):
            made.append(_edit(folder, one, lines, len(edits) + len(made) + 1))
        made = _with_places(made, edits)
        _write(folder, [*edits, *made], made, lines)
    return made


def undo(folder: Path, number: int) -> Edit:
    """Take an edit back, by an edit of its own.

    Raises:
        UsageError: there is none of that number, or its text was changed again since.
        BusyError, OutputError: see `change`.
    """
    return undo_all(folder, [number])[0]


def undo_all(folder: Path, numbers: Sequence[int]) -> list[Edit]:
    """Take edits back, the last one first; all of them or none.

    Raises:
        UsageError: there is none of a number, or its text was changed again since.
        BusyError, OutputError: see `change`.
    """
    with exclusive(folder, "try again when it has ended"):
        edits = _settled(folder)
        if odd := [number for number in numbers if not 1 <= number <= len(edits)]:
            raise UsageError(f"there is no edit {odd[0]}; the last one is {len(edits)}")
        asked = [edits[number - 1] for number in sorted(set(numbers), reverse=True)]
        back = {edit.entry for edit in asked if edit.what == "deleted"}
        lines = lines_of(folder, {edit.entry for edit in asked} - back)
        made: list[Edit] = []
        for edit in asked:
            made.append(_undone(folder, edit, [*edits, *made], lines))
        _write(folder, [*edits, *made], made, lines)
    return made


def _undone(folder: Path, back: Edit, edits: Sequence[Edit], lines: Lines) -> Edit:
    if back.what == "deleted":
        if back.before:
            lines[back.entry] = back.place or 0, json.loads(back.before)
        return _put_back(back, edits, len(edits) + 1)
    if back.entry not in lines:
        lines |= lines_of(folder, {back.entry})
    asked = Change(
        entry=back.entry, what=back.what, index=back.index, value=back.before, seen=back.after
    )
    made = _edit(folder, asked, lines, len(edits) + 1)
    return made.model_copy(update={"undoes": back.number})


def _put_back(back: Edit, edits: Sequence[Edit], number: int) -> Edit:
    if back.after is not True or back.entry not in deleted(edits):
        raise UsageError(f"edit {back.number} took nothing out that is still out")
    return Edit(
        number=number, entry=back.entry, what="deleted", before=True, after=False,
        place=back.place, undoes=back.number, at=round(time.time(), 3),
    )  # fmt: skip


def _edit(folder: Path, asked: Change, lines: Lines, number: int) -> Edit:
    place, line = lines[asked.entry]
    if asked.what == "deleted":
        text = json.dumps(line, ensure_ascii=False)
        return Edit(
            number=number, entry=asked.entry, what="deleted", before=text, after=True,
            place=place, at=round(time.time(), 3),
        )  # fmt: skip
    now = _get(line["meta"], asked.what, asked.index)
    if asked.check and now != asked.seen:
        raise StaleEditError(
            f"{asked.what} of {asked.entry} is not the text that was seen: it was changed "
            f"meanwhile in {printable(folder)}. Look again"
        )
    value = portable(asked.value) if isinstance(asked.value, str) else None
    _set(line["meta"], asked.what, asked.index, value)
    line["meta"]["edited"] = [*line["meta"].get("edited", ()), number]
    return Edit(
        number=number, entry=asked.entry, what=asked.what, index=asked.index, before=now,
        after=value, at=round(time.time(), 3),
    )  # fmt: skip


def _settled(folder: Path) -> list[Edit]:
    """The history, with the manifest as it says: after a crash between them it is brought up."""
    edits = read_edits(folder)
    if edits_are_in(folder):
        return edits
    texts = [edit for edit in edits if edit.what != "deleted"]
    known = present_lines(folder, {edit.entry for edit in edits})
    for edit in texts:
        if edit.entry not in known or edit.number in known[edit.entry][1]["meta"].get("edited", ()):
            continue
        place, line = known[edit.entry]
        plain = {**line, "meta": {k: v for k, v in line["meta"].items() if k != "edited"}}
        found = with_edits(Entry.model_validate(plain), [edit]).model_dump(mode="json")
        before = line["meta"].get("edited", [])
        found["meta"]["edited"] = [*before, *found["meta"].get("edited", [])]
        known[edit.entry] = place, found
    gone = deleted(edits)
    lost = {e.entry: e for e in edits if e.what == "deleted" and e.after and e.entry not in gone}
    back = {name: edit for name, edit in lost.items() if name not in known}
    for name, edit in back.items():
        known[name] = edit.place or 0, json.loads(edit.before)
    places: dict[str, int | None] = {n: _shown_place(edit, edits) for n, edit in back.items()}
    out = gone & known.keys()
    replace_file(folder / MANIFEST, _manifest(folder, known, out, places))
    _renew_card(folder, edits, len(back) - len(out))
    return edits


def _out_places(edits: Iterable[Edit]) -> list[int]:
    """Where the videos stood that are out, in a manifest that has them all."""
    places: dict[str, int] = {}
    for edit in edits:
        if edit.what == "deleted" and edit.after is True:
            places[edit.entry] = edit.place or 0
        elif edit.what == "deleted":
            places.pop(edit.entry, None)
    return sorted(places.values())


def _with_places(made: Sequence[Edit], edits: Sequence[Edit]) -> list[Edit]:
    """Places in a manifest that has all that are out, from those in the one that there is."""
    out, found = _out_places(edits), []
    for edit in made:
        if edit.what == "deleted":
            place = edit.place or 0
            for one in out:
                place += one <= place
            edit = edit.model_copy(update={"place": place})  # noqa: PLW2901
        found.append(edit)
    return found


def _shown_place(edit: Edit, edits: Sequence[Edit]) -> int:
    """Where a video that comes back stands among those that are not out."""
    place = edit.place or 0
    return place - sum(one < place for one in _out_places(edits) if one != place)


def _has(meta: dict[str, Any], what: What, index: int | None) -> bool:
    """Whether there is such a text; another build may have made fewer frames."""
    return what != "all_captions" or (index is not None and index < len(meta[what] or ()))


def _get(meta: dict[str, Any], what: What, index: int | None) -> Any:
    value = meta.get(what)
    if what != "all_captions":
        return value
    if index is None or not isinstance(value, list) or not index < len(value):
        raise UsageError(f"there is no frame {index}: there are {len(value or ())}, from 0")
    return value[index]


def _set(meta: dict[str, Any], what: What, index: int | None, value: Any) -> None:
    if what == "all_captions":
        assert index is not None
        meta[what] = [*meta[what][:index], value, *meta[what][index + 1 :]]
    else:
        meta[what] = value


def _write(folder: Path, edits: Sequence[Edit], made: Sequence[Edit], lines: Lines) -> None:
    """The history first: what it holds, the next build or edit can apply again."""
    history = [one.model_dump_json().encode() + b"\n" for one in edits]
    replace_file(folder / EDITS, history)
    out = {edit.entry for edit in made if edit.what == "deleted" and edit.after is True}
    back: dict[str, int | None] = {
        edit.entry: _shown_place(edit, edits)
        for edit in made
        if edit.what == "deleted" and not edit.after
    }
    replace_file(folder / MANIFEST, _manifest(folder, lines, out, back))
    _renew_card(folder, edits, len(back) - len(out))


def _manifest(
    folder: Path, lines: Lines, out: set[str], back: dict[str, int | None]
) -> Iterator[bytes]:
    by_place = {place: name for name, (place, _) in lines.items() if name not in back}
    returning = sorted(back.items(), key=lambda item: item[1] or 0)
    written = 0
    with (folder / MANIFEST).open("rb") as stream:
        for place, line in enumerate(stream):
            while returning and (returning[0][1] or 0) <= written:
                yield _line(lines[returning.pop(0)[0]][1])
                written += 1
            name = by_place.get(place)
            if name in out:
                continue
            yield line if name is None else _line(lines[name][1])
            written += 1
    for name, _ in returning:
        yield _line(lines[name][1])


def _line(value: dict[str, Any]) -> bytes:
    return entry_line(Entry.model_validate(value)).encode() + b"\n"


def _renew_card(folder: Path, edits: Sequence[Edit], more: int) -> None:
    facts = {
        key: value
        for key, value in card.read_card(folder).items()
        if key not in ("files", "card_sha256")
    }
    gone = deleted(edits)
    known = {edit.entry for edit in edits if edit.what == "deleted"}
    left = [name for name in facts.get("left_out", []) if name not in known]
    counts = facts.get("counts")
    if isinstance(counts, dict) and isinstance(counts.get("videos"), int):
        facts["counts"] = {**counts, "videos": counts["videos"] + more}
    card.write_card(folder, {**facts, "left_out": [*left, *sorted(gone)]})
