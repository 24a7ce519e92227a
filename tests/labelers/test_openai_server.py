"""Captions by a chat server: a real one, and one that fails in every way."""

from __future__ import annotations

import inspect
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.labelers.chat_server import (
    MODEL,
    Asked,
    ChatServer,
    Reply,
    caption_for,
    chat_server,
    completion,
    describe,
    error,
    first,
    free_port,
    json_reply,
)
from typer.main import get_command

from spark_trainer.cli.main import app
from spark_trainer.core.errors import (
    BackendUnavailableError,
    MediaError,
    SparkTrainerError,
    UsageError,
)
from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.labelers.openai_client import MOST_BYTES
from spark_trainer.labelers.openai_errors import LONGEST_WAIT_S
from spark_trainer.labelers.openai_health import FAILURES_IN_A_ROW
from spark_trainer.labelers.openai_question import Picture
from spark_trainer.labelers.openai_server import PROMPT, OpenAICaptions
from spark_trainer.labelers.registry import build_captioner

KEY = "sk-canary-5f1d0c7e9a4b"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("OPENAI_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "captioning-at-scale.md").read_text()

Make = Callable[..., OpenAICaptions]


@pytest.fixture
def make(server: ChatServer) -> Iterator[Make]:
    """A captioner that has found the server, with waits that take no time."""
    made: list[OpenAICaptions] = []

    def _make(**settings: Any) -> OpenAICaptions:
        settings = {"url": server.url, "timeout_s": 5, "first_wait_s": 0.001, **settings}
        made.append(OpenAICaptions(**settings))
        made[-1].resolve()
        made[-1].load()
        return made[-1]

    yield _make
    for captioner in made:
        captioner.close()


def picture(number: int) -> str:
    return f"data:image/jpeg;base64,{number:08d}"


def frame(number: int) -> Picture:
    return Picture(f"frame_{number:06d}.jpg", picture(number))


def ask(captioner: OpenAICaptions, number: int = 0) -> str:
    (caption,) = captioner.label([frame(number)])
    assert caption.text
    return caption.text


def ask_all(captioner: OpenAICaptions, numbers: range) -> list[str | SparkTrainerError]:
    """What becomes of each, in order, asked as a lane does: from `concurrency` threads."""

    def one(number: int) -> str | SparkTrainerError:
        try:
            return ask(captioner, number)
        except SparkTrainerError as e:
            return e

    with ThreadPoolExecutor(captioner.concurrency) as pool:
        return list(pool.map(one, numbers))


# what is sent


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


# which server, which model


def test_no_address_says_how_to_give_one() -> None:
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


# what is tried again


@pytest.mark.parametrize(
    "fault",
    [
        error(408, "slow"),
        error(409, "locked"),
        error(429, "too fast"),
        error(500, "oops"),
        error(502, "bad gateway"),
        error(503, "loading", Retry_After="0"),
        Reply(b"<html>bad gateway</html>", 502),
        Reply(b'{"choices": [{"mess', cut=True),
        Reply(b"", 200),
        Reply(b"no JSON at all"),
        Reply(b"\xff\xfe\x00"),
        Reply(b"[" * 200_000),
        Reply(b'{"choices": [{"message": {"content": "\\ud800"}}]}'),
        json_reply(None),
        json_reply([1]),
        json_reply({"choices": []}),
        json_reply({"choices": [{}]}),
        json_reply({"choices": [{"message": None}]}),
        json_reply({"choices": [{"message": {"content": 7}}]}),
        json_reply({"choices": [{"message": {"content": ["a"]}}]}),
        json_reply({"choices": {"0": "a"}}),
        json_reply({"error": {"message": "an error with status 200"}}),
        Reply(b" " * MOST_BYTES + completion("A man.").body),
        Reply(b"zipped", headers={"Content-Encoding": "gzip"}),
        Reply(b"\x00zz", 500, headers={"Content-Type": "text/plain; charset=hex"}),
        Reply(b"\\N{", 500, headers={"Content-Type": "text/plain; charset=unicode_escape"}),
    ],
    ids=lambda fault: f"{fault.status} {fault.body[:24]!r}",
)
def test_a_fault_that_may_pass_is_tried_again(server: ChatServer, make: Make, fault: Reply) -> None:
    server.answer = first(fault, fault)
    assert ask(make(retries=2)) == caption_for(picture(0))
    assert len(server.asked) == 3


def test_a_server_that_takes_too_long_is_asked_again(server: ChatServer, make: Make) -> None:
    asleep = threading.Event()

    def answer(asked: Asked) -> Reply:
        if asked.number == 0:
            asleep.wait(5)
        return describe(asked)

    server.answer = answer
    assert ask(make(timeout_s=0.2)) == caption_for(picture(0))
    asleep.set()


def test_an_answer_that_drips_is_cut_off_at_the_timeout(server: ChatServer, make: Make) -> None:
    server.answer = first(Reply(b" " * 1000, drip_s=0.02))
    started = time.monotonic()
    assert ask(make(timeout_s=0.2)) == caption_for(picture(0))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("headers", "least_s"),
    [
        ({"Retry_After_Ms": "150"}, 0.15),
        ({"Retry_After": "0.15"}, 0.15),
        ({"Retry_After": "soon"}, 0),
    ],
)
def test_a_wait_that_the_server_asks_for_is_kept(
    server: ChatServer, make: Make, headers: dict[str, str], least_s: float
) -> None:
    server.answer = first(error(429, "slow down", **headers))
    ask(make())
    before, after = server.asked
    assert after.at_s - before.at_s >= least_s


