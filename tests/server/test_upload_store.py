"""Uploads of which many come at once, or whose server died at the worst moment."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.problems import ProblemError
from spark_trainer.server.settings import ServerSettings
from spark_trainer.server.uploads.store import Upload, UploadStore
from tests.server.conftest import AUTH

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "uploads", 1 << 20, 1 << 20)


def come(store: UploadStore, name: str, content: bytes = b"a text") -> Upload:
    """All bytes are here; it is not put away yet."""
    upload = store.create(len(content), name, "mine")
    with store.appending(upload, 0) as end:
        end.write(content)
    return upload


def test_what_became_whole_while_it_was_looked_at_is_told_as_whole(store: UploadStore) -> None:
    before = come(store, "sea.txt")
    assert store.standing(before) == (before, 6)
    done = store.finish(before)
    assert store.standing(before) == (done, 6) and done.file


def test_what_was_deleted_while_it_was_looked_at_is_not_there(store: UploadStore) -> None:
    before = store.create(9, "sea.txt", "mine")
    store.delete(before)
    with pytest.raises(ProblemError, match="no such upload"):
        store.standing(before)
    store._write_card(before)  # its file comes in a moment
    with pytest.raises(ProblemError, match="no such upload"):
        store.standing(before)


def test_several_requests_may_end_one_upload(store: UploadStore) -> None:
    upload = come(store, "sea.txt")
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda _: store.finish(upload), range(8)))
    assert {one.file for one in done} == {store.find(upload.id).file} and done[0].file
    assert (store.folder / "mine" / done[0].file).read_bytes() == b"a text"


def test_a_death_between_the_link_and_the_card_loses_nothing(store: UploadStore) -> None:
    upload = come(store, "sea.txt")
    done = store.finish(upload)
    assert done.file
    os.link(store.folder / "mine" / done.file, store._part(upload.id))
    store._write_card(upload)
    assert store.finish(upload) == done and not store._part(upload.id).exists()
    other = come(store, "sea.txt")
    with pytest.raises(ProblemError, match="there is a file of that name"):
        store.finish(other)


@pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
def test_an_upload_that_was_never_put_away_is_when_it_is_asked_for(
    client: TestClient, settings: ServerSettings
) -> None:
    own = UploadStore(settings.uploads, settings.max_upload_bytes, settings.quota_bytes)
    upload = come(own, "sea.txt")
    (listed,) = client.get("/api/uploads").json()
    assert (listed["offset"], listed["path"]) == (6, None)
    told = client.head(f"/api/uploads/{upload.id}", headers={**AUTH, **TUS})
    assert (told.status_code, told.headers["Upload-Offset"]) == (200, "6")
    (listed,) = client.get("/api/uploads").json()
    assert Path(listed["path"]).read_bytes() == b"a text"
    own._write_card(Upload("0" * 32, "x.txt", "mine", 5))
    assert [one["name"] for one in client.get("/api/uploads").json()] == ["sea.txt"]
