"""Jobs, events, the machine, uploads and the OpenAPI document over HTTP."""

from __future__ import annotations

import base64
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.jobs.requests import submit
from spark_trainer.server.settings import ServerSettings
from tests.jobs.waiting import until
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite", "postgresql"], indirect=True)


def start(client: TestClient, **body: Any) -> Any:
    return client.post("/api/jobs", headers=AUTH, json=body)


def test_a_job_tells_the_grace_that_it_was_given(
    client: TestClient, settings: ServerSettings, workdir: Path
) -> None:
    own = settings.model_copy(update={"grace_s": 7.5})
    engine = client.app._app.state.parts.engine  # type: ignore[attr-defined]
    job = submit(own, engine, ["dataset", "verify", "datasets/none"], workdir)["id"]
    assert client.get(f"/api/jobs/{job}").json()["grace_s"] == 7.5
    until(lambda: client.get(f"/api/jobs/{job}").json()["ended"])
    shutil.rmtree(settings.folder / job)
    assert client.get(f"/api/jobs/{job}").json()["grace_s"] is None


def test_a_job_is_started_watched_and_retried(client: TestClient, workdir: Path) -> None:
    made = start(client, command="dataset verify", arguments=["datasets/none"], name="look")
    assert made.status_code == 201
    job = made.json()
    assert job["command"] == "spark-trainer dataset verify -- datasets/none"

    def failed() -> Any:
        found = client.get(f"/api/jobs/{job['id']}").json()
        return found if found["state"] == "failed" else None

    found = until(failed)
    assert found["exit_code"] == 1 and any("datasets/none" in line for line in found["log"])
    listed = until(lambda: [j for j in client.get("/api/jobs").json()["jobs"] if j["ended"]])
    assert listed[0]["id"] == job["id"]
    log = client.get(f"/api/jobs/{job['id']}/log").json()
    assert log["lines"] == found["log"] and not log["more"]
    again = client.post(f"/api/jobs/{job['id']}/retry", headers=AUTH)
    assert again.status_code == 201 and again.json()["retry_of"] == job["id"]
    late = client.post(f"/api/jobs/{job['id']}/cancel", headers=AUTH)
    assert late.json() == {"state": "failed"}
    until(lambda: client.get(f"/api/jobs/{again.json()['id']}").json()["state"] == "failed")
    events = client.app._app.state.parts.hub  # type: ignore[attr-defined]

    def states() -> list[str]:
        told = [one.bytes.decode() for one in events.after(0)]
        return [json.loads(text.split("data: ")[1])["data"]["state"] for text in told]

    until(lambda: states().count("failed") == 2)
    assert states()[-1] == "failed"


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"command": "rm"}, 422, "unknown command"),
        ({"command": "config show"}, 422, "unknown command"),
        ({"command": "train", "options": {"--manifest": "x"}}, 422, "no such option"),
        ({"command": "train", "options": {"manifest": "/etc"}}, 403, "lies outside"),
        ({"command": "train", "options": {"manifest": "datasets/../../x"}}, 403, "lies outside"),
        ({"command": "train", "options": {"manifest": "~/x"}}, 403, "no path"),
        ({"command": "train", "options": {"manifest": "datasets\\..\\x"}}, 403, "no path"),
        ({"command": "train", "options": {"config": "datasets/run.yaml"}}, 403, "not taken over"),
        ({"command": "train", "options": {"set": ["architecture.model=/etc"]}}, 403, "outside"),
        ({"command": "dataset build", "options": {"input": "file:///etc"}}, 403, "outside"),
        ({"command": "evaluate", "arguments": ["/"]}, 403, "outside"),
        ({"command": "train", "extra": 1}, 422, "extra"),
        ({"command": "train", "priority": "high"}, 422, "priority"),
    ],
)
def test_a_job_that_may_not_be_is_refused(
    client: TestClient, body: dict[str, Any], status: int, told: str
) -> None:
    answer = start(client, **body)
    assert answer.status_code == status, answer.text
    assert told in answer.json()["detail"]
    assert client.get("/api/jobs").json()["total"] == 0


def test_a_link_out_of_a_root_is_not_followed(client: TestClient, workdir: Path) -> None:
    (workdir / "datasets/out").symlink_to("/etc")
    answer = start(client, command="train", options={"manifest": "datasets/out"})
    assert answer.status_code == 403


