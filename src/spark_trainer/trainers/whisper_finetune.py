"""Trains Whisper on sound and its transcripts.

@trainer_template: whisper-finetune

R rows   T tokens   M mel bins   K mel frames, 100 a second
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn
from transformers import GenerationConfig, GenerationMixin

from spark_trainer.core.errors import UsageError
from spark_trainer.core.text import printable
from spark_trainer.models.kinds.whisper import MAX_TOKENS, WhisperTemplate
from spark_trainer.models.kinds.whisper_languages import LANGUAGES
from spark_trainer.trainers.generating import WRITING, Generated, Given, Piece, Takes
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch, padded
from spark_trainer.trainers.recipes.causal import NOT_LEARNED, TARGETS
from spark_trainer.trainers.recipes.decoded import sound_of
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.sound_windows import Window, windows_of
from spark_trainer.trainers.recipes.speech import SAMPLE_HZ, Speech, speech_of
from spark_trainer.trainers.recipes.tiny_whisper import tiny_whisper
from spark_trainer.trainers.recipes.writing import GREEDY, Writing

HOP = 160
"""Values of sound a step of the spectrogram."""


class WhisperRecipe(ModelRecipe[Speech]):
    """The decoder is taught language, task, words and end, as in its own training [Radford 2022].

    Reads a manifest (sound and transcript; over 30 s it is cut between the transcript's pieces)
    or a folder of sounds with metadata.jsonl or metadata.csv.
    """

    trainer = "whisper-finetune"
    augments = frozenset({"audio"})
    template_model = WhisperTemplate
    objective = "transcription"
    model_kind = "WhisperForConditionalGeneration"
    processor_kind = "WhisperProcessor"
    takes = Takes(("video", "audio"), ("language", *WRITING))
    parts: ClassVar[Mapping[str, str]] = {"encoder": "model.encoder", "decoder": "model.decoder"}

    def model(self, template: Any, folder: Path | None) -> nn.Module:
        model = super().model(template, folder)
        blanked = template.data.spec_augment
        config: Any = model.config
        config.apply_spec_augment = blanked is not None
        if blanked is not None:
            config.mask_time_prob = blanked.mask_time_share
            config.mask_time_length = blanked.mask_time_length
            config.mask_feature_prob = blanked.mask_bands_share
            config.mask_feature_length = blanked.mask_bands_length
        return model

    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[list[Speech], list[LeftOut]]:
        found, left_out = speech_of(data, template.data.max_audio_s)
        kept = []
        for one in found:
            if why := self._unfit(processor, template, one):
                left_out.append(LeftOut(one.id, why))
            else:
                kept.append(one)
        return kept, left_out

    def _unfit(self, processor: Any, template: Any, one: Speech) -> str | None:
        language = _language(template, one)
        tokenizer = processor.tokenizer
        if _number(tokenizer, "<|en|>") is not None and language is None:
            return "its language is not known: set data.language"
        of_english_alone = _number(tokenizer, "<|en|>") is None
        known = language == "en" if of_english_alone else _number(tokenizer, f"<|{language}|>")
        if language is not None and not known:
            return f"this model has no language `{language}`"
        count = len(self._tokens(processor, template, one))
        most = min(template.data.max_text_tokens, MAX_TOKENS)
        if count > most:
            return f"{count} tokens of text with their task tokens, at most {most} are taken"
        return None

    def _prompt(self, processor: Any, template: Any, one: Speech) -> list[int]:
        """Start, language, task, no time stamps: a model of English alone has no such choices."""
        language = _language(template, one)
        names = ["<|startoftranscript|>", f"<|{language}|>", f"<|{template.data.task}|>"]
        names.append("<|notimestamps|>")
        numbers = [_number(processor.tokenizer, name) for name in names]
        return [number for number in numbers if number is not None]

    def _tokens(self, processor: Any, template: Any, one: Speech) -> list[int]:
        tokenizer = processor.tokenizer
        text = tokenizer(" " + one.text.strip(), add_special_tokens=False).input_ids
        return [*self._prompt(processor, template, one), *text, self._end(processor)]

    def _end(self, processor: Any) -> int:
        return int(processor.tokenizer.eos_token_id)

    def collate(
        self,
        processor: Any,
        template: Any,
        examples: Sequence[Speech],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        rows = [self._tokens(processor, template, one) for one in examples]
        targets_RT = padded([tokens[1:] for tokens in rows], NOT_LEARNED)
        count = sum(len(tokens) - 1 for tokens in rows)
        return TensorBatch(
            tensors={
                "input_features": self._heard(processor, examples, dice),
                "decoder_input_ids": padded([row[:-1] for row in rows], self._end(processor)),
                TARGETS: targets_RT,
            },
            counts={self.objective: count},
            cells=targets_RT.numel(),
            tokens=count,
        )

    def _heard(
        self, processor: Any, examples: Sequence[Speech], dice: Sequence[Dice] | None = None
    ) -> Tensor:
        """Log-mel of 30 s each, R x M x K, as Whisper wants it."""
        most = int(processor.feature_extractor.n_samples)
        sounds = [one.sound() for one in examples]
        if dice is not None:
            sounds = [die.sound(s, most) for die, s in zip(dice, sounds, strict=True)]
        made = processor.feature_extractor(sounds, sampling_rate=SAMPLE_HZ, return_tensors="pt")
        mel_RMK: Tensor = made.input_features
        for row, die in enumerate(dice or ()):
            steps = min(mel_RMK.shape[2], -(-len(sounds[row]) // HOP))
            changed = die.mel(mel_RMK[row, :, :steps].numpy())
            mel_RMK[row, :, :steps] = torch.from_numpy(np.ascontiguousarray(changed))
        return mel_RMK

    def write(
        self,
        model: nn.Module,
        processor: Any,
        template: Any,
        examples: Sequence[Speech],
        writing: Writing = GREEDY,
    ) -> list[str]:
        """With language and task given; each prompt length in a batch of its own."""
        device = next(model.parameters()).device
        tokenizer = processor.tokenizer
        prompts = [self._prompt(processor, template, one) for one in examples]
        texts = [""] * len(examples)
        for length in sorted({len(prompt) for prompt in prompts}):
            mine = [n for n, prompt in enumerate(prompts) if len(prompt) == length]
            mel_RMK = self._heard(processor, [examples[n] for n in mine]).to(device)
            # Whisper's own `generate` would cut and stitch; each of these is one window.
            written_RT = GenerationMixin.generate(
                model,  # type: ignore[arg-type]
                mel_RMK,
                attention_mask=torch.ones_like(mel_RMK[:, 0], dtype=torch.long),
                decoder_input_ids=torch.tensor([prompts[n] for n in mine], device=device),
                generation_config=GenerationConfig(  # type: ignore[no-untyped-call]
                    **writing.settings(model, length, template.data.max_text_tokens - length),
                    eos_token_id=self._end(processor),
                    pad_token_id=self._end(processor),
                    decoder_start_token_id=prompts[mine[0]][0],
                ),
            )
            answers = tokenizer.batch_decode(written_RT[:, length:], skip_special_tokens=True)
            for n, answer in zip(mine, answers, strict=True):
                texts[n] = answer.strip()
        return texts

    def reference(self, example: Speech) -> str:
        return example.text

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        """Stretch by stretch; nothing where a video has no sound."""
        assert given is not None
        file = sound_of(given)
        if file is None:
            return Generated(given, heard_s=0.0)
        stretches = self._stretches(writer, file)
        texts = writer.write(stretches)
        pieces = [
            Piece(one.first_s, one.first_s + len(one.sound()) / SAMPLE_HZ, text)
            for one, text in zip(stretches, texts, strict=True)
        ]
        transcript = " ".join(text for text in texts if text)
        return Generated(given, {"transcript": transcript}, pieces, heard_s=pieces[-1].last_s)

    def _stretches(self, writer: Writer, file: Path) -> list[Window]:
        said = writer.template.data
        found = windows_of(file, said.max_audio_s, writer.wish.language or said.language)
        if found[0].language is None:
            language = self._heard_language(writer.model, writer.processor, found[0])
            found = [replace(one, language=language) for one in found]
        if why := self._unfit(writer.processor, writer.template, found[0]):
            raise UsageError(f"--language {printable(writer.wish.language or '')}: {why}")
        return found

    def _heard_language(self, model: Any, processor: Any, one: Speech) -> str | None:
        """What the model takes the language to be; None for a model of English alone."""
        numbers = {name: _number(processor.tokenizer, f"<|{name}|>") for name in LANGUAGES}
        known = {name: number for name, number in numbers.items() if number is not None}
        if not known:
            return None
        device = next(model.parameters()).device
        start = _number(processor.tokenizer, "<|startoftranscript|>")
        with torch.inference_mode():
            logits_V = model(
                self._heard(processor, [one]).to(device),
                decoder_input_ids=torch.tensor([[start]], device=device),
            ).logits[0, -1]
        return max(known, key=lambda name: float(logits_V[known[name]]))

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        return tiny_whisper(folder)


def _language(template: Any, one: Speech) -> str | None:
    """The template's goes before a line's; of a file that somebody gave, it is what they say."""
    if isinstance(one, Window):
        return one.language
    said: str | None = template.data.language or one.language
    return said


def _number(tokenizer: Any, name: str) -> int | None:
    """Of a token; None where the tokenizer has none of that name."""
    number = tokenizer.convert_tokens_to_ids(name)
    known = number is not None and tokenizer.convert_ids_to_tokens(number) == name
    return int(number) if known else None


RECIPE = WhisperRecipe()
