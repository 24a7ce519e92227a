"""Any line of a manifest, without the manifest in memory: 8 bytes a line are held."""

from __future__ import annotations

import json
import os
from array import array
from pathlib import Path

from pydantic import ValidationError

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.trainers.apotheon_data.facts import Facts


class ManifestLines:
    """The lines of a manifest by number, from 0. Holds no open file, so workers can be given it.

    Raises:
        DatasetError: the manifest cannot be read, or has no line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._starts = array("q", [0])
        try:
            with path.open("rb") as stream:
                self._stamp = _stamp(os.fstat(stream.fileno()))
                for line in stream:
                    self._starts.append(self._starts[-1] + len(line))
        except OSError as e:
            raise DatasetError(f"{printable(path)}: {e.strerror}. Is this a dataset folder?") from e
        if len(self) == 0:
            raise DatasetError(f"{printable(path)}: empty; there is nothing to train on")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def facts(self, number: int) -> Facts:
        """What a line says.

        Raises:
            DatasetError: the line is no entry (names file, line from 1, and key), or the file was
                written anew since it was opened.
        """
        where = f"{printable(self.path)}:{number + 1}"
        try:
            return Facts.model_validate(json.loads(self._line(number)))
        except ValidationError as e:
            first = e.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise DatasetError(f"{where}: key `{key}`: {first['msg']}") from e
        except (ValueError, RecursionError) as e:
            raise DatasetError(f"{where}: not JSON: {e}") from e

    def _line(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise IndexError(f"line {number} of {len(self)}")
        start, end = self._starts[number], self._starts[number + 1]
        try:
            with self.path.open("rb") as stream:
                self._must_be(_stamp(os.fstat(stream.fileno())))
                stream.seek(start)
                return stream.read(end - start)
        except OSError as e:
            raise DatasetError(f"{printable(self.path)}: {e.strerror}") from e

    def must_be_unchanged(self) -> None:
        """Pass where the file is the one that was opened.

        Raises:
            DatasetError: it was written anew, or is gone.
        """
        try:
            self._must_be(_stamp(self.path.stat()))
        except OSError as e:
            raise DatasetError(f"{printable(self.path)}: {e.strerror}") from e

    def _must_be(self, stamp: tuple[int, int, int]) -> None:
        if stamp != self._stamp:
            raise DatasetError(
                f"{printable(self.path)}: was written anew since it was opened, so its lines are "
                f"others now. Start or resume the run again."
            )


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is replaced or written to."""
    return found.st_ino, found.st_size, found.st_mtime_ns
