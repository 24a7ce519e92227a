"""Thumbnails that were made: the last ones asked for are kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from spark_trainer.core.errors import MediaError
from spark_trainer.media.thumbnail import small_jpeg
from spark_trainer.server.problems import ProblemError

SIDE_PX = 256
KEPT_BYTES = 32 << 20
Key = tuple[str, int, int]


class Thumbnails:
    """Of picture files, by their path and state.

    Args:
        most_bytes: of those that are kept.
    """

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, path: Path) -> bytes | None:
        """A JPEG of 256 pixels at most; None where the file itself is one.

        Raises:
            ProblemError: 404, it is no picture that can be shown.
        """
        try:
            info = path.stat()
            key = (str(path), info.st_mtime_ns, info.st_size)
            if (kept := self._look(key)) is not None:
                return kept
            made = small_jpeg(path, SIDE_PX)
        except (OSError, MediaError):
            raise ProblemError(404, "there is no picture that can be shown") from None
        if made is not None:
            self._keep(key, made)
        return made

    def _look(self, key: Key) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Key, made: bytes) -> None:
        with self._lock:
            self._bytes += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._bytes > self._most:
                self._bytes -= len(self._kept.popitem(last=False)[1])