def test_waits_double_and_are_spread(server: ChatServer, make: Make) -> None:
    server.answer = first(*[error(500)] * 5)
    ask(make(first_wait_s=0.02))
    at_s = [asked.at_s for asked in server.asked]
    for nth in range(5):
        assert at_s[nth + 1] - at_s[nth] >= 0.75 * 0.02 * 2**nth


# what becomes of a frame that gets no caption


def test_a_frame_whose_attempts_are_used_up_fails_alone(server: ChatServer, make: Make) -> None:
    server.answer = lambda a: error(500, "oops") if a.picture == picture(3) else describe(a)
    captioner = make(retries=2, concurrency=2)
    results = ask_all(captioner, range(8))
    failed = results.pop(3)
    assert isinstance(failed, MediaError)
    assert failed.code == "server"
    assert str(failed) == (
        "frame_000003.jpg: no caption from the server: status 500: oops (attempts: 3)"
    )
    assert results == [caption_for(picture(n)) for n in (0, 1, 2, 4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (completion(None), "no text in the server's answer (finish reason: stop)"),
        (completion(""), "no text in the server's answer (finish reason: stop)"),
        (completion(" \n\t\u202e "), "no text in the server's answer"),
        (completion("...", "length"), "no text in the server's answer (finish reason: length)"),
        (completion("<think>I see a", "length"), "no text in the server's answer"),
        (
            completion("A man", "content_filter"),
            "refused by the server: its content filter",
        ),
        (
            json_reply({"choices": [{"message": {"content": None, "refusal": "I\x1b can't"}}]}),
            "refused by the server: I can't",
        ),
        (completion("very " * 2_000_00), "answered 1000000 characters where 64 tokens"),
        (
            error(400, "cannot identify image file"),
            "refused by the server (status 400: cannot ident",
        ),
        (error(400, "maximum context length is 512 tokens"), "status 400: maximum context"),
        (error(413, "too large"), "refused by the server (status 413: too large)"),
        (json_reply({"detail": [{"loc": ["body"]}]}, 422), 'status 422: {"detail": [{"loc"'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_answer_without_a_caption_fails_the_frame_at_once(
    server: ChatServer, make: Make, reply: Reply, told: str
) -> None:
    server.answer = lambda a: reply if a.picture == picture(1) else describe(a)
    captioner = make()
    ask(captioner, 0)
    with pytest.raises(MediaError) as failed:
        ask(captioner, 1)
    assert told in str(failed.value)
    assert failed.value.code == "server"
    assert len(server.asked) == 2
    assert ask(captioner, 2) == caption_for(picture(2))


# when the build stops


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (
            error(401, "Invalid API key"),
            r"does not let this key in \(status 401: Invalid API key\).*OPENAI_API_KEY",
        ),
        (error(403, "no"), r"status 403: no\).*OPENAI_API_KEY"),
        (error(404, "gone"), rf"not found \(status 404: gone\): the model '{MODEL}' is not served"),
        (
            json_reply({"error": {"message": "pay", "code": "insufficient_quota"}}, 429),
            "does not let this key in",
        ),
        (error(429, "wait", Retry_After="3600"), "asks to come back in 3600 s .*run the same comm"),
        (error(307, "", Location="http://127.0.0.1:9/v1"), "sends us on to http://127.0.0.1:9/v1"),
        (error(302, "", Location="http://["), r"sends us on to http://\["),
    ],
)
def test_a_server_that_does_not_want_us_stops_the_build(
    server: ChatServer, make: Make, reply: Reply, told: str
) -> None:
    server.answer = lambda asked: reply if asked.number >= 2 else describe(asked)
    captioner = make(concurrency=4)
    ask_all(captioner, range(2))
    results = ask_all(captioner, range(2, 40))
    assert {type(result) for result in results} == {BackendUnavailableError}
    assert len({str(result) for result in results}) == 1
    with pytest.raises(BackendUnavailableError, match=told):
        ask(captioner)
    assert len(server.asked) <= 2 + 4


@pytest.mark.parametrize("status", [401, 307])
def test_a_server_that_does_not_want_us_is_told_before_any_video(
    server: ChatServer, make: Make, status: int
) -> None:
    server.models = error(status, "no", Location="http://127.0.0.1:9/v1/models")
    with pytest.raises(BackendUnavailableError, match=f"{server.url}.*status {status}"):
        make()


def test_no_frame_and_no_key_follows_a_redirect(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with chat_server() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            to = error(status, "", Location=f"{elsewhere.url}/chat/completions")
            server.answer = lambda _, to=to: to  # type: ignore[misc]
            with pytest.raises(BackendUnavailableError, match="not followed"):
                ask(make())
        assert elsewhere.heard == []


def test_a_server_that_is_gone_stops_the_build_and_fails_no_frame(
    server: ChatServer, make: Make
) -> None:
    captioner = make(concurrency=8, retries=3)
    assert ask(captioner) == caption_for(picture(0))
    server.stop()
    captioner._asking.connection.close()  # else kept-alive connections would still be served
    captioner._asking.connection.open()
    results = ask_all(captioner, range(40))
    assert {type(result) for result in results} == {BackendUnavailableError}
    (message,) = {str(result) for result in results}
    assert message.startswith(f"{server.url}: the server is gone: no answer: ConnectError")
    assert "Captions so far are kept; start it, then run the same command again." in message


def test_a_frame_that_breaks_connections_fails_alone_while_the_server_lives(
    server: ChatServer, make: Make
) -> None:
    bad = Reply(b'{"choices', cut=True)
    server.answer = lambda asked: bad if asked.picture == picture(0) else describe(asked)
    captioner = make(retries=1)
    with pytest.raises(MediaError, match=r"no answer: RemoteProtocolError.*\(attempts: 2\)"):
        ask(captioner, 0)
    assert ask(captioner, 1) == caption_for(picture(1))


def test_a_server_that_only_fails_stops_the_build_after_some_frames(
    server: ChatServer, make: Make
) -> None:
    server.answer = lambda _: error(500, "engine dead")
    results = ask_all(make(retries=0, concurrency=1), range(20))
    failed = [type(result) for result in results].count(MediaError)
    assert failed == FAILURES_IN_A_ROW - 1
    assert re_match(
        results[-1], r"^8 frames in a row got no caption; the last: status 500: engine d"
    )


def test_a_caption_in_between_ends_the_row_of_failures(server: ChatServer, make: Make) -> None:
    often = FAILURES_IN_A_ROW
    server.answer = lambda a: describe(a) if a.number % often == often - 1 else error(500)
    results = ask_all(make(retries=0, concurrency=1), range(3 * often))
    assert [type(result) for result in results] == ([MediaError] * (often - 1) + [str]) * 3


def test_a_model_without_eyes_stops_the_build_after_some_frames(
    server: ChatServer, make: Make
) -> None:
    server.answer = lambda _: error(400, "tiny/eye is not a multimodal model")
    results = ask_all(make(concurrency=1), range(20))
    assert [type(result) for result in results].count(MediaError) == FAILURES_IN_A_ROW - 1
    assert re_match(results[-1], "8 frames in a row .*not a multimodal model")


def test_many_refused_frames_do_not_stop_a_build_that_has_captions(
    server: ChatServer, make: Make
) -> None:
    server.answer = lambda a: completion("x", "content_filter") if a.number else describe(a)
    results = ask_all(make(concurrency=1), range(20))
    assert [type(result) for result in results] == [str] + [MediaError] * 19


def re_match(error: object, pattern: str) -> bool:
    with pytest.raises(BackendUnavailableError, match=pattern):
        raise error  # type: ignore[misc]
    return True


def test_a_stop_ends_long_waits(server: ChatServer, make: Make) -> None:
    server.answer = lambda _: error(503, "busy", Retry_After="100")
    captioner = make(concurrency=4)
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(ask, captioner, number) for number in range(4)]
        while len(server.asked) < 4:
            time.sleep(0.01)
        captioner.close()
        for future in futures:
            with pytest.raises(BackendUnavailableError, match="captioning was ended"):
                future.result()
    assert time.monotonic() - started < 20


def test_a_stop_while_answers_are_on_their_way_breaks_nothing(
    server: ChatServer, make: Make
) -> None:
    def answer(asked: Asked) -> Reply:
        time.sleep(0.2)
        return describe(asked)

    server.answer = answer
    captioner = make(concurrency=8, timeout_s=2)
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(ask_all, captioner, range(n, n + 3)) for n in range(8)]
        while len(server.asked) < 8:
            time.sleep(0.01)
        captioner.close()
        kinds = {type(result) for future in futures for result in future.result()}
    assert kinds <= {str, BackendUnavailableError}
    assert BackendUnavailableError in kinds


