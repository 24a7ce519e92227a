"""Under a path prefix, behind a proxy that takes it off and behind one that hands it on."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.cli.main import main
from spark_trainer.server.app import create_app
from spark_trainer.server.security.guard import Guard
from spark_trainer.server.security.root_path import RootPath
from spark_trainer.server.settings import ServerSettings
from tests.server.conftest import AUTH, TOKEN
from tests.server.real import Server

pytestmark = [
    pytest.mark.usefixtures("job_home"),
    pytest.mark.parametrize("job_home", ["sqlite"], indirect=True),
]
ROOT = "/spark"
BY_NAME = {"host": "0.0.0.0", "extra_hosts": ("lab.example",), "root_path": ROOT}


@pytest.fixture(params=["", ROOT], ids=["taken off", "handed on"])
def proxied(request: pytest.FixtureRequest, settings: ServerSettings) -> Iterator[TestClient]:
    """What the proxy hands on; `client.prefix` stands before what it asks for."""
    wide = settings.model_copy(update=BY_NAME)
    app = RootPath(Guard(create_app(wide), wide), ROOT)
    base = f"http://lab.example{request.param}"
    with TestClient(app, base_url=base, follow_redirects=False) as client:
        yield client


def test_the_page_and_its_files_lie_under_it(proxied: TestClient, page: Path) -> None:
    for path in ("/", "/datasets/3f", "/sparkle", "/spark/"):
        answer = proxied.get(path)
        assert answer.is_success and '<base href="/spark/" />' in answer.text
    script = proxied.get("/assets/index-B2xyz.js")
    assert script.content == (page / "assets/index-B2xyz.js").read_bytes()
    assert "immutable" in script.headers["cache-control"]


def test_the_prefix_alone_is_the_page(settings: ServerSettings) -> None:
    near = settings.model_copy(update={"root_path": ROOT})
    app = RootPath(Guard(create_app(near), near), ROOT)
    with TestClient(app, base_url="http://127.0.0.1:5000") as client:
        assert '<base href="/spark/" />' in client.get(ROOT).text


def test_the_guard_sees_every_path_of_programs(proxied: TestClient) -> None:
    for path in ("/api/jobs", "/api/nothing", "/metrics", "/openapi.json", "/%61pi/jobs"):
        assert proxied.get(path).status_code == 401
    assert proxied.get("/api/jobs", headers=AUTH).json()["jobs"] == []
    assert proxied.get("/api/nothing", headers=AUTH).status_code == 404
    assert proxied.get("/healthz").json()["status"] == "ok"
    policy = proxied.get("/api/jobs", headers=AUTH).headers["content-security-policy"]
    assert "sandbox" in policy


def asked(app: Any, client: TestClient, path: str) -> tuple[int, bytes]:
    """A request for a path as it is, which clients would tidy up."""
    got: dict[str, Any] = {"body": b""}
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "client": None,
        "query_string": b"", "headers": [(b"host", b"lab.example")], "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 5000), "root_path": "",
    }  # fmt: skip

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        got["status"] = message.get("status", got.get("status"))
        got["body"] += message.get("body", b"")

    client.portal.call(app, scope, receive, send)  # type: ignore[union-attr]
    return got["status"], got["body"]


@pytest.mark.parametrize("root", ["/spark", "/ap", "/a", "/spark/deep"])
@pytest.mark.parametrize(
    "path",
    [
        *("{root}{root}/api/jobs", "{root}{root}{root}/api/jobs", "{root}//api/jobs", "pi/jobs"),
        *("i/jobs", "//api/jobs", "/{root}/api/jobs", "api/jobs", "*", "http://lab.example/api"),
    ],
)
def test_no_spelling_of_a_path_goes_round_the_guard(
    settings: ServerSettings, root: str, path: str
) -> None:
    wide = settings.model_copy(update={**BY_NAME, "root_path": root})
    app = RootPath(Guard(create_app(wide), wide), root)
    with TestClient(app, base_url="http://lab.example") as client:
        status, body = asked(app, client, path.format(root=root))
    assert status in (400, 401) or (status == 200 and b"<!doctype html>" in body)
    assert b'"jobs"' not in body


def test_what_the_server_says_of_its_own_place_has_it(proxied: TestClient) -> None:
    document = proxied.get("/openapi.json", headers=AUTH).json()
    assert document["servers"] == [{"url": ROOT}]
    name = base64.b64encode(b"clip.mp4").decode()
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": f"filename {name}"}
    upload = proxied.post("/api/uploads", headers={**AUTH, **tus})
    assert upload.headers["location"].startswith("/spark/api/uploads/")
    odd = proxied.get("/api/jobs/", headers=AUTH)
    assert odd.headers["location"].endswith("lab.example/spark/api/jobs")


def test_a_login_stays_under_it(proxied: TestClient) -> None:
    code = proxied.app._app._app.state.parts.codes.make()  # type: ignore[attr-defined]
    link = proxied.get(f"/login?code={code}")
    assert link.headers["location"].startswith("./#key="), "whatever stands before /login"
    by_token = proxied.post("/api/session", json={"token": TOKEN})
    out = proxied.delete("/api/session")
    for answer in (link, by_token, out):
        assert "Path=/spark;" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        *((text, "wanted a path such as /spark") for text in ("", "/", "spark", "/spark/", "//x")),
        *((text, "wanted a path such as /spark") for text in ("/a/../b", "/a b", "/%2e", "/a?b")),
        ('/"><script>', "wanted a path such as /spark"),
        ("/spark\n", "wanted a path such as /spark"),
        ("/api", "the server has a /api of its own"),
        ("/login/x", "the server has a /login of its own"),
        ("/" + "a" * 300, "301 characters are too many"),
    ],
)
def test_what_is_no_prefix_is_refused_in_one_line(
    given: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", f"--root-path={given}"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: --root-path") and told in line


def test_the_command_prints_where_it_is_and_a_link_that_logs_in(
    tmp_path: Path, workdir: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    server = Server(workdir, home, "--root-path", ROOT)
    try:
        assert server.call("GET", "/spark/api/session")["changes"] is True
        assert server.call("GET", "/api/session")["loopback"] is True
    finally:
        assert server.stop() == 0
    (link,) = [line for line in server.log if line.startswith("open it: ")]
    assert link.startswith(f"open it: http://127.0.0.1:{server.port}/spark/login?code=")
