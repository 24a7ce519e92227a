"""Asking a chat server for captions: attempts, waits, what they may cost, and when to stop."""

from __future__ import annotations

import random
from typing import NoReturn

from pydantic import BaseModel, ValidationError

from spark_trainer.core.errors import BackendUnavailableError, MediaError
from spark_trainer.core.optional import require
from spark_trainer.labelers.chat.answers import TryAgain, caption_in, read_answer, tokens_of
from spark_trainer.labelers.chat.budget import Budget
from spark_trainer.labelers.chat.client import Connection
from spark_trainer.labelers.chat.errors import meaning_of, text_of, was_free
from spark_trainer.labelers.chat.health import Health
from spark_trainer.labelers.chat.question import Picture, Question

LONGEST_BACKOFF_S = 30.0
"""The wait between attempts doubles up to here."""


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


class Asking:
    """One server, asked for captions from many threads.

    The retries are ours and not the package's: each attempt counts against the budget, an answer
    that is no chat completion leads to another attempt too, and all waiting ends with the build.

    Args:
        connection: to the server; `open` it first.
        question: what is asked about a picture.
        budget: what all requests may cost.
        retries: further attempts for a picture.
        first_wait_s: before the first of them; the next waits double, up to LONGEST_BACKOFF_S.
    """

    def __init__(
        self,
        connection: Connection,
        question: Question,
        budget: Budget,
        *,
        retries: int,
        first_wait_s: float,
    ) -> None:
        self.connection, self._question, self._budget = connection, question, budget
        self._retries, self._first_wait_s = retries, first_wait_s
        self.health = Health()

    def served(self) -> list[str]:
        """Names of the models that the server lists; raises as `once` does."""
        openai = require("openai", extra="openai")
        trouble: Exception
        try:
            return [m.id for m in _Models.model_validate_json(self.connection.models()).data]
        except ValidationError:
            trouble = TryAgain("what it answers to GET /models is no list of models")
        except openai.OpenAIError as e:
            trouble = meaning_of(e, self.connection)
        raise trouble  # out here it drags no error along that holds what the server said

    def caption(self, picture: Picture, model: str) -> str:
        """The caption of a picture, after as many attempts as it takes and is allowed.

        Raises:
            MediaError: this picture gets none.
            BackendUnavailableError: none will get one.
        """
        attempt = 0
        while True:
            self.health.check()
            try:
                text = self.once(picture, model)
            except MediaError as e:
                self.health.failed(str(e), server=False)
                raise
            except TryAgain as e:
                if attempt == self._retries:
                    self._give_up(e)
                wait_s = self._wait_s(attempt, e.after_s)
            else:
                self.health.captioned()
                return text
            self.health.pause(wait_s)
            attempt += 1

    def once(self, picture: Picture, model: str) -> str:
        """One attempt.

        Raises:
            TryAgain: it gave nothing; another may.
            MediaError: the server does not caption this picture.
            BackendUnavailableError: the budget is used up, or the server does not want us.
        """
        openai = require("openai", extra="openai")
        request = self._question.about(picture, model)
        with self._budget.request() as bill:
            try:
                answer = read_answer(self.connection.chat(**request))
            except openai.OpenAIError as e:
                bill.tokens = 0 if was_free(e) else None
                trouble = e
            else:
                self._budget.pay(bill, tokens_of(answer))
                return caption_in(answer, self._question.max_new_tokens)
        unwanted = isinstance(trouble, openai.BadRequestError | openai.UnprocessableEntityError)
        if unwanted and self._question.learn(request, text_of(trouble)):
            return self.once(picture, model)
        raise meaning_of(trouble, self.connection, model)

    def _wait_s(self, attempt: int, asked_s: float | None) -> float:
        """Before the next attempt; spread, so that many threads do not come back as one."""
        spread: float = random.uniform(0.75, 1.0)  # noqa: S311  (no secret)
        if asked_s is not None:
            return asked_s * (2 - spread)
        return min(self._first_wait_s * 2.0**attempt, LONGEST_BACKOFF_S) * spread

    def _give_up(self, last: TryAgain) -> NoReturn:
        """Raise what follows from a picture whose attempts are used up."""
        what = f"{last} (attempts: {self._retries + 1})"
        if last.unheard and not self._is_there():
            raise BackendUnavailableError(
                f"{self.connection.url}: the server is gone: {what}, and GET /models has no answer "
                f"either. Captions so far are kept; start it, then run the same command again."
            ) from None
        self.health.failed(what, server=True)
        raise MediaError("server", f"no caption from the server: {what}") from None

    def _is_there(self) -> bool:
        try:
            self.served()
        except TryAgain as e:
            return not e.unheard
        return True
