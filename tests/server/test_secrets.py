"""Six secrets are planted, and looked for wherever this program writes."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.real import Server

STORED = ("hub_token", "openai_api_key", "wandb_api_key")
FILES = {"secrets.json": STORED, "token": ("own token",)}
"""Where secrets may lie, under the home."""


def asked(server: Server, method: str, path: str, body: Any = None, **headers: str) -> str:
    """What an answer says, whatever it is."""
    try:
        return str(server.call(method, path, body, **headers)) + str(server.headers)
    except urllib.error.HTTPError as e:
        return e.read().decode() + str(e.headers)
    except ValueError:  # no JSON
        return ""


def crash(job: str, home: Path) -> None:
    """End a job as a fault of the machine would, with all the word that Python gives of it."""
    told = json.loads((home / ".spark_trainer/jobs" / job / "started.json").read_text())
    psutil.Process(told["pid"]).send_signal(signal.SIGSEGV)


def holding(folder: Path, secret: str) -> list[str]:
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and secret.encode() in path.read_bytes()
    )


def test_six_secrets_are_in_no_file_but_the_private_ones(
    tmp_path: Path, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    write_dataset(work / "datasets/mine", [entry()])
    canaries = {name: f"canary-{name}-{os.urandom(8).hex()}" for name in STORED}
    canaries["of the environment"] = f"canary-environment-{os.urandom(8).hex()}"
    canaries["guess"] = f"canary-guess-{os.urandom(8).hex()}"
    monkeypatch.setenv("HF_HUB_TOKEN", canaries["of the environment"])
    monkeypatch.setenv("SPARK_TRAINER_DEBUG", "1")
    monkeypatch.setenv("PYTHONFAULTHANDLER", "1")
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    server = serve(work, home)
    canaries["own token"] = server.token
    told = [
        asked(server, "PUT", f"/api/config/secrets/{name}", {"value": canaries[name]})
        for name in STORED
    ]
    told += [
        asked(server, "PUT", "/api/config/secrets/none", {"value": canaries["hub_token"]}),
        asked(server, "PUT", "/api/config/secrets/hub_token", {"value": [canaries["hub_token"]]}),
        asked(
            server, "PUT", "/api/config/secrets/hub_token", {"value": canaries["hub_token"] + "\0"}
        ),
        asked(server, "GET", "/login?token=" + canaries["guess"]),
        asked(server, "POST", "/api/jobs", {}, X_SparkTrainer_Token=canaries["guess"]),
        asked(server, "POST", "/api/jobs", {}, Authorization="Bearer " + server.token),
        asked(server, "GET", "/api/config/secrets"),
    ]
    asked(server, "GET", "/login?token=" + server.token)  # its answer is the one that may have it
    jobs = []
    for body in (
        {"command": "dataset verify", "arguments": ["datasets/mine"]},
        {
            "command": "train",
            "arguments": ["apotheon-tiny"],
            "options": {"manifest": "datasets/none"},
        },
        {"command": "models pull", "arguments": ["none/none"]},
    ):
        jobs.append(server.call("POST", "/api/jobs", body)["id"])
    long = {
        "command": "train",
        "arguments": ["apotheon-tiny"],
        "options": {"manifest": "datasets/mine", "max-steps": 100000},
    }
    crashing = server.call("POST", "/api/jobs", {**long, "priority": 100})["id"]
    started = home / ".spark_trainer/jobs" / crashing / "started.json"
    until(started.exists)
    crash(crashing, home)

    def over() -> bool:
        return bool(server.call("GET", "/api/jobs?state=queued&state=running")["total"] == 0)

    until(over)
    (home / ".spark_trainer/config.json").write_text("{")  # what is asked then fails
    for path in ("/api/config/persistent", "/api/datasets", "/api/datasets/" + "0" * 16):
        told.append(asked(server, "GET", path))
    (home / ".spark_trainer/config.json").unlink()
    for job in (*jobs, crashing):
        told += [
            asked(server, "GET", f"/api/jobs/{job}"),
            asked(server, "GET", f"/api/jobs/{job}/log"),
        ]
    for path in ("/api/jobs", "/api/system", "/api/user/dashboard", "/metrics", "/openapi.json"):
        told.append(asked(server, "GET", path))
    assert "SIGSEGV" in "".join(told) or "signal 11" in "".join(told)
    server.kill()
    said = "".join([*told, *server.log])
    for name, secret in canaries.items():
        places = [file for file, names in FILES.items() if name in names]
        assert holding(tmp_path, secret) == places, name
        assert secret not in said, name
    for file in FILES:
        assert (home / ".spark_trainer" / file).stat().st_mode & 0o777 == 0o600


def test_the_password_of_the_database_is_told_nowhere(
    tmp_path: Path,
    serve: Callable[..., Server],
    monkeypatch: pytest.MonkeyPatch,
    postgres_server: str,
) -> None:
    secret = f"canary-password-{os.urandom(8).hex()}"
    address = postgres_server.replace("postgresql://", "")
    user, _, place = address.rpartition("@")
    monkeypatch.setenv(
        "SPARK_TRAINER_DATABASE_URL",
        f"postgresql://{user.split(':')[0] or 'postgres'}:{secret}@{place}",
    )
    server = serve(tmp_path, tmp_path)
    job = server.call(
        "POST", "/api/jobs", {"command": "dataset verify", "arguments": ["datasets/x"]}
    )
    until(lambda: server.call("GET", f"/api/jobs/{job['id']}")["state"] == "failed")
    told = [
        asked(server, "GET", path) for path in ("/api/jobs", f"/api/jobs/{job['id']}", "/healthz")
    ]
    server.kill()
    assert holding(tmp_path, secret) == []
    assert secret not in "".join([*told, *server.log])


@pytest.mark.parametrize("value", ["a\0b", "a\nb", "\ud800", "\x1b[31m"])
def test_a_secret_that_no_job_could_get_is_refused_and_jobs_go_on(
    tmp_path: Path, serve: Callable[..., Server], value: str
) -> None:
    server = serve(tmp_path, tmp_path)
    assert "printable" in asked(server, "PUT", "/api/config/secrets/hub_token", {"value": value})
    job = server.call(
        "POST", "/api/jobs", {"command": "dataset verify", "arguments": ["datasets/x"]}
    )
    until(lambda: server.call("GET", f"/api/jobs/{job['id']}")["state"] == "failed")


def test_jobs_go_on_after_a_failure_that_nobody_foresaw(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    server = serve(tmp_path, tmp_path)
    store = tmp_path / ".spark_trainer/secrets.json"
    store.write_text('{"hub_token": "a\\u0000b"}')
    store.chmod(0o600)
    job = server.call(
        "POST", "/api/jobs", {"command": "dataset verify", "arguments": ["datasets/x"]}
    )
    until(lambda: [line for line in server.log if "an error of this program" in line])
    store.unlink()
    until(lambda: server.call("GET", f"/api/jobs/{job['id']}")["state"] == "failed")
