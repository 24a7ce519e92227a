"""Datasets over HTTP: entries, media, changes by hand, the trash; and attacks on all of it."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from spark_trainer.datasets.card import write_card
from spark_trainer.jobs.index.entries.fields import CHOICES, FLAGS, NUMBERS, SORTED
from spark_trainer.server.static.answering import of_programs
from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.conftest import AUTH, INDEX

pytestmark = pytest.mark.parametrize("job_home", ["sqlite", "postgresql"], indirect=True)
CANARY = "canary-that-lies-outside"
VIDEO = "ab12cd34ef567890"


@pytest.fixture(autouse=True)
def dataset(workdir: Path) -> Path:
    """There before the server is, which then finds it at once."""
    (workdir / "outside.txt").write_text(CANARY)
    (workdir / "datasets_evil").mkdir()
    (workdir / "datasets_evil/x.jpg").write_text(CANARY)
    others = [entry(f"{n:016x}", f"../v/clip{n}.mp4", ("a red car",)) for n in range(3)]
    folder = write_dataset(workdir / "datasets/mine", [entry(VIDEO), *others])
    write_card(folder, {"counts": {"videos": 4}, "settings": {}, "left_out": []})
    return folder


@pytest.fixture
def place(client: TestClient, dataset: Path) -> str:
    """The dataset's own path below the interface."""
    found = until(lambda: client.get("/api/datasets").json())
    assert found[0]["name"] == "mine" and found[0]["counts"] == {"videos": 4}
    return f"/api/datasets/{found[0]['id']}"


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer.json()["entries"]]


def test_entries_are_paged_sorted_and_searched(client: TestClient, place: str) -> None:
    assert names(client.get(f"{place}/entries?limit=2")) == ["sea.mp4", "clip0.mp4"]
    assert names(client.get(f"{place}/entries?sort=name&order=desc&limit=1")) == ["sea.mp4"]
    assert names(client.get(f"{place}/entries?text=boat sea")) == ["sea.mp4"]
    assert client.get(f"{place}/entries?min_frames=2").json()["total"] == 1
    assert client.get(f"{place}/entries?min_scenes=2&max_scenes=2").json()["total"] == 4
    assert client.get(f"{place}/entries?max_scenes=1").json()["total"] == 0
    for odd in ("sort=nothing", "limit=0", "offset=-1", "limit=100000", "min_frames=x"):
        assert client.get(f"{place}/entries?{odd}").status_code == 422
    line = client.get(f"{place}/entries/{VIDEO}").json()
    assert line["meta"]["frames"][1]["time"] == 2.0
    assert client.get(f"{place}/entries/{'0' * 15}9").status_code == 404


def test_entries_are_filtered_and_sorted_by_every_field(client: TestClient, place: str) -> None:
    (row,) = client.get(f"{place}/entries?limit=1").json()["entries"]
    assert row["codec"] == "h264" and row["container"] is None
    fields = client.get(f"{place}/entry-fields").json()
    assert fields["numbers"].keys() == set(NUMBERS) and fields["choices"].keys() == set(CHOICES)
    assert fields["choices"]["codec"] == [{"value": "h264", "entries": 4}]
    for name in SORTED:
        assert client.get(f"{place}/entries?sort={name}").json()["total"] == 4
    for name, bounds in fields["numbers"].items():
        within = f"min_{name}={bounds['least']}&max_{name}={bounds['most']}"
        assert client.get(f"{place}/entries?{within}").json()["total"] == 4, name
        assert client.get(f"{place}/entries?min_{name}={bounds['most'] + 1}").json()["total"] == 0
    for name in CHOICES:
        value = fields["choices"][name][0]["value"]
        assert client.get(f"{place}/entries?{name}={value}").json()["total"] == 4
        assert client.get(f"{place}/entries?{name}=xyz").json()["total"] == 0
        assert client.get(f"{place}/entry-ids?{name}=xyz&{name}={value}").json()["total"] == 4
        assert client.get(f"{place}/entries?{name}={'x' * 41}").status_code == 422
    for name in FLAGS:
        some = [client.get(f"{place}/entries?{name}={on}").json()["total"] for on in ("yes", "no")]
        assert sum(some) == 4, name


