"""Texts that are more than text: for a parser, a terminal, a table, a browser."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from starlette.testclient import TestClient

from spark_trainer.cli.main import app as command_line
from spark_trainer.datasets.card import write_card
from spark_trainer.jobs.commands import COMMANDS
from spark_trainer.server.security.limits import RateLimit
from spark_trainer.server.settings import ServerSettings
from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.attacks import CANARY, NAMES, outside
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
VIDEO = "ab12cd34ef567890"
ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202egnp.exe\r\nerror: \x9b31m"
SOURCE = str(Path(__file__).resolve().parents[2] / "src")


@pytest.fixture
def place(workdir: Path, client: TestClient) -> str:
    folder = write_dataset(workdir / "datasets/mine", [entry(VIDEO)])
    write_card(folder, {"counts": {"videos": 1}, "settings": {}, "left_out": []})
    client.app._app.state.parts.look_at_disk.set()  # type: ignore[attr-defined]
    return f"/api/datasets/{until(lambda: client.get('/api/datasets').json())[0]['id']}"


def call(*words: str) -> str:
    """What the command line prints."""
    done = subprocess.run(
        [sys.executable, "-m", "spark_trainer", *words],
        capture_output=True,
        check=False,
        timeout=60,
    )
    return (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        (b'{"user": ' + b"[" * 90_000, {400}),
        (b'{"user": ' + b"[" * 900 + b"]" * 900 + b"}", {422}),
        (b'{"defaults": {"batch_size": NaN}}', {422}),
        (b'{"defaults": {"batch_size": 1e999}}', {422}),
        (b'{"defaults": {"batch_size": ' + b"9" * 5000 + b"}}", {400, 422}),
        (b'{"user": {"name": "\\ud800"}}', {422}),
        (b'{"\\ud800": 1}', {422}),
        (b"\xff\xfe{}", {400, 422}),
        (b'{"__proto__": {"a": 1}, "__class__": "x"}', {422}),
        (b"!!python/object/apply:os.system [id]", {422}),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_a_body_that_is_odd_json_is_a_mistake_of_the_client(
    client: TestClient, body: bytes, statuses: set[int]
) -> None:
    for method, path in (("PUT", "/api/config/persistent"), ("POST", "/api/config/profiles")):
        answer = client.request(
            method, path, content=body, headers={**AUTH, "Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 422}, answer.text
        assert path.endswith("profiles") or answer.status_code in statuses
    assert client.get("/api/config/persistent").json()["user"]["name"] == ""


BOMB = "a=[" + "&a [x,x,x,x,x,x,x,x,x]," + ",".join(
    f"&{new} [{','.join([f'*{old}'] * 9)}]"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
) + "]"  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        *(
            "a=!!python/object/apply:os.system [id]",
            "a=!<tag:yaml.org,2002:python/name:os.system> x",
        ),
        *("a=!!binary L2V0Yy9wYXNzd2Q=", "a=[x, {b: /etc/passwd}]", "a={? /etc/passwd : x}"),
        *('a="\\x2fetc\\x2fpasswd"', "a=|\n  /etc/passwd", "a=&x /etc/passwd", "a=%TAG"),
    ],
)
def test_yaml_of_a_setting_names_neither_code_nor_a_path(client: TestClient, value: str) -> None:
    asked = {"command": "train", "arguments": ["apotheon-tiny"], "options": {"set": [value]}}
    answer = client.post("/api/jobs", headers=AUTH, json=asked)
    assert answer.status_code in (403, 422), answer.text
    assert client.get("/api/jobs").json()["total"] == 0


def test_a_yaml_bomb_reaches_neither_the_server_nor_a_job(client: TestClient) -> None:
    assert len(BOMB) < 4096
    options = {"set": [BOMB]}
    asked = {"command": "train", "arguments": ["apotheon-tiny"], "options": options}
    for path, body in (
        ("/api/jobs", asked),
        ("/api/templates/apotheon-tiny/plan", {"manifest": "datasets/mine", **options}),
    ):
        answer = client.post(path, headers=AUTH, json=body)
        assert answer.status_code == 403 and "aliases" in answer.json()["detail"]
    assert client.get("/api/jobs").json()["total"] == 0


@pytest.mark.parametrize(
    "values",
    [
        {"datasets": "/"}, {"models": "/etc"}, {"logs": "~"}, {"datasets": "../.."},
        {"datasets": "."}, {"datasets": "out"}, {"datasets": ".hidden"}, {"logs": "a\0b"},
        {"datasets": "a/../.."},
    ],
    ids=str,
)  # fmt: skip
def test_settings_over_http_open_no_other_folder(
    client: TestClient, workdir: Path, values: dict[str, str]
) -> None:
    (workdir / "out").symlink_to("/etc")
    for headers in ({}, AUTH):
        answer = client.put("/api/config/persistent", json={"paths": values}, headers=headers)
        assert answer.status_code == 403, answer.text
    assert client.get("/api/config/persistent").json()["paths"]["datasets"] == "./datasets"
    kept = client.put(
        "/api/config/persistent", json={"paths": {"datasets": "./datasets", "logs": "more/logs"}}
    )
    assert kept.is_success, "plain folders below the server's own, and those that it has"
    assert client.get("/api/jobs").json()["total"] == 0


def options_that_are_paths(command: str) -> set[str]:
    group: Any = command_line
    *groups, last = command.split()
    for name in groups:
        group = next(g.typer_instance for g in group.registered_groups if g.name == name)
    found = next(c for c in group.registered_commands if (c.name or c.callback.__name__) == last)
    hints = get_type_hints(found.callback, include_extras=True)
    named = set()
    for name, hint in hints.items():
        kind, *told = get_args(hint) or (hint,)
        if Path in {kind, *get_args(kind), *(a for k in get_args(kind) for a in get_args(k))}:
            option = [one for one in told if isinstance(one, typer.models.OptionInfo)]
            names = [d for one in option for d in one.param_decls or () if d.startswith("--")]
            if option:
                named |= {one[2:] for one in names} or {name.replace("_", "-")}
    return named


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_that_is_a_path_is_looked_at(
    client: TestClient, workdir: Path, command: str
) -> None:
    (workdir / "private").mkdir()
    (workdir / "datasets/out").symlink_to("/etc")
    known = COMMANDS[command]
    named = options_that_are_paths(command)
    assert named <= known.paths
    for option in named:
        for value in ("private", "datasets/out", "/etc", "datasets/../private"):
            asked = {"command": command, "options": {option: value}}
            assert client.post("/api/jobs", headers=AUTH, json=asked).status_code == 403
        client.app._rates = RateLimit()  # type: ignore[attr-defined]
    assert client.get("/api/jobs").json()["total"] == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"caption-backend": "openai", "caption-url": "http://169.254.169.254/v1"}, "caption-url"),
        ({"caption-model": "private"}, "outside"),
        ({"transcription-model": "private"}, "outside"),
        ({"-o": "x"}, "no such option"),
        ({"o": "x", "help": True}, "no such option"),
        ({"output ": "x"}, "no such option"),
        ({"fps=1 --output": "/etc"}, ""),
    ],
)
def test_options_of_a_build_name_no_address_and_no_folder_elsewhere(
    client: TestClient, workdir: Path, options: dict[str, Any], told: str
) -> None:
    (workdir / "private").mkdir()
    asked = {"command": "dataset build", "options": {"input": "datasets", **options}}
    answer = client.post("/api/jobs", headers=AUTH, json=asked)
    assert answer.status_code in (403, 422) and told in answer.json()["detail"]
    assert client.get("/api/jobs").json()["total"] == 0


def test_an_argument_that_looks_like_an_option_is_an_argument(client: TestClient) -> None:
    asked = {"command": "models pull", "arguments": ["--help"]}
    job = client.post("/api/jobs", headers=AUTH, json=asked).json()
    found = until(
        lambda: (
            (j := client.get(f"/api/jobs/{job['id']}").json())["state"] in ("failed", "completed")
            and j
        )
    )
    assert found["state"] == "failed"
    assert not any("Usage" in line or "Options" in line for line in found["log"])
    assert any("--help" in line for line in found["log"])


def upload(client: TestClient, name: str, content: bytes, collection: str = "zip") -> Any:
    said = ",".join(
        f"{key} {base64.b64encode(value.encode('utf-8', 'surrogatepass')).decode()}"
        for key, value in {"filename": name, "collection": collection}.items()
    )
    tus = {**AUTH, "Tus-Resumable": "1.0.0"}
    made = client.post(
        "/api/uploads",
        headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": said},
    )
    if made.status_code != 201:
        return made
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    return client.patch(made.headers["location"], headers={**tus, **kind}, content=content)


def test_a_zip_slip_name_of_an_upload_is_only_a_name(
    client: TestClient, settings: ServerSettings, tmp_path: Path, workdir: Path
) -> None:
    client.app._rates = RateLimit(1e12, 1e12)  # type: ignore[attr-defined]
    (workdir / "outside.txt").write_text(CANARY)
    before, taken = outside(tmp_path), 0
    own = settings.home
    before = {path: one for path, one in before.items() if not Path(path).is_relative_to(own)}
    for number, name in enumerate(name for name in NAMES if len(name) < 2000):
        answer = upload(client, f"{name}.txt", b"hello %d" % number, f"c{number}")
        assert answer.status_code == 204, (name, answer.text)
        taken += 1
        assert upload(client, "a.txt", b"hello", f"{name}"[:60] + "/").status_code == 422
    after = outside(tmp_path)
    assert {p: one for p, one in after.items() if not Path(p).is_relative_to(own)} == before
    files = [path for path in settings.uploads.rglob("*.txt") if path.is_file()]
    assert len(files) == taken > 20
    assert all(len(path.stem) == 32 and path.parents[1] == settings.uploads for path in files)


def test_an_upload_cannot_say_what_a_build_does(client: TestClient, workdir: Path) -> None:
    assert upload(client, "pipeline.json", b'{"captions": {"model": "/etc"}}').status_code == 204
    path = client.get("/api/uploads").json()[0]["path"]
    asked = {"name": "x", "collection": "zip", "options": {"pipeline": path}}
    answer = client.post("/api/datasets", headers=AUTH, json=asked)
    assert answer.status_code == 403 and "pipeline" in answer.json()["detail"]


@pytest.mark.parametrize("text", [ESCAPES, '=cmd|"/c calc"!A0', "<svg onload=alert(1)>", "a\0b"])
def test_a_caption_reaches_no_terminal_raw_and_no_browser_as_a_page(
    client: TestClient, place: str, workdir: Path, text: str
) -> None:
    path = f"{place}/entries/{VIDEO}"
    body = {"what": "caption", "value": text, "seen": "a boat"}
    changed = client.patch(path, headers=AUTH, json=body)
    assert changed.is_success, changed.text
    assert client.get(path).json()["meta"]["caption"] == text
    for answer in (client.get(path), client.get(f"{place}/entries"), client.get(f"{place}/edits")):
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    shown = call("dataset", "inspect", "datasets/mine", VIDEO) + call(
        "dataset", "show", "datasets/mine"
    )
    shown += call("dataset", "history", "datasets/mine")
    assert "mine" in shown or VIDEO in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\0\r")


def test_a_name_and_an_argument_of_a_job_reach_no_terminal_raw(client: TestClient) -> None:
    asked = {"command": "models pull", "arguments": [ESCAPES], "name": ESCAPES}
    job = client.post("/api/jobs", headers=AUTH, json=asked).json()
    until(lambda: client.get(f"/api/jobs/{job['id']}").json()["state"] == "failed")
    shown = call("jobs", "list") + call("jobs", "show", job["id"]) + call("jobs", "logs", job["id"])
    assert job["id"] in shown and "owned" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\0\r")
    log = client.get(f"/api/jobs/{job['id']}/log").json()["lines"]
    assert log and not set("".join(log)) & set("\x1b\x07\x9b\u202e\0\r\n")


def test_a_name_that_no_database_could_keep_is_refused(client: TestClient) -> None:
    asked = {"command": "models pull", "arguments": ["x"], "name": "a\0b"}
    assert client.post("/api/jobs", headers=AUTH, json=asked).status_code == 422


@pytest.mark.parametrize("name", ["after", "topics"])
def test_the_event_stream_takes_no_names(client: TestClient, name: str) -> None:
    for value in (one for one in NAMES if not one.isalpha() or len(one) > 200):
        assert client.get("/api/events", params={name: value}).status_code == 422


def test_nothing_is_answered_as_a_table(client: TestClient) -> None:
    """A cell that begins with = + - @ is a formula; so far nothing is exported as CSV."""
    assert "text/csv" not in json.dumps(client.get("/openapi.json").json())
