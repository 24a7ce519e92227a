"""One writer a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spark_trainer.core.errors import BusyError, OutputError
from spark_trainer.datasets.lock import LOCK_NAME, exclusive

HOLD = """
import sys, pathlib
from spark_trainer.datasets.lock import exclusive
with exclusive(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_holder_is_named_and_its_death_frees_the_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match=rf"is being written by process {holder.pid} on "):
        exclusive(tmp_path).__enter__()
    holder.kill()
    holder.communicate()
    with exclusive(tmp_path):
        assert str(os.getpid()) in (tmp_path / LOCK_NAME).read_text()
    assert (tmp_path / LOCK_NAME).read_text() == ""


@pytest.mark.parametrize("note", [b"", b"\xff\xfe", b"[]", b'{"pid": "x"}', b'{"pid": 1}'])
def test_a_note_that_cannot_be_read_does_not_hide_that_it_is_held(
    note: bytes, tmp_path: Path
) -> None:
    with exclusive(tmp_path):
        (tmp_path / LOCK_NAME).write_bytes(note)
        with pytest.raises(BusyError, match="is being written by another process"):
            exclusive(tmp_path).__enter__()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot open .*\.lock: No such file"):
        exclusive(tmp_path / "nothing").__enter__()
