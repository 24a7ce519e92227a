"""Uploaded files. What a client calls a file is kept beside it; its name here is a hash of that.

A file under way is `.partial/ID.part`, whose size is how much of it has come; when all has come,
its content is looked at and it moves to `COLLECTION/HASH.suffix`. Files of one stem (a video and
its subtitles) have one hash, so that they stay together. `COLLECTION/names.json` has the names for
those who build a dataset of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from spark_trainer.core.atomic import fsync_folder, output_errors, replace_file
from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import portable
from spark_trainer.datasets.source_names import NAMES, names_file, read_names
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.uploads.kinds import HEAD_BYTES, check_content, suffix_of

COLLECTION = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
_ID = re.compile(r"[0-9a-f]{32}")
_PARTIAL = ".partial"
_CARDS = ".cards"
_RESERVE_BYTES = 1 << 30
"""Of the disk, that uploads leave free."""


@dataclass(frozen=True)
class Upload:
    """A file that came, or is coming."""

    id: str
    name: str
    """As the client calls it; never a path here."""
    collection: str
    length: int
    file: str | None = None
    """Its name in the folder of the collection, once it is whole."""


class UploadStore:
    """All of one server.

    Args:
        folder: where they lie.
        quota_bytes: of all together, those under way with their whole length.
    """

    def __init__(self, folder: Path, most_bytes: int, quota_bytes: int) -> None:
        self.folder = folder
        self._most, self._quota = most_bytes, quota_bytes

    def create(self, length: int, name: str, collection: str) -> Upload:
        """Begin a file.

        Raises:
            ProblemError: it is too long, of a kind that is not taken, or there is no room.
            OutputError: nothing can be written.
        """
        suffix_of(name)
        if not re.fullmatch(COLLECTION, collection):
            raise ProblemError(422, "collection: letters, digits, - and _; 64 at most")
        if length > self._most:
            raise ProblemError(
                413, f"{length} bytes are more than {self._most}, which one may have"
            )
        upload = Upload(secrets.token_hex(16), portable(name)[:255], collection, length)
        with output_errors(self.folder, "write"):
            for folder in (_PARTIAL, _CARDS, collection):
                (self.folder / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._counting():
            self._check_room(length)
            self._write_card(upload)
            self._part(upload.id).touch(mode=0o600)
        return upload

    def find(self, number: str) -> Upload:
        """The upload of that id.

        Raises:
            ProblemError: 404.
        """
        if _ID.fullmatch(number):
            try:
                return Upload(**json.loads(self._card(number).read_bytes()))
            except (OSError, ValueError, TypeError):
                pass
        raise ProblemError(404, "no such upload")

    def standing(self, upload: Upload) -> tuple[Upload, int]:
        """The upload as it is now, and how much of it has come, bytes.

        Raises:
            ProblemError: 404, it was deleted meanwhile.
        """
        if upload.file:
            return upload, upload.length
        try:
            return upload, self._part(upload.id).stat().st_size
        except FileNotFoundError:  # others go on while it is looked at
            now = self.find(upload.id)
        if not now.file:
            raise ProblemError(404, "no such upload")
        return now, now.length

    @contextmanager
    def appending(self, upload: Upload, offset: int) -> Iterator[BinaryIO]:
        """Its end, to write more to; one writer at a time. What came is kept, however it ends.

        Raises:
            ProblemError: 409, it is at another offset; 423, somebody else is writing.
        """
        with (
            output_errors(self._part(upload.id), "write"),
            self._part(upload.id).open("r+b") as end,
        ):
            try:
                fcntl.flock(end, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ProblemError(423, "somebody else sends this file") from None
            at = end.seek(0, os.SEEK_END)
            if at != offset:
                raise ProblemError(409, f"{at} bytes are here, not {offset}")
            try:
                yield end
            finally:
                end.flush()
                os.fsync(end.fileno())

    def finish(self, upload: Upload) -> Upload:
        """Look at what came, and put it into its collection; again, if that was broken off.

        Raises:
            ProblemError: 415, it is not what its name says: it is deleted; 409, there is another
                file of that name.
        """
        part, suffix = self._part(upload.id), suffix_of(upload.name)
        try:
            with part.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except FileNotFoundError:  # another request was faster
            return self.standing(upload)[0]
        try:
            check_content(suffix, head, upload.length)
        except ProblemError:
            self.delete(upload)
            raise
        stem = PurePosixPath(upload.name.replace("\\", "/")).with_suffix("").as_posix()
        file = hashlib.sha256(stem.encode("utf-8", "surrogatepass")).hexdigest()[:32] + suffix
        done = self._put(upload, part, file)
        if done is None:
            self.delete(upload)
            raise ProblemError(409, "there is a file of that name; delete it first")
        return done

    def _put(self, upload: Upload, part: Path, file: str) -> Upload | None:
        """None where there is another file of that name."""
        place = self.folder / upload.collection / file
        with self._counting():
            now = self.find(upload.id)
            if now.file:
                return now
            with output_errors(place, "write"):
                if not place.exists():
                    self._change_names(upload.collection, file, upload.name)
                    os.link(part, place)
                elif not place.samefile(part):
                    return None
                fsync_folder(place.parent)
                done = replace(upload, file=file)
                self._write_card(done)
                part.unlink()
        return done

    def delete(self, upload: Upload) -> None:
        """Remove it, whole or not."""
        with output_errors(self.folder, "write"):
            self._part(upload.id).unlink(missing_ok=True)
            if upload.file:
                (self.folder / upload.collection / upload.file).unlink(missing_ok=True)
                with self._counting():
                    self._change_names(upload.collection, upload.file, None)
            self._card(upload.id).unlink(missing_ok=True)

    def all(self) -> list[Upload]:
        """By collection and name."""
        found = []
        for path in (self.folder / _CARDS).glob("*.json"):
            try:
                found.append(self.find(path.stem))
            except ProblemError:  # deleted meanwhile
                continue
        return sorted(found, key=lambda upload: (upload.collection, upload.name, upload.id))

    def write_names(self, collection: str) -> None:
        """Write `names.json` of a collection that has none: it came before there were any.

        Raises:
            OutputError: it cannot be written.
        """
        if not re.fullmatch(COLLECTION, collection) or not (self.folder / collection).is_dir():
            return
        with output_errors(self.folder, "write"), self._counting():
            if not (self.folder / collection / NAMES).exists():
                self._change_names(collection)

    def _change_names(self, collection: str, file: str = "", name: str | None = None) -> None:
        """Name a file, or none of that name; under the lock, and before the file is there.

        A name too many is read by nobody; one too few would show a hash.
        """
        path = self.folder / collection / NAMES
        try:
            names = read_names(path)
        except MediaError:  # not there, or damaged: the cards know
            mine = (one for one in self.all() if one.collection == collection)
            names = {one.file: one.name for one in mine if one.file}
        names.pop(file, None)
        if name is not None:
            names[file] = name
        replace_file(path, names_file(names))

    def _check_room(self, length: int) -> None:
        used = sum(upload.length for upload in self.all())
        if used + length > self._quota:
            raise ProblemError(
                413, f"the quota is {self._quota} bytes, and {used} are used: delete some uploads"
            )
        room = os.statvfs(self.folder)
        if length + _RESERVE_BYTES > room.f_bavail * room.f_frsize:
            raise ProblemError(507, "the disk has no room for that file")

    @contextmanager
    def _counting(self) -> Iterator[None]:
        fd = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            os.close(fd)

    def _write_card(self, upload: Upload) -> None:
        replace_file(self._card(upload.id), [json.dumps(asdict(upload)).encode()])

    def _card(self, number: str) -> Path:
        return self.folder / _CARDS / f"{number}.json"

    def _part(self, number: str) -> Path:
        return self.folder / _PARTIAL / f"{number}.part"