def test_a_frame_is_answered_in_ranges_and_always_as_a_picture(
    client: TestClient, place: str, dataset: Path
) -> None:
    frame = dataset / f"ab/{VIDEO}/frames/frame_000001.jpg"
    whole = client.get(f"{place}/entries/{VIDEO}/frames/1")
    assert whole.content == frame.read_bytes()
    part = client.get(f"{place}/entries/{VIDEO}/thumbnail", headers={"Range": "bytes=0-3"})
    assert part.status_code == 206 and part.content == frame.read_bytes()[:4]
    frame.write_text("<svg onload='alert(1)'/><script>alert(1)</script>")
    hostile = client.get(f"{place}/entries/{VIDEO}/frames/1")
    assert hostile.headers["content-type"] == "image/jpeg"
    assert hostile.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in hostile.headers["content-security-policy"]
    assert client.get(f"{place}/entries/{VIDEO}/frames/9").status_code == 404
    assert client.get(f"{place}/entries/{VIDEO}/frames/0").status_code == 422
    assert client.get(f"{place}/entries/{VIDEO}/video").status_code == 404


def test_a_thumbnail_of_a_large_frame_is_small_and_follows_the_frame(
    client: TestClient, place: str, dataset: Path
) -> None:
    frame = dataset / f"ab/{VIDEO}/frames/frame_000001.jpg"
    for color, size, wanted in (
        ((200, 0, 0), (1280, 720), (256, 144)),
        ((0, 0, 200), (300, 1200), (64, 256)),
    ):
        Image.new("RGB", size, color).save(frame)
        for _ in range(2):
            answer = client.get(f"{place}/entries/{VIDEO}/thumbnail")
            assert answer.headers["content-type"] == "image/jpeg"
            small = Image.open(io.BytesIO(answer.content))
            assert small.size == wanted
            shown = small.getpixel((10, 10))
            assert isinstance(shown, tuple) and np.allclose(shown, color, atol=6)
        whole = client.get(f"{place}/entries/{VIDEO}/frames/1")
        assert Image.open(io.BytesIO(whole.content)).size == size
    Image.new("RGB", (8000, 8000)).save(frame)
    assert client.get(f"{place}/entries/{VIDEO}/thumbnail").status_code == 404
    frame.write_text("<svg onload='alert(1)'/>")
    hostile = client.get(f"{place}/entries/{VIDEO}/thumbnail")
    assert hostile.status_code == 404 and "svg" not in hostile.text


@pytest.mark.parametrize("how", ["link", "path", "absolute", "fifo", "prefix"])
def test_a_manifest_cannot_lead_out_of_its_folder(
    client: TestClient, place: str, dataset: Path, workdir: Path, how: str
) -> None:
    frame = dataset / f"ab/{VIDEO}/frames/frame_000001.jpg"
    manifest = dataset / "manifest.jsonl"
    names = {
        "path": "../../../../../outside.txt",
        "absolute": str(workdir / "outside.txt"),
        "prefix": "../../../../datasets_evil/x.jpg",
    }
    if how in names:
        text = manifest.read_text().replace("frame_000001.jpg", names[how], 1)
        manifest.write_text(text)
    else:
        frame.unlink()
    if how == "link":
        frame.symlink_to(workdir / "outside.txt")
    elif how == "fifo":
        os.mkfifo(frame)
    answer = client.get(f"{place}/entries/{VIDEO}/frames/1")
    assert answer.status_code == 404 and CANARY not in answer.text


def test_texts_are_changed_undone_and_nobody_is_written_over(
    client: TestClient, place: str
) -> None:
    hostile = "<img src=x onerror=alert(1)>\x1b[31m =cmd()"
    path = f"{place}/entries/{VIDEO}"
    body = {"what": "caption", "value": hostile, "seen": "a boat"}
    assert client.patch(path, headers=AUTH, json=body).json()["number"] == 1
    assert client.patch(path, headers=AUTH, json=body).status_code == 412
    found = client.get(f"{place}/entries?edited=true").json()["entries"]
    assert [one["caption"] for one in found] == [hostile]
    assert client.get(f"{place}/entries?text=onerror").json()["total"] == 1
    assert client.delete(f"{place}/entries/{VIDEO}", headers=AUTH).json()["number"] == 2
    assert client.get(f"{place}/entries").json()["total"] == 3
    for number in (2, 1):
        assert client.post(f"{place}/edits/{number}/undo", headers=AUTH).is_success
    history = client.get(f"{place}/edits?after=1").json()
    assert [one["undoes"] for one in history["edits"]] == [None, 2, 1]
    assert client.get(f"{place}/entries/{VIDEO}").json()["meta"]["caption"] == "a boat"
    many = [
        {"entry": f"{n:016x}", "what": "transcript", "value": f"t{n}", "check": False}
        for n in range(3)
    ]
    assert len(client.post(f"{place}/edits", headers=AUTH, json={"changes": many}).json()) == 3
    many[1]["entry"] = "f" * 16
    refused = client.post(f"{place}/edits", headers=AUTH, json={"changes": many})
    assert refused.status_code == 404 and len(client.get(f"{place}/edits").json()["edits"]) == 7


