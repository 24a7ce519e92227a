"""How `serve` starts, as a person meets it: addresses, tokens, a port that is taken."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.jobs.waiting import until
from tests.server.real import Server

SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def serve_once(home: Path, *flags: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`serve` that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "spark_trainer", "serve", *flags],
        cwd=home,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": SOURCE, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "127.0.0.2"])
def test_an_address_for_others_without_a_token_ends_with_2(tmp_path: Path, host: str) -> None:
    done = serve_once(tmp_path, "--host", host, "--port", "0")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: --host {host}: others can reach that address")
    assert done.stderr.count("\n") == 1 and done.stdout == ""
    assert not (tmp_path / ".spark_trainer/token").exists()


def test_a_port_that_is_taken_ends_with_1_and_names_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve_once(tmp_path, "--port", str(port))
    assert done.returncode == 1
    assert f"error: port {port} on 127.0.0.1 is in use" in done.stderr
    assert f"--port {port + 1}" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://ada:canary-password@127.0.0.1:9/none"
    done = serve_once(tmp_path, "--port", "0", SPARK_TRAINER_DATABASE_URL=url)
    assert done.returncode == 1
    assert "127.0.0.1:9/none cannot be opened" in done.stderr
    assert "canary-password" not in done.stderr + done.stdout


def test_two_installations_have_different_tokens_and_listen_on_loopback_alone(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    servers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        servers.append(serve(tmp_path / name, tmp_path / name))
    first, second = servers
    assert first.token != second.token and len(first.token) > 40
    told = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True).stdout
    for server in servers:
        own = [
            line.split()[3] for line in told.splitlines() if f"pid={server.process.pid}," in line
        ]
        assert own == [f"127.0.0.1:{server.port}"]


BROWSER = """#!{python}
import http.client, pathlib, sys, urllib.parse
url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.netloc, timeout=50)
connection.request("GET", f"{{url.path}}?{{url.query}}")
answer = connection.getresponse()
told = [sys.argv[1], str(answer.status), answer.headers["Location"]]
pathlib.Path("{seen}.part").write_text("\\n".join(told))
pathlib.Path("{seen}.part").rename("{seen}")
"""


def test_open_hands_the_browser_an_address_that_logs_it_in(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    """Also one that stays until it has its page, as a text browser does."""
    seen, browser = tmp_path / "seen.txt", tmp_path / "bin/browser"
    browser.parent.mkdir()
    browser.write_text(BROWSER.format(python=sys.executable, seen=seen))
    browser.chmod(0o755)
    # No xdg-open is on this path.
    server = serve(tmp_path, tmp_path, "--open", BROWSER="browser", PATH=str(browser.parent))
    until(seen.exists)
    url, status, location = seen.read_text().splitlines()
    assert url.startswith(f"http://127.0.0.1:{server.port}/login?code=") and status == "303"
    key = location.removeprefix("./#key=")
    assert key != location, location
    told = server.call("GET", "/api/session", X_SparkTrainer_Token=key)
    assert told["changes"]
    assert any(line.strip() == f"open it: {url}" for line in server.log)


def test_more_clients_than_the_shell_allows_open_files_are_served(
    tmp_path: Path, serve: Callable[..., Server]
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))
    try:
        server = serve(tmp_path, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    host = f"Host: 127.0.0.1:{server.port}".encode()
    for one in clients:
        one.settimeout(10)
        one.sendall(b"GET /api/events HTTP/1.1\r\n" + host + b"\r\n\r\n")
    assert all(one.recv(64).startswith(b"HTTP/1.1 200") for one in clients)
    assert server.call("GET", "/healthz")["status"] == "ok"
    for one in clients:
        one.close()
