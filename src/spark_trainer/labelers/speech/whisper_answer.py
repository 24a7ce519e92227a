"""What a Whisper model generates for one window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    tokens: tuple[int, ...]
    """Without the prompt and the end token."""
    avg_logprob: float
    """Sum of the tokens' log-probabilities, the end token's too, over their number and one."""
    no_speech_prob: float
    finished: bool
    """Whether it came to an end within the tokens that it had."""
