"""Runs over HTTP: what they say, their curves, and comparisons."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.jobs.index.finding import id_of
from spark_trainer.trainers.run_card import read_card
from spark_trainer.trainers.run_folder import RunFolder
from tests.jobs.waiting import until
from tests.trainers.small_runs import make_run

pytestmark = pytest.mark.parametrize("job_home", ["sqlite", "postgresql"], indirect=True)
EVIL = "<img src=x onerror=alert(1)>\x1b[31m"


@pytest.fixture(autouse=True)
def runs(workdir: Path) -> None:
    """There before the server is."""
    losses = [4.0 - n / 1000 for n in range(3000)]
    losses[1234] = 99.0
    make_run(
        workdir / "runs/a",
        losses=losses,
        config={"learning_rate": 1e-3},
        evaluations={2: {"loss": 2.5}, 4: {"loss": 2.75}},
        checkpoints=(4,),
        results={"test": {"wer": 0.25}},
    )
    failed = ("failed", {"message": EVIL})
    make_run(workdir / "runs/b", losses=[4.0, math.nan], config={"learning_rate": 1e-4}, end=failed)
    make_run(workdir / "runs/damaged", losses=[1.0])
    (workdir / "runs/damaged/run.json").write_text("{")


@pytest.fixture
def ids(client: TestClient) -> dict[str, str]:
    found = until(lambda: client.get("/api/runs").json())
    return {row["name"]: row["id"] for row in found}


def test_the_list_tells_how_each_stands(client: TestClient, ids: dict[str, str]) -> None:
    rows: dict[str, Any] = {row["name"]: row for row in client.get("/api/runs").json()}
    assert {name: row["state"] for name, row in rows.items()} == {
        "a": "completed", "b": "failed", "damaged": "damaged",
    }  # fmt: skip
    assert (rows["a"]["step"], rows["a"]["template"]) == (3000, "apotheon-tiny")
    assert len(client.get("/api/runs?limit=2&offset=1").json()) == 2


def test_a_run_says_all_that_its_folder_does(client: TestClient, ids: dict[str, str]) -> None:
    told = client.get(f"/api/runs/{ids['a']}").json()
    assert (told["status"], told["run"]["config"]) == ("completed", {"learning_rate": 1e-3})
    assert told["best"] == {"val loss": [2.5, 2]}
    assert [(one["state"], one["step"]) for one in told["checkpoints"]] == [("not read", 4)]
    assert told["results"] == {"test": {"wer": 0.25}} and told["model"] is None
    failed = client.get(f"/api/runs/{ids['b']}").json()
    assert failed["status"] == "failed" and "onerror" in failed["message"]
    damaged = client.get(f"/api/runs/{ids['damaged']}")
    assert damaged.status_code == 409 and "run.json" in damaged.json()["detail"]
    assert client.get(f"/api/runs/{'0' * 16}").status_code == 404


def test_curves_have_as_many_points_as_a_plot_and_keep_the_spike(
    client: TestClient, ids: dict[str, str]
) -> None:
    told = client.get(f"/api/runs/{ids['a']}/metrics?bins=50").json()
    loss = told["series"]["loss"]
    assert len(loss) == 50 and told["last_step"] == 3000
    spiked = [point for point in loss if point[2] == 99.0]
    assert len(spiked) == 1 and spiked[0][0] <= 1235 < spiked[0][0] + 60
    assert min(point[1] for point in loss) == pytest.approx(4.0 - 2.999)
    assert [one["step"] for one in told["evaluations"]] == [2, 4]
    assert client.get(f"/api/runs/{ids['b']}/metrics").json()["series"]["loss"] == [[1, 4.0, 4.0]]
    for bins in ("0", "4001", "x"):
        assert client.get(f"/api/runs/{ids['a']}/metrics?bins={bins}").status_code == 422


def test_runs_are_compared(client: TestClient, ids: dict[str, str]) -> None:
    asked = {"run": [ids["a"], ids["b"]]}
    told = client.get("/api/runs/compare", params=asked).json()
    assert told["settings"] == {"learning_rate": [1e-3, 1e-4]}
    assert told["losses"]["steps"] == [3000, 2] and told["losses"]["best val loss"] == [2.5, None]
    assert told["results"] == {"test": {"wer": [0.25, None]}}
    assert client.get("/api/runs/compare", params={"run": [ids["a"]]}).status_code == 422
    wrong = client.get("/api/runs/compare", params={"run": [ids["a"], "0" * 16]})
    assert wrong.status_code == 404


def test_curves_of_a_stretch_and_of_some_names(client: TestClient, ids: dict[str, str]) -> None:
    where = f"/api/runs/{ids['a']}/metrics"
    told = client.get(f"{where}?from_step=1230&to_step=1240&names=loss").json()
    assert list(told["series"]) == ["loss"]
    assert [point[0] for point in told["series"]["loss"]] == list(range(1230, 1241))
    assert told["series"]["loss"][5][1:] == [99.0, 99.0] and told["last_step"] == 1240
    both = client.get(where, params={"names": ["loss", "learning_rate", "none"]}).json()
    assert sorted(both["series"]) == ["learning_rate", "loss"]
    assert client.get(f"{where}?from_step=9&to_step=3").json()["series"] == {}


def test_only_what_is_new_is_told_and_a_resume_that_voids_steps(
    client: TestClient, ids: dict[str, str], workdir: Path
) -> None:
    where = f"/api/runs/{ids['b']}/metrics"
    first = client.get(where).json()
    again = client.get(f"{where}?after={first['last_seq']}").json()
    assert (again["series"], again["last_step"]) == ({}, None)
    assert (again["last_seq"], again["undone_after"]) == (first["last_seq"], None)
    with RunFolder.open(workdir / "runs/b", write=True) as run:
        run.event("resumed", step=1)
        run.event("step", step=2, loss=3.5)
    told = client.get(f"{where}?after={first['last_seq']}").json()
    assert told["series"] == {"loss": [[2, 3.5, 3.5]]} and told["undone_after"] == 1
    whole = client.get(where).json()
    assert whole["series"]["loss"] == [[1, 4.0, 4.0], [2, 3.5, 3.5]]
    assert whole["last_seq"] == told["last_seq"]


def test_runs_name_their_dataset(client: TestClient, ids: dict[str, str], workdir: Path) -> None:
    dataset = {"name": "d", "path": str(workdir / "d"), "id": None}
    assert client.get(f"/api/runs/{ids['a']}").json()["dataset"] == dataset
    rows = {row["name"]: row for row in client.get("/api/runs").json()}
    assert rows["a"]["dataset"] == dataset and rows["damaged"]["dataset"] is None


def test_results_have_units(client: TestClient, ids: dict[str, str]) -> None:
    (measured,) = client.get(f"/api/runs/{ids['a']}").json()["measured"]["test"]
    assert (measured["name"], measured["value"], measured["unit"]) == ("wer", 0.25, "share")


@pytest.fixture
def seen(workdir: Path) -> Path:
    """A run with samples, there before the server is."""
    folder = make_run(workdir / "runs/seen", losses=[2.0, 1.0], end=None)
    written = {
        "id": "1 captions", "picture": "aa/frames/1.jpg", "references": ["A dog."],
        "output": EVIL, "score": 0.0,
    }  # fmt: skip
    made = {"id": "2", "references": [], "output": "step-2/0.jpg", "score": None}
    with RunFolder.open(folder, write=True) as run:
        run.event("evaluation", step=2, split="val", metrics={}, samples=[written, made, "odd"])
        run.event("evaluation", step=3, split="val", metrics={}, samples=[])
    (folder / "samples/step-2").mkdir(parents=True)
    (folder / "samples/step-2/0.jpg").write_bytes(b"strip")
    (folder / "samples/step-2/x.html").write_text("<script>")
    (folder / "samples/link.jpg").symlink_to(workdir / "secret.jpg")
    (workdir / "secret.jpg").write_bytes(b"secret")
    (workdir / "datasets/d/aa/frames").mkdir(parents=True)
    (workdir / "datasets/d/aa/frames/1.jpg").write_bytes(b"frame")
    return folder


def test_samples_have_pictures_of_the_run_and_of_its_dataset_alone(
    seen: Path, client: TestClient, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = id_of(seen)
    until(lambda: client.get(f"/api/runs/{number}").status_code == 200)
    told = client.get(f"/api/runs/{number}/samples").json()
    assert told["total"] == 1 and told["evaluations"][0]["step"] == 2
    written, made = told["evaluations"][0]["samples"]
    assert (written["output"], written["picture"], written["strip"]) == (
        EVIL, "aa/frames/1.jpg", None,
    )  # fmt: skip
    assert (made["strip"], made["output"]) == ("step-2/0.jpg", "")
    where = f"/api/runs/{number}/picture"

    def picture(of: str, name: str) -> Any:
        return client.get(where, params={"of": of, "name": name})

    strip = picture("samples", "step-2/0.jpg")
    assert (strip.content, strip.headers["content-type"]) == (b"strip", "image/jpeg")
    # The dataset of the run lies outside the folders of this server.
    assert picture("dataset", "aa/frames/1.jpg").status_code == 404
    inside = {"manifest": str(workdir / "datasets/d/manifest.jsonl")}
    monkeypatch.setattr(
        "spark_trainer.server.routes.runs.read_card",
        lambda folder: read_card(folder).model_copy(update={"dataset": inside}),
    )
    assert picture("dataset", "aa/frames/1.jpg").content == b"frame"
    for of, name in (
        ("samples", "step-2/x.html"), ("samples", "link.jpg"), ("samples", "../run.json"),
        ("samples", "../../../secret.jpg"), ("samples", str(workdir / "secret.jpg")),
        ("dataset", "../../secret.jpg"), ("dataset", "manifest.jsonl"), ("dataset", "none.jpg"),
    ):  # fmt: skip
        assert picture(of, name).status_code == 404, name
    assert picture("other", "x.jpg").status_code == 422


def test_a_long_log_is_read_from_its_end(
    client: TestClient, ids: dict[str, str], workdir: Path
) -> None:
    lines = [f"line {n:06d} {EVIL}" for n in range(20_000)]
    log = workdir / "runs/a/log.txt"
    log.write_text("\n".join(lines) + "\nunfinished")
    where = f"/api/runs/{ids['a']}/log"
    part = client.get(f"{where}?tail=true").json()
    assert part["lines"][-1].startswith("line 019999") and "\x1b" not in part["lines"][-1]
    assert part["next"] == log.stat().st_size - len("unfinished") and part["more"]
    assert part["bytes"] == log.stat().st_size
    found = part["lines"]
    while part["begin"]:
        part = client.get(f"{where}?before={part['begin']}").json()
        found = part["lines"] + found
    assert len(found) == 20_000 and found[0].startswith("line 000000")
    onwards = client.get(where).json()
    assert onwards["begin"] == 0 and onwards["lines"] == found[: len(onwards["lines"])]
    assert client.get(f"{where}?tail=true&before=10").status_code == 422
    assert client.get(f"/api/runs/{'0' * 16}/log").status_code == 404