def test_a_row_has_the_beginning_of_long_texts_and_the_entry_all_of_them(
    client: TestClient, place: str
) -> None:
    path, said = f"{place}/entries/{VIDEO}", "word " * 10_000
    body = {"what": "transcript", "value": said, "seen": "the boat is sailing"}
    assert client.patch(path, headers=AUTH, json=body).is_success
    (row,) = client.get(f"{place}/entries?edited=true").json()["entries"]
    assert len(row["transcript"]) == 300 and row["transcript"].endswith("word…")
    assert row["caption"] == "a boat"
    assert client.get(path).json()["meta"]["transcript"] == said


def test_a_dataset_is_deleted_into_the_trash_and_put_back(
    client: TestClient, place: str, dataset: Path
) -> None:
    assert client.delete(place, headers=AUTH).status_code == 204
    assert not dataset.exists()
    until(lambda: client.get("/api/datasets").json() == [])
    (gone,) = client.get("/api/datasets/trash").json()
    assert gone["name"] == "mine"
    restored = client.post(f"/api/datasets/trash/{gone['id']}/restore", headers=AUTH)
    assert restored.status_code == 204 and dataset.exists()
    until(lambda: client.get("/api/datasets").json())
    client.delete(place, headers=AUTH)
    assert client.delete("/api/datasets/trash", headers=AUTH).status_code == 204
    assert client.get("/api/datasets/trash").json() == []


ATTACKS = [
    *("../outside.txt", "..%2foutside.txt", "%2e%2e/outside.txt", "..%252foutside.txt"),
    *("..%5coutside.txt", "%2Foutside.txt", "//outside.txt", "outside.txt%00.jpg", "C:outside.txt"),
    *(
        "file:%2F%2F%2Fetc%2Fpasswd",
        "~",
        "\u2024\u2024/outside.txt",
        "\uff0e\uff0e/outside.txt",
        "a" * 4096,
    ),
]


def test_no_name_in_a_path_leads_anywhere(client: TestClient, place: str) -> None:
    for name in ATTACKS:
        for path in (
            *(f"/api/datasets/{name}", f"{place}/entries/{name}", f"/api/uploads/{name}"),
            *(f"/api/jobs/{name}", f"/api/jobs/{name}/log", f"/api/runs/{name}/metrics"),
            *(f"/api/models/{name}", f"/api/templates/{name}", f"/assets/{name}", f"/{name}"),
        ):
            answer = client.get(path, headers={"Tus-Resumable": "1.0.0"})
            assert CANARY not in answer.text and "root:" not in answer.text, path
            refused = answer.status_code in (400, 404, 405, 414, 422)
            # the client itself takes `..` out of a path, which may be one of the page's then
            is_page = not of_programs(answer.request.url.path) and answer.text == INDEX
            assert refused or is_page, (path, answer.status_code)


def test_a_build_of_a_folder_elsewhere_is_refused(client: TestClient, workdir: Path) -> None:
    for body in (
        {"name": "x", "folder": "/etc"},
        {"name": "x", "folder": "datasets/../.."},
        {"name": "x", "collection": "../.."},
        {"name": "x"},
        {"name": "../x", "folder": "datasets"},
        {"name": "x", "folder": "datasets", "options": {"pipeline": "/etc/passwd"}},
    ):
        answer = client.post("/api/datasets", headers=AUTH, json=body)
        assert answer.status_code in (403, 422), body
    assert client.get("/api/jobs").json()["total"] == 0
