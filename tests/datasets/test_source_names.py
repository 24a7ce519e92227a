from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from spark_trainer.core.errors import MediaError
from spark_trainer.datasets.source_names import MAX_BYTES, names_file, read_names, shown_name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "names.json"


def test_what_is_written_is_read(path: Path) -> None:
    names = {"0a.mp4": "sea.mp4", "0b.mp4": "trip/é 👨\u200d👩.mp4", "../x": "../../etc/passwd"}
    path.write_bytes(b"".join(names_file(names)))
    assert read_names(path) == names


def test_names_are_shown_on_one_line_and_act_on_nothing() -> None:
    odd = "\u202egnp\0\x1b[2J\r\n<script>\udcff\ud800.mp4"
    assert shown_name(odd) == r"\u202egnp\x00\x1b[2J\r\n<script>\xff\ud800.mp4"
    assert shown_name(shown_name(odd)) == shown_name(odd)
    assert len(shown_name("\x1b" * 255)) == 255


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "zero bytes"),
        (b"{", "not JSON in UTF-8"),
        (b'{"a": "\xff"}', "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON in UTF-8"),
        (b'["sea.mp4"]', "an object of file names and names is wanted, found list"),
        (b'{"a.mp4": {"b": 1}}', "`a.mp4`: a name of 1 to 255 characters is wanted, found dict"),
        (b'{"a.mp4": ""}', "`a.mp4`: .* found 0 characters"),
        (json.dumps({"\x1b": "n" * 256}).encode(), r"`\\x1b`: .* found 256 characters"),
        (b" " * (MAX_BYTES + 1), "larger than 16 MiB"),
    ],
)
def test_what_is_no_such_file_is_refused(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(MediaError, match=rf"names\.json: .*{message}") as error:
        read_names(path)
    assert error.value.code == "sidecar"


def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(MediaError, match="not a regular file"):
        read_names(path)
