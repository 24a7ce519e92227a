"""Whisper's greedy decoding from states that are encoded already.

`generate` of transformers would encode again to detect the language, decode again for the
probability of silence, and does not give log-probabilities with time stamps. The rules that keep
an answer well formed are its own: those for time stamps, and the tokens that it suppresses.

B windows, N tokens so far, V words, T states, D their width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from spark_trainer.core.optional import require
from spark_trainer.labelers.speech.whisper_answer import Answer
from spark_trainer.labelers.speech.whisper_tokens import Vocabulary

LATEST_FIRST_STAMP = 50
"""In steps of 20 ms: an answer begins within 1 s, as in OpenAI's decoder; windows begin so, too."""

Rules = Callable[[Any, Any], Any]
"""Tokens (B, N) and logits (B, V) to logits of which the forbidden are minus infinity."""


def rules_of(model: Any, vocabulary: Vocabulary, prompt_length: int) -> Rules:
    """What may follow what, for answers to prompts of that length."""
    torch = require("torch", extra="labels")
    process = require("transformers.generation.logits_process", extra="labels")
    settings = SimpleNamespace(
        no_timestamps_token_id=vocabulary.no_timestamps,
        eos_token_id=vocabulary.end,
        max_initial_timestamp_index=LATEST_FIRST_STAMP,
    )
    stamps = process.WhisperTimeStampLogitsProcessor(settings, begin_index=prompt_length)
    # Masks, made once: the processors for these in transformers look each word up at each step,
    # which took longer than a small model.
    never_V = torch.zeros(model.config.vocab_size, dtype=torch.bool, device=model.device)
    never_V[model.generation_config.suppress_tokens or []] = True
    at_first_V = never_V.clone()
    at_first_V[model.generation_config.begin_suppress_tokens or []] = True

    def apply(tokens_BN: Any, logits_BV: Any) -> Any:
        forbidden_V = at_first_V if tokens_BN.shape[1] == prompt_length else never_V
        return stamps(tokens_BN, logits_BV.masked_fill(forbidden_V, -torch.inf))

    return apply


def most_likely(
    model: Any,
    states_BTD: Any,
    prompts: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    most_new_tokens: int,
) -> list[Answer]:
    """One answer a prompt; prompts are equally long and begin with the start token."""
    torch = require("torch", extra="labels")
    rules = rules_of(model, vocabulary, len(prompts[0]))
    tokens_BN = fed_BN = torch.tensor(prompts, device=states_BTD.device)
    sum_B = no_speech_B = torch.zeros(len(prompts), device=states_BTD.device)
    open_B = torch.ones(len(prompts), dtype=torch.bool, device=states_BTD.device)
    cache = None
    while open_B.any() and tokens_BN.shape[1] < len(prompts[0]) + most_new_tokens:
        out = model(
            encoder_outputs=(states_BTD,),
            decoder_input_ids=fed_BN,
            past_key_values=cache,
            use_cache=True,
        )
        if cache is None:  # what follows the start token
            no_speech_B = out.logits[:, 0].float().softmax(-1)[:, vocabulary.no_speech]
        cache = out.past_key_values
        logprobs_BV = rules(tokens_BN, out.logits[:, -1].float()).log_softmax(-1)
        best_B, next_B = logprobs_BV.max(-1)
        sum_B = sum_B + best_B.where(open_B, 0.0)
        fed_BN = next_B.where(open_B, vocabulary.end)[:, None]
        open_B = open_B & (next_B != vocabulary.end)
        tokens_BN = torch.cat([tokens_BN, fed_BN], dim=1)
    new = tokens_BN[:, len(prompts[0]) :].tolist()
    return [
        _answer(*each, vocabulary.end)
        for each in zip(new, sum_B.tolist(), no_speech_B.tolist(), strict=True)
    ]


def _answer(tokens: list[int], sum_logprob: float, no_speech_prob: float, end: int) -> Answer:
    finished = end in tokens
    said = tuple(tokens[: tokens.index(end)] if finished else tokens)
    return Answer(said, sum_logprob / (len(said) + 1), no_speech_prob, finished)
