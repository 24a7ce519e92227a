"""What `/api/runs` gives."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from spark_trainer.server.routes.shapes import Shape, example

Point = tuple[int, float, float]
"""The first step of some, their lowest and their highest value."""
State = Literal["running", "completed", "failed", "stopped", "interrupted"]

_RUN: dict[str, JsonValue] = {
    "id": "6c9ee2fe910bce86",
    "name": "apotheon-tiny-1",
    "path": "/home/ada/runs/apotheon-tiny-1",
    "state": "completed",
    "message": None,
    "template": "apotheon-tiny",
    "created": "2026-11-28T15:09:56Z",
    "step": 51,
    "loss": 0.42,
    "epoch": 4,
    "epochs": 5,
    "dataset": {"name": "pets", "path": "/home/ada/datasets/pets", "id": "ff085994788f252f"},
}
_CARD: dict[str, JsonValue] = {
    "format": 1,
    "id": "3151ac6c95a8e3cf",
    "created": "2026-11-28T15:09:56Z",
    "template": "apotheon-tiny",
    "config": {"manifest_path": "datasets/pets", "num_epochs": 5, "batch_size": 8},
    "dataset": {"manifest": "datasets/pets/manifest.jsonl", "train_samples": 400},
    "command": ["spark-trainer", "train", "apotheon-tiny", "--manifest", "datasets/pets"],
    "git": None,
    "packages": {"python": "3.11.7", "torch": "2.13.0"},
    "device": {"type": "cuda", "processes": 1},
}
_DETAIL: dict[str, JsonValue] = {
    "id": "6c9ee2fe910bce86",
    "folder": "/home/ada/runs/apotheon-tiny-1",
    "status": "completed",
    "message": None,
    "run": _CARD,
    "last_step": {"event": "step", "step": 51, "epoch": 5, "loss": 0.42, "tokens_per_s": 5310.5},
    "curve": [[1, 10.95, 10.95], [2, 8.1, 9.4]],
    "resumes": 0,
    "evaluations": [{"event": "evaluation", "step": 51, "metrics": {"loss": 0.5}}],
    "best": {"val loss": [0.5, 51]},
    "checkpoints": [
        {
            "name": "00002-step-51", "state": "not read", "problem": None, "step": 51,
            "metrics": {"loss": 0.5},
        }
    ],
    "results": {"test": {"captions/bleu": 0.61}},
    "model": "/home/ada/runs/apotheon-tiny-1/model",
    "warnings": [],
    "warned": 0,
    "dataset": {"name": "pets", "path": "/home/ada/datasets/pets", "id": "ff085994788f252f"},
    "measured": {
        "test": [
            {
                "name": "captions/bleu", "value": 0.61, "unit": "share", "count": 40, "low": 0.55,
                "high": 0.66, "higher_is_better": True,
            }
        ]
    },
    "unreadable": [],
}  # fmt: skip
_METRICS: dict[str, JsonValue] = {
    "series": {"loss": [[1, 8.1, 10.95], [26, 0.42, 7.7]], "learning_rate": [[1, 0.0, 0.001]]},
    "evaluations": [{"event": "evaluation", "step": 51, "metrics": {"loss": 0.5}}],
    "last_step": 51,
    "last_seq": 61,
    "undone_after": None,
}
_SAMPLES: dict[str, JsonValue] = {
    "evaluations": [
        {
            "step": 51,
            "split": "val",
            "samples": [
                {
                    "id": "91028f9d6c72cc81 captions", "picture": "91/91028f9d/frames/1.jpg",
                    "strip": None, "references": ["A dog runs."], "output": "A dog", "score": 0.0,
                }
            ],
        }
    ],
    "total": 1,
}  # fmt: skip
_COMPARISON: dict[str, JsonValue] = {
    "runs": ["/home/ada/runs/apotheon-tiny-1", "/home/ada/runs/apotheon-tiny-2"],
    "status": ["completed", "completed"],
    "settings": {"num_epochs": [5, 10], "batch_size": [16, None]},
    "losses": {"steps": [51, 102], "last loss": [0.42, 0.31], "best val loss": [0.5, None]},
    "results": {"test": {"captions/bleu": [0.61, 0.66]}},
}


class RunDataset(Shape):
    """What a run learns from."""

    name: str
    path: str
    id: str | None
    """Its id in `/api/datasets`; null where that has no such folder."""


class Run(Shape):
    """A run folder."""

    model_config = example(_RUN)

    id: str
    name: str
    path: str
    state: str | None
    message: str | None
    template: str | None
    created: str | None
    step: int | None
    loss: float | None
    epoch: int | None
    """Of the last step, from 0."""
    epochs: int | None
    """How often it sees every sample, where nothing ends it before."""
    dataset: RunDataset | None


class RunCard(Shape):
    """What never changes about a run: `run.json`."""

    format: int
    id: str
    """Drawn by chance; its checkpoints carry it."""
    created: str
    template: str
    config: dict[str, JsonValue]
    """All settings, resolved."""
    dataset: dict[str, JsonValue]
    """Path of the manifest, its SHA-256, counts."""
    command: list[str]
    git: str | None
    packages: dict[str, str]
    device: dict[str, JsonValue]


class Checkpoint(Shape):
    """A checkpoint of a run."""

    name: str
    state: Literal["good", "not read", "damaged"]
    """`not read`: its card is whole and its files have their sizes."""
    problem: str | None
    step: int | None
    metrics: dict[str, float | None]


class Measured(Shape):
    """A metric of an evaluation after training."""

    name: str
    value: float | None
    """Null where it is not defined."""
    unit: str
    count: int
    """Samples."""
    low: float | None
    high: float | None
    """Ends of the bootstrap interval, in the metric's unit."""
    higher_is_better: bool


