"""A line of the manifest is an entry, both ways."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.datasets.hand_made import entry

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.manifest import Entry, entry_line, read_manifest, write_lines

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.builds(
    entry,
    captions=st.lists(st.none() | TEXT, max_size=3),
    source=TEXT,
    transcript=st.none() | TEXT,
    duration=st.floats(0, 1e6, allow_nan=False),
    notes=st.lists(TEXT, max_size=2),
    aliases=st.lists(TEXT, max_size=2),
    damage=st.none() | st.dictionaries(TEXT, st.integers(-(2**53), 2**53) | TEXT, max_size=2),
)


@given(st.lists(ENTRIES, max_size=3))
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.jsonl"
        path.write_bytes(b"".join(write_lines(entries)))
        assert list(read_manifest(path)) == entries
        assert path.read_bytes().count(b"\n") == len(entries)


@given(ENTRIES)
def test_equal_entries_have_equal_lines(one: Entry) -> None:
    again = Entry.model_validate(json.loads(entry_line(one)))
    assert entry_line(again) == entry_line(one)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", r"manifest\.jsonl:2: key `id`: Field required"),
        ("nonsense", r"manifest\.jsonl:2: not JSON"),
        ("\udcff", r"manifest\.jsonl:2: not JSON"),
        ("[" * 100_000, r"manifest\.jsonl:2: not JSON: maximum recursion"),
    ],
)
def test_a_line_that_is_no_entry_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_bytes(b"".join(write_lines([entry()])) + line.encode("utf-8", "surrogateescape"))
    with pytest.raises(DatasetError, match=message):
        list(read_manifest(path))
