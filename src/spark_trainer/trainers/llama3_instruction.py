"""Trains Llama 3, or another model that reads from left to right, on chats.

@trainer_template: llama3-instruction

R rows   T tokens
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from spark_trainer.core.errors import UsageError
from spark_trainer.models.kinds.llama3 import Llama3Template
from spark_trainer.trainers.generating import WRITING, Generated, Given, Takes
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.causal import Row, causal_tensors
from spark_trainer.trainers.recipes.chats import (
    Chat,
    Turn,
    llama3_pieces,
    plain_pieces,
    read_chats,
)
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.packing import packed_tensors
from spark_trainer.trainers.recipes.tiny_llama3 import tiny_llama3
from spark_trainer.trainers.recipes.writing import GREEDY, Writing


class Llama3Recipe(ModelRecipe[Chat]):
    """Only answers are learned, with the token that ends them.

    Reads a manifest (a question to each line, see `data.prompt` and `data.answer`) or JSON lines
    with `messages`.
    """

    trainer = "llama3-instruction"
    augments = frozenset({"text"})
    template_model = Llama3Template
    objective = "answering"
    model_kind = "AutoModelForCausalLM"
    processor_kind = "AutoTokenizer"
    tiny_steps = 300
    takes = Takes(options=("prompt", *WRITING), needs=("prompt",))

    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[list[Chat], list[LeftOut]]:
        said = template.data
        chats, left_out = read_chats(data, said.prompt, said.answer, said.system)
        kept = []
        for chat in chats:
            fitting = self._fitting(processor, template, chat)
            if fitting is None:
                why = f"its first answer ends after data.max_tokens ({said.max_tokens})"
                left_out.append(LeftOut(chat.id, why))
            else:
                kept.append(fitting)
        return kept, left_out

    def _fitting(self, processor: Any, template: Any, chat: Chat) -> Chat | None:
        """The chat without the last turns that are too many, up to an answer."""
        turns = chat.turns
        while turns:
            row = self._row(processor, template, turns)
            if len(row.tokens) <= template.data.max_tokens:
                return replace(chat, turns=turns)
            answers = [n for n, turn in enumerate(turns[:-1]) if turn.who == "assistant"]
            turns = turns[: answers[-1] + 1] if answers else ()
        return None

    def _row(self, processor: Any, template: Any, turns: Any) -> Row:
        begin = [] if processor.bos_token_id is None else [processor.bos_token_id]
        kind = template.data.chat_template
        if kind == "model":
            return _by_the_model(processor, turns)
        pieces = (
            plain_pieces(turns, processor.eos_token) if kind == "plain" else llama3_pieces(turns)
        )
        made = [
            (processor(text, add_special_tokens=False).input_ids, learned)
            for text, learned in pieces
        ]
        return Row.of((begin, False), *made)

    def collate(
        self,
        processor: Any,
        template: Any,
        examples: Sequence[Chat],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        thrown: Sequence[Dice | None] = dice or [None] * len(examples)
        turns = [_changed(one.turns, die) for one, die in zip(examples, thrown, strict=True)]
        rows = [self._row(processor, template, one) for one in turns]
        made = packed_tensors if template.data.packing else causal_tensors
        tensors = made(rows, self._pad(processor))
        return TensorBatch(
            tensors=tensors,
            counts={self.objective: sum(row.count for row in rows)},
            cells=tensors["input_ids"].numel(),
            tokens=sum(len(row.tokens) for row in rows),
        )

    def _pad(self, processor: Any) -> int:
        pad = processor.pad_token_id
        return int(processor.eos_token_id if pad is None else pad)

    def write(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[Chat],
        writing: Writing = GREEDY,
    ) -> list[str]:
        """Rows of one length together, so that nothing is padded."""
        device = next(model.parameters()).device
        asked = [self._asked(processor, template, one) for one in examples]
        texts = [""] * len(examples)
        generator: Any = model
        for length in sorted(set(map(len, asked))):
            mine = [n for n, tokens in enumerate(asked) if len(tokens) == length]
            asked_RT = torch.tensor([asked[n] for n in mine], device=device)
            written_RT = generator.generate(
                input_ids=asked_RT,
                attention_mask=torch.ones_like(asked_RT),
                **writing.settings(model, length, template.data.max_tokens - length),
                eos_token_id=self._ends(processor, template),
                pad_token_id=self._pad(processor),
            )
            answers = processor.batch_decode(written_RT[:, length:], skip_special_tokens=True)
            for n, answer in zip(mine, answers, strict=True):
                texts[n] = answer.strip()
        return texts

    def _asked(self, processor: Any, template: Any, chat: Chat) -> tuple[int, ...]:
        """All before the last answer."""
        whole = self._row(processor, template, chat.turns)
        return whole.tokens[: whole.start_of_last_answer()]

    def _ends(self, processor: Any, template: Any) -> list[int]:
        ends = {processor.eos_token_id}
        if template.data.chat_template == "llama3":
            ends.add(processor.convert_tokens_to_ids("<|eot_id|>"))
        return sorted(number for number in ends if number is not None)

    def reference(self, example: Chat) -> str:
        return example.answer.strip()

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        said = writer.template.data
        turns = (Turn("user", writer.wish.prompt or ""), Turn("assistant", ""))
        whole = (Turn("system", said.system), *turns) if said.system else turns
        chat = Chat("prompt", "", None, Path(), whole)
        count = len(self._asked(writer.processor, writer.template, chat))
        if count >= said.max_tokens:
            raise UsageError(
                f"--prompt: {count} tokens, and data.max_tokens of the run is {said.max_tokens}"
            )
        return Generated(given, {"answer": writer.write([chat])[0]})

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        return tiny_llama3(folder)


def _changed(turns: Sequence[Turn], die: Dice | None) -> Sequence[Turn]:
    """Questions, changed; answers and what the system says stay as they are."""
    if die is None:
        return turns
    return [replace(t, text=die.text(t.text)) if t.who == "user" else t for t in turns]


def _by_the_model(processor: Any, turns: Any) -> Row:
    """The tokenizer's own chat template; answers are what it adds for an assistant's turn.

    Raises:
        UsageError: it has none, or one that writes earlier turns differently later on.
    """
    if processor.chat_template is None:
        raise UsageError("data.chat_template is `model`, but the tokenizer has none: take `plain`")
    said = [{"role": turn.who, "content": turn.text} for turn in turns]

    def tokens(count: int, ask: bool) -> list[int]:
        found = processor.apply_chat_template(
            said[:count], tokenize=True, add_generation_prompt=ask, return_dict=False
        )
        return list(found)

    pieces: list[tuple[list[int], bool]] = []
    there: list[int] = []
    for number, turn in enumerate(turns, 1):
        if turn.who != "assistant":
            continue
        for reached, learned in ((tokens(number - 1, True), False), (tokens(number, False), True)):
            if reached[: len(there)] != there:
                raise UsageError(
                    "data.chat_template is `model`, but the tokenizer's template writes earlier "
                    "turns differently once others follow: take `plain` or `llama3`"
                )
            pieces.append((reached[len(there) :], learned))
            there = reached
    return Row.of(*pieces)


RECIPE = Llama3Recipe()