def test_the_dashboard_tells_of_the_machine_without_torch(client: TestClient) -> None:
    import sys

    told = client.get("/api/user/dashboard").json()
    assert told["counts"] == {"datasets": 0, "models": 0, "runs": 0}
    assert set(told["jobs"]) == {
        "total", "running", "completed", "failed", "queued", "cancelled",
    }  # fmt: skip
    assert told["environment"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert told["environment"]["cpus"] >= 1 and told["memory"]["total_bytes"] > 1e8
    machine = client.get("/api/system").json()
    assert machine["now"]["disk_total_bytes"] > 0
    if not machine["now"]["gpus"]:
        assert "no NVIDIA GPU" in machine["no_gpus"]
    assert 'spark_trainer_jobs{state="queued"} 0.0' in client.get("/metrics").text


def test_unknown_things_are_problems_and_not_pages(client: TestClient) -> None:
    for path in ("/api/nope", "/api/jobs/" + "0" * 16, "/api/runs/" + "0" * 16, "/api/templates/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404


TUS = {**AUTH, "Tus-Resumable": "1.0.0"}
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 500


def metadata(name: str, collection: str = "pets") -> str:
    pairs = {"filename": name, "collection": collection}
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())


def create(client: TestClient, name: str, length: int, collection: str = "pets") -> Any:
    return client.post(
        "/api/uploads",
        headers={
            **TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(name, collection),
        },
    )  # fmt: skip


def send(client: TestClient, place: str, data: bytes, offset: int) -> Any:
    kind = "application/offset+octet-stream"
    return client.patch(
        place, headers={**TUS, "Upload-Offset": str(offset), "Content-Type": kind}, content=data
    )


def test_an_upload_goes_on_where_it_broke_and_lies_under_a_hash(
    client: TestClient, settings: ServerSettings
) -> None:
    options = client.options("/api/uploads")
    assert options.headers["tus-version"] == "1.0.0"
    place = create(client, "../../../étc/my clip.mp4", len(MP4)).headers["location"]
    assert send(client, place, MP4[:200], 0).headers["upload-offset"] == "200"
    assert send(client, place, MP4[:200], 0).status_code == 409
    at = client.head(place, headers=TUS).headers["upload-offset"]
    assert at == "200"
    assert send(client, place, MP4[200:] + b"more", 200).status_code == 413
    at = int(client.head(place, headers=TUS).headers["upload-offset"])
    assert send(client, place, MP4[at:], at).status_code == 204
    (told,) = client.get("/api/uploads").json()
    assert told["name"] == "../../../étc/my clip.mp4"
    path = Path(told["path"])
    assert path.parent == settings.uploads / "pets" and path.read_bytes() == MP4
    assert len(path.stem) == 32 and path.suffix == ".mp4"
    subtitles = b"1\n00:00:00,000 --> 00:00:01,000\nhi\n"
    other = create(client, "../../../étc/my clip.srt", len(subtitles)).headers["location"]
    send(client, other, subtitles, 0)
    assert path.with_suffix(".srt").exists(), "a video and its subtitles stay together"
    assert client.delete(place, headers=TUS).status_code == 204
    assert not path.exists() and client.head(place, headers=TUS).status_code == 404


def test_others_are_answered_while_an_upload_waits_for_the_disk(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, goes_on, fsync = Event(), Event(), os.fsync

    def slow(file: int) -> None:
        waits.set()
        goes_on.wait(30)
        fsync(file)

    place = create(client, "a.mp4", len(MP4)).headers["location"]
    monkeypatch.setattr("spark_trainer.server.uploads.store.os.fsync", slow)
    with ThreadPoolExecutor(1) as beside:
        sent = beside.submit(send, client, place, MP4[:200], 0)
        assert waits.wait(30)
        assert client.get("/healthz").status_code == 200
        assert not sent.done()
        goes_on.set()
        assert sent.result().headers["upload-offset"] == "200"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.mp4", b"<html>" + b"x" * 100, 415),
        ("a.mp4", b"#EXTM3U\n" + b"x" * 100, 415),
        ("a.srt", b"\0\1\2", 415),
        ("a.txt", b"\xff\xfe\xfd", 415),
        ("a.txt", "ü".encode() * 5000, 204),
        ("a.mkv", b"\x1a\x45\xdf\xa3abc", 204),
    ],
)
def test_the_content_must_be_what_the_name_says(
    client: TestClient, name: str, content: bytes, status: int
) -> None:
    place = create(client, name, len(content)).headers["location"]
    assert send(client, place, content, 0).status_code == status
    assert len(client.get("/api/uploads").json()) == (status == 204)


@pytest.mark.parametrize(
    ("name", "length", "collection", "status"),
    [
        ("a.svg", 5, "pets", 415),
        ("a.html", 5, "pets", 415),
        ("a.zip", 5, "pets", 415),
        ("a", 5, "pets", 415),
        ("a.mp4", 10_000_001, "pets", 413),
        ("a.mp4", 5, "../pets", 422),
        ("a.mp4", 5, ".partial", 422),
        ("a.mp4", 5, "a/b", 422),
    ],
)
def test_uploads_that_may_not_be_are_refused_before_they_come(
    client: TestClient, name: str, length: int, collection: str, status: int
) -> None:
    assert create(client, name, length, collection).status_code == status


def test_the_quota_is_of_all_uploads_together(client: TestClient) -> None:
    assert create(client, "a.mp4", 9_000_000).status_code == 201
    assert create(client, "b.mp4", 9_000_000).status_code == 201
    refused = create(client, "c.mp4", 9_000_000)
    assert refused.status_code == 413 and "delete some uploads" in refused.json()["detail"]
