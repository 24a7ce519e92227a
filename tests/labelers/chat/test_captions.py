"""Captions by a chat server: what is sent, to which server, to which model."""

from __future__ import annotations

import inspect
import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tests.labelers.chat_server import (
    MODEL,
    Asked,
    ChatServer,
    Reply,
    caption_for,
    describe,
    error,
    free_port,
    json_reply,
)
from tests.labelers.openai_asked import KEY, Make, ask, ask_all, frame, picture
from typer.main import get_command

from spark_trainer.cli.main import app
from spark_trainer.core.errors import (
    BackendUnavailableError,
    MediaError,
    UsageError,
)
from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.labelers.chat.captions import PROMPT, OpenAICaptions
from spark_trainer.labelers.chat.client import MOST_BYTES
from spark_trainer.labelers.chat.errors import LONGEST_WAIT_S
from spark_trainer.labelers.chat.health import FAILURES_IN_A_ROW
from spark_trainer.labelers.registry import build_captioner

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "captioning-at-scale.md").read_text()


def test_a_frame_is_sent_as_it_is_with_the_prompt_and_without_chance(
    server: ChatServer, make: Make, tmp_path: Path
) -> None:
    path = tmp_path / "frame_000001.jpg"
    path.write_bytes(b"\xff\xd8 any bytes")
    captioner = make(model=MODEL, max_new_tokens=20)
    sent = captioner.ready(FrameRef(path, 0.0, VideoRef("id", tmp_path / "a.mp4", 1.0)))
    (caption,) = captioner.label([sent])
    assert caption.text == caption_for("data:image/jpeg;base64,/9ggYW55IGJ5dGVz")
    body = server.asked[0].body
    assert body["messages"][0]["content"][1] == {"type": "text", "text": PROMPT}
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == (
        MODEL,
        0,
        0,
        20,
    )
    assert set(body) == {"model", "messages", "temperature", "seed", "max_tokens"}


def test_a_frame_that_is_gone_is_a_failure_of_its_video(make: Make, tmp_path: Path) -> None:
    frame = FrameRef(tmp_path / "frame_000009.jpg", 0.0, VideoRef("id", tmp_path / "a.mp4", 1.0))
    with pytest.raises(MediaError, match=r"^frame_000009.jpg: No such file or directory$"):
        make().ready(frame)


def test_as_many_requests_as_asked_for_are_in_flight_at_once(
    server: ChatServer, make: Make
) -> None:
    together = threading.Barrier(16)

    def answer(asked: Asked) -> Reply:
        together.wait(timeout=10)  # broken, and so an empty reply, unless 16 come
        return describe(asked)

    server.answer = answer
    captions = ask_all(make(concurrency=16), range(32))
    assert captions == [caption_for(picture(number)) for number in range(32)]


def test_captions_come_in_the_order_of_the_frames_whatever_is_answered_first(
    server: ChatServer, make: Make
) -> None:
    def answer(asked: Asked) -> Reply:
        time.sleep(0.01 * (8 - asked.number % 8))
        return describe(asked)

    server.answer = answer
    captioner = make(concurrency=8)
    assert ask_all(captioner, range(24)) == [caption_for(picture(n)) for n in range(24)]
    batch = captioner.label([frame(number) for number in (3, 1, 2)])
    assert [caption.text for caption in batch] == [caption_for(picture(n)) for n in (3, 1, 2)]


@pytest.mark.parametrize(
    ("complaint", "status", "then"),
    [
        ("Unexpected fields in the request: {'seed'}", 422, {"max_tokens": 64}),
        (
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            400,
            {"seed": 0, "max_completion_tokens": 64},
        ),
    ],
)
def test_a_setting_that_the_server_does_not_take_is_left_out_from_then_on(
    server: ChatServer, make: Make, complaint: str, status: int, then: dict[str, int]
) -> None:
    unwanted = ({"seed", "max_tokens"} - set(then)).pop()
    server.answer = lambda a: error(status, complaint) if unwanted in a.body else describe(a)
    captioner = make(retries=0, concurrency=4)
    assert ask_all(captioner, range(12)) == [caption_for(picture(n)) for n in range(12)]
    last = server.asked[-1].body
    assert {name: last[name] for name in last if name not in ("model", "messages")} == {
        "temperature": 0,
        **then,
    }
    assert sum(unwanted in asked.body for asked in server.asked) <= 4


