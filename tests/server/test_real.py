"""A dataset is built and a model trained over HTTP, while the server is killed in the middle."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.corpus.encode import encode
from tests.corpus.sound import Sound
from tests.jobs.waiting import until
from tests.pipelines.small import pictures
from tests.server.real import Events, Server


def state(server: Server, job: str) -> str:
    return str(server.call("GET", f"/api/jobs/{job}")["state"])


def made_by(server: Server, job: str) -> Any:
    """What the list tells of the folder that a job made, once its id is known."""
    rows = server.call("GET", "/api/jobs")["jobs"]
    (made,) = [row["made"] for row in rows if row["id"] == job]
    return made if made and made["id"] else None


def test_from_an_upload_to_a_trained_model_with_the_server_killed_between(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    for number, name in enumerate(["sea", "tea", "car", "dog"]):
        clip = tmp_path / f"{name}.mp4"
        encode(clip, pictures(number * 300, 20), audio=Sound(end_s=0.8))
        clip.with_suffix(".txt").write_text(f"this is a {name}")
    server = serve(work, home)
    listening = subprocess.run(
        ["ss", "-ltnp"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    (own,) = [line for line in listening if f"pid={server.process.pid}," in line]
    assert f"127.0.0.1:{server.port}" in own
    for path in sorted(tmp_path.glob("*.*")):
        server.upload(path, "clips")
    events = Events(server)
    options = {"caption-backend": "sidecar", "transcription-backend": "sidecar", "fps": 5}
    asked = {"name": "clips", "collection": "clips", "options": options}
    build = server.call("POST", "/api/datasets", asked)["id"]
    until(lambda: state(server, build) == "completed")
    dataset = until(lambda: server.call("GET", "/api/datasets"))
    made = until(lambda: made_by(server, build))
    assert made == {"kind": "dataset", "path": dataset[0]["path"], "id": dataset[0]["id"]}
    page = server.call("GET", f"/api/datasets/{dataset[0]['id']}/entries?text=tea")
    assert page["total"] == 1 and page["entries"][0]["caption"] == "this is a tea"
    train: dict[str, Any] = {
        "command": "train",
        "arguments": ["apotheon-tiny"],
        "options": {"manifest": "datasets/clips", "output": "runs/first", "epochs": 60,
                    "set": ["training.val_share=0", "training.test_share=0"]},
    }  # fmt: skip
    job = server.call("POST", "/api/jobs", train)["id"]
    until(lambda: [e for e in events.found if e.get("event") == "step" and e["job"] == job])
    server.kill()
    again = serve(work, home, port=server.port)
    assert state(again, job) == "running", "a job outlives its server"
    rest = Events(again, after=events.last)
    until(lambda: state(again, job) == "completed")
    until(lambda: [e for e in rest.found if e["topic"] == "job" and e["state"] == "completed"])
    told = [*events.found, *rest.found]
    ids = [event["stream_id"] for event in told]
    assert ids == list(range(ids[0], ids[0] + len(ids))), "no gap and nothing twice"
    steps = [e["step"] for e in told if e.get("event") == "step"]
    assert steps == sorted(steps) and steps[-1] == 60
    (run,) = until(lambda: again.call("GET", "/api/runs"))
    assert until(lambda: again.call("GET", "/api/runs")[0]["state"] == "completed")
    made = until(lambda: made_by(again, job))
    assert made == {"kind": "run", "path": str(work / "runs/first"), "id": run["id"]}
    metrics = again.call("GET", f"/api/runs/{run['id']}/metrics")
    assert metrics["last_step"] == 60 and len(metrics["series"]["loss"]) == 60
    assert again.stop() == 0
    told_lines = [line for line in [*server.log, *again.log] if line.startswith("{")]
    assert told_lines and all(line.count("\n") == 1 for line in told_lines)
    assert server.token not in "".join([*server.log, *again.log])
