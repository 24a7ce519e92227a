"""Settings, profiles and secrets over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from spark_trainer.models.layers import layers
from spark_trainer.models.user_config import config_file
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)


def test_unknown_keys_of_the_file_stay_and_those_of_a_body_are_named(client: TestClient) -> None:
    file = Path.home() / ".spark_trainer/config.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"later": {"x": 1}, "user": {"name": "Ada", "pronoun": "she"}}))
    assert client.put("/api/config/persistent", json={"defaults": {"batch_size": 4}}).is_success
    kept = json.loads(file.read_text())
    assert kept["later"] == {"x": 1} and kept["user"]["pronoun"] == "she"
    assert kept["defaults"]["batch_size"] == 4 and kept["version"] == "1.0"
    wrong = client.put("/api/config/persistent", json={"user": {"nam": "x"}})
    assert wrong.status_code == 422
    assert "key `user.nam`: unknown key `nam` (did you mean `name`?)" in wrong.json()["detail"]
    bad = client.put("/api/config/persistent", json={"defaults": {"batch_size": "many"}})
    assert "defaults.batch_size" in bad.json()["detail"]
    assert json.loads(file.read_text()) == kept


def test_who_gives_a_name_changes_no_training(client: TestClient) -> None:
    answer = client.put("/api/config/persistent", json={"user": {"name": "Ada"}})
    defaults = {"framework": "pytorch", "precision": "fp16", "batch_size": 8}
    assert answer.json()["defaults"] == defaults
    assert client.get("/api/config/persistent").json() == answer.json()
    assert json.loads(config_file().read_text()) == answer.json()
    assert layers() == []
    assert client.put("/api/config/persistent", json={"defaults": {"batch_size": 4}}).is_success
    assert [layer.training for layer in layers()] == [{"batch_size": 4}]


@pytest.mark.parametrize("path", ["/api/config/persistent", "/api/config/profiles"])
def test_of_two_writers_the_second_learns_that_it_is_late(client: TestClient, path: str) -> None:
    send = client.put if path.endswith("persistent") else client.post
    bodies = [{"user": {"name": n}} for n in "ab"]
    if path.endswith("profiles"):
        bodies = [{"profiles": {n: {"batch_size": 2}}} for n in "ab"]
    tag = client.get(path).headers["etag"]
    first = send(path, json=bodies[0], headers={"If-Match": tag})
    assert first.is_success and first.headers["etag"] != tag
    assert send(path, json=bodies[1], headers={"If-Match": tag}).status_code == 412
    assert send(path, json=bodies[1], headers={"If-Match": first.headers["etag"]}).is_success


def test_profiles_keep_what_people_wrote_around_them(client: TestClient, workdir: Path) -> None:
    file = workdir / "profiles.yaml"
    file.write_text(
        "# mine\nprofiles:\n  # the first\n  a:\n    batch_size: 1  # small\n\n"
        "  # the second\n  b:\n    precision: bf16\n\nother: kept\n"
    )
    change = {"profiles": {"b": {"precision": "fp32"}, "c": {"learning_rate": 1e-4}}}
    answer = client.post("/api/config/profiles", json=change)
    assert answer.is_success, answer.text
    text = file.read_text()
    for line in ("# mine", "# the first", "batch_size: 1  # small", "# the second", "other: kept"):
        assert line in text
    found = yaml.safe_load(text)
    assert found["profiles"]["b"] == {"precision": "fp32"}
    assert found["profiles"]["c"] == {"learning_rate": 1e-4}
    assert {"default", "vision-language", "diffusion", "llm-finetuning", "a", "b", "c"} == set(
        client.get("/api/config/profiles").json()["profiles"]
    )


def test_profiles_are_checked_and_deleted(client: TestClient, workdir: Path) -> None:
    wrong = client.post("/api/config/profiles", json={"profiles": {"x": {"batchsize": 1}}})
    assert "profiles.x.batchsize" in wrong.json()["detail"] and wrong.status_code == 422
    assert not (workdir / "profiles.yaml").exists()
    client.post("/api/config/profiles", json={"profiles": {"x": {"batch_size": 1}}})
    assert client.delete("/api/config/profiles/x", headers=AUTH).is_success
    assert "x" not in client.get("/api/config/profiles").json()["profiles"]
    assert client.delete("/api/config/profiles/default", headers=AUTH).status_code == 409
    assert client.delete("/api/config/profiles/nope", headers=AUTH).status_code == 404


def test_a_form_learns_at_which_field_a_mistake_stands(client: TestClient) -> None:
    body = {"profiles": {"x": {"precision": "int3", "adapter": {"kind": "lora", "rank": 0}}}}
    wrong = client.post("/api/config/profiles", headers=AUTH, json=body).json()
    assert [one["where"] for one in wrong["errors"]] == [
        "profiles.x.precision",
        "profiles.x.adapter.rank",
    ]
    assert "must be at least 1" in wrong["errors"][1]["problem"]
    config = {"defaults": {"batch_size": 0}}
    told = client.put("/api/config/persistent", headers=AUTH, json=config).json()
    assert told["errors"] == [
        {"where": "defaults.batch_size", "problem": "is `0`: must be at least 1"}
    ]


def test_forms_have_a_help_text_for_each_setting(client: TestClient) -> None:
    profile = client.get("/api/config/profiles/schema").json()
    assert profile["properties"]["batch_size"]["anyOf"][0]["maximum"] == 1_000_000
    config = client.get("/api/config/schema").json()["$defs"]
    parts = [profile, profile["$defs"]["Adapter"], *config.values()]
    for field in [one for part in parts for one in part["properties"].values()]:
        assert field["description"], field


def test_a_shipped_profile_is_back_when_its_replacement_is_deleted(
    client: TestClient, workdir: Path
) -> None:
    shipped = client.get("/api/config/profiles").json()
    assert shipped["own"] == [] and shipped["file"] == str(workdir / "profiles.yaml")
    body = {"profiles": {"default": {"batch_size": 3}}}
    replaced = client.post("/api/config/profiles", headers=AUTH, json=body).json()
    assert replaced["own"] == ["default"] and "default" in replaced["shipped"]
    assert replaced["profiles"]["default"] == {"batch_size": 3}
    back = client.delete("/api/config/profiles/default", headers=AUTH)
    assert back.json()["profiles"] == shipped["profiles"] and back.json()["own"] == []


def test_secrets_are_kept_from_everybody(
    client: TestClient, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    canary = "canary-7f3a91"
    put = client.put("/api/config/secrets/hub_token", headers=AUTH, json={"value": canary})
    assert put.status_code == 204
    assert client.get("/api/config/secrets").json()["hub_token"] is True
    client.put("/api/config/secrets/nope", headers=AUTH, json={"value": canary})
    client.put("/api/config/secrets/hub_token", headers=AUTH, json={"value": [canary]})
    home = Path.home() / ".spark_trainer"
    holding = [p for p in home.rglob("*") if p.is_file() and canary.encode() in p.read_bytes()]
    assert [p.name for p in holding] == ["secrets.json"]
    assert holding[0].stat().st_mode & 0o777 == 0o600
    assert canary not in "".join(capfd.readouterr()) + caplog.text
    from spark_trainer.jobs.secret_store import secret_variables

    assert secret_variables(home) == {"HF_TOKEN": canary}
    assert client.delete("/api/config/secrets/hub_token", headers=AUTH).status_code == 204
    assert client.get("/api/config/secrets").json()["hub_token"] is False
