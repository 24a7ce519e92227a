"""Paths below a root: whatever is asked for, nothing outside is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.server.problems import ProblemError
from spark_trainer.server.security.opening import under

CANARY = "canary-that-lies-outside"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opening").resolve() / "root"
    (folder / "a").mkdir(parents=True)
    (folder / "a/b.jpg").write_text("inside")
    (folder.parent / "secret").write_text(CANARY)
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "way").symlink_to(folder.parent)
    return folder


PIECES = ["a", "b.jpg", "..", ".", "", "link", "way", "secret", "root", "~", "\\", "\0", "C:", "é"]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("/".join))
def test_only_a_plain_file_inside_is_ever_opened(root: Path, name: str) -> None:
    try:
        found = under(root, name)
    except ProblemError as e:
        assert e.status == 404
    else:
        assert found.read_text() == "inside" and found.is_relative_to(root)
