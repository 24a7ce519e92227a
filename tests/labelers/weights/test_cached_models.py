"""Which back end takes a cached model, and its licence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.labelers.weights.cached_models import _licence_in_card, backend_of


@pytest.mark.parametrize(
    ("config", "backend"),
    [
        ({"model_type": "blip-2"}, "blip2"),
        ({"model_type": "blip"}, "blip"),
        ({"model_type": "florence2"}, "florence2"),
        ({"model_type": "whisper"}, "whisper"),
        ({"model_type": "qwen2_5_vl", "vision_config": {},
          "architectures": ["Qwen2_5_VLForConditionalGeneration"]}, "vlm"),
        ({"model_type": "clip", "vision_config": {}, "architectures": ["CLIPModel"]}, None),
        ({"model_type": "llama", "architectures": ["LlamaForCausalLM"]}, None),
        ({"model_type": ["blip"], "architectures": 3, "vision_config": 1}, None),
        ([], None),
    ],
)  # fmt: skip
def test_the_configuration_tells_the_back_end(
    tmp_path: Path, config: Any, backend: str | None
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert backend_of(tmp_path, ["config.json", "model.safetensors"]) == backend


def test_the_files_tell_a_model_for_ctranslate2(tmp_path: Path) -> None:
    names = ["config.json", "model.bin", "vocabulary.json"]
    assert backend_of(tmp_path, names) == "faster-whisper"


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlicense: mit\n---\n# Model", "mit"),
        ("---\nlicense: other\nlicense_name: house-rules\n---\n", "house-rules"),
        ("---\nlicense: other\n---\n", "other"),
        ("---\nlicense: [mit]\n---\n", None),
        ("---\nlicense: !!python/object:os.system x\n---\n", None),
        ("---\n[[[\n---\n", None),
        ("---\n- mit\n---\n", None),
        ("# Model\n---\nlicense: mit\n---\n", None),
        ("no head", None),
        ("", None),
    ],
)
def test_the_head_of_the_card_tells_the_licence(
    tmp_path: Path, card: str, licence: str | None
) -> None:
    (tmp_path / "README.md").write_text(card)
    assert _licence_in_card(tmp_path / "README.md") == licence
