"""Trains Qwen2-VL on questions about pictures and video frames.

@trainer_template: qwen2-vl

R rows   T tokens   P patches   E values of a patch   N pictures
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import nn

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.labelers.pictures.chat_processor import load_chat_processor
from spark_trainer.models.kinds.qwen2_vl import PIXELS_A_TOKEN, Qwen2VLTemplate
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.generating import WRITING, Generated, Given, Takes
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.causal import Row, causal_tensors
from spark_trainer.trainers.recipes.chats import Chat, Turn, chats_of_lines, chats_of_manifest
from spark_trainer.trainers.recipes.decoded import frames_of
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.pictures import captioned_of, read_picture
from spark_trainer.trainers.recipes.tiny_qwen2_vl import tiny_qwen2_vl
from spark_trainer.trainers.recipes.vision_tokens import Patches, patches_of
from spark_trainer.trainers.recipes.writing import GREEDY, Writing

SYSTEM = "You are a helpful assistant."
"""What the model's own chat template begins with where a chat has no system message."""


class Qwen2VLRecipe(ModelRecipe[Chat]):
    """Only answers are learned, with the token that ends them [Wang 2024].

    Reads a manifest (frames of each video, a question and an answer), JSON lines with `messages`
    and pictures, or a folder of pictures with metadata.
    """

    trainer = "qwen2-vl"
    augments = frozenset({"image"})
    template_model = Qwen2VLTemplate
    objective = "answering"
    model_kind = "Qwen2VLForConditionalGeneration"
    parts: ClassVar[Mapping[str, str]] = {
        "visual": "model.visual",
        "language_model": "model.language_model",
        "lm_head": "lm_head",
    }
    takes = Takes(("video", "image"), ("prompt", "fps", *WRITING))

    def processor(self, template: Any, folder: Path) -> Any:
        del template
        return load_chat_processor(folder)

    def save_processor(self, processor: Any, folder: Path) -> None:
        """Its parts: without torchvision the whole one lacks the part for videos."""
        processor.image_processor.save_pretrained(folder)
        processor.tokenizer.save_pretrained(folder)

    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[list[Chat], list[LeftOut]]:
        found, left_out = _chats(template, data)
        kept = []
        for chat in found:
            if why := self._unfit(processor, template, chat):
                left_out.append(LeftOut(chat.id, why))
            else:
                kept.append(chat)
        return kept, left_out

    def _unfit(self, processor: Any, template: Any, chat: Chat) -> str | None:
        """Where tokens are too many, pictures are dropped, but for one; a text is never cut."""
        if not chat.pictures and "visual" not in self.frozen(template):
            return "it has no picture, and `visual` is trained: all ranks must run it"
        words = len(self._row(processor, chat, []).tokens)
        one = template.data.max_pixels // PIXELS_A_TOKEN + 2 if chat.pictures else 0
        if words + one > template.data.max_tokens:
            picture = f" and one picture of {one}" if one else ""
            return f"{words} tokens of text{picture}, over data.max_tokens"
        return None

    def collate(
        self,
        processor: Any,
        template: Any,
        examples: Sequence[Chat],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        thrown: Sequence[Dice | None] = dice or [None] * len(examples)
        made = [
            self._made(processor, template, chat, die)
            for chat, die in zip(examples, thrown, strict=True)
        ]
        rows = [row for row, _ in made]
        tensors = causal_tensors(rows, processor.tokenizer.pad_token_id)
        return TensorBatch(
            tensors={**tensors, **self._seen(processor, tensors["input_ids"], made)},
            counts={self.objective: sum(row.count for row in rows)},
            cells=tensors["input_ids"].numel(),
            tokens=sum(len(row.tokens) for row in rows),
        )

    def _seen(self, processor: Any, tokens_RT: torch.Tensor, made: Any) -> dict[str, torch.Tensor]:
        place = _number(processor, "<|image_pad|>")
        seen = [patches for _, patches in made if patches.grids]
        kinds = {"mm_token_type_ids": (tokens_RT == place).int()}
        if not seen:
            return kinds
        grids_N3 = torch.tensor([grid for patches in seen for grid in patches.grids])
        values_PE = torch.cat([patches.values_PE for patches in seen])
        return {**kinds, "pixel_values": values_PE, "image_grid_thw": grids_N3}

    def _made(
        self, processor: Any, template: Any, chat: Chat, die: Dice | None = None
    ) -> tuple[Row, Patches]:
        """A row with as many whole pictures as fit, spread evenly over those there are."""
        said, merge = template.data, processor.image_processor.merge_size
        most = len(chat.pictures)
        while True:
            chosen = _spread(len(chat.pictures), most)
            pictures = [read_picture(chat.root, chat.pictures[n]) for n in chosen]
            if die is not None:
                pictures = die.pictures(pictures)
            patches = patches_of(
                processor.image_processor, pictures, said.min_pixels, said.max_pixels
            )
            row = self._row(processor, _with(chat, chosen), patches.counts(merge))
            if len(row.tokens) <= said.max_tokens or most <= 1:
                return row, patches
            most -= 1

    def _row(self, processor: Any, chat: Chat, counts: Sequence[int]) -> Row:
        """`<|im_start|>role ... <|im_end|>` for each turn, a place for each token of a picture."""
        turns = chat.turns
        if turns[0].who != "system":
            turns = (Turn("system", SYSTEM), *turns)
        left, pieces = list(counts), []
        for turn in turns:
            pieces.append((f"<|im_start|>{turn.who}\n", False))
            for _ in turn.pictures[: len(left)]:
                places = "<|image_pad|>" * left.pop(0)
                pieces.append((f"<|vision_start|>{places}<|vision_end|>", False))
            pieces += [(f"{turn.text}<|im_end|>", turn.who == "assistant"), ("\n", False)]
        tokenizer = processor.tokenizer
        made = [
            (tokenizer(text, add_special_tokens=False).input_ids, learned)
            for text, learned in pieces
        ]
        return Row.of(*made)

    def write(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[Chat],
        writing: Writing = GREEDY,
    ) -> list[str]:
        """One after another: pictures give each row its own places."""
        return [self._answer(model, processor, template, chat, writing) for chat in examples]

    def _answer(
        self, model: nn.Module, processor: Any, template: Any, chat: Chat, writing: Writing
    ) -> str:
        device = next(model.parameters()).device
        row, patches = self._made(processor, template, chat)
        asked = row.tokens[: row.start_of_last_answer()]
        asked_RT = torch.tensor([asked], device=device)
        seen = self._seen(processor, asked_RT, [(row, patches)])
        generator: Any = model
        written_RT = generator.generate(
            input_ids=asked_RT,
            attention_mask=torch.ones_like(asked_RT),
            **{name: tensor.to(device) for name, tensor in seen.items()},
            **writing.settings(model, len(asked), template.data.max_tokens - len(asked)),
            eos_token_id=_number(processor, "<|im_end|>"),
            pad_token_id=processor.tokenizer.pad_token_id,
        )
        answer = processor.tokenizer.decode(written_RT[0, len(asked) :], skip_special_tokens=True)
        return str(answer).strip()

    def reference(self, example: Chat) -> str:
        return example.answer.strip()

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        assert given is not None
        root, frames = frames_of(given, writer.template.data.max_frames)
        files = tuple(file for file, _ in frames)
        turns = (Turn("user", _question(writer), files), Turn("assistant", ""))
        chat = Chat(printable(given.path), "", None, root, turns)
        if why := self._unfit(writer.processor, writer.template, chat):
            raise UsageError(f"--prompt: {why}")
        _, patches = self._made(writer.processor, writer.template, chat)
        shown = _spread(len(frames), len(patches.grids))
        times_s = [frames[n][1] for n in shown] if given.medium == "video" else None
        return Generated(given, {"answer": writer.write([chat])[0]}, shown_s=times_s)

    def picture(self, example: Chat) -> str | None:
        return next(iter(example.pictures), None)

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        return tiny_qwen2_vl(folder)


def _chats(template: Any, data: Path) -> tuple[list[Chat], list[LeftOut]]:
    said = template.data
    if data.name == MANIFEST:
        return _of_manifest(said, data)
    if said.format == "image_folder":
        captioned, left_out = captioned_of(data, said.max_frames)
        return [
            Chat(
                one.id,
                one.group,
                one.split,
                one.root,
                (Turn("user", said.prompt, (one.file,)), Turn("assistant", one.text)),
            )
            for one in captioned
        ], left_out
    return list(chats_of_lines(data)), []


def _of_manifest(said: Any, data: Path) -> tuple[list[Chat], list[LeftOut]]:
    chats: list[Chat] = []
    left_out: list[LeftOut] = []
    for found in chats_of_manifest(data, said.prompt, said.answer):
        if isinstance(found, LeftOut):
            left_out.append(found)
            continue
        entry, chat = found
        frames = entry.meta.frames
        shown = spread_over_time([frame.time for frame in frames], said.max_frames)
        files = tuple(f"{entry.frames_dir}/{frames[n].file}" for n in shown)
        asked, answer = chat.turns[-2:]
        chats.append(replace(chat, turns=(replace(asked, pictures=files), answer)))
    return chats, left_out


def _spread(count: int, most: int) -> list[int]:
    """At most so many of that many pictures."""
    return spread_over_time([float(n) for n in range(count)], most)


def _question(writer: Writer) -> str:
    """What was asked, or what the model was taught to answer.

    Raises:
        UsageError: that speaks of texts of a dataset.
    """
    said: str = writer.wish.prompt or writer.template.data.prompt
    if writer.wish.prompt is None and ("{caption}" in said or "{transcript}" in said):
        raise UsageError(f"--prompt is missing: the template's is for a dataset: {printable(said)}")
    return said


def _with(chat: Chat, chosen: Sequence[int]) -> Chat:
    """The chat with these of its pictures, by their number in it."""
    turns, first = [], 0
    for turn in chat.turns:
        mine = range(first, first + len(turn.pictures))
        kept = tuple(turn.pictures[n - first] for n in mine if n in chosen)
        turns.append(replace(turn, pictures=kept))
        first += len(turn.pictures)
    return replace(chat, turns=tuple(turns))


def _number(processor: Any, token: str) -> int:
    return int(processor.tokenizer.convert_tokens_to_ids(token))


RECIPE = Qwen2VLRecipe()
