"""What is refused before anything is done, on the real application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.core.errors import UsageError
from spark_trainer.jobs.settings import JobSettings
from spark_trainer.server.running import PortTakenError, listen, token_for
from spark_trainer.server.security.token import own_token
from spark_trainer.server.settings import ServerSettings
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
PROFILE = {"profiles": {"my-profile": {"precision": "bf16", "batch_size": 16}}}


@pytest.mark.parametrize(
    "host", ["127.0.0.1:5000", "localhost:5000", "[::1]:5000", "LOCALHOST:5000"]
)
def test_it_answers_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).json()["status"] == "ok"


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:5000", "127.0.0.1", "127.0.0.1:5001", "[::1]evil:5000"),
        *("localhost:5000.evil.example", "localhost:5000@evil", "0.0.0.0:5000", "", "[::1]"),
    ],
)
def test_it_answers_by_no_other_name(client: TestClient, host: str) -> None:
    answer = client.get("/api/jobs", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


def scope(headers: list[tuple[bytes, bytes]], **more: Any) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": "/healthz", "raw_path": b"/healthz",
        "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 5000), "root_path": "", **more,
    }  # fmt: skip


@pytest.mark.parametrize("hosts", [[], [b"127.0.0.1:5000", b"evil.example"]])
def test_a_request_has_one_host(client: TestClient, hosts: list[bytes]) -> None:
    statuses = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    client.portal.call(client.app, scope([(b"host", host) for host in hosts]), receive, send)
    assert statuses == [421]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:5001", "x"])
def test_pages_of_other_sites_are_refused_with_and_without_the_token(
    client: TestClient, origin: str
) -> None:
    for method, path in (
        ("POST", "/api/jobs"),
        ("GET", "/api/jobs"),
        ("PUT", "/api/config/persistent"),
    ):
        answer = client.request(method, path, headers={**AUTH, "Origin": origin}, json={})
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_browser_that_tells_of_another_site_is_refused(client: TestClient) -> None:
    told = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/api/jobs", headers=told).status_code == 403
    assert client.get("/api/jobs", headers={**told, "Sec-Fetch-Site": "same-origin"}).is_success


def test_our_own_page_may_change_things_with_the_token(client: TestClient) -> None:
    ours = {"Origin": "http://127.0.0.1:5000", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/api/config/profiles", headers={**AUTH, **ours}, json=PROFILE)
    assert answer.is_success
    assert client.post("/api/config/profiles", headers=ours, json=PROFILE).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/jobs"),
        ("POST", "/api/datasets"),
        ("POST", "/api/uploads"),
        ("PUT", "/api/config/secrets/hub_token"),
        ("DELETE", "/api/datasets/trash"),
        ("PATCH", "/api/uploads/" + "0" * 32),
    ],
)
def test_changes_need_the_token_on_loopback_too(client: TestClient, method: str, path: str) -> None:
    for headers in ({}, {"X-SparkTrainer-Token": "guess"}, {"Authorization": "Bearer guess"}):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == 403
        assert "header X-SparkTrainer-Token. It lies in" in answer.json()["detail"]


def test_the_lines_of_the_contract_work_with_a_plain_client(client: TestClient) -> None:
    assert client.get("/api/user/dashboard").is_success
    assert client.get("/api/models/templates").is_success
    assert client.put("/api/config/persistent", json={"user": {"name": "Ada"}}).is_success
    assert client.get("/api/config/persistent").json()["user"]["name"] == "Ada"
    assert client.post("/api/config/profiles", json=PROFILE).is_success
    assert client.get("/api/config/profiles").json()["profiles"]["my-profile"]["batch_size"] == 16
    for name in ("Origin", "Referer", "Cookie", "Sec-Fetch-Site"):
        refused = client.post("/api/config/profiles", json=PROFILE, headers={name: "x"})
        assert refused.status_code == 403


def test_every_answer_says_what_browsers_may_not_do(client: TestClient) -> None:
    for path in ("/api/jobs", "/healthz", "/nothing", "/api/events?after=x"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_a_body_that_is_too_long_is_refused_before_it_is_read(client: TestClient) -> None:
    declared = client.post(
        "/api/jobs", headers={**AUTH, "Content-Length": "50000000"}, content=b"{}"
    )
    assert declared.status_code == 413

    def stream() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    assert client.post("/api/jobs", headers=AUTH, content=stream()).status_code == 413


def test_a_long_range_and_a_long_path_are_refused(client: TestClient) -> None:
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(3000))
    assert client.get("/healthz", headers={"Range": ranges}).status_code == 416
    assert client.get("/api/jobs/" + "a" * 9000).status_code == 400
    assert client.get("/api/jobs/%00").status_code in (400, 404, 422)


def test_a_client_that_asks_too_much_is_told_when_to_come_again(client: TestClient) -> None:
    answers = [client.post("/api/jobs", headers=AUTH, json={}) for _ in range(60)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late and int(late[0].headers["retry-after"]) >= 1


def test_open_addresses_need_a_token_for_everything(settings: ServerSettings) -> None:
    from spark_trainer.server.app import create_app
    from spark_trainer.server.security.guard import Guard

    wide = settings.model_copy(update={"host": "0.0.0.0", "extra_hosts": ("lab.example:5000",)})
    with TestClient(Guard(create_app(wide), wide), base_url="http://lab.example:5000") as client:
        for path in ("/api/jobs", "/metrics", "/openapi.json", "/api/nothing", "/api"):
            assert client.get(path).status_code == 401
        assert client.get("/api/jobs", headers={"Host": "127.0.0.1:5000"}).status_code == 401
        assert client.get("/api/jobs", headers=AUTH).is_success
        assert client.get("/healthz").is_success


def test_what_a_proxy_hands_on_is_not_taken_for_this_machine(settings: ServerSettings) -> None:
    from spark_trainer.server.app import create_app
    from spark_trainer.server.security.guard import Guard

    near = settings.model_copy(update={"extra_hosts": ("lab.example", "localhost:8000")})
    with TestClient(Guard(create_app(near), near), base_url="http://lab.example") as client:
        assert client.get("/api/jobs").status_code == 401
        assert client.post("/api/config/profiles", json=PROFILE).status_code == 401
        assert client.get("/api/jobs", headers=AUTH).is_success
        for host in ("127.0.0.1:5000", "localhost:8000", "[::1]:5000"):
            assert client.get("/api/jobs", headers={"Host": host}).is_success


def test_another_address_without_a_token_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job_home: JobSettings
) -> None:
    monkeypatch.delenv("SPARK_TRAINER_TOKEN", raising=False)
    with pytest.raises(UsageError, match="--host 0.0.0.0: others can reach that address"):
        token_for("0.0.0.0", tmp_path, make=False)
    monkeypatch.setenv("SPARK_TRAINER_TOKEN", "short")
    with pytest.raises(UsageError, match="5 characters are too few"):
        token_for("0.0.0.0", tmp_path, make=False)


def test_each_installation_has_a_token_of_its_own_that_others_cannot_read(
    tmp_path: Path, job_home: JobSettings
) -> None:
    first, made = own_token(tmp_path / "a")
    assert made and own_token(tmp_path / "a") == (first, False)
    assert own_token(tmp_path / "b")[0] != first and len(first) > 40
    file = tmp_path / "a/token"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others can read it: chmod 600 it"):
        own_token(tmp_path / "a")


def test_a_port_in_use_is_said_plainly(job_home: JobSettings) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"port {port} on 127.0.0.1 is in use"):
            listen("127.0.0.1", port)
    with pytest.raises(UsageError, match=r"--host 203\.0\.113\.1"):
        listen("203.0.113.1", 0)
