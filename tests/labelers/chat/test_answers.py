"""What is kept of an answer, and what is none."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import MediaError
from spark_trainer.labelers.chat.answers import (
    TryAgain,
    caption_in,
    read_answer,
    tokens_of,
    whole_sentences,
)


def body(content: object, finish_reason: object = "stop", **rest: object) -> bytes:
    choice = {"message": {"content": content}, "finish_reason": finish_reason}
    return json.dumps({"choices": [choice], **rest}).encode()


def caption(content: object, finish_reason: object = "stop") -> str:
    return caption_in(read_answer(body(content, finish_reason)), most_tokens=64)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" A man\r\n cooks.\t", "A man cooks."),
        ("A \x1b[31mred\x1b[0m\x07 car\x00.", "A [31mred [0m car ."),
        ("A \u202ecar\u2066.\ufeff", "A car."),
        ("<b>A</b> < B & <script>alert(1)</script>", "<b>A</b> < B & <script>alert(1)</script>"),
        ("<think>Is it\na dog?</think>\n\nA dog.", "A dog."),
        ("Two \U0001f468\u200d\U0001f467.", "Two \U0001f468\u200d\U0001f467."),
        ("一只猫。", "一只猫。"),
    ],
)
def test_a_caption_is_one_clean_line_of_the_servers_words(said: str, kept: str) -> None:
    assert caption(said) == kept


@given(st.text(max_size=200))
def test_no_caption_is_empty_or_holds_a_control_character(said: str) -> None:
    try:
        kept = caption(said)
    except (MediaError, TryAgain):
        return
    assert kept.strip() == kept != ""
    assert kept.isprintable() or not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in kept)
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n\x1b")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("A man cooks. He sti", "A man cooks."),
        ('A sign says "Stop." It is r', 'A sign says "Stop."'),
        ("A man cooks. He stirs.", "A man cooks. He stirs."),
        ("A man cooks pasta in a ki", "A man cooks pasta in a…"),
        ("A man, a dog, an", "A man, a dog…"),
        ("The U.S. army mar", "The U.S. army…"),
        ("A box of 3.5 kilogr", "A box of 3.5…"),
        ("一只猫。一条", "一只猫。"),
        ("一只猫和一条", "一只猫和一条…"),
    ],
)
def test_an_answer_that_was_cut_off_ends_with_a_sentence_or_shows_the_cut(
    said: str, kept: str
) -> None:
    assert caption(said, "length") == kept


@given(st.text())
def test_what_is_kept_of_a_cut_text_is_its_beginning(text: str) -> None:
    text = " ".join(text.split())
    kept = whole_sentences(text)
    assert text.startswith(kept.removesuffix("…"))


@pytest.mark.parametrize(
    ("content", "finish_reason", "told"),
    [
        (None, "stop", "no text in the server's answer (finish reason: stop)"),
        ("", None, "no text in the server's answer (finish reason: none)"),
        (" \n\t\u202e ", "stop", "no text"),
        ("...", "length", "no text in the server's answer (finish reason: length)"),
        ("<think>I see a", "length", "no text"),
        (None, "tool_calls\x1b", "(finish reason: tool_calls)"),
        ("A man", "content_filter", "refused by the server: its content filter stepped in"),
        ("very " * 200_000, "stop", "answered 1000000 characters where 64 tokens were asked for"),
    ],
)
def test_an_answer_without_a_caption_is_refused(
    content: object, finish_reason: object, told: str
) -> None:
    with pytest.raises(MediaError) as refused:
        caption(content, finish_reason)
    assert told in str(refused.value)
    assert refused.value.code == "server"


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        (b"", "body"),
        (b"no JSON", "body"),
        (b"\xff\xfe\x00", "body"),
        (b"[" * 200_000, "body"),
        (b'{"choices": [{"message": {"content": "\\ud800"}}]}', "body"),
        (b"null", "body"),
        (b"{}", "choices"),
        (b'{"choices": []}', "choices"),
        (b'{"choices": [{}]}', "choices.0.message"),
        (b'{"choices": [{"message": {"content": 7}}]}', "choices.0.message.content"),
        (b'{"choices": [{"message": {"content": ["a"]}}]}', "choices.0.message.content"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_chat_completion_is_worth_another_attempt(answer: bytes, where: str) -> None:
    with pytest.raises(TryAgain, match=f"^the answer is not a chat completion: {where}: "):
        read_answer(answer)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"total_tokens": 12}, 12),
        ({"prompt_tokens": 7, "completion_tokens": 5}, 12),
        ({"prompt_tokens": 7}, None),
        ({"prompt_tokens": "7", "completion_tokens": 5}, None),
        ({"total_tokens": 0}, None),
        ({"total_tokens": -9}, None),
        ({"total_tokens": True}, None),
        ({"total_tokens": "many"}, None),
        ({}, None),
        ([1], None),
        ("free", None),
        (None, None),
    ],
)
def test_tokens_are_what_the_server_plainly_says(usage: Any, tokens: int | None) -> None:
    assert tokens_of(read_answer(body("A man.", usage=usage))) == tokens


@pytest.mark.parametrize("unit", ["<think>", ". ", '."', "a ", "&lt;", "\u202e", ". A"])
def test_a_long_answer_takes_no_long_time(unit: str) -> None:
    answer = read_answer(body(unit * (1_000_000 // len(unit)), "length"))
    started = time.process_time()
    with suppress(MediaError):
        caption_in(answer, most_tokens=100_000)
    assert time.process_time() - started < 2
