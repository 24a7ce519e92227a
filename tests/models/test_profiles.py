from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.models.profiles import profile, profiles


def test_four_profiles_come_with_the_program(tmp_path: Path) -> None:
    assert set(profiles(tmp_path)) == {"default", "vision-language", "diffusion", "llm-finetuning"}
    assert profile("llm-finetuning", tmp_path).profile.adapter is not None


def test_a_folder_adds_profiles_and_replaces_some(tmp_path: Path) -> None:
    (tmp_path / "profiles.yaml").write_text(
        "profiles:\n  mine: {batch_size: 3}\n  diffusion: {precision: fp32}\n"
    )
    found = profiles(tmp_path)
    assert found["mine"].profile.training() == {"batch_size": 3}
    assert found["diffusion"].profile.training() == {"mixed_precision": "fp32"}
    assert found["mine"].where.endswith("profiles.yaml:2")
    assert "vision-language" in found


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "profiles.yaml").write_text(
        "profiles:\n  mine:\n    batch: 3\n    precision: fp8\n  other: 5\n"
    )
    with pytest.raises(ConfigError) as caught:
        profiles(tmp_path)
    told = str(caught.value)
    assert "profiles.yaml:3: key `profiles.mine.batch`" in told
    assert "did you mean `batch_size`" in told
    assert "profiles.yaml:4: key `profiles.mine.precision`" in told
    assert "profiles.yaml:5: key `profiles.other`" in told


def test_an_unknown_profile_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--profile: .*`diffusio`.*diffusion"):
        profile("diffusio", tmp_path)
