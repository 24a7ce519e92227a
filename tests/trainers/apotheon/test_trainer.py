"""What a run can do besides training: averages, caches, trackers, evaluation."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tests.trainers.apotheon.train_small import STAGES, settings, train_small
from tests.trainers.apotheon_data.hand_made import Video, mixed, write_dataset

from spark_trainer.core.errors import DatasetError, RunError
from spark_trainer.trainers.apotheon import task
from spark_trainer.trainers.run_events import current
from spark_trainer.trainers.training import loop

FROZEN = [{"name": "all", "epochs": [0, None], "modalities": ["text", "image", "audio", "video"],
           "frozen": ["vision_encoder", "audio_encoder"]}]  # fmt: skip


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("trainer") / "data", mixed(16))


def events(run: Path, kind: str) -> list[dict[str, Any]]:
    return list(current(run / "events.jsonl", {kind}))


def losses(run: Path) -> list[float]:
    return [event["loss"] for event in events(run, "step")]


def test_with_cached_features_it_learns_the_same(samples: Path, tmp_path: Path) -> None:
    short = {"max_steps": 4, "evaluate_samples": 0}
    train_small(settings(samples, tmp_path / "plain", **short), FROZEN)
    cache = tmp_path / "features"
    train_small(settings(samples, tmp_path / "cached", **short, feature_cache=str(cache)), FROZEN)
    assert losses(tmp_path / "cached") == pytest.approx(losses(tmp_path / "plain"), rel=1e-4)
    told = [event["message"] for event in events(tmp_path / "cached", "warning")]
    assert any("features of audio_encoder, vision_encoder" in message for message in told)
    train_small(settings(samples, tmp_path / "again", **short, feature_cache=str(cache)), FROZEN)
    assert losses(tmp_path / "again") == losses(tmp_path / "cached")


def test_what_a_stage_freezes_stays_as_it_was(samples: Path, tmp_path: Path) -> None:
    first, last = (
        train_small(settings(samples, tmp_path / f"{n}", max_steps=n, evaluate_samples=0), FROZEN)
        for n in (1, 4)
    )
    before, after = (load_file(run.run / "model/model.safetensors") for run in (first, last))
    changed = {name.partition(".")[0] for name in before if not before[name].equal(after[name])}
    assert not changed & {"vision_encoder", "audio_encoder"}
    assert {"vision_projection", "text_encoder", "fusion"} <= changed


def test_the_average_is_what_others_are_given(samples: Path, tmp_path: Path) -> None:
    more = {"max_steps": 4, "evaluate_samples": 0, "ema_decay": 0.9}
    run = train_small(settings(samples, tmp_path / "run", **more)).run
    given = load_file(run / "model/model.safetensors")
    newest = max((run / "checkpoints").iterdir())
    average, last = (load_file(newest / f"{part}.safetensors") for part in ("ema", "model"))
    assert all(given[name].equal(kept) for name, kept in average.items())
    assert not all(kept.equal(last[name]) for name, kept in average.items())


def test_trackers_are_told_what_the_run_is_told(samples: Path, tmp_path: Path) -> None:
    run = train_small(
        settings(samples, tmp_path / "run", max_steps=4, trackers=["tensorboard"])
    ).run
    board = EventAccumulator(str(run / "tensorboard"))
    board.Reload()
    seen = {scalar.step: scalar.value for scalar in board.Scalars("loss")}
    wanted = {event["step"]: event["loss"] for event in events(run, "step")}
    assert seen == pytest.approx(wanted)
    assert [s.step for s in board.Scalars("val/loss")] == [3, 4]


def test_an_evaluation_tells_losses_metrics_and_a_table(samples: Path, tmp_path: Path) -> None:
    run = train_small(settings(samples, tmp_path / "run", max_steps=3)).run
    (told,) = events(run, "evaluation")
    assert {"loss", "captioning_loss", "transcripts, wer", "captions, exact_match"} <= set(
        told["metrics"]
    )
    assert all(sample["references"] and "output" in sample for sample in told["samples"])


def test_the_best_is_sought_anew_in_each_stage(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loss of pictures alone may be lower than one of everything will ever be."""
    evaluated, kept = [], []

    def worse_and_worse(*_: object) -> Any:
        evaluated.append(len(evaluated) + 1)
        return {"loss": float(evaluated[-1])}, ()

    monkeypatch.setattr(task, "judge_of", lambda *_: worse_and_worse)
    monkeypatch.setattr(loop, "export_model", lambda *_: kept.append(evaluated[-1]))
    run = train_small(settings(samples, tmp_path / "run", evaluate_every=1), STAGES).run
    begins = [event["step"] for event in events(run, "stage")]
    assert kept == [step + 1 for step in begins]
    assert len(kept) == len(STAGES)


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_what_there_is(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_small(settings(samples, tmp_path / "run", max_steps=2))
    real = loop.take_step

    def spoiled(*given: Any, **more: Any) -> Any:
        return replace(real(*given, **more), means_K=torch.full((3,), torch.nan))

    with monkeypatch.context() as patch:
        patch.setattr(loop, "take_step", spoiled)
        with pytest.raises(RunError, match=r"step 3: the loss is no number any more"):
            train_small(settings(samples, tmp_path / "run", max_steps=4))
    assert train_small(settings(samples, tmp_path / "run", max_steps=4)).finished


def test_memory_that_does_not_suffice_is_told_with_what_to_change(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ...")

    monkeypatch.setattr(loop, "take_step", full)
    with pytest.raises(RunError, match=r"batch_size 2 with gradient_accumulation_steps 2"):
        train_small(settings(samples, tmp_path / "run"))
    failed = events(tmp_path / "run", "failed")
    assert "gradient_checkpointing true" in failed[0]["message"]


def test_nothing_to_train_on_is_said(tmp_path: Path) -> None:
    empty = write_dataset(
        tmp_path / "data", [Video("v", frames=0, sound_s=0, caption=None, transcript=None)]
    )
    with pytest.raises(DatasetError):
        train_small(settings(empty, tmp_path / "run"))
    assert not (tmp_path / "run/run.json").exists()


def test_the_card_of_a_run_says_what_it_was_made_from(samples: Path, tmp_path: Path) -> None:
    run = train_small(settings(samples, tmp_path / "run", max_steps=1)).run
    card = json.loads((run / "run.json").read_text())
    assert card["config"]["batch_size"] == 4
    assert card["dataset"]["manifest"].endswith("manifest.jsonl")
