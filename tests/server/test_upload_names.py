"""What a client calls a file, from its upload to the dataset that is built of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spark_trainer.server.problems import ProblemError
from spark_trainer.server.uploads.store import Upload, UploadStore
from tests.corpus.encode import encode
from tests.jobs.waiting import until
from tests.pipelines.small import pictures
from tests.server.real import Server

HOSTILE = "../../\0\u202e<script>alert(1)</script>.mp4"
SHOWN = r"../../\x00\u202e<script>alert(1)</script>.mp4"


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "uploads", 1 << 20, 1 << 20)


def put(store: UploadStore, name: str, content: bytes = b"a text") -> Upload:
    upload = store.create(len(content), name, "mine")
    with store.appending(upload, 0) as end:
        end.write(content)
    return store.finish(upload)


def names(store: UploadStore) -> dict[str, str]:
    found: dict[str, str] = json.loads((store.folder / "mine/names.json").read_text())
    return found


def test_the_names_follow_the_files(store: UploadStore) -> None:
    sea, lake = put(store, "sea.txt"), put(store, "trip/lake.txt")
    assert names(store) == {sea.file: "sea.txt", lake.file: "trip/lake.txt"}
    with pytest.raises(ProblemError, match="there is a file of that name"):
        put(store, "sea.TXT")
    assert names(store)[str(sea.file)] == "sea.txt"
    store.delete(store.create(9, "half.txt", "mine"))
    store.delete(sea)
    assert names(store) == {lake.file: "trip/lake.txt"}


@pytest.mark.parametrize("broken", [None, b"", b"[]", b'{"a'])
def test_names_that_are_lost_are_made_anew(store: UploadStore, broken: bytes | None) -> None:
    sea = put(store, "sea.txt")
    path = store.folder / "mine/names.json"
    path.unlink()
    store.write_names("mine")
    assert names(store) == {sea.file: "sea.txt"}
    path.unlink() if broken is None else path.write_bytes(broken)
    lake = put(store, "lake.txt")
    assert names(store) == {sea.file: "sea.txt", lake.file: "lake.txt"}


@pytest.mark.parametrize("collection", ["..", "../mine", "none", "", "/", "mine\0"])
def test_no_names_are_written_where_there_is_no_collection(
    store: UploadStore, collection: str
) -> None:
    put(store, "sea.txt")
    before = sorted(store.folder.rglob("*"))
    store.write_names(collection)
    assert sorted(store.folder.rglob("*")) == before
    assert not (store.folder.parent / "names.json").exists()


def test_a_dataset_of_uploads_has_their_names(tmp_path: Path, serve: Callable[..., Server]) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    server = serve(work, home)
    for number, name in enumerate(["sea.mp4", HOSTILE]):
        clip = tmp_path / f"{number}.mp4"
        encode(clip, pictures(300 * number, 8))
        server.upload(clip, "clips", name)
    options = {"caption-backend": "none", "transcription-backend": "none", "fps": 5}
    asked = {"name": "clips", "collection": "clips", "options": options}
    build = server.call("POST", "/api/datasets", asked)["id"]
    until(lambda: server.call("GET", f"/api/jobs/{build}")["state"] == "completed")
    (dataset,) = until(lambda: server.call("GET", "/api/datasets"))
    place = f"/api/datasets/{dataset['id']}"
    rows = server.call("GET", f"{place}/entries")["entries"]
    assert {row["name"] for row in rows} == {"sea.mp4", SHOWN}
    (sea,) = server.call("GET", f"{place}/entries?text=sea")["entries"]
    meta = server.call("GET", f"{place}/entries/{sea['id']}")["meta"]
    assert meta["source_name"] == "sea.mp4" and "/uploads/clips/" in meta["source_path"]
    (by_file,) = server.call("GET", f"{place}/entries?text={Path(meta['source_path']).stem}")[
        "entries"
    ]
    assert by_file["id"] == sea["id"], "the file's own name finds it too"
    lines = (work / "datasets/clips/events.jsonl").read_text().splitlines()
    read = [event for event in map(json.loads, lines) if event["event"] == "video_read"]
    assert {event["name"] for event in read} == {"sea.mp4", SHOWN}
    assert not any("script" in path.name for path in tmp_path.rglob("*")), "a name is no path"
