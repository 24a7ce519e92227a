"""The folders that a person may choose from, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.routes import folders
from tests.server.test_datasets_api import ATTACKS

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
CANARY = "canary-that-lies-outside"


@pytest.fixture(autouse=True)
def tree(workdir: Path) -> Path:
    """Two videos and a note in a known folder; a canary beside it, and links out to it."""
    root = workdir / "datasets"
    (root / "pets/deep").mkdir(parents=True)
    for name in ("pets/a.mp4", "pets/deep/B.MKV", "pets/note.txt"):
        (root / name).write_bytes(b"x")
    (root / ".hidden").mkdir()
    (workdir / CANARY / "inside").mkdir(parents=True)
    (workdir / CANARY / "v.mp4").write_bytes(b"x")
    (workdir / "datasets_evil").mkdir()
    (root / "out").symlink_to(workdir / CANARY)
    (root / "pets/out").symlink_to(workdir / CANARY)
    return root


def test_folders_are_told_with_the_videos_below_them(client: TestClient, tree: Path) -> None:
    top = client.get("/api/folders").json()
    known = {one["path"]: one["videos"] for one in top["folders"]}
    assert known[str(tree)] == 2 and top["parent"] is None
    assert str(tree.parent) not in known
    found = client.get("/api/folders", params={"path": str(tree)}).json()
    assert [(one["name"], one["videos"]) for one in found["folders"]] == [("pets", 2)]
    assert found["parent"] is None
    below = client.get("/api/folders", params={"path": "datasets/pets"}).json()
    assert below["videos"] == 2 and below["parent"] == str(tree)
    assert [one["name"] for one in below["folders"]] == ["deep"]


def test_counting_ends_and_says_so(
    client: TestClient, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_LOOKED_AT", 3)
    (pets,) = client.get("/api/folders", params={"path": str(tree)}).json()["folders"]
    assert not pets["whole"]
    for n in range(4):
        (tree / f"more{n}").mkdir()
    monkeypatch.setattr(folders, "MOST_FOLDERS", 2)
    found = client.get("/api/folders", params={"path": str(tree)}).json()
    assert len(found["folders"]) == 2 and found["more"] and not found["whole"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/etc", "..", "datasets/..", f"datasets/../{CANARY}", "datasets/out"),
        *("datasets/pets/out", "datasets/out/inside", "datasets_evil", "datasets/none", "~", "."),
        *("datasets/pets/a.mp4", "~root", "datasets\\..", "datasets\0", "file:///etc", ""),
        *ATTACKS,
    ],
    ids=lambda path: repr(path)[:24],
)
def test_nothing_is_told_of_other_folders(client: TestClient, path: str) -> None:
    answer = client.get("/api/folders", params={"path": path})
    assert answer.status_code in (404, 422), answer.text
    assert CANARY not in answer.text and "v.mp4" not in answer.text


def test_a_name_that_is_no_text_does_no_harm(client: TestClient, tree: Path) -> None:
    try:
        os.mkdir(os.fsencode(tree) + b"/\xff\xfe")
    except OSError:  # this file system takes none
        return
    found = client.get("/api/folders", params={"path": str(tree)})
    assert [one["name"] for one in found.json()["folders"]] == ["pets"]
