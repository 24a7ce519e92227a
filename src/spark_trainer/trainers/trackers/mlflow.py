"""MLflow: the server that MLFLOW_TRACKING_URI names, else files in the run folder."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spark_trainer.evaluation.report import Sample
from spark_trainer.trainers.trackers.tracker import COLUMNS, installed, rows

_EXPERIMENT = "spark-trainer"
_RUN_TAG = "spark_trainer.run"
_PATIENCE = {"MLFLOW_HTTP_REQUEST_TIMEOUT": "10", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2"}
"""MLflow's own would hold the training up for minutes when its server is gone."""
_PARAMS_A_CALL, _PARAM_CHARS = 100, 500
_NOT_IN_A_NAME = re.compile(r"[^\w\-. /]")


class MLflowTracker:
    """One run of MLflow, found again by a tag with the id of ours."""

    name = "mlflow"

    def __init__(self, folder: Path) -> None:
        for key, value in _PATIENCE.items():
            os.environ.setdefault(key, value)
        self._mlflow = installed("mlflow", pip="mlflow-skinny")
        self._entities = installed("mlflow.entities", pip="mlflow-skinny")
        self.errors: tuple[type[Exception], ...] = (self._mlflow.MlflowException,)
        self._folder = folder
        self._client: Any = None
        self._run = ""

    def start(self, run_id: str, config: Mapping[str, Any], step: int = 0) -> None:
        uri = os.environ.get("MLFLOW_TRACKING_URI")
        if not uri:
            # The store that needs no database; MLflow wants to be told that it is meant.
            os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
            uri = self._folder.resolve().as_uri()
        self._client = self._mlflow.MlflowClient(tracking_uri=uri)
        experiment = self._experiment(os.environ.get("MLFLOW_EXPERIMENT_NAME", _EXPERIMENT))
        found = self._client.search_runs([experiment], f"tags.`{_RUN_TAG}` = '{run_id}'")
        if found:
            self._run = found[0].info.run_id
            return
        made = self._client.create_run(experiment, tags={_RUN_TAG: run_id}, run_name=run_id)
        self._run = made.info.run_id
        params = [self._entities.Param(key, value) for key, value in _flat("", config)]
        for begin in range(0, len(params), _PARAMS_A_CALL):
            self._client.log_batch(self._run, params=params[begin : begin + _PARAMS_A_CALL])

    def _experiment(self, name: str) -> str:
        found = self._client.get_experiment_by_name(name)
        return str(found.experiment_id if found else self._client.create_experiment(name))

    def metrics(self, step: int, values: Mapping[str, float]) -> None:
        now_ms = int(time.time() * 1000)
        metric = self._entities.Metric
        told = [metric(_name(name), value, now_ms, step) for name, value in values.items()]
        self._client.log_batch(self._run, metrics=told)

    def samples(self, step: int, table: Sequence[Sample]) -> None:
        told = [dict(zip(COLUMNS, row, strict=True)) for row in rows(table)]
        self._client.log_dict(self._run, {"samples": told}, f"samples/step-{step:09d}.json")

    def close(self) -> None:
        if self._run:
            self._client.set_terminated(self._run)


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Nested settings as MLflow's flat ones: `stages.0.name`."""
    if isinstance(value, Mapping | list | tuple) and value:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, inner in items:
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    else:
        text = value if isinstance(value, str) else json.dumps(value)
        yield _name(path), text[:_PARAM_CHARS]


def _name(text: str) -> str:
    return _NOT_IN_A_NAME.sub("_", text)[:250]