class RunDetail(Shape):
    """All that a run folder says."""

    model_config = example(_DETAIL)

    id: str
    folder: str
    status: State
    message: str | None
    """Why it failed, or who is running it."""
    run: RunCard
    last_step: dict[str, JsonValue] | None
    curve: list[Point]
    """Of the loss: first step, lowest and highest value."""
    resumes: int
    evaluations: list[dict[str, JsonValue]]
    """Those in training, in order."""
    best: dict[str, tuple[float, int]]
    """Of each metric the best value, and the first step that had it."""
    checkpoints: list[Checkpoint]
    results: dict[str, dict[str, float | None]]
    """Metrics of each evaluation after training, by its name."""
    model: str | None
    """The folder with its weights, once they are written."""
    warnings: list[JsonValue]
    """The last ones."""
    warned: int
    """All of them."""
    dataset: RunDataset | None
    measured: dict[str, list[Measured]]
    """`results` with units and intervals."""
    unreadable: list[str]
    """What of the evaluations cannot be read, and why."""


class Metrics(Shape):
    """Curves: of each, points of first step, lowest and highest value, so no spike is lost."""

    model_config = example(_METRICS)

    series: dict[str, list[Point]]
    evaluations: list[dict[str, JsonValue]]
    last_step: int | None
    """Of those that are here."""
    last_seq: int
    """What to give as `after` for what is told later."""
    undone_after: int | None
    """Of what was told since `after`: a resume voided all steps later than this one."""


class RunSample(Shape):
    """What the model wrote or made, beside what was wanted."""

    id: str
    picture: str | None
    """`name` of the picture `of` the dataset."""
    strip: str | None
    """`name` of the picture `of` the samples: frames that were wanted above, those made below."""
    references: list[str]
    output: str
    score: float | None


class RunEvaluation(Shape):
    """An evaluation in training, with its samples."""

    step: int
    split: str
    samples: list[RunSample]


class RunSamples(Shape):
    """Evaluations that have samples, in order."""

    model_config = example(_SAMPLES)

    evaluations: list[RunEvaluation]
    """The last ones."""
    total: int
    """All of them."""


class Comparison(Shape):
    """Runs beside each other. Every list has a value a run; null where a run has none."""

    model_config = example(_COMPARISON)

    runs: list[str]
    """Their folders."""
    status: list[State]
    settings: dict[str, list[JsonValue]]
    """Those that differ, by dotted name."""
    losses: dict[str, list[float | None]]
    """Steps done, the last loss, the best of every metric in training."""
    results: dict[str, dict[str, list[float | None]]]
    """Metrics of each evaluation after training, by its name."""
