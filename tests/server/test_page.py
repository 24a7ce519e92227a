"""The built page: at `/`, at every link into it, and its files by their names alone."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from spark_trainer.server.app import create_app
from spark_trainer.server.openapi import document
from spark_trainer.server.routes import all_routers
from spark_trainer.server.security.guard import Guard
from spark_trainer.server.settings import ServerSettings
from spark_trainer.server.static.answering import of_programs, takes_gzip
from tests.server.conftest import AUTH, INDEX, TOKEN

pytestmark = [
    pytest.mark.usefixtures("job_home"),
    pytest.mark.parametrize("job_home", ["sqlite"], indirect=True),
]
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def afar(settings: ServerSettings) -> Iterator[TestClient]:
    wide = settings.model_copy(update={"host": "0.0.0.0", "extra_hosts": ("lab.example:5000",)})
    with TestClient(Guard(create_app(wide), wide), base_url="http://lab.example:5000") as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/datasets", "/datasets/3f/entries/clip.mp4", "/runs/1?tab=log", "//api/jobs"]
)
def test_every_link_into_the_page_gives_the_page(client: TestClient, path: str) -> None:
    answer = client.get(f"http://127.0.0.1:5000{path}")
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in policy and "base-uri 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("name", "kind", "cached"),
    [
        ("assets/index-B2xyz.js", "text/javascript; charset=utf-8", True),
        ("assets/index-B2xyz.css", "text/css; charset=utf-8", True),
        ("assets/inter-C3.woff2", "font/woff2", True),
        ("theme.js", "text/javascript; charset=utf-8", False),
        ("spark.svg", "image/svg+xml", False),
    ],
)
def test_files_have_fixed_types_and_those_with_a_hash_are_kept_for_ever(
    client: TestClient, page: Path, name: str, kind: str, cached: bool
) -> None:
    answer = client.get(f"/{name}")
    assert answer.content == (page / name).read_bytes()
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    forever = "public, max-age=31536000, immutable"
    assert answer.headers["cache-control"] == (forever if cached else "no-cache")


def test_text_is_packed_for_those_who_take_it(client: TestClient, page: Path) -> None:
    name = "/assets/index-B2xyz.js"
    whole = (page / name[1:]).read_bytes()
    with client.stream("GET", name, headers={"Accept-Encoding": "br, gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(raw) == whole
    assert int(packed.headers["content-length"]) == len(raw) < len(whole) / 10
    plain = client.get(name, headers=PLAIN)
    assert "content-encoding" not in plain.headers and plain.content == whole
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]
    assert "content-encoding" not in client.get("/assets/inter-C3.woff2").headers


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True), ("deflate, GZIP;q=0.5", True), ("gzip;q=1.0", True), ("gzip;q=0", False),
        ("gzip; q=0.000", False), ("", False), ("xgzip", False), ("identity, br", False),
    ],
)  # fmt: skip
def test_a_weight_of_nought_refuses_gzip(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_a_browser_that_has_it_is_told_so(client: TestClient) -> None:
    tag = client.get("/datasets").headers["etag"]
    again = client.get("/", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag and again.headers["cache-control"] == "no-cache"
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    answer = client.head("/", headers=PLAIN)
    assert answer.content == b"" and int(answer.headers["content-length"]) == len(INDEX)


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/metrics/x", "/openapi", "/healthz/x"])
def test_what_programs_ask_for_stays_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_page_takes_nothing(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/datasets", headers=AUTH).status_code == 404
        assert client.request(method, "/datasets").status_code == 403
    assert client.post("/api/system", headers=AUTH).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        *("assets/nothing.js", "assets/", "assets/../../secret.txt", "assets/%2e%2e/secret.txt"),
        *("assets/..%2f..%2fsecret.txt", "assets/%2e%2e%2f%2e%2e%2fsecret.txt", "assets/link.txt"),
        *("assets/..\\..\\secret.txt", "assets/folder/secret.txt", "assets//etc/passwd"),
        "assets/" + "a" * 4096,
    ],
)
def test_no_name_leads_out(settings: ServerSettings, page: Path, name: str) -> None:
    canary = page.parent / "secret.txt"
    canary.write_text("canary")
    (page / "assets/link.txt").symlink_to(canary)
    (page / "assets/folder").symlink_to(page.parent, target_is_directory=True)
    with TestClient(
        Guard(create_app(settings), settings), base_url="http://127.0.0.1:5000"
    ) as client:
        answer = client.get(f"/{name}")
        assert answer.status_code == 404 or answer.text == INDEX
        assert "canary" not in answer.text and "root:" not in answer.text


def test_the_page_is_open_and_the_rest_is_not(afar: TestClient) -> None:
    for path in ("/", "/datasets", "/assets/index-B2xyz.js", "/theme.js"):
        assert afar.get(path).is_success
        assert TOKEN not in afar.get(path).text
    for path in ("/api/jobs", "/api", "/apis", "/metrics", "/openapi.json"):
        assert afar.get(path).status_code == 401
    for method in ("POST", "OPTIONS"):
        assert afar.request(method, "/").status_code == 401


def routes_of(router: Any) -> Iterator[Any]:
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from routes_of(inner)


def test_no_route_stands_where_the_guard_takes_it_for_the_page() -> None:
    paths = [route.path for router in all_routers() for route in routes_of(router)]
    assert len(paths) > 40
    assert [path for path in paths if not of_programs(path)] == ["/login"]


def test_a_checkout_without_the_page_says_how_to_build_it(settings: ServerSettings) -> None:
    bare = settings.model_copy(update={"page": settings.workdir / "nothing"})
    with TestClient(Guard(create_app(bare), bare), base_url="http://127.0.0.1:5000") as client:
        for path in ("/", "/datasets", "/assets/index.js"):
            answer = client.get(path)
            assert answer.status_code == 503 and answer.headers["cache-control"] == "no-store"
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
            assert "its page is not built" in answer.text and "make page" in answer.text
        assert client.get("/api/jobs").is_success
        assert client.get("/api/nothing").status_code == 404


def test_a_page_without_its_base_is_not_shown(settings: ServerSettings, page: Path) -> None:
    (page / "index.html").write_text("<!doctype html>")
    with TestClient(
        Guard(create_app(settings), settings), base_url="http://127.0.0.1:5000"
    ) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert 'its page has no <base href="/"> in its index.html' in answer.text


def test_the_document_is_made_without_a_server(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    told = subprocess.run(
        [sys.executable, "-m", "spark_trainer.server.openapi"],
        env={"HOME": str(empty), "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        cwd=empty,
        capture_output=True,
        check=True,
    )
    assert told.stdout.decode() == document() + "\n"
    assert told.stderr == b"" and list(empty.iterdir()) == []


def test_the_document_is_what_the_server_says(client: TestClient) -> None:
    assert json.loads(document()) == client.get("/openapi.json").json()