# the budget


def test_the_budget_of_tokens_ends_the_build_before_it_is_passed(
    server: ChatServer, make: Make
) -> None:
    results = ask_all(make(concurrency=8, budget_tokens=1050), range(30))
    captions = [result for result in results if isinstance(result, str)]
    assert len(captions) == len(server.asked) == 10  # 100 tokens each
    assert re_match(results[-1], "the budget of 1050 tokens is used up: 1000 tokens in 10 requests")


@pytest.mark.parametrize(
    ("fault", "captions"), [(error(500), 5), (Reply(b"{", cut=True), 3), (Reply(b"no JSON"), 3)]
)
def test_an_answer_that_was_lost_counts_as_tokens_and_a_plain_no_does_not(
    server: ChatServer, make: Make, fault: Reply, captions: int
) -> None:
    server.answer = lambda asked: fault if asked.number in (1, 2) else describe(asked)
    results = ask_all(make(concurrency=1, budget_tokens=500), range(9))
    assert [type(result) for result in results].count(str) == captions


def test_the_budget_of_requests_counts_retries(server: ChatServer, make: Make) -> None:
    server.answer = first(error(500), error(500))
    results = ask_all(make(concurrency=1, budget_requests=5), range(9))
    assert [type(result) for result in results[:3]] == [str] * 3
    assert len(server.asked) == 5
    assert re_match(results[3], "the budget of 5 requests is used up")


