"""What a connection keeps to itself: the key, the frames, and what a server says of them."""

from __future__ import annotations

import logging

import pytest
from tests.labelers.chat_server import (
    ChatServer,
    Reply,
    caption_for,
    chat_server,
    completion,
    error,
    free_port,
    json_reply,
)
from tests.labelers.openai_asked import KEY, Make, ask, picture

from spark_trainer.core.errors import (
    BackendUnavailableError,
    SparkTrainerError,
)
from spark_trainer.labelers.chat.client import Connection


def test_what_a_server_says_is_quoted_in_one_short_line_without_the_key() -> None:
    connection = Connection("http://127.0.0.1:1/v1", KEY, 1.0)
    quoted = connection.quoted(f"\x1b[2J your\nkey {KEY} \u202e" + "x" * 10_000_000)
    assert quoted.startswith("[2J your key [OPENAI_API_KEY] \\u202exxx")
    assert len(quoted) == 300


def test_a_short_word_is_no_secret() -> None:
    connection = Connection("http://127.0.0.1:1/v1", "EMPTY", 1.0)
    assert connection.quoted("an EMPTY cup") == "an EMPTY cup"


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
