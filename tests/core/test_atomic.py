"""Files are whole or not there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from spark_trainer.core.atomic import fsync_folder, output_errors, replace_file, write_durable
from spark_trainer.core.errors import OutputError


def test_a_new_file_holds_all_chunks(tmp_path: Path) -> None:
    replace_file(tmp_path / "deep" / "x", [b"one", b"two"])
    assert (tmp_path / "deep" / "x").read_bytes() == b"onetwo"


def test_a_failure_midway_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "x"
    replace_file(path, [b"old"])

    def broken() -> Iterator[bytes]:
        yield b"new"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match=r"cannot write .*x: No space left on device"):
        replace_file(path, broken())
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_an_interrupt_midway_leaves_no_litter(tmp_path: Path) -> None:
    def interrupted() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "x", interrupted())
    assert list(tmp_path.iterdir()) == []


def test_data_is_synced_before_the_rename_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(fd: int) -> None:
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file")
        real_fsync(fd)

    def replace(*names: str) -> None:
        order.append("rename")
        real_replace(*names)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    replace_file(tmp_path / "x", [b"data"])
    assert order == ["file", "rename", "folder"]


def test_a_durable_write_refuses_to_overwrite(tmp_path: Path) -> None:
    write_durable(tmp_path / "x", [b"1"])
    with pytest.raises(FileExistsError):
        write_durable(tmp_path / "x", [b"2"])


def test_a_failed_fsync_fails_and_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def fsync(fd: int) -> None:
        calls.append(fd)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match="Input/output error"):
        replace_file(tmp_path / "x", [b"data"])
    assert len(calls) == 1
    assert not (tmp_path / "x").exists()


def test_the_message_says_what_to_do(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"(?s)finished is kept.*run the same command again"),
        output_errors(tmp_path, "write"),
    ):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_folder_can_be_synced(tmp_path: Path) -> None:
    fsync_folder(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        fsync_folder(tmp_path / "file")
