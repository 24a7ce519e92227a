"""Captions and transcripts written token by token, keys and values kept from step to step.

R rows   P tokens of the longest prompt   T tokens   S tokens so far   V vocabulary
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor
from torch.nn import functional

from spark_trainer.core.errors import UsageError
from spark_trainer.core.optional import require
from spark_trainer.models.apotheon.batch import Batch, Rows
from spark_trainer.models.apotheon.memory import Memory
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.past import LayerPast, Past
from spark_trainer.models.apotheon.sampling import Decoding, Sampler
from spark_trainer.models.apotheon.tokenizer import Tokenizer


def write(
    model: ApotheonMultiModalModel, tokenizer: Tokenizer, batch: Batch, decoding: Decoding
) -> list[str]:
    """The text of each row of the batch; its rows are prompts, see `Tokenizer.prompt`."""
    never = tokenizer.never_written()
    written = generate(model, batch, decoding, end_id=tokenizer.end_id, never=never)
    return [tokenizer.decode(ids) for ids in written]


@torch.inference_mode()
def generate(
    model: ApotheonMultiModalModel,
    batch: Batch,
    decoding: Decoding,
    *,
    end_id: int,
    never: Sequence[int] = (),
    cached: bool = True,
) -> list[list[int]]:
    """The tokens that follow on each row's prompt, without the end token.

    Args:
        never: ids that are never written.
        cached: keep keys and values; False computes all of them in every step, for comparison.

    Raises:
        UsageError: prompt and text could become longer than the text encoder takes.
    """
    if not batch.rows.lengths:
        return []
    _must_fit(model, batch.rows, decoding)
    with _evaluating(model):
        reader = (_Kept if cached else _Anew)(model, batch.rows, model.remember(batch))
        sampler = Sampler(decoding, len(batch.rows.lengths))
        written: list[list[int]] = [[] for _ in batch.rows.lengths]
        open_rows = set(range(len(written)))
        logits_RV = reader.first()
        while True:
            logits_RV[:, list(never)] = -torch.inf
            next_R = sampler.choose(logits_RV)
            tokens = next_R.tolist()
            open_rows = {row for row in open_rows if tokens[row] != end_id}
            for row in open_rows:
                written[row].append(tokens[row])
            if not any(len(written[row]) < decoding.max_new_tokens for row in open_rows):
                return written
            logits_RV = reader.after(next_R)


def _must_fit(model: ApotheonMultiModalModel, rows: Rows, decoding: Decoding) -> None:
    longest = max(rows.lengths) + decoding.max_new_tokens
    if longest > model.text_encoder.longest:
        raise UsageError(
            f"{longest} tokens of prompt and text are more than the text encoder's "
            f"{model.text_encoder.longest}: lower max_new_tokens"
        )


class _Anew:
    """Scores of the next token, everything read again for each."""

    def __init__(self, model: ApotheonMultiModalModel, rows: Rows, memory: Memory) -> None:
        device = rows.tokens_RT.device
        self.model, self.rows, self.memory = model, rows, memory
        self.lengths_R = torch.tensor(rows.lengths, device=device)
        self.samples_R = torch.tensor(rows.samples, device=device)
        self.tokens_RT = rows.tokens_RT[:, : max(rows.lengths)]

    def first(self) -> Tensor:
        """Scores R x V of the token behind each prompt."""
        return self._scores(self.tokens_RT, self.lengths_R - 1)

    def after(self, tokens_R: Tensor) -> Tensor:
        """Scores R x V of the token behind these."""
        self.tokens_RT = functional.pad(self.tokens_RT, (0, 1))
        self.tokens_RT.scatter_(1, self.lengths_R[:, None], tokens_R[:, None])
        self.lengths_R = self.lengths_R + 1
        return self.first()

    def _scores(self, tokens_RT: Tensor, last_R: Tensor, past: Past | None = None) -> Tensor:
        """Of the token behind the one at `last_R` of each row."""
        tasks = self.rows.tasks
        read = self.model.read(tokens_RT, tasks, self.memory, self.samples_R, past)
        row_R = torch.arange(len(last_R), device=last_R.device)
        text_RE, fused_RD = read.text_RTE[row_R, last_R], read.fused_RTD[row_R, last_R]
        return self.model.next_scores(text_RE, fused_RD, tasks)


class _Kept(_Anew):
    """The same scores, with keys and values of all earlier tokens kept.

    Prompts of different lengths are padded on the right; the gap is masked, and each row counts
    its positions without it.
    """

    def __init__(self, model: ApotheonMultiModalModel, rows: Rows, memory: Memory) -> None:
        super().__init__(model, rows, memory)
        text = require("transformers", extra="train").DynamicCache()
        self.past = Past(text, [LayerPast() for _ in model.fusion.layers])
        place_P = torch.arange(self.tokens_RT.shape[1], device=self.tokens_RT.device)
        self.seen_RS = place_P < self.lengths_R[:, None]

    def first(self) -> Tensor:
        return self._scores(self.tokens_RT, self.lengths_R - 1, self.past)

    def after(self, tokens_R: Tensor) -> Tensor:
        self.past.seen_RS = self.seen_RS = functional.pad(self.seen_RS, (0, 1), value=True)
        self.past.positions_RT = self.lengths_R[:, None]
        self.lengths_R = self.lengths_R + 1
        return self._scores(tokens_R[:, None], torch.zeros_like(tokens_R), self.past)


@contextmanager
def _evaluating(model: ApotheonMultiModalModel) -> Iterator[None]:
    training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(training)
