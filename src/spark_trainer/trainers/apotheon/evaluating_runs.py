"""A run's model on a split of its dataset, or of another one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from spark_trainer.core.errors import UsageError
from spark_trainer.core.mistakes import one_of
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import file_sha256
from spark_trainer.datasets.split import Shares, Split
from spark_trainer.evaluation.report import Result
from spark_trainer.evaluation.texts import check_metrics
from spark_trainer.labelers.device import check_spelling, choose_device
from spark_trainer.models.apotheon.finding import find_model
from spark_trainer.models.apotheon.inputs import InputSizes
from spark_trainer.models.apotheon.saving import load_model
from spark_trainer.trainers.apotheon.data import manifest_of
from spark_trainer.trainers.apotheon.evaluating import NAMES, evaluate
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.run_folder import RunFolder

SPLITS = (*get_args(Split), "all")


def evaluate_run(
    run: Path,
    split: str,
    *,
    manifest: Path | None = None,
    metrics: Sequence[str] | None = None,
    most: int | None = None,
    batch_size: int = 16,
    device: str = "auto",
) -> tuple[Result, Path]:
    """The result, and where it belongs: `RUN/evaluations/SPLIT.json`.

    Raises:
        UsageError: no such split or metric, or no dataset is known.
        DatasetError: the split is empty.
        CheckpointError: the model is damaged.
    """
    if split not in SPLITS:
        raise UsageError(f"--split: {one_of(split, 'split', SPLITS)}")
    check_spelling(device, "auto")
    check_metrics(metrics or NAMES, NAMES)
    folder = find_model(run)
    known = RunFolder.open(run, write=False).card if (run / "run.json").exists() else None
    if manifest is None and known is None:
        raise UsageError(f"{printable(run)}: is a model, no run: give --manifest DATASET")
    config: dict[str, Any] = {} if known is None else dict(known.config)
    lines = manifest_of(str(manifest or config["manifest_path"]))
    model, tokenizer = load_model(folder, device=choose_device(device))
    own = manifest is None and known is not None
    shares = Shares(val=config["val_share"], test=config["test_share"]) if own else Shares(0, 0)
    dataset = ApotheonMultiModalDataset(
        lines,
        tokenizer,
        model.config,
        split=split,  # type: ignore[arg-type]
        shares=shares,
        split_seed=config["seed"] if own else 0,
    )
    result = evaluate(
        model,
        tokenizer,
        dataset,
        _budget(dataset.sizes, batch_size),
        metrics=metrics or NAMES,
        most=most,
        title=f"{run.name}: {split} of {lines.parent.name}",
        settings={
            "run": str(run),
            "manifest": str(lines),
            "manifest_sha256": file_sha256(lines),
            "split": split,
        },
    )
    name = split if own else f"{lines.parent.name}-{split}"
    return result, run / "evaluations" / f"{name}.json"


def _budget(sizes: InputSizes, samples: int) -> Budget:
    windows = math.ceil(sizes.max_audio_s / sizes.window_s) + 1
    return Budget(
        frames=samples * sizes.max_frames,
        windows=samples * windows,
        tokens=samples * 2 * sizes.max_text_tokens,
        samples=samples,
    )
