"""Opening a media file so that it can only be what it is: one local file, read once, hashed.

FFmpeg is handed a Python file object and never a name, may open no other file or URL, and tries
only formats on the list: HLS, DASH and ffconcat text named `clip.mp4`, and a file named `f%d.png`,
make it read other files otherwise (`protocol_whitelist=file` does not prevent that).
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from spark_trainer.core.errors import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,live_flv,asf,mpeg,mpegts,mpegvideo,ogg,mxf,"
    "rm,nut,wtv,gif,ivf,h264,hevc,m4v,dv,gxf,r3d,nsv,vob,apng"
)
"""FFmpeg's names of the containers we read. No format here refers to other files by itself."""

MAX_SIDE_PX = 16_384
MAX_PIXELS = 50_000_000
"""Larger pictures are refused before they are decoded: a small file can claim gigabytes."""

PROBE_PIXELS = 64_000_000
"""FFmpeg decodes a first picture while it opens a file; a larger one is not allocated even then.
Above MAX_PIXELS, so that most pictures that are too large can still be named as such."""

BUFFER_BYTES = 1 << 18
_LEAST_BUFFER_BYTES = 1 << 15
"""After a jump FFmpeg fills its buffer anew; a small file would be read twice by that."""

_HASH_CHUNK_BYTES = 1 << 20


class HashedFile(io.RawIOBase):
    """A file that is hashed while FFmpeg reads it, so that the hash costs no second read.

    FFmpeg reads mostly forwards. Bytes that continue what was hashed so far are hashed as they
    pass; `finish` reads the rest (an index at the end that was read first, say).
    """

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self._position = 0
        self._hashed = 0
        self._sha256 = hashlib.sha256()
        self.bytes_read = 0
        self._failed = False
        self._before = os.fstat(raw.fileno())
        self.size_bytes = self._before.st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._failed:  # FFmpeg may go on reading; PyAV keeps one exception
            return b""
        left = max(0, self.size_bytes - self._position)  # a file that grows must come to an end
        try:
            data = os.pread(
                self._raw.fileno(), min(size, left) if size >= 0 else left, self._position
            )
        except OSError as e:
            self._failed = True
            raise MediaError("io", f"cannot be read to its end: {e.strerror}") from e
        end = self._position + len(data)
        if self._position <= self._hashed < end:
            self._sha256.update(memoryview(data)[self._hashed - self._position :])
            self._hashed = end
        self._position = end
        self.bytes_read += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._before.st_size}
        self._position = max(0, base[whence] + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def finish(self, tell: Callable[[], None] = lambda: None) -> str:
        """SHA-256 of the whole file, 64 hex digits.

        Args:
            tell: called now and then, as the rest of the file is read.

        Raises:
            MediaError: `changed`, the file changed while it was read.
        """
        self._position = self._hashed
        while self.read(_HASH_CHUNK_BYTES):
            tell()
        after = os.fstat(self._raw.fileno())
        same = (after.st_size, after.st_mtime_ns) == (
            self._before.st_size,
            self._before.st_mtime_ns,
        )
        if not same or self._hashed != after.st_size:
            raise MediaError(
                "changed", "the file changed while it was read; run again once it is complete"
            )
        return self._sha256.hexdigest()


def refuse_for_memory(error: BaseException) -> None:
    """Tell a lack of memory from a fault of the file: another day the file may be read.

    Raises:
        MediaError: `memory`; FFmpeg says EAGAIN where it cannot start a thread.
    """
    code = getattr(error, "errno", None)
    if isinstance(error, MemoryError) or code in (errno.ENOMEM, errno.EAGAIN):
        raise MediaError("memory", "needs more memory than a worker is allowed") from error


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading, and nothing else (a fifo would block for ever).

    Raises:
        MediaError: `not_a_file`, `empty`, or `io` with the system's reason.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as e:
        raise MediaError("io", f"cannot be opened: {e.strerror}") from e
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode) or info.st_size == 0:
        os.close(fd)
        if stat.S_ISREG(info.st_mode):
            raise MediaError("empty", "the file has zero bytes")
        raise MediaError("not_a_file", "not a regular file (a folder, device, pipe or socket)")
    return os.fdopen(fd, "rb", buffering=0)


def sha256_of(path: Path) -> str:
    """SHA-256 of a regular file, 64 hex digits."""
    with open_regular(path) as raw:
        return HashedFile(raw).finish()


@contextmanager
def open_media(path: Path) -> Iterator[tuple[InputContainer, HashedFile]]:
    """The demuxer over a local file, and the file as it is being hashed.

    Raises:
        MediaError: `unreadable` where no allowed format fits, or as `open_regular`.
    """
    import av

    with open_regular(path) as raw:
        source = HashedFile(raw)
        try:
            container = av.open(
                source,
                mode="r",
                options={
                    "protocol_whitelist": "none",
                    "format_whitelist": FORMATS,
                    "max_pixels": str(PROBE_PIXELS),
                },
                buffer_size=max(_LEAST_BUFFER_BYTES, min(BUFFER_BYTES, source.size_bytes // 16)),
                metadata_errors="replace",
            )
        except (av.FFmpegError, ValueError) as e:
            refuse_for_memory(e)
            reason = getattr(e, "strerror", None) or str(e)
            raise MediaError(
                "unreadable", f"not a media file that can be read, or cut off: {reason}"
            ) from e
        with container:
            yield container, source
