"""The Nth call of one kind below a folder fails, or kills the process."""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest

CALLS = ("open", "write", "fsync", "rename", "mkdir", "unlink", "rmdir")


class Fault:
    """Counts the calls below a folder, and acts at the Nth."""

    def __init__(self, below: Path, nth: int, act: Callable[[str], None]) -> None:
        self._below, self._nth, self._act = str(below), nth, act
        self.calls = 0

    def hits(self, where: Any) -> None:
        if isinstance(where, int):
            try:
                where = os.readlink(f"/proc/self/fd/{where}")
            except OSError:
                return
        if str(where).startswith(self._below):
            self.calls += 1
            if self.calls == self._nth:
                self._act(str(where))


def failing_with(code: int) -> Callable[[str], None]:
    def act(where: str) -> None:
        raise OSError(code, os.strerror(code), where)

    return act


@contextmanager
def watching(fault: Fault, *calls: str) -> Iterator[None]:
    """Put the fault before every call of these kinds, at each door that Python has to them."""
    with pytest.MonkeyPatch.context() as patch:
        for call in calls:
            if call == "write":
                patch.setattr(Path, "open", _writes_guarded(fault))
                continue
            doors: list[tuple[Any, str]] = [(os, call)]
            if call == "open":
                doors += [(builtins, "open"), (io, "open")]
            for module, name in doors:
                patch.setattr(module, name, _guarded(getattr(module, name), fault))
        yield


def _guarded(real: Callable[..., Any], fault: Fault) -> Callable[..., Any]:
    def guarded(where: Any, *rest: Any, **more: Any) -> Any:
        fault.hits(more["dir_fd"] if more.get("dir_fd") is not None else where)
        return real(where, *rest, **more)

    return guarded


def _writes_guarded(fault: Fault) -> Callable[..., Any]:
    """A file's `write` is C code inside a buffer; this is the door in front of it."""
    real = Path.open

    def opened(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        stream = real(path, mode, *rest, **more)
        return _Stream(stream, path, fault) if "x" in mode or "w" in mode else stream

    return opened


class _Stream:
    def __init__(self, stream: Any, path: Path, fault: Fault) -> None:
        self._stream, self._path, self._fault = stream, path, fault

    def write(self, data: bytes) -> int:
        self._fault.hits(self._path)
        return int(self._stream.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()
