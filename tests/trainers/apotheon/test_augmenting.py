from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.trainers.apotheon.train_small import settings, train_small
from tests.trainers.apotheon_data.hand_made import mixed, write_dataset

from spark_trainer.core.errors import UsageError
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainingConfig
from spark_trainer.trainers.run_augmentations import preset_of_run
from spark_trainer.trainers.run_file import plan_run
from spark_trainer.trainers.run_folder import RunFolder


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("augmenting") / "data", mixed(8))


def write_preset(decibels: int) -> None:
    Path("augmentations.yaml").write_text(
        "presets:\n  mine:\n    operations:\n    - {operation: temporal_crop}\n"
        f"    - {{operation: gain, decibels: {decibels}}}\n"
    )


def decibels_of(config: dict[str, Any]) -> Any:
    preset = preset_of_run(ApotheonTrainingConfig(**config))
    assert preset is not None
    return preset.operations[1].model_dump()["decibels"]


def test_a_run_goes_on_with_the_preset_that_it_began_with(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_preset(20)
    seen: list[dict[str, Any]] = []
    config = settings(samples, tmp_path / "run", augmentations="mine", max_steps=1)
    train_small(config, listeners=[seen.append])
    told = " ".join(e["message"] for e in seen if e["event"] == "warning")
    assert "augmentations `mine` are of augmentations.yaml" in told
    assert "left out here: temporal_crop (captions and transcripts tell" in told
    write_preset(1)
    assert decibels_of(config) == 20
    assert decibels_of({**config, "resume": "never"}) == 1
    recorded = RunFolder.open(tmp_path / "run", write=False).card.config["augmentations_preset"]
    assert isinstance(recorded, dict)
    assert recorded["name"] == "mine"


def test_a_preset_and_a_function_do_not_go_together(samples: Path, tmp_path: Path) -> None:
    config = settings(samples, tmp_path / "run", augmentations="light")
    with pytest.raises(UsageError, match="both `augment` and the preset `light`"):
        train_small(config, augment=lambda media, _rng: media)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([], None),
        (["augmentations=light"], "light"),
        (["training.augmentations=strong"], "strong"),
        (["augmentations=light", "training.augmentations=none"], "none"),
        (["augmentations=light", "training.augmentations=null"], None),
    ],
)
def test_a_template_names_a_preset_and_a_run_goes_before_it(
    changes: list[str], found: str | None
) -> None:
    planned = plan_run("apotheon-tiny", None, {"manifest_path": "data"}, changes)
    assert isinstance(planned.config, ApotheonTrainingConfig)
    assert planned.config.augmentations == found
    assert planned.template.augmentations == found


def test_a_run_file_may_name_it_among_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "run.yaml"
    file.write_text("template: apotheon-tiny\ntraining: {augmentations: speech}\n")
    planned = plan_run(None, file, {"manifest_path": "data"})
    assert planned.template.augmentations == "speech"
