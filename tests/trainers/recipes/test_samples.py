"""What a run keeps of what its model makes, while it trains and when it is evaluated."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from tests.trainers.tiny_runs import TinyRun, train_on, train_tiny

from spark_trainer.cli.main import main
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.run_events import current
from spark_trainer.trainers.svd_video import RECIPE

WRITERS = ("whisper-finetune", "blip2-caption", "qwen2-vl", "llama3-instruction")


def samples_of(run: Path) -> list[Any]:
    (event,) = current(run / "events.jsonl", {"evaluation"})
    found: list[Any] = event["samples"]
    return found


def losses_of(run: Path) -> list[float]:
    return [event["loss"] for event in current(run / "events.jsonl", {"step"})]


@pytest.mark.parametrize("trainer", WRITERS)
def test_texts_are_kept_beside_their_references(trainer: str, tiny_run: TinyRun) -> None:
    (sample,) = samples_of(tiny_run(trainer))
    assert sample["references"][0]
    assert isinstance(sample["output"], str)


def test_a_strip_of_frames_is_kept_and_named_by_the_event(tiny_run: TinyRun) -> None:
    run = tiny_run("svd-video")
    (sample,) = samples_of(run)
    assert sample["output"] == "samples/step-1/0.jpg"
    with Image.open(run / sample["output"]) as strip:
        assert strip.size == (4 * 64, 2 * 64)


@pytest.fixture(scope="module")
def svd(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    torch.manual_seed(0)
    mapping, data = RECIPE.tiny(tmp_path_factory.mktemp("svd"))
    return dict(mapping), data


def test_samples_disturb_no_step_and_can_be_left_out(
    svd: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    mapping, data = svd
    often = {"evaluate_every": 1, "checkpoint_every": 100}
    quick = {**mapping, "sampling": {"steps": 2}}
    with_strips = train_on("svd-video", quick, data, tmp_path / "with", 2, **often)
    without = {**mapping, "sampling": {"clips": 0}}
    plain = train_on("svd-video", without, data, tmp_path / "without", 2, **often)
    assert losses_of(with_strips) == losses_of(plain)
    assert sorted(p.name for p in (with_strips / "samples").iterdir()) == ["step-1", "step-2"]
    assert not (plain / "samples").exists()


def test_a_strip_is_made_where_frozen_parts_are_in_half_precision(
    svd: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    """As in a run with bf16 that trains the layers over time alone."""
    once = {**svd[0], "sampling": {"clips": 1, "steps": 1}}
    template = read_settings(RECIPE.template_model, once, "test")
    model, processor, clips = opened(template, svd[1])
    model.train_only("temporal")
    for parameter in model.parameters():
        if not parameter.requires_grad:
            parameter.data = parameter.data.to(torch.bfloat16)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        (sample,) = RECIPE.made(model, processor, template, clips, tmp_path / "half")
    assert (tmp_path / sample.output).is_file()


def opened(template: Any, data: Path) -> tuple[Any, Any, Any]:
    """Model, processor and clips."""
    folder = RECIPE.folder(template)
    assert folder is not None
    model, processor = RECIPE.model(template, folder), RECIPE.processor(template, folder)
    return model, processor, RECIPE.examples(processor, template, data)[0]


def test_a_strip_is_the_same_again_and_draws_nothing(
    svd: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    template = read_settings(RECIPE.template_model, svd[0], "test")
    model, processor, clips = opened(template, svd[1])
    state = torch.get_rng_state()
    for name in ("one", "two"):
        RECIPE.made(model, processor, template, clips, tmp_path / name)
    assert torch.equal(state, torch.get_rng_state())
    assert (tmp_path / "one/0.jpg").read_bytes() == (tmp_path / "two/0.jpg").read_bytes()


def test_evaluate_puts_strips_beside_its_result(tiny_run: TinyRun, tmp_path: Path) -> None:
    asked = ["evaluate", str(tiny_run("svd-video")), "--split", "val", "--device", "cpu"]
    assert main([*asked, "--output", str(tmp_path / "mine.json")]) == 0
    (sample,) = json.loads((tmp_path / "mine.json").read_text())["samples"]
    assert sample["output"] == "mine-samples/0.jpg"
    assert (tmp_path / sample["output"]).is_file()


def test_training_with_checkpointing_says_nothing_that_is_not_ours(tmp_path: Path) -> None:
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("transformers")
    once: Any = logging.Logger.warning_once  # type: ignore[attr-defined]
    once.cache_clear()
    logger.addHandler(handler)
    try:
        train_tiny("whisper-finetune", tmp_path)
    finally:
        logger.removeHandler(handler)
    assert told == []
