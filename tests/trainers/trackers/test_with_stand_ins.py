"""Which calls W&B, MLflow and Trackio get, by stand-ins that note them.

The packages are not installed here. What a call does there was watched by hand, with wandb 0.31.0,
mlflow-skinny 3.17.2 and trackio 0.43.0; these tests hold the calls as they were then.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.registry import open_trackers

STAND_IN = """
calls = []
answers = {}
failing = set()

class Error(Exception): pass
MlflowException = Error

class _Noted:
    def __init__(self, name, of=()):
        self._name, self._of = name, of
    def __getattr__(self, name):
        return _Noted(f"{self._name}.{name}")
    def __call__(self, *words, **named):
        calls.append((self._name, words, named))
        if self._name in failing:
            raise Error(f"{self._name} is out of reach")
        return answers.get(self._name, _Noted(self._name + "()", (words, named)))

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _Noted(name)
"""

SAMPLE = Sample(id="v", references=("a seven",), output="a nine", score=0.5)
CONFIG = {"seed": 7, "stages": [{"name": "align"}], "empty": []}
RUN = "0123456789abcdef"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = dict(os.environ)
    for key in before:
        if key.startswith(("WANDB_", "MLFLOW_", "TRACKIO_")):
            monkeypatch.delenv(key)
    yield
    for key in os.environ.keys() - before.keys():
        del os.environ[key]


def stand_in(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        monkeypatch.delitem(sys.modules, module)
    package = tmp_path / "site" / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(STAND_IN)
    (package / "entities.py").write_text(
        "from collections import namedtuple\n"
        "Param = namedtuple('Param', 'key value')\n"
        "Metric = namedtuple('Metric', 'key value timestamp step')\n"
    )
    monkeypatch.syspath_prepend(tmp_path / "site")
    module = importlib.import_module(name)
    monkeypatch.setitem(sys.modules, name, module)  # taken out again at the end
    return module


def told(name: str, tmp_path: Path, step: int = 0) -> list[str]:
    """A short run; what was said."""
    said: list[str] = []
    trackers = open_trackers([name], tmp_path / "run", said.append)
    trackers.start(RUN, CONFIG, step)
    trackers.metrics(step + 1, {"losses/captioning": 0.5})
    trackers.samples(step + 1, [SAMPLE])
    trackers.close()
    return said


def test_wandb_is_offline_in_the_run_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wandb = stand_in("wandb", tmp_path, monkeypatch)
    assert told("wandb", tmp_path) == []
    names = [name for name, _, _ in wandb.calls]
    assert names == [
        *("Settings", "init", "init().define_metric", "init().define_metric"),
        *("init().log", "Table", "init().log", "init().finish"),
    ]
    options = wandb.calls[1][2]
    del options["settings"]
    assert options == {
        "project": "spark-trainer",
        "id": RUN,
        "resume": "allow",
        "dir": str(tmp_path / "run"),
        "config": CONFIG,
        "mode": "offline",
        "save_code": False,
    }
    assert wandb.calls[3][1:] == (("*",), {"step_metric": "optimizer_step"})
    assert wandb.calls[4][1] == ({"losses/captioning": 0.5, "optimizer_step": 1},)
    assert wandb.calls[5][2]["data"] == [["v", "", "a seven", "a nine", "0.5"]]
    assert os.environ["WANDB_CACHE_DIR"] == str(tmp_path / "run" / "wandb" / "cache")


@pytest.mark.parametrize(
    ("variables", "mode"),
    [
        ({"WANDB_API_KEY": "k"}, "online"),
        ({"WANDB_API_KEY": "k", "WANDB_MODE": "offline"}, "offline"),
        ({"WANDB_MODE": "disabled"}, "disabled"),
    ],
)
def test_wandb_goes_online_only_when_its_variables_say_so(
    variables: dict[str, str], mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wandb = stand_in("wandb", tmp_path, monkeypatch)
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    told("wandb", tmp_path)
    assert wandb.calls[1][2]["mode"] == mode


def test_wandb_out_of_reach_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wandb = stand_in("wandb", tmp_path, monkeypatch)
    wandb.failing.add("init")
    (said,) = told("wandb", tmp_path)
    assert wandb.calls[-1][0] == "teardown"
    assert said.startswith("wandb is told nothing more: init is out of reach. The training goes on")


def test_mlflow_makes_a_run_of_files_in_the_run_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = stand_in("mlflow", tmp_path, monkeypatch)
    mlflow.answers.update(
        {
            "MlflowClient().get_experiment_by_name": None,
            "MlflowClient().create_experiment": "e1",
            "MlflowClient().search_runs": [],
        }
    )
    assert told("mlflow", tmp_path) == []
    calls = [(name.removeprefix("MlflowClient()."), w, n) for name, w, n in mlflow.calls]
    assert [name for name, _, _ in calls] == [
        *("MlflowClient", "get_experiment_by_name", "create_experiment", "search_runs"),
        *("create_run", "log_batch", "log_batch", "log_dict", "set_terminated"),
    ]
    assert calls[0][2] == {"tracking_uri": (tmp_path / "run" / "mlflow").as_uri()}
    assert calls[3][1] == (["e1"], f"tags.`spark_trainer.run` = '{RUN}'")
    params = {param.key: param.value for param in calls[5][2]["params"]}
    assert params == {"seed": "7", "stages.0.name": "align", "empty": "[]"}
    (metric,) = calls[6][2]["metrics"]
    assert (metric.key, metric.value, metric.step) == ("losses/captioning", 0.5, 1)
    assert calls[7][1][1]["samples"][0]["output"] == "a nine"
    assert calls[7][1][2] == "samples/step-000000001.json"
    assert os.environ["MLFLOW_ALLOW_FILE_STORE"] == "true"


def test_mlflow_goes_on_with_its_run_and_uses_the_server_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = stand_in("mlflow", tmp_path, monkeypatch)
    mlflow.answers["MlflowClient().search_runs"] = [mlflow.before]
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    assert told("mlflow", tmp_path, step=4) == []
    assert mlflow.calls[0][2] == {"tracking_uri": "http://127.0.0.1:1"}
    assert not any(name.endswith("create_run") for name, _, _ in mlflow.calls)
    assert "MLFLOW_ALLOW_FILE_STORE" not in os.environ
    assert os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] == "2"


def test_long_settings_are_sent_in_parts_and_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = stand_in("mlflow", tmp_path, monkeypatch)
    mlflow.answers["MlflowClient().search_runs"] = []
    trackers = open_trackers(["mlflow"], tmp_path / "run", pytest.fail)
    trackers.start(RUN, {f"key {n}:é": "x" * 900 for n in range(250)})
    sent = [named["params"] for name, _, named in mlflow.calls if name.endswith("log_batch")]
    assert [len(params) for params in sent] == [100, 100, 50]
    assert sent[0][0].key == "key 0_é"
    assert len(sent[0][0].value) == 500


def test_trackio_keeps_its_database_in_the_run_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trackio = stand_in("trackio", tmp_path, monkeypatch)
    assert told("trackio", tmp_path) == []
    assert [name for name, _, _ in trackio.calls] == [
        *("init", "init().log", "Table", "init().log", "init().finish"),
    ]
    assert trackio.calls[0][2] == {
        "project": "spark-trainer",
        "name": RUN,
        "config": CONFIG,
        "resume": "allow",
        "embed": False,
        "auto_log_gpu": False,
        "auto_log_cpu": False,
    }
    assert trackio.calls[1][1:] == (({"losses/captioning": 0.5},), {"step": 1})
    assert os.environ["TRACKIO_DIR"] == str(tmp_path / "run" / "trackio")
