"""QLoRA: frozen weights in 4 bits, trained, saved, resumed and merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

from spark_trainer.cli.main import main
from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.llama3_instruction import RECIPE
from spark_trainer.trainers.recipe import RunPlan
from spark_trainer.trainers.recipes.four_bits import BYTES_A_WEIGHT, weights_in_four_bits
from spark_trainer.trainers.recipes.planning import needs_of
from spark_trainer.trainers.training.config import TrainingConfig


def planned(folder: Path, kind: str, output: str, steps: int, resume: str = "never") -> RunPlan:
    torch.manual_seed(0)
    if not (folder / "tiny.json").exists():
        mapping, data = RECIPE.tiny(folder / "tiny")
        (folder / "tiny.json").write_text(json.dumps([mapping, str(data)]))
    mapping, data = json.loads((folder / "tiny.json").read_text())
    mapping["architecture"]["adapter"]["kind"] = kind
    mapping["training"]["mixed_precision"] = "bf16"
    config = TrainingConfig(
        manifest_path=data,
        output_dir=folder / output,
        max_steps=steps,
        batch_size=4,
        learning_rate=1e-2,
        mixed_precision="bf16",
        checkpoint_every=2,
        schedule="constant",
        warmup_share=0.0,
        val_share=0.0,
        test_share=0.0,
        resume=resume,
    )
    template = read_settings(RECIPE.template_model, mapping, "test")
    return RunPlan("tiny", "llama3-instruction", template, config)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qlora")
    RECIPE.train(planned(folder, "qlora", "whole", 4))
    RECIPE.train(planned(folder, "qlora", "stopped", 2))
    return folder


def losses(run: Path) -> list[float]:
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    return [event["loss"] for event in events if event["event"] == "step"]


def test_frozen_linear_layers_are_held_in_half_a_byte_a_weight(runs: Path) -> None:
    plan = planned(runs, "qlora", "none", 1)
    model = RECIPE.model(plan.template, RECIPE.folder(plan.template))
    packed = {n: p for n, p in model.named_parameters() if p.dtype == torch.uint8}
    trained = [n for n, p in model.named_parameters() if p.requires_grad]
    assert len(packed) == 2 * 7 and all("base_layer" in name for name in packed)
    assert trained and all("lora_" in name for name in trained)
    outline = RECIPE.outline(plan.template, RECIPE.folder(plan.template))
    assert sum(p.numel() for p in packed.values()) * 2 == weights_in_four_bits(outline)


def test_the_plan_counts_half_a_byte_a_weight(runs: Path) -> None:
    plain = planned(runs, "lora", "none", 1)
    four = planned(runs, "qlora", "none", 1)
    outline = RECIPE.outline(four.template, RECIPE.folder(four.template))
    saved = weights_in_four_bits(outline) * (2 - BYTES_A_WEIGHT)
    less = needs_of(RECIPE, plain).weights - needs_of(RECIPE, four).weights
    assert less == pytest.approx(saved, abs=1)


def test_it_goes_on_exactly_where_it_was_stopped(runs: Path) -> None:
    RECIPE.train(planned(runs, "qlora", "stopped", 4, resume="auto"))
    assert losses(runs / "stopped") == losses(runs / "whole")
    weights = [
        load_file(runs / run / "model/adapter_model.safetensors") for run in ("stopped", "whole")
    ]
    assert all(torch.equal(weights[0][name], value) for name, value in weights[1].items())


def test_it_is_evaluated_and_merged_into_whole_weights(runs: Path, tmp_path: Path) -> None:
    assert main(["evaluate", str(runs / "whole"), "--split", "all", "--device", "cpu"]) == 0
    RECIPE.export(runs / "whole", tmp_path / "merged", "hf")
    plain: Any = AutoModelForCausalLM.from_pretrained(tmp_path / "merged")
    assert {parameter.dtype for parameter in plain.parameters()} == {torch.float32}
