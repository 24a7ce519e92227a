"""What a run of a template would be set to, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.settings import ServerSettings
from tests.jobs.waiting import until
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)


def asked(client: TestClient, name: str, *changes: str, **query: str) -> Any:
    answer = client.get(f"/api/templates/{name}/settings", params={**query, "set": changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_settings_start_from_the_template_and_the_profile(client: TestClient) -> None:
    plain = asked(client, "qwen2-vl")
    assert plain["values"]["training"]["batch_size"] == 1 and plain["mistakes"] == []
    assert plain["values"]["training"]["val_share"] == 0.05
    assert "val_share" in plain["run_schema"]["properties"]
    assert "batch_size" not in plain["run_schema"]["properties"]
    other = asked(client, "qwen2-vl", profile="vision-language")
    assert other["values"]["training"]["batch_size"] == 4
    assert other["origins"]["training.batch_size"].startswith("profile vision-language")
    blip = asked(client, "blip2-caption", profile="llm-finetuning")
    assert blip["values"]["architecture"]["adapter"]["rank"] == 16


@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        ("training.batch_size=0", "training.batch_size", "1"),
        ("training.val_share=2", "training.val_share", "1"),
        ("training.batch=2", "training.batch", "did you mean `batch_size`"),
        ("architecture.fusion.heads=7", "architecture.fusion", "heads"),
        ("training.num_epochs=99", "", "epoch 98 has no stage"),
        ("data.max_frames", "data.max_frames", "wanted KEY=VALUE"),
        ("data.max_frames.x=1", "data.max_frames.x", "unknown key"),
    ],
)
def test_a_mistake_is_named_by_its_key(
    client: TestClient, change: str, key: str, told: str
) -> None:
    (found,) = asked(client, "apotheon-multimodal", change)["mistakes"]
    assert found["key"].startswith(key) and told in found["problem"], found


def test_a_group_of_defaults_can_be_changed(client: TestClient) -> None:
    change = ("sampling.clips=2", "objectives.denoising.noise.p_std=1.5")
    assert asked(client, "svd-video", *change)["mistakes"] == []


def test_there_must_be_such_a_template_and_profile(client: TestClient) -> None:
    assert client.get("/api/templates/none/settings").status_code == 404
    wrong = client.get("/api/templates/qwen2-vl/settings", params={"profile": "none"})
    assert wrong.status_code == 422 and "unknown profile" in wrong.json()["detail"]


def test_a_plan_is_kept_with_its_job(client: TestClient, settings: ServerSettings) -> None:
    body = {"command": "dataset verify", "arguments": ["datasets/none"]}
    job = client.post("/api/jobs", headers=AUTH, json=body).json()["id"]
    until(lambda: client.get(f"/api/jobs/{job}").json()["state"] == "failed")
    assert client.get(f"/api/jobs/{job}/plan").json() is None
    plan = {
        **dict.fromkeys(("weights_bytes", "gradients_bytes", "optimizer_bytes"), 1),
        "device": "cpu",
        "room_bytes": 9,
        "batch_size": 2,
        "samples": 4,
        "measured": True,
        "stages": [],
        "fitting_batch_size": 2,
        "advice": [],
        "fits": True,
        "total_s": 1.5,
    }
    event = {"seq": 1, "time": 1.0, "event": "plan", "plan": {**plan, "template": "x"}}
    folder: Path = settings.folder / job
    (folder / "events.jsonl").write_text(json.dumps(event) + "\n")
    assert client.get(f"/api/jobs/{job}/plan").json() == plan


def test_a_mistake_in_a_file_is_told_once(client: TestClient, workdir: Path) -> None:
    (workdir / "templates").mkdir()
    text = "templates:\n  mine:\n    extends: apotheon-tiny\n    training: {batch_sise: 2}\n"
    (workdir / "templates/mine.yaml").write_text(text)
    (row,) = client.get("/api/models/templates").json()["problems"]
    assert row.startswith("templates/mine.yaml:4: ") and "did you mean `batch_size`" in row
