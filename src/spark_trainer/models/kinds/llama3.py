"""Llama 3 instruction tuning: a chat in, the assistant's answers out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from spark_trainer.models.checking import Settings
from spark_trainer.models.kinds.common import Template, TokenObjective, Training
from spark_trainer.models.kinds.manifest_text import Answer, check_prompt
from spark_trainer.models.kinds.pretrained import Adapted


class Objectives(Settings):
    """What is learned."""

    answering: TokenObjective
    """The answers of the assistant, with the token that ends them; nothing else of a chat."""


class Data(Settings):
    """What is asked, and what is to be answered."""

    format: Literal["manifest", "jsonl_chat"] = "manifest"
    """`manifest`: one question a line of a dataset folder; `jsonl_chat`: lines of `messages` with
    `role` (system, user, assistant) and `content`."""
    answer: Answer = "caption"
    """What of a manifest's line is the answer."""
    prompt: str = Field(
        "Summarise in one sentence what is said: {transcript}", min_length=1, max_length=8000
    )
    """The question to a line of a manifest; `{transcript}` and `{caption}` stand for those of the
    line, and a line without them is left out."""
    system: str = Field("", max_length=8000)
    """What stands before every chat; empty = nothing."""
    chat_template: Literal["plain", "llama3", "model"] = "plain"
    """`plain`: the roles in words, each answer ended by the model's end token, as suits a base
    model; `llama3`: the headers of Llama 3 Instruct; `model`: the template of the tokenizer."""
    max_tokens: int = Field(2048, ge=16, le=131_072)
    """Tokens of one sample at most; a longer chat loses its last turns, never half of one."""
    packing: bool = True
    """Put several short chats into one row, each seeing only itself: faster, learns the same."""

    @field_validator("prompt")
    @classmethod
    def _prompt_keeps_the_answer(cls, prompt: str, info: ValidationInfo) -> str:
        check_prompt(prompt, info.data.get("answer"))
        return prompt


class Llama3Template(Template):
    """One template, whole."""

    architecture: Adapted
    """A `LlamaForCausalLM`."""
    objectives: Objectives
    training: Training
    data: Data
    metrics: tuple[Literal["rouge_l", "bleu", "exact_match", "loss"], ...] = Field(min_length=1)
    """What evaluation measures."""
