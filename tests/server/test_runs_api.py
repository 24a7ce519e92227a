"""Runs over HTTP: what they say, their curves, and comparisons."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

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
