"""Asking an `OpenAICaptions` as a lane does, for its tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from spark_trainer.core.errors import BackendUnavailableError, SparkTrainerError
from spark_trainer.labelers.chat.captions import OpenAICaptions
from spark_trainer.labelers.chat.question import Picture

KEY = "sk-canary-5f1d0c7e9a4b"

Make = Callable[..., OpenAICaptions]
"""`OpenAICaptions` that has found the server, from its settings."""


def picture(number: int) -> str:
    return f"data:image/jpeg;base64,{number:08d}"


def frame(number: int) -> Picture:
    return Picture(f"frame_{number:06d}.jpg", picture(number))


def ask(captioner: OpenAICaptions, number: int = 0) -> str:
    (caption,) = captioner.label([frame(number)])
    assert caption.text
    return caption.text


def ask_all(captioner: OpenAICaptions, numbers: range) -> list[str | SparkTrainerError]:
    """What becomes of each, in order, asked as a lane does: from `concurrency` threads."""

    def one(number: int) -> str | SparkTrainerError:
        try:
            return ask(captioner, number)
        except SparkTrainerError as e:
            return e

    with ThreadPoolExecutor(captioner.concurrency) as pool:
        return list(pool.map(one, numbers))


def assert_stops(result: object, pattern: str) -> None:
    """What became of a frame is the end of the build, with that message."""
    assert isinstance(result, BackendUnavailableError)
    assert re.search(pattern, str(result))
