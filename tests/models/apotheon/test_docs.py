"""docs/apotheon.md says what is true: its figures, its code, its messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.batch import Batch, Frames, Rows, Sounds
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.names import PARTS
from spark_trainer.models.registry import template

DOC = (Path(__file__).resolve().parents[3] / "docs" / "apotheon.md").read_text()
FIGURES = {
    part: int(figure.replace(",", ""))
    for part, figure in re.findall(r"^\| `?(\w+)`? \| ([\d,]+) \|", DOC, re.MULTILINE)
}


def test_the_large_template_has_the_parameters_that_are_written_down() -> None:
    with torch.device("meta"):
        model = ApotheonMultiModalModel(template("apotheon-multimodal"), weights="random")
    counted = dict(model.count_parameters())
    assert {**counted, "all": sum(counted.values())} == FIGURES
    assert list(counted) == list(PARTS)


def test_the_figures_are_those_of_the_published_encoders() -> None:
    """CLIP-ViT-L/14: 303,179,776 in its vision part; Llama-3-8B: 8,030,261,248."""
    one_clip_layer = 4 * (1024 * 1024 + 1024) + 2 * 4096 * 1024 + 4096 + 1024 + 4 * 1024
    assert FIGURES["vision_encoder"] == 303_179_776 - one_clip_layer - 2 * 1024
    assert FIGURES["text_encoder"] == 8_030_261_248 + 2 * 2 * 4096


def test_the_tiny_template_has_a_few_million_parameters() -> None:
    counted = ApotheonMultiModalModel(template("apotheon-tiny")).count_parameters()
    assert 1e6 < sum(counted.values()) < 6e6


def test_the_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "apotheon.md", "exec", dont_inherit=True), names)
    assert int(capsys.readouterr().out) > 1e6
    assert names["large"].config.name == "Apotheon multimodal"


@pytest.mark.parametrize(
    ("part", "key", "value"), [("fusion", "widht", 3), ("training", "learning_rate", "3e-5")]
)
def test_the_messages_are_the_ones_shown(part: str, key: str, value: object) -> None:
    chosen = template("apotheon-tiny")
    (chosen["architecture"][part] if part == "fusion" else chosen[part])[key] = value
    with pytest.raises(ConfigError) as told:
        read_config(chosen)
    assert str(told.value).splitlines()[0] in DOC


def test_a_batch_goes_through_the_large_model_as_far_as_shapes_can_tell() -> None:
    with FakeTensorMode(
        allow_non_fake_inputs=True
    ):  # as the meta device, for code that looks at values
        model = ApotheonMultiModalModel(template("apotheon-multimodal"), weights="random")
        batch = Batch(
            Frames(torch.empty(3, 3, 224, 224), torch.empty(3), (1, 2)),
            Sounds(torch.empty(2, 80, 3000), torch.empty(2), (30.0, 2.0), (2, 0)),
            Rows(
                torch.empty(2, 40, dtype=torch.long),
                (40, 9),
                (2, 2),
                ("captioning", "transcription"),
                (0, 1),
            ),
            torch.empty(2, dtype=torch.long),
        )
        memory, outputs = model.remember(batch), model(batch)
    assert memory.states_BMD.shape == (2, 2 * 64 + 2 * 1500 + 1, 2048)
    assert outputs.tokens["captioning"].logits_NV.shape == (38, 128_258)
    assert outputs.embeddings.vision_BJ.shape == (2, 512)
    assert all(loss.total.shape == () for loss in outputs.losses(batch).values())
