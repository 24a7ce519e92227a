"""`/login`: a browser of another machine gets the token as a cookie, to read with."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from spark_trainer.server.parts import Shared
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.security.guard import SESSION_COOKIE

router = APIRouter(tags=["session"])
_WEEK_S = 7 * 24 * 3600


@router.get("/login", response_class=Response, status_code=303)
async def login(
    shared: Shared, token: Annotated[str, Query(min_length=1, max_length=200)]
) -> RedirectResponse:
    """Take the token of `?token=`; changes need it in a header all the same."""
    own = shared.settings.token.get_secret_value()
    if not hmac.compare_digest(token.encode(), own.encode()):
        raise ProblemError(401, "this is not the token of this server")
    answer = RedirectResponse("./", status_code=303)
    answer.set_cookie(
        SESSION_COOKIE, own, max_age=_WEEK_S, httponly=True, samesite="strict", path="/"
    )
    return answer
