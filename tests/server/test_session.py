"""How a browser comes to what it may do, here and from another machine."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.app import create_app
from spark_trainer.server.security.codes import VALID_S, Codes
from spark_trainer.server.security.guard import Guard
from spark_trainer.server.settings import ServerSettings
from tests.server.conftest import AUTH, TOKEN

pytestmark = [
    pytest.mark.usefixtures("job_home"),
    pytest.mark.parametrize("job_home", ["sqlite"], indirect=True),
]
PROFILE = {"profiles": {"my-profile": {"precision": "bf16"}}}
COOKIE = "spark_trainer_session"


def made(use: bytes) -> str:
    return hmac.new(TOKEN.encode(), use, hashlib.sha256).hexdigest()


KEY = {"X-SparkTrainer-Token": made(b"page")}


@pytest.fixture
def afar(settings: ServerSettings) -> Iterator[TestClient]:
    """A browser of another machine."""
    wide = settings.model_copy(update={"host": "0.0.0.0", "extra_hosts": ("lab.example:5000",)})
    app = Guard(create_app(wide), wide)
    with TestClient(app, base_url="http://lab.example:5000", follow_redirects=False) as client:
        yield client


def rights(client: TestClient, **headers: str) -> tuple[bool, bool, bool]:
    found = client.get("/api/session", headers=headers).json()
    return found["loopback"], found["reads"], found["changes"]


def test_the_token_gives_a_cookie_to_read_with_and_a_key_to_change_with(afar: TestClient) -> None:
    assert rights(afar) == (False, False, False)
    assert afar.get("/api/jobs").status_code == 401
    answer = afar.post("/api/session", json={"token": TOKEN})
    assert answer.json() == {"key": KEY["X-SparkTrainer-Token"]}
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={made(b'session')};") and TOKEN not in cookie
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/;" in cookie
    assert afar.get("/api/jobs").is_success, "by the cookie"
    assert rights(afar) == (False, True, False)
    assert afar.post("/api/config/profiles", json=PROFILE).status_code == 401
    assert afar.post("/api/config/profiles", json=PROFILE, headers=KEY).is_success
    assert rights(afar, **KEY) == (False, True, True)
    gone = afar.delete("/api/session")
    assert gone.status_code == 204 and "Max-Age=0" in gone.headers["set-cookie"]
    assert rights(afar) == (False, False, False)


@pytest.mark.parametrize("value", [TOKEN, made(b"page"), "", "x", made(b"session")[:-1]])
def test_no_other_cookie_reads(afar: TestClient, value: str) -> None:
    assert afar.get("/api/jobs", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 401


def test_the_session_is_no_key(afar: TestClient) -> None:
    for headers in ({"X-SparkTrainer-Token": made(b"session")}, {"X-SparkTrainer-Token": ""}):
        assert afar.get("/api/jobs", headers=headers).status_code == 401
        assert rights(afar, **headers) == (False, False, False)


@pytest.mark.parametrize("token", ["guess", made(b"page"), made(b"session"), TOKEN + " ", "é"])
def test_another_token_gives_nothing(afar: TestClient, token: str) -> None:
    answer = afar.post("/api/session", json={"token": token})
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    assert answer.json()["detail"] == "this is not the token of this server"


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": None}, {"token": "s" * 5000}, []])
def test_what_is_no_token_is_not_repeated(afar: TestClient, body: object) -> None:
    answer = afar.post("/api/session", json=body)
    assert answer.status_code == 422 and "ssss" not in answer.text


def test_a_page_of_another_site_cannot_log_in_or_out(client: TestClient) -> None:
    told = {"Origin": "http://evil.example"}
    for method in ("POST", "DELETE", "GET"):
        answer = client.request(method, "/api/session", headers=told, json={"token": TOKEN})
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_tokens_and_codes_cannot_be_tried_fast(afar: TestClient) -> None:
    tried = [afar.post("/api/session", json={"token": f"{n}"}).status_code for n in range(20)]
    assert tried[0] == 401 and tried[-1] == 429
    assert afar.get("/login?code=x").status_code == 429


def test_on_loopback_reading_needs_nothing_and_changes_need_the_key(client: TestClient) -> None:
    assert rights(client) == (True, True, False)
    assert rights(client, **KEY) == rights(client, **AUTH) == (True, True, True)
    ours = {"Origin": "http://127.0.0.1:5000"}
    assert client.post("/api/config/profiles", json=PROFILE, headers=ours).status_code == 403
    assert client.post("/api/config/profiles", json=PROFILE, headers={**ours, **KEY}).is_success


def test_a_code_logs_in_once(afar: TestClient) -> None:
    codes: Codes = afar.app._app.state.parts.codes  # type: ignore[attr-defined]
    code = codes.make()
    came = afar.get(f"/login?code={code}")
    assert came.status_code == 303
    assert came.headers["location"] == f"./#key={KEY['X-SparkTrainer-Token']}"
    assert came.headers["cache-control"] == "no-store"
    assert made(b"session") in came.headers["set-cookie"]
    assert rights(afar) == (False, True, False)
    again = afar.get(f"/login?code={code}")
    assert again.status_code == 303 and again.headers["location"] == "./#login"
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("query", ["", "?code=", "?code=x", "?code=%00", f"?token={TOKEN}"])
def test_no_code_leads_to_the_login_of_the_page(afar: TestClient, query: str) -> None:
    answer = afar.get(f"/login{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, "./#login")
    assert "set-cookie" not in answer.headers


def test_a_code_is_good_for_a_quarter_of_an_hour() -> None:
    now_s = 0.0
    codes = Codes(lambda: now_s)
    early, late = codes.make(), codes.make()
    now_s = VALID_S - 1
    assert codes.take(early) and not codes.take(early)
    now_s = VALID_S + 1
    assert not codes.take(late)
