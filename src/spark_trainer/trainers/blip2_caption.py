"""Trains BLIP-2 on pictures and their captions.

@trainer_template: blip2-caption

R rows   T tokens   C, H, W channels, height, width
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from spark_trainer.core.errors import UsageError
from spark_trainer.models.kinds.blip2 import Blip2Template
from spark_trainer.trainers.generating import WRITING, Generated, Given, Piece, Takes
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.causal import Row, causal_tensors
from spark_trainer.trainers.recipes.decoded import frames_of
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.pictures import Captioned, captioned_of, read_picture
from spark_trainer.trainers.recipes.tiny_blip2 import tiny_blip2
from spark_trainer.trainers.recipes.writing import GREEDY, Writing


class Blip2Recipe(ModelRecipe[Captioned]):
    """The language model is taught the caption behind the picture and the prompt [Li 2023].

    Reads a manifest (kept frames and their captions) or a folder of pictures with metadata.jsonl
    or metadata.csv.
    """

    trainer = "blip2-caption"
    augments = frozenset({"image"})
    template_model = Blip2Template
    objective = "captioning"
    model_kind = "Blip2ForConditionalGeneration"
    processor_kind = "Blip2Processor"
    tiny_steps = 120
    takes = Takes(("video", "image"), ("fps", *WRITING))
    parts: ClassVar[Mapping[str, str]] = {
        "vision_model": "vision_model",
        "query_tokens": "query_tokens",
        "qformer": "qformer",
        "language_projection": "language_projection",
        "language_model": "language_model",
    }

    def model(self, template: Any, folder: Path | None) -> nn.Module:
        """See `ModelRecipe.model`.

        Raises:
            UsageError: its language model has an encoder, as FLAN-T5 has.
        """
        model = super().model(template, folder)
        config: Any = model.config
        if config.text_config.is_encoder_decoder:
            raise UsageError(
                f"architecture.model: its language model is {config.text_config.model_type}, which "
                f"has an encoder; this trainer takes those that read from left to right (OPT)"
            )
        return model

    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[list[Captioned], list[LeftOut]]:
        del processor
        return captioned_of(data, template.data.max_frames)

    def collate(
        self,
        processor: Any,
        template: Any,
        examples: Sequence[Captioned],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        rows = [self._row(processor, template, one) for one in examples]
        tensors = causal_tensors(rows, _pad(processor))
        return TensorBatch(
            tensors={"pixel_values": _pixels(processor, examples, dice), **tensors},
            counts={self.objective: sum(row.count for row in rows)},
            cells=tensors["input_ids"].numel(),
            tokens=sum(len(row.tokens) for row in rows),
        )

    def _row(self, processor: Any, template: Any, one: Captioned) -> Row:
        asked = self._prompt(processor, template)
        text = processor.tokenizer(" " + one.text, add_special_tokens=False).input_ids
        room = max(1, template.data.max_text_tokens - (len(asked) - processor.num_query_tokens))
        answer = [*text[: room - 1], processor.tokenizer.eos_token_id]
        return Row.of((asked, False), (answer, True))

    def _prompt(self, processor: Any, template: Any) -> list[int]:
        """A place for each query of the Q-Former, then the words."""
        place = processor.tokenizer.convert_tokens_to_ids("<image>")
        words = processor.tokenizer(template.data.prompt).input_ids
        return [*[place] * processor.num_query_tokens, *words]

    def write(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[Captioned],
        writing: Writing = GREEDY,
    ) -> list[str]:
        device = next(model.parameters()).device
        asked_RT = torch.tensor([self._prompt(processor, template)] * len(examples), device=device)
        generator: Any = model
        written_RT = generator.generate(
            pixel_values=_pixels(processor, examples).to(device),
            input_ids=asked_RT,
            attention_mask=torch.ones_like(asked_RT),
            **writing.settings(model, asked_RT.shape[1], template.data.max_text_tokens),
            eos_token_id=processor.tokenizer.eos_token_id,
            pad_token_id=_pad(processor),
        )
        answers = processor.tokenizer.batch_decode(
            written_RT[:, asked_RT.shape[1] :], skip_special_tokens=True
        )
        return [answer.strip() for answer in answers]

    def reference(self, example: Captioned) -> str:
        return example.text

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        """Each caption once, in the order of their frames."""
        assert given is not None
        root, frames = frames_of(given, writer.template.data.max_frames)
        texts = writer.write([Captioned("", "", None, root, file, "") for file, _ in frames])
        said = {"caption": " ".join(dict.fromkeys(text for text in texts if text))}
        if given.medium == "image":
            return Generated(given, said)
        shown_s = [at_s for _, at_s in frames]
        pieces = [Piece(at_s, at_s, text) for at_s, text in zip(shown_s, texts, strict=True)]
        return Generated(given, said, pieces, shown_s=shown_s)

    def picture(self, example: Captioned) -> str | None:
        return example.file

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        return tiny_blip2(folder)


def _pixels(
    processor: Any, examples: Sequence[Captioned], dice: Sequence[Dice] | None = None
) -> Tensor:
    """R x C x H x W, as the vision model wants them."""
    pictures = [read_picture(one.root, one.file) for one in examples]
    for row, die in enumerate(dice or ()):
        (pictures[row],) = die.pictures([pictures[row]])
    pixels_RCHW: Tensor = processor.image_processor(pictures, return_tensors="pt").pixel_values
    return pixels_RCHW


def _pad(processor: Any) -> int:
    return int(processor.tokenizer.pad_token_id)


RECIPE = Blip2Recipe()