@pytest.mark.parametrize(
    "usage",
    [None, "free", {"total_tokens": 0}],
)
def test_a_server_that_does_not_say_what_it_takes_ends_a_build_with_a_budget_of_tokens(
    server: ChatServer, make: Make, usage: object
) -> None:
    server.answer = lambda _: completion("A man.", usage=usage)
    assert ask(make(budget_requests=1)) == "A man."
    results = ask_all(make(concurrency=8, budget_tokens=10**9), range(20))
    assert {type(result) for result in results} == {BackendUnavailableError}
    assert re_match(results[0], "a budget of tokens cannot be kept. Take --caption-budget-requests")
    assert len(server.asked) == 2


# the key


def test_the_key_is_nowhere_but_in_the_header(
    server: ChatServer,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also where the server says it back, and where everything is logged."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    echo = f"your key {KEY} is"
    faults = [
        error(401, echo),
        error(400, echo),
        error(500, echo),
        Reply(echo.encode(), 500),
        json_reply({"choices": [{"message": {"refusal": echo}}]}),
        json_reply({"choices": [{"message": {"content": None}, "finish_reason": echo}]}),
        Reply(echo.encode(), cut=True),
    ]
    told: list[BaseException] = []
    for fault in faults:
        server.answer = lambda _, fault=fault: fault  # type: ignore[misc]
        with pytest.raises(SparkTrainerError) as failed:
            ask(make(retries=1))
        told.append(failed.value)
    server.answer = lambda _: completion(echo)
    assert ask(make()) == "your key [OPENAI_API_KEY] is"
    server.models = error(401, echo)
    with pytest.raises(SparkTrainerError) as failed:
        make()
    told.append(failed.value)
    for error_ in told:
        assert error_.__cause__ is None
        assert KEY not in f"{error_} {error_!r} {error_.__context__} {error_.__context__!r}"
    assert KEY not in caplog.text
    server.models = error(302, echo, Location=f"http://host/?key={KEY}")
    with pytest.raises(SparkTrainerError, match=r"host/\?key=\[OPENAI_API_KEY\] "):
        make()
    assert {asked.headers["authorization"] for asked in server.heard} == {f"Bearer {KEY}"}


def test_a_key_that_is_a_word_does_not_take_words_out_of_captions(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "EMPTY")
    server.answer = lambda _: completion("A sign says EMPTY.")
    assert ask(make()) == "A sign says EMPTY."


def test_without_a_key_a_local_server_is_asked_all_the_same(server: ChatServer, make: Make) -> None:
    server.answer = lambda _: completion("A sign says no-key.")
    assert ask(make()) == "A sign says no-key."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_loopback_server_is_not_asked_through_a_proxy(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert ask(make(url=server.url.replace("127.0.0.1", host))) == caption_for(picture(0))


def test_another_server_is_asked_through_the_proxy_of_the_environment(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`server` plays the proxy: it is sent the whole address."""
    monkeypatch.setenv("HTTP_PROXY", server.url.removesuffix("/v1"))
    assert ask(make(url="http://vllm.invalid/v1")) == caption_for(picture(0))
    assert server.asked[0].path == "http://vllm.invalid/v1/chat/completions"


# what the page on it says


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
