from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.config import ApotheonConfig, read_config
from spark_trainer.models.registry import template


def changed(path: str, value: object) -> dict[str, Any]:
    """The tiny template with one key set; None takes the key away."""
    out = copy.deepcopy(template("apotheon-tiny"))
    *above, last = path.split(".")
    where = out
    for key in above:
        where = where[key]
    if value is None:
        del where[last]
    else:
        where[last] = value
    return out


def test_the_sizes_of_the_large_template_are_those_of_the_specification() -> None:
    config = read_config(template("apotheon-multimodal"))
    sizes = config.architecture
    assert sizes.vision.config
    assert sizes.audio.config
    assert sizes.text.config
    assert sizes.vision.config.hidden_size == 1024
    assert sizes.audio.config.d_model == 512
    assert sizes.text.config.hidden_size == 4096
    assert (sizes.fusion.width, sizes.fusion.layers, sizes.fusion.heads) == (2048, 6, 16)
    assert config.objectives.weights() == {
        "captioning": 1.0,
        "transcription": 1.0,
        "contrastive": 0.5,
    }
    assert config.objectives.contrastive.temperature == 0.07


def test_the_curriculum_of_the_large_template_is_that_of_the_specification() -> None:
    config = read_config(template("apotheon-multimodal"))
    shown = [config.stage_at(epoch).modalities for epoch in (0, 1, 2, 4, 5, 9)]
    early, audio = ("text", "image"), ("text", "image", "audio")
    video = ("text", "image", "audio", "video")
    assert shown == [early, early, audio, audio, video, video]
    with pytest.raises(ConfigError, match="epoch 10 has no stage"):
        config.stage_at(10)


def test_a_configuration_survives_being_written_and_read() -> None:
    config = read_config(template("apotheon-multimodal"))
    assert read_config(config.model_dump(mode="json")) == config
    assert isinstance(config, ApotheonConfig)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("architecture.fusion.widht", 4, r"`architecture.fusion.widht`: unknown key.*mean `width`"),
        ("architecture.fusion.heads", 5, r"`architecture.fusion`: width 192 is not a multiple of"),
        ("architecture.fusion.layers", 0, r"`architecture.fusion.layers`: is `0`"),
        ("architecture.vision.pool", 3, r"`architecture.vision.pool`: is `3`"),
        ("architecture.vision.config", None, r"`architecture.vision`: give `model`"),
        ("architecture.text.weights", "pretrained", r"`architecture.text`: weights are `pretrain"),
        (
            "architecture.text.config._attn_implementation",
            "x/y",
            r"`architecture.text.config._attn_implementation`: unknown key",
        ),
        ("objectives.contrastive", None, r"`objectives.contrastive`: is missing"),
        ("objectives.captionning", {}, r"`objectives.captionning`: unknown key.*mean `captioning`"),
        ("objectives.contrastive.temperature", 2.66, r"temperature`: is `2.66`"),
        ("training.learning_rate", "3e-5", r"`training.learning_rate`: is the text `3e-5`"),
        ("training.frozen", ["vision"], r"`training.frozen\[0\]`: is the text `vision`"),
        ("data.max_text_tokens", 513, "max_text_tokens is 513, the text encoder takes 512"),
        (
            "curriculum.stages",
            [{"name": "short", "epochs": [0, 3], "modalities": ["text"]}],
            r"epoch 9 has no stage: the curriculum covers epochs 0 to 3",
        ),
        ("metrics", ["wer", "blew"], r"`metrics\[1\]`"),
    ],
)
def test_a_mistake_in_a_template_is_told_by_its_key(path: str, value: object, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_config(changed(path, value))


def test_templates_are_read_and_checked_without_torch() -> None:
    code = (
        "import sys\n"
        "from spark_trainer.models.apotheon.config import read_config\n"
        "from spark_trainer.models.registry import template\n"
        "read_config(template('apotheon-multimodal')).stage_at(3)\n"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
