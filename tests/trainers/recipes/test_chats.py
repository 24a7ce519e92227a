from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.core.errors import DatasetError
from spark_trainer.models.checking import read_settings
from spark_trainer.models.kinds.llama3 import Llama3Template
from spark_trainer.trainers.llama3_instruction import RECIPE
from spark_trainer.trainers.recipes.chats import chats_of_lines
from spark_trainer.trainers.recipes.tiny import plain_tokenizer

CHAT = [
    {"role": "user", "content": "hi"},
    {"role": "assistant", "content": "ho"},
    {"role": "user", "content": "more"},
    {"role": "assistant", "content": "no"},
]


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "train.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"messages": [{"role": "robot", "content": "x"}]},
            "jsonl:2: role is `robot`; known",
        ),
        ({"messages": CHAT[:1]}, "train.jsonl:2: the last message is not the assistant's"),
        ({"messages": [{"role": "user", "content": 5}]}, "train.jsonl:2: content is neither"),
        ({"messages": []}, "train.jsonl:2: wanted `messages`"),
        ({"text": "x"}, "train.jsonl:2: wanted `messages` .* found text"),
        ({"messages": [{"role": "user", "content": [{"type": "video"}]}]}, "a piece is neither"),
    ],
)
def test_what_is_no_chat_is_named(row: Any, told: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=told):
        list(chats_of_lines(written(tmp_path, {"messages": CHAT}, row)))


def test_pictures_of_a_line_stand_before_its_first_question(tmp_path: Path) -> None:
    row = {"messages": CHAT, "images": ["a.png", "b.png"], "id": "x", "video": "v"}
    (chat,) = chats_of_lines(written(tmp_path, row), system="Be brief.")
    assert [turn.who for turn in chat.turns] == ["system", *(m["role"] for m in CHAT)]
    assert chat.turns[1].pictures == chat.pictures == ("a.png", "b.png")
    assert (chat.id, chat.group) == ("x", "v")


def template(**data: Any) -> Any:
    from spark_trainer.models.registry import template as template_of

    chosen = template_of("llama3-instruction")
    chosen["data"] |= {"format": "jsonl_chat", **data}
    return read_settings(Llama3Template, chosen, "test")


def learned(tokenizer: Any, row: Any) -> list[str]:
    texts, now = [], []
    for token, flag in [*zip(row.tokens, row.learned, strict=True), (0, False)]:
        if flag:
            now.append(token)
        elif now:
            texts.append(tokenizer.decode(now))
            now = []
    return texts


@pytest.mark.parametrize(("kind", "end"), [("plain", "</s>"), ("llama3", "<|eot_id|>")])
def test_only_answers_are_learned_with_the_token_that_ends_them(
    kind: str, end: str, tmp_path: Path
) -> None:
    tokenizer = plain_tokenizer("<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>")
    asked = template(chat_template=kind)
    (chat,), _ = RECIPE.examples(tokenizer, asked, written(tmp_path, {"messages": CHAT}))
    row = RECIPE._row(tokenizer, asked, chat.turns)
    assert learned(tokenizer, row) == [f"ho{end}", f"no{end}"]


def test_the_models_own_template_is_split_into_what_is_learned(tmp_path: Path) -> None:
    tokenizer = plain_tokenizer()
    tokenizer.chat_template = (
        "{% for m in messages %}{{ m['role'] }}:{{ m['content'] }}</s>{% endfor %}"
        "{% if add_generation_prompt %}assistant:{% endif %}"
    )
    asked = template(chat_template="model")
    (chat,), _ = RECIPE.examples(tokenizer, asked, written(tmp_path, {"messages": CHAT}))
    row = RECIPE._row(tokenizer, asked, chat.turns)
    assert learned(tokenizer, row) == ["ho</s>", "no</s>"]


def test_a_chat_that_is_too_long_loses_its_last_turns_and_one_that_never_fits_is_told(
    tmp_path: Path,
) -> None:
    tokenizer = plain_tokenizer()
    asked = template(max_tokens=40)
    data = written(tmp_path, {"messages": CHAT}, {"prompt": "x" * 60, "completion": "y"})
    (chat,), (left_out,) = RECIPE.examples(tokenizer, asked, data)
    assert [turn.text for turn in chat.turns] == ["hi", "ho"]
    assert left_out.why == "its first answer ends after data.max_tokens (40)"
