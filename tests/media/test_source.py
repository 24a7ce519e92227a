"""One file, read once, hashed as it passes, and no other file."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import MediaError
from spark_trainer.media.source import HashedFile, open_media, open_regular, sha256_of

MOVES = st.lists(
    st.tuples(st.sampled_from(["read", "set", "cur", "end"]), st.integers(-3000, 6000)),
    max_size=30,
)


@given(st.binary(min_size=1, max_size=5000), MOVES)
def test_the_hash_is_right_however_the_file_is_read(
    data: bytes, moves: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        with open_regular(path) as raw:
            source = HashedFile(raw)
            for kind, amount in moves:
                if kind == "read":
                    at = source.tell()
                    assert source.read(abs(amount)) == data[at : at + abs(amount)]
                else:
                    source.seek(amount, {"set": 0, "cur": 1, "end": 2}[kind])
            assert source.finish() == hashlib.sha256(data).hexdigest()


def test_reading_forwards_costs_no_second_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(os.urandom(300_000))
    with open_regular(tmp_path / "x") as raw:
        source = HashedFile(raw)
        while source.read(4096):
            pass
        source.finish()
        assert source.bytes_read == 300_000


@pytest.mark.parametrize("change", ["grow", "shrink", "touch"])
def test_a_file_that_changes_meanwhile_is_refused(change: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x" * 10_000)
    with open_regular(path) as raw:
        source = HashedFile(raw)
        source.read(100)
        if change == "grow":
            path.write_bytes(b"x" * 20_000)
        elif change == "shrink":
            os.truncate(path, 50)
        else:
            os.utime(path, ns=(1, 1))
        with pytest.raises(MediaError, match="changed while it was read") as caught:
            source.finish()
    assert caught.value.code == "changed"


def code_of(path: Path) -> str:
    with pytest.raises(MediaError) as caught:
        sha256_of(path)
    return caught.value.code


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert code_of(tmp_path / "empty") == "empty"
        assert code_of(tmp_path / "fifo") == "not_a_file"
        assert code_of(tmp_path) == "not_a_file"
        assert code_of(tmp_path / "missing") == "io"
        assert code_of(tmp_path / "socket") in ("io", "not_a_file")


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile canary.mp4\n",
        "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/>",
        "concat:canary.mp4|canary.mp4",
        "just words",
        "x",
    ],
)
def test_text_named_mp4_is_no_media(text: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text(text)
    with pytest.raises(MediaError, match="not a media file") as caught, open_media(path):
        pass
    assert caught.value.code == "unreadable"
