"""A plan says what fits before anything is begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from tests.models.apotheon.small import small_template
from tests.trainers.apotheon.train_small import STAGES, settings
from tests.trainers.apotheon_data.hand_made import mixed, write_dataset

from spark_trainer.models.apotheon.config import read_config
from spark_trainer.trainers.apotheon import planning as apotheon_planning
from spark_trainer.trainers.apotheon.planning import needs_of, plan_training
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainingConfig
from spark_trainer.trainers.run_file import RunPlan
from spark_trainer.trainers.training import planning
from spark_trainer.trainers.training.plan_report import PlanReport
from spark_trainer.trainers.training.planning import Room


@pytest.fixture
def planned(tmp_path: Path) -> RunPlan:
    data = write_dataset(tmp_path / "data", mixed(16))
    template = small_template()
    template["curriculum"] = {"stages": STAGES}
    config = ApotheonTrainingConfig(**settings(data, tmp_path / "run"))
    template["training"]["num_epochs"] = config.num_epochs
    return RunPlan("small", "apotheon-multimodal", read_config(template), config)


def test_each_stage_is_measured_and_nothing_is_written(planned: RunPlan, tmp_path: Path) -> None:
    report = plan_training(planned)
    assert [stage.name for stage in report.stages] == ["pictures", "all", "thawed"]
    assert report.fits and report.measured
    assert report.total_s == pytest.approx(
        sum(stage.batches * stage.usual_batch_s for stage in report.stages)
    )
    assert all(stage.peak_bytes > 0 for stage in report.stages)
    assert not (tmp_path / "run").exists()


def test_the_estimate_counts_what_trains_and_what_does_not(planned: RunPlan) -> None:
    needs = needs_of(planned.template, planned.config)
    model = build_model(planned.template, planned.config)
    count = sum(p.numel() for p in model.parameters())
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    assert trained < count  # the sinusoids of Whisper's encoder
    assert (needs.weights, needs.gradients) == (4 * count, 4 * trained)
    assert needs.optimizer == 8 * trained


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate"),
    ],
    ids=["GPU", "CPU"],
)
def test_where_a_batch_does_not_fit_the_one_that_does_is_found(
    planned: RunPlan, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    real = planning.take_step

    def small_batches_only(engine: Any, batches: Any, *rest: Any, **more: Any) -> Any:
        if len(batches[0].frames.counts) > 2:
            raise error
        return real(engine, batches, *rest, **more)

    monkeypatch.setattr(planning, "take_step", small_batches_only)
    report = plan_training(planned)
    assert (report.batch_size, report.fitting_batch_size, report.fits) == (4, 2, False)
    told = report.text()
    assert "does not fit: memory ran out with batch_size 4; batch_size 2 fits" in told
    assert "batch_size 2 with gradient_accumulation_steps 2 (learns the same)" in told


def test_where_no_batch_fits_it_says_so(planned: RunPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(planning, "take_step", full)
    report = plan_training(planned)
    assert report.fitting_batch_size is None
    assert "no batch fits" in report.text()


def test_another_error_is_no_lack_of_memory(
    planned: RunPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("shapes differ")

    monkeypatch.setattr(planning, "take_step", broken)
    with pytest.raises(RuntimeError, match="shapes differ"):
        plan_training(planned)


def test_weights_beyond_the_memory_are_told_without_building(
    planned: RunPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("was built")

    monkeypatch.setattr(planning, "room_on", lambda _: Room(total=1000, free=10))
    monkeypatch.setattr(apotheon_planning, "build_model", never)
    report: PlanReport = plan_training(planned)
    assert not report.measured and not report.fits
    assert "nothing was built or run" in report.text().replace("\n", " ")
