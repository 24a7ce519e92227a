"""What becomes of a frame when the server fails, and when the build stops."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.labelers.chat_server import (
    MODEL,
    Asked,
    ChatServer,
    Reply,
    caption_for,
    completion,
    describe,
    error,
    first,
    json_reply,
)
from tests.labelers.openai_asked import Make, ask, ask_all, assert_stops, picture

from spark_trainer.core.errors import (
    BackendUnavailableError,
    MediaError,
)
from spark_trainer.labelers.chat.client import MOST_BYTES
from spark_trainer.labelers.chat.health import FAILURES_IN_A_ROW

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
    assert_stops(results[-1], r"^8 frames in a row got no caption; the last: status 500: engine d")


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
    assert_stops(results[-1], "8 frames in a row .*not a multimodal model")


def test_many_refused_frames_do_not_stop_a_build_that_has_captions(
    server: ChatServer, make: Make
) -> None:
    server.answer = lambda a: completion("x", "content_filter") if a.number else describe(a)
    results = ask_all(make(concurrency=1), range(20))
    assert [type(result) for result in results] == [str] + [MediaError] * 19


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


def test_the_budget_of_tokens_ends_the_build_before_it_is_passed(
    server: ChatServer, make: Make
) -> None:
    results = ask_all(make(concurrency=8, budget_tokens=1050), range(30))
    captions = [result for result in results if isinstance(result, str)]
    assert len(captions) == len(server.asked) == 10  # 100 tokens each
    assert_stops(results[-1], "the budget of 1050 tokens is used up: 1000 tokens in 10 requests")


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
    assert_stops(results[3], "the budget of 5 requests is used up")


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
    assert_stops(results[0], "a budget of tokens cannot be kept. Take --caption-budget-requests")
    assert len(server.asked) == 2
