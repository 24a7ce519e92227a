from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.trainers.run_file import plan_run

GIVEN = {"manifest_path": "data"}


def written(folder: Path, text: str) -> Path:
    path = folder / "run.yaml"
    path.write_text(text)
    return path


def test_flags_go_before_the_file_and_the_file_before_the_template(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "template: apotheon-tiny\ntraining:\n  manifest_path: there\n  batch_size: 7\n  seed: 3\n"
        "set:\n  data.max_frames: 2\n",
    )
    planned = plan_run(None, file, {"seed": 5}, ["training.warmup_share=1e-1"])
    assert planned.name == "apotheon-tiny"
    config = planned.config
    assert (config.manifest_path, config.batch_size, config.seed) == ("there", 7, 5)
    assert config.warmup_share == 0.1
    assert config.learning_rate == 1e-3
    assert planned.template.data.max_frames == 2
    assert planned.template.training.batch_size == 7


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("templat: apotheon-tiny\n", r"run.yaml:1: key `templat`: .*did you mean `template`"),
        (
            "template: apotheon-tiny\ntraining:\n  seed: 1\n  bathc_size: 2\n",
            r"run.yaml:4: key `training.bathc_size`: .*did you mean `batch_size`",
        ),
        ("template: apotheon-tiny\nset: 3\n", r"run.yaml:2: key `set`: is `3`; wanted a mapping"),
        ("- 1\n", "wanted a mapping with template, training, set"),
    ],
)
def test_a_mistake_in_the_file_is_told_by_line_and_key(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=told):
        plan_run(None, written(tmp_path, text), GIVEN)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("seed", "wanted KEY=VALUE"),
        ("data.max_frame=2", r"key `data.max_frame`: .*did you mean `max_frames`"),
        ("dat.max_frames=2", r"unknown key `dat`.*did you mean `data`"),
        ("data.max_frames={", "the value is no YAML"),
        ("data.max_frames=" + "[" * 4000, "the value is no YAML"),
        ("data.max_frames=[&a [x, x], *a]", r"aliases \(`\*name`\) are not taken"),
        ("training.learning_rate=fast", "key `learning_rate`: is the text `fast`"),
    ],
)
def test_a_mistake_in_a_flag_is_told(change: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        plan_run("apotheon-tiny", None, GIVEN, [change])


def test_what_is_missing_is_told() -> None:
    with pytest.raises(UsageError, match="no dataset: give --manifest"):
        plan_run("apotheon-tiny", None, {})
    with pytest.raises(UsageError, match="no template: name one"):
        plan_run(None, None, GIVEN)
    with pytest.raises(UsageError, match="unknown template `apotheon-tony`.*apotheon-tiny"):
        plan_run("apotheon-tony", None, GIVEN)


def test_epochs_that_no_stage_covers_are_refused() -> None:
    with pytest.raises(ConfigError, match="epoch 10 has no stage"):
        plan_run("apotheon-multimodal", None, {**GIVEN, "num_epochs": 11})
