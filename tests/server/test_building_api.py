"""What the form of a build is made of."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.datasets.card import write_card
from spark_trainer.server.settings import ServerSettings
from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)


def test_the_form_has_the_seven_steps_with_their_settings(client: TestClient) -> None:
    form = client.get("/api/datasets/form").json()
    assert [step["op"] for step in form["steps"]] == [
        "ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest",
    ]  # fmt: skip
    fields = {one["flag"]: one for step in form["steps"] for one in step["settings"]}
    assert fields["fps"]["kind"] == "number" and fields["fps"]["bounds"]["exclusiveMinimum"] == 0
    assert fields["resolution"] == {
        "flag": "resolution", "parameter": "resolution", "kind": "size",
        "default": "224x224", "choices": [], "allowed": fields["resolution"]["allowed"],
        "about": fields["resolution"]["about"],
        "bounds": {},
    }  # fmt: skip
    assert fields["caption-precision"]["choices"][0] == "auto"
    assert fields["caption-batch-size"]["kind"] == "text"
    assert {".mp4", ".srt"} <= set(form["upload_suffixes"])


def test_back_ends_say_whether_they_work_and_what_to_do(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    before = "torch" in sys.modules
    told = {(one["kind"], one["name"]): one for one in client.get("/api/labelers").json()}
    assert ("torch" in sys.modules) == before
    assert told["captions", "sidecar"]["works"] and told["captions", "sidecar"]["usual"]
    assert told["transcripts", "pocketsphinx"]["usual"]
    blip2 = told["captions", "blip2"]
    assert not blip2["works"]
    if "packages" not in blip2["why_not"]:
        assert blip2["get"] == "spark-trainer models pull blip2"
    assert not told["captions", "openai"]["works"] and not told["captions", "apotheon"]["works"]
    assert "caption-prompt" in blip2["flags"] and told["captions", "sidecar"]["flags"] == []
    assert "caption-url" in told["captions", "openai"]["flags"]
    sizes = [one["size"] for one in told["transcripts", "whisper"]["models"]]
    assert sizes[:2] == ["tiny", "base"]


def test_a_job_tells_again_what_it_told(client: TestClient, settings: ServerSettings) -> None:
    asked = {"command": "dataset verify", "arguments": ["datasets/none"]}
    job = client.post("/api/jobs", headers=AUTH, json=asked).json()["id"]
    until(lambda: client.get(f"/api/jobs/{job}").json()["ended"])
    path = f"/api/jobs/{job}/events"
    assert client.get(path).json() == {"events": [], "next": 0, "more": False}
    lines = [json.dumps({"seq": n, "event": "labelled", "step": "captions"}) for n in range(2100)]
    file = settings.folder / job / "events.jsonl"
    file.write_text("\n".join([*lines, "no json", '{"seq": 9, "event": "half']))
    first = client.get(path).json()
    assert len(first["events"]) == 2000 and first["more"]
    rest = client.get(path, params={"after": first["next"]}).json()
    assert [one["seq"] for one in rest["events"]] == list(range(2000, 2100)) and not rest["more"]
    quiet = client.get(path, params={"leave_out": [first["events"][0]["event"]]}).json()
    assert (quiet["events"], quiet["more"]) == ([], False) and quiet["next"] == rest["next"]
    assert client.get(path, params={"after": 10**9}).json()["events"] == []
    assert client.get(path, params={"after": -1}).status_code == 422
    assert client.get(f"/api/jobs/{'0' * 16}/events").status_code == 404


@pytest.fixture
def dataset(workdir: Path) -> Path:
    more = [entry(f"{n:016x}", f"../v/clip{n}.mp4") for n in range(2)]
    folder = write_dataset(workdir / "datasets/mine", [entry("ab12cd34ef567890"), *more])
    facts: dict[str, Any] = {"counts": {"videos": 3}, "settings": {}, "left_out": []}
    write_card(folder, {**facts, "input": "../../videos"})
    return folder


def test_a_dataset_says_how_large_it_is_and_where_it_is_from(
    dataset: Path, client: TestClient, workdir: Path
) -> None:
    (row,) = until(lambda: client.get("/api/datasets").json())
    place = f"/api/datasets/{row['id']}"
    assert row["changed"] == pytest.approx((dataset / "dataset.json").stat().st_mtime)
    assert client.get(place).json()["input"] == str(workdir / "videos")
    size = client.get(f"{place}/size").json()
    assert size["entries"] == 3 and size["captioned"] == 3 and size["whole"]
    held = sum(path.stat().st_size for path in dataset.rglob("*") if path.is_file())
    assert size["bytes"] == held
