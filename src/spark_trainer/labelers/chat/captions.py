"""Captions by any server of OpenAI's chat protocol that takes pictures, such as vLLM."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, ClassVar

from spark_trainer.core.errors import BackendUnavailableError, MediaError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import BatchCaptioner, Caption, FrameRef
from spark_trainer.labelers.chat.answers import TryAgain
from spark_trainer.labelers.chat.asking import Asking
from spark_trainer.labelers.chat.budget import Budget
from spark_trainer.labelers.chat.client import Connection
from spark_trainer.labelers.chat.question import (
    TEMPERATURE,
    Picture,
    Question,
    as_picture,
    grey_picture,
)

PROMPT = "Describe what is seen in this picture in one plain sentence."

MOST_NAMES = 20
"""Of models, in a message."""


class OpenAICaptions(BatchCaptioner[Picture]):
    """One request a frame, many at once. Revision, device and precision are the server's business.

    A frame that gets no caption for good fails its video; a server that is gone, or does not want
    us, stops the build.

    Args:
        url: of the API; else OPENAI_BASE_URL. The key comes from OPENAI_API_KEY only.
        model: as the server calls it; else OPENAI_MODEL; else the only one that it serves.
        prompt: sent with each frame.
        max_new_tokens: an answer is cut there, 1 or more.
        concurrency: requests in flight, 1 to 1024.
        retries: further attempts for a frame, 0 to 100, after waits that double.
        timeout_s: for one attempt, up to 3600.
        budget_tokens: in this run, see `Budget`; None = no limit. Likewise `budget_requests`.
        first_wait_s: before the first retry.

    Raises:
        UsageError: a setting is out of its range.
    """

    name: ClassVar[str] = "openai"

    def __init__(
        self,
        *,
        url: str | None = None,
        model: str | None = None,
        prompt: str = PROMPT,
        max_new_tokens: int = 64,
        concurrency: int = 16,
        retries: int = 5,
        timeout_s: float = 60.0,
        budget_tokens: int | None = None,
        budget_requests: int | None = None,
        first_wait_s: float = 0.5,
    ) -> None:
        _within("concurrency", concurrency, 1, 1024)
        _within("retries", retries, 0, 100)
        _within("timeout_s", timeout_s, 0.01, 3600)
        self.concurrency = concurrency
        self._model = model or os.environ.get("OPENAI_MODEL") or ""
        self._question = Question(prompt, max_new_tokens)
        self._asking = Asking(
            Connection(_address(url), os.environ.get("OPENAI_API_KEY"), timeout_s),
            self._question,
            Budget(budget_tokens, budget_requests),
            retries=retries,
            first_wait_s=first_wait_s,
        )
        self._served: list[str] = []

    def identity(self) -> Mapping[str, Any]:
        """Neither address nor key: the same model elsewhere gives the same captions."""
        return {
            "model": PurePosixPath(self._model).name if self._model[:1] == "/" else self._model,
            "prompt": self._question.prompt,
            "max_new_tokens": self._question.max_new_tokens,
            "temperature": TEMPERATURE,
        }

    def resolve(self) -> None:
        """Ask the server which models it has, and settle for one.

        Raises:
            UsageError: no model was named, and the server has none or several.
            BackendUnavailableError: no such server, or it does not want us.
        """
        self._asking.connection.open()
        try:
            self._served = self._asking.served()
        except (TryAgain, MediaError) as e:
            raise BackendUnavailableError(self._no_server(str(e))) from None
        if not self._model:
            if len(self._served) != 1:
                raise UsageError(
                    f"{self._asking.connection.url}: the server has {len(self._served)} models"
                    f"{_listing(self._served)}. Name one: --caption-model, or OPENAI_MODEL."
                )
            self._model = self._served[0]

    def load(self) -> None:
        """Make sure of a model that the server does not list, by a caption for a grey picture.

        Some servers load a model when it is asked for; others do not have it.

        Raises:
            BackendUnavailableError: this one does not have it.
        """
        if self._model in self._served:
            return
        try:
            self._asking.once(grey_picture(), self._model)
        except (TryAgain, MediaError, BackendUnavailableError) as e:
            raise BackendUnavailableError(
                f"{self._asking.connection.url}: the server does not list the model "
                f"{printable(self._model)!r}, and captions no picture with it: {e} "
                f"Models there{_listing(self._served) or ': none'}."
            ) from None

    def close(self) -> None:
        """End all waiting and the connections; nothing can be labelled after it."""
        self._asking.health.stop("captioning was ended")
        self._asking.connection.close()

    def ready(self, piece: FrameRef) -> Picture:
        """The file as it is: nothing is decoded here."""
        try:
            return as_picture(piece.path.name, piece.path.read_bytes())
        except OSError as e:
            raise MediaError("frame", f"{printable(piece.path.name)}: {e.strerror}") from e

    def label(self, batch: Sequence[Picture]) -> list[Caption]:
        return [Caption(self._caption(picture)) for picture in batch]

    def _caption(self, picture: Picture) -> str:
        try:
            return self._asking.caption(picture, self._model)
        except MediaError as e:
            raise MediaError(e.code, f"{printable(picture.name)}: {e}") from None
        except BackendUnavailableError as e:
            self._asking.health.stop(str(e))
            raise

    def _no_server(self, why: str) -> str:
        from spark_trainer.labelers.registry import BACKENDS

        others = [b.name for b in BACKENDS if b.kind == "captions" and b.needs != "a server"]
        return (
            f"{self._asking.connection.url}: no server to caption with ({why}). No video was "
            f"touched. Start one, such as `vllm serve {printable(self._model) or 'MODEL'}`, and "
            f"give its address with --caption-url or OPENAI_BASE_URL. Back ends that need no "
            f"server: {', '.join(others)}."
        )


def _listing(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name)[:100] for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f": {shown}{more}" if names else ""


def _address(given: str | None) -> str:
    found = given or os.environ.get("OPENAI_BASE_URL")
    if not found:
        raise UsageError(
            "--caption-backend openai needs the address of a server: "
            "--caption-url http://127.0.0.1:8000/v1, or OPENAI_BASE_URL in the environment"
        )
    return found


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise UsageError(f"{name} {value}: wanted {least} to {most}")
