"""Errors as RFC 9457 problems: what is wrong, where, and what to do. Never a traceback."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from spark_trainer.core.errors import (
    BackendUnavailableError,
    BusyError,
    ConfigError,
    DatasetError,
    OutputError,
    RunError,
    SparkTrainerError,
    UsageError,
)
from spark_trainer.core.text import portable
from spark_trainer.datasets.edits import StaleEditError
from spark_trainer.models.config_writing import ChangedMeanwhileError
from spark_trainer.server.document import PROBLEM, describe

_MOST_MISTAKES = 20
_log = logging.getLogger("spark_trainer.server")
_STATUS: tuple[tuple[type[SparkTrainerError], int], ...] = (
    (ChangedMeanwhileError, 412),
    (StaleEditError, 412),
    (UsageError, 422),
    (BusyError, 409),
    (OutputError, 507),
    (BackendUnavailableError, 503),
    (DatasetError, 409),
    (RunError, 409),
)


class Mistake(BaseModel):
    """One of a body or a query."""

    where: str
    problem: str


class Problem(BaseModel):
    """RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unprocessable Content",
                    "status": 422,
                    "detail": "key `user.nam`: unknown key `nam` (did you mean `name`?)",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Mistake] | None = None
    """Of a body or a query."""


TOLD: dict[int | str, dict[str, Any]] = {"default": {"model": Problem, "description": "A problem"}}
"""Of every route, for the OpenAPI document."""


class ProblemError(Exception):
    """A request that cannot be answered as it is."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(
    status: int,
    detail: str,
    errors: list[Mistake] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """The answer that tells of it."""
    title = HTTPStatus(status).phrase
    told = Problem(title=title, status=status, detail=portable(detail)[:4000], errors=errors)
    return JSONResponse(told.model_dump(exclude_none=True), status, headers, media_type=PROBLEM)


def handle_problems(app: FastAPI) -> None:
    """Have the app answer every error so, and say that it does."""
    handlers = {
        ProblemError: _own,
        SparkTrainerError: _known,
        RequestValidationError: _invalid,
        HTTPException: _http,
        Exception: _unknown,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]
    describe(app)


async def _own(request: Request, error: ProblemError) -> JSONResponse:
    del request
    return problem(error.status, error.detail, headers=error.headers)


async def _known(request: Request, error: SparkTrainerError) -> JSONResponse:
    del request
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    places = error.places[:_MOST_MISTAKES] if isinstance(error, ConfigError) else ()
    rows = [Mistake(where=key[:200], problem=portable(told)) for key, told in places]
    return problem(status, str(error), rows or None)


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    del request
    rows = [
        Mistake(where=".".join(map(str, one["loc"]))[:200], problem=str(one["msg"]))
        for one in error.errors()[:_MOST_MISTAKES]
    ]
    first = rows[0]
    return problem(422, f"{first.where}: {first.problem}", rows)


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    del request
    return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    del request
    number = secrets.token_hex(4)
    _log.error("error %s", number, exc_info=error)
    return problem(500, f"an error of this program; its log tells more under {number}")
