"""`/api/session` and `/login`: how a browser comes to what it may do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field, SecretStr

from spark_trainer.server.parts import Shared
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.shapes import Asked, Shape, example
from spark_trainer.server.security.hosts import is_local
from spark_trainer.server.security.keys import SESSION_COOKIE, Keys, first_headers

router = APIRouter(tags=["session"])
_WEEK_S = 7 * 24 * 3600


class Session(Shape):
    """What this request may do, by its address, header and cookie."""

    model_config = example({"loopback": True, "reads": True, "changes": False})

    loopback: bool
    """It came by a name of this machine: reading needs nothing."""
    reads: bool
    changes: bool


class Login(Asked):
    """The token of this server, as a person gives it."""

    model_config = example({"token": "what the file `token` holds"})

    token: SecretStr = Field(min_length=1, max_length=4096)


class PageKey(Shape):
    """For the header X-SparkTrainer-Token; the page keeps it."""

    model_config = example({"key": "0" * 64})

    key: str


@router.get("/api/session")
async def session(request: Request, shared: Shared) -> Session:
    """Whether a login is needed. Asked without a token."""
    headers = first_headers(request.scope["headers"])
    rights = shared.keys.rights(headers)
    local = is_local(shared.settings, headers.get(b"host", b""))
    return Session(loopback=local, reads=local or rights.reads, changes=rights.changes)


@router.post("/api/session")
async def log_in(request: Request, shared: Shared, given: Login, response: Response) -> PageKey:
    """Take the token: a cookie to read with, and the key to change things with."""
    if not shared.keys.is_token(given.token.get_secret_value()):
        raise ProblemError(401, "this is not the token of this server")
    _remember(response, request, shared.keys)
    return PageKey(key=shared.keys.page)


@router.delete("/api/session", status_code=204)
async def log_out(request: Request) -> Response:
    """Have the browser forget its cookie; the page forgets its key itself."""
    answer = Response(status_code=204)
    answer.delete_cookie(SESSION_COOKIE, path=_path(request), httponly=True, samesite="strict")
    return answer


@router.get("/login", response_class=Response, status_code=303)
async def login_link(
    request: Request, shared: Shared, code: Annotated[str, Query()] = ""
) -> RedirectResponse:
    """Take the code that `serve` printed, once. The page takes its key from the fragment."""
    if not shared.codes.take(code):
        return RedirectResponse("./#login", 303, {"Cache-Control": "no-store"})
    answer = RedirectResponse(f"./#key={shared.keys.page}", 303, {"Cache-Control": "no-store"})
    _remember(answer, request, shared.keys)
    return answer


def _remember(answer: Response, request: Request, keys: Keys) -> None:
    answer.set_cookie(
        SESSION_COOKIE,
        keys.session,
        max_age=_WEEK_S,
        httponly=True,
        samesite="strict",
        path=_path(request),
    )


def _path(request: Request) -> str:
    return str(request.scope.get("root_path", "")) or "/"
