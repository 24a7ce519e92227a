from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from spark_trainer.models.checking import read_settings
from spark_trainer.trainers.qwen2_vl import RECIPE
from spark_trainer.trainers.recipes.chats import Chat, Turn
from spark_trainer.trainers.recipes.tiny_qwen2_vl import SIDE_PX

TOKENS = (SIDE_PX // 28) ** 2
"""Of one picture."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    torch.manual_seed(0)
    mapping, data = RECIPE.tiny(tmp_path_factory.mktemp("qwen"))
    return dict(mapping), data


def settings(tiny: tuple[dict[str, Any], Path], **data: Any) -> Any:
    mapping = {**tiny[0], "data": {**tiny[0]["data"], **data}}
    return read_settings(RECIPE.template_model, mapping, "test")


def chat_with(tiny: tuple[dict[str, Any], Path], count: int) -> Chat:
    files = tuple(f"{n % 8}.png" for n in range(count))
    turns = (Turn("user", "What?", files), Turn("assistant", "a car"))
    return Chat("c", "c", None, tiny[1].parent, turns)


def test_too_many_tokens_drop_whole_pictures_spread_evenly(
    tiny: tuple[dict[str, Any], Path],
) -> None:
    asked = settings(tiny)
    processor = RECIPE.processor(asked, RECIPE.folder(asked))
    chat = chat_with(tiny, 8)
    bare = len(RECIPE._row(processor, replace(chat, turns=chat.turns), []).tokens)
    one = TOKENS + 2
    for kept in (8, 5, 2, 1):
        most = settings(tiny, max_tokens=bare + kept * one + one // 2)
        row, patches = RECIPE._made(processor, most, chat)
        place = processor.tokenizer.convert_tokens_to_ids("<|image_pad|>")
        assert len(patches.grids) == kept
        assert row.tokens.count(place) == kept * TOKENS
        assert len(row.tokens) <= most.data.max_tokens


def test_a_text_that_leaves_no_room_for_a_picture_is_left_out_and_told(
    tiny: tuple[dict[str, Any], Path],
) -> None:
    asked = settings(tiny, prompt="x" * 200)
    processor = RECIPE.processor(asked, RECIPE.folder(asked))
    found, left_out = RECIPE.examples(processor, asked, tiny[1])
    assert found == []
    assert "tokens of text and one picture of 6, over data.max_tokens" in left_out[0].why


def test_an_adapter_leaves_the_frozen_part_alone(tiny: tuple[dict[str, Any], Path]) -> None:
    mapping = {**tiny[0]}
    adapter = {"kind": "lora", "rank": 2, "alpha": 4.0}
    mapping["architecture"] = {**mapping["architecture"], "adapter": adapter}
    asked = read_settings(RECIPE.template_model, mapping, "test")
    model = RECIPE.model(asked, RECIPE.folder(asked))
    trained = [name for name, p in model.named_parameters() if p.requires_grad]
    assert trained
    assert all("lora_" in name and ".language_model." in name for name in trained)


def test_nothing_but_the_answer_is_learned(tiny: tuple[dict[str, Any], Path]) -> None:
    asked = settings(tiny)
    processor = RECIPE.processor(asked, RECIPE.folder(asked))
    row, _ = RECIPE._made(processor, asked, chat_with(tiny, 1))
    learned = [token for token, flag in zip(row.tokens, row.learned, strict=True) if flag]
    assert processor.tokenizer.decode(learned) == "a car<|im_end|>"