def test_no_address_says_how_to_give_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(UsageError, match=r"--caption-url http://127.0.0.1:8000/v1, or OPENAI_BASE"):
        OpenAICaptions()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"concurrency": 0}, "concurrency 0: wanted 1 to 1024"),
        ({"retries": -1}, "retries -1: wanted 0 to 100"),
        ({"timeout_s": float("nan")}, "timeout_s nan"),
        ({"max_new_tokens": 0}, "max_new_tokens 0: wanted 1 or more"),
        ({"prompt": " "}, "the prompt is empty"),
        ({"budget_tokens": 0}, "a budget of 0 tokens"),
    ],
)
def test_settings_out_of_range_are_refused(setting: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        OpenAICaptions(url="http://127.0.0.1:1/v1", **setting)


@pytest.mark.parametrize("setting", ["revision", "device", "precision"])
def test_what_is_the_servers_business_is_refused(setting: str) -> None:
    with pytest.raises(UsageError, match=f"openai takes no {setting}; it takes url, model"):
        build_captioner("openai", url="http://127.0.0.1:1/v1", **{setting: "x"})


def test_address_model_and_key_come_from_the_environment(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url + "/")
    monkeypatch.setenv("OPENAI_MODEL", MODEL)
    monkeypatch.setenv("OPENAI_API_KEY", KEY + "\n")
    captioner = OpenAICaptions()
    captioner.resolve()
    ask(captioner)
    captioner.close()
    assert server.asked[0].body["model"] == MODEL
    assert {asked.headers["authorization"] for asked in server.heard} == {f"Bearer {KEY}"}


def test_the_only_model_that_is_served_is_taken(server: ChatServer, make: Make) -> None:
    captioner = make()
    ask(captioner)
    assert server.asked[0].body["model"] == MODEL
    assert captioner.identity() == {
        "model": MODEL,
        "prompt": PROMPT,
        "max_new_tokens": 64,
        "temperature": 0.0,
    }


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "the server has 0 models. Name one: --caption-model"),
        (["a", "b\x1b[2J"], r"the server has 2 models: a, b\\x1b\[2J. Name one"),
        ([f"m{n}" for n in range(5000)], r"5000 models: m0, m1, .*, m19 and 4980 more\. Name"),
    ],
)
def test_without_a_name_there_must_be_one_model(
    server: ChatServer, make: Make, names: list[str], told: str
) -> None:
    server.models = json_reply({"data": [{"id": name} for name in names]})
    with pytest.raises(UsageError, match=told):
        make()


def test_identity_holds_no_folder_no_address_and_no_key(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.models = json_reply({"data": [{"id": "/data/models/qwen"}]})
    captioner = make()
    ask(captioner)
    assert server.asked[0].body["model"] == "/data/models/qwen"
    identity = captioner.identity()
    assert identity["model"] == "qwen"
    assert "127.0.0.1" not in str(identity)
    assert KEY not in str(identity)


def test_a_model_that_is_not_listed_is_tried_before_any_video(
    server: ChatServer, make: Make
) -> None:
    assert ask(make(model="loads/on-demand")) == caption_for(picture(0))
    assert [asked.body["model"] for asked in server.asked] == ["loads/on-demand"] * 2
    server.answer = lambda _: error(404, "The model `wrong` does not exist.")
    with pytest.raises(
        BackendUnavailableError,
        match=rf"does not list the model 'wrong'.*status 404.*Models there: {MODEL}\.",
    ):
        make(model="wrong")


@pytest.mark.parametrize(
    "models",
    [
        Reply(b"<html>hello</html>", headers={"Content-Type": "text/html"}),
        json_reply({"data": "none"}),
        json_reply([]),
        Reply(b"[" * 100_000),
        Reply(b"", 200),
        error(500, "broken"),
        Reply(b"{}", cut=True),
    ],
    ids=["html", "text", "list", "nested", "empty", "500", "cut"],
)
def test_what_is_no_such_server_is_told_once_with_what_to_do(
    server: ChatServer, make: Make, models: Reply
) -> None:
    server.models = models
    with pytest.raises(BackendUnavailableError) as told:
        make(model=MODEL)
    message = str(told.value)
    assert message.startswith(f"{server.url}: no server to caption with (")
    assert f"No video was touched. Start one, such as `vllm serve {MODEL}`" in message
    assert (
        "Back ends that need no server: blip2, blip, florence2, vlm, apotheon, sidecar" in message
    )


def test_nobody_listens_is_told_before_any_video() -> None:
    captioner = OpenAICaptions(url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(
        BackendUnavailableError, match=r"no server to caption with \(no answer: ConnectError.*MODEL"
    ):
        captioner.resolve()
    captioner.close()


def test_a_server_without_models_is_told_what_its_address_lacks(
    server: ChatServer, make: Make
) -> None:
    server.models = error(404, "Not Found")
    with pytest.raises(BackendUnavailableError, match=r"not found \(status 404: Not Found\).*/v1"):
        make(model=MODEL)


@pytest.mark.parametrize("status", [401, 307])
def test_a_server_that_does_not_want_us_is_told_before_any_video(
    server: ChatServer, make: Make, status: int
) -> None:
    server.models = error(status, "no", Location="http://127.0.0.1:9/v1/models")
    with pytest.raises(BackendUnavailableError, match=f"{server.url}.*status {status}"):
        make()


def test_the_page_names_only_flags_that_there_are() -> None:
    command = get_command(app).commands["dataset"].commands["build"]  # type: ignore[attr-defined]
    flags = {flag for parameter in command.params for flag in parameter.opts}
    named = set(re.findall(r"`(--caption-[a-z-]+)|^  (--[a-z-]+) openai", PAGE, re.MULTILINE))
    assert {flag for pair in named for flag in pair if flag} <= flags
    assert {"--input", "--output", "--workers", "--frames-at", "--resolution"} <= flags


def test_the_page_says_the_numbers_of_the_code() -> None:
    assert f"*{PROMPT}*" in PAGE
    assert f"{FAILURES_IN_A_ROW} frames in a row without a caption" in PAGE
    assert f"`Retry-After` is kept up to {LONGEST_WAIT_S:g} s" in PAGE
    assert f"longer than {MOST_BYTES // 2**20} MiB" in PAGE
    defaults = inspect.signature(OpenAICaptions).parameters
    assert f"| `--caption-max-new-tokens` | | {defaults['max_new_tokens'].default}. " in PAGE
    assert f"| requests in flight, {defaults['concurrency'].default} |" in PAGE
    assert f"| further attempts for a frame, {defaults['retries'].default}, after" in PAGE
    assert f"| seconds for one attempt, {defaults['timeout_s'].default:g} |" in PAGE
