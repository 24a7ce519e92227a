"""Attacks below HTTP's good manners, on the real server's socket."""

from __future__ import annotations

import itertools
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.real import Server

VIDEO = "ab12cd34ef567890"
GROWTH_BYTES = 100 << 20
"""Of memory, that no request may cost."""
RANGE_S = 0.05


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("wire")
    home, work = folder / "home", folder / "work"
    home.mkdir()
    (work / "datasets").mkdir(parents=True)
    write_dataset(work / "datasets/mine", [entry(VIDEO)])
    started = Server(work, home)
    yield started
    started.kill()


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


def head(server: Server, line: str, *more: str) -> bytes:
    host = f"Host: 127.0.0.1:{server.port}"
    return "\r\n".join([f"{line} HTTP/1.1", host, *more, "", ""]).encode("latin-1")


def answer(opened: socket.socket) -> bytes:
    """All that comes until the server closes, or says that its answer is whole."""
    found = b""
    try:
        while data := opened.recv(65536):
            found += data
            before, _, after = found.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", before)
            if length and len(after) >= int(length[1]):
                break
    except ConnectionResetError:
        pass  # it was closed while more came
    return found


def status(told: bytes) -> int:
    return int(told.split(b" ", 2)[1]) if told else 0


def sent(server: Server, pieces: Iterator[bytes] | list[bytes]) -> tuple[int, int]:
    """Send until it is refused: the status (0 = closed without a word), and bytes that went."""
    with connect(server) as opened:
        count = 0
        try:
            for piece in pieces:
                opened.sendall(piece)
                count += len(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it was refused while more came
        return status(answer(opened)), count


def peak_bytes(server: Server) -> int:
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert found
    return int(found[1]) * 1024


def chunked(piece: bytes, count: int) -> Iterator[bytes]:
    yield from itertools.repeat(f"{len(piece):x}\r\n".encode() + piece + b"\r\n", count)
    yield b"0\r\n\r\n"


def test_clients_that_drip_are_closed_and_others_are_answered_meanwhile(server: Server) -> None:
    begun = [head(server, "GET /healthz")[:-2], b"GE", b""]
    refused = head(server, "POST /api/jobs", "Content-Length: 5000", "Content-Type: text/plain")
    slow = []
    for number in range(200):
        opened = connect(server)
        opened.sendall([*begun, refused][number % 4])
        slow.append(opened)
    began_s, left = time.monotonic(), list(slow)
    while left and time.monotonic() - began_s < 20:
        time.sleep(1)
        left = [one for one in left if drips(one)]
        asked_s = time.monotonic()
        assert server.call("GET", "/healthz")["status"] == "ok"
        assert time.monotonic() - asked_s < 2
    assert left == []
    for one in slow:
        one.close()


def drips(opened: socket.socket) -> bool:
    """Send one byte more; False where the server has closed the line."""
    opened.settimeout(0.001)
    try:
        opened.sendall(b"a")
        while opened.recv(65536):
            pass
    except TimeoutError:
        return True
    except OSError:
        return False
    return False


@pytest.mark.parametrize(
    "more",
    [
        ["Host: evil.example"],
        ["Content-Length: 2", "Content-Length: 3"],
        ["Content-Length: -1"],
        ["Content-Length: 2, 3"],
        ["Content-Length: 99999999999999999999"],
        ["Transfer-Encoding: gzip, chunked"],
        ["X-Other: a\x00b"],
        [" folded: x"],
        ["a b: c"],
    ],
    ids=lambda more: more[-1][:30],
)
def test_headers_that_two_programs_could_read_differently_are_refused(
    server: Server, more: list[str]
) -> None:
    line = head(server, "POST /api/jobs", f"X-SparkTrainer-Token: {server.token}", *more)
    with connect(server) as opened:
        opened.sendall(line + b"{}")
        assert 400 <= status(answer(opened)) < 500


def test_a_body_cannot_hide_a_second_request(server: Server) -> None:
    inner = head(server, "DELETE /api/datasets/trash", f"X-SparkTrainer-Token: {server.token}")
    both = head(
        server, "POST /api/jobs", f"Content-Length: {len(inner) + 5}", "Transfer-Encoding: chunked"
    )
    with connect(server) as opened:
        opened.sendall(both + b"0\r\n\r\n" + inner)
        opened.settimeout(2)
        found = b""
        try:
            while data := opened.recv(65536):
                found += data
        except TimeoutError:
            pass
    statuses = re.findall(rb"HTTP/1\.1 (\d+)", found)
    assert statuses[0][:1] == b"4" and b"204" not in statuses


def test_an_answer_is_not_held_back_on_a_line_that_is_kept(server: Server) -> None:
    took_s = []
    with connect(server) as opened:
        for _ in range(10):
            began_s = time.monotonic()
            opened.sendall(head(server, "GET /api/jobs"))
            assert status(answer(opened)) == 200
            took_s.append(time.monotonic() - began_s)
    assert min(took_s[1:]) < 0.03, "Nagle's algorithm waits 40 ms for a client's acknowledgement"


def test_a_million_bytes_of_headers_are_refused(server: Server) -> None:
    before = peak_bytes(server)
    start = head(server, "GET /healthz")[:-2]
    for pieces in (
        [start, b"X-Long: ", *[b"a" * 10_000] * 100, b"\r\n\r\n"],
        [start, *(b"X-%d: %s\r\n" % (n, b"a" * 90) for n in range(10_000)), b"\r\n"],
        [b"GET /", b"a" * 1_000_000, b" HTTP/1.1\r\n\r\n"],
    ):
        code, count = sent(server, pieces)
        assert code in (0, 400, 413, 414, 431), code
        assert code or count < 10_000_000
    assert peak_bytes(server) - before < GROWTH_BYTES
    assert server.call("GET", "/healthz")["status"] == "ok"


def test_a_long_range_header_costs_next_to_nothing(server: Server) -> None:
    dataset = until(lambda: server.call("GET", "/api/datasets"))[0]["id"]
    ranges = ",".join(f"{n}-" for n in range(10, 5000))[:16_384].rpartition(",")[0]
    path = f"/api/datasets/{dataset}/entries/{VIDEO}/frames/1"
    took_s = []
    for value in (ranges, "0-0," * 4000 + "0-0"):
        for _ in range(5):
            with connect(server) as opened:
                began_s = time.monotonic()
                opened.sendall(head(server, f"GET {path}", f"Range: bytes={value}"))
                assert status(answer(opened)) == 416
                took_s.append(time.monotonic() - began_s)
    assert min(took_s[:5]) < RANGE_S and min(took_s[5:]) < RANGE_S


OPEN = ("PUT /api/config/persistent", "POST /api/config/profiles")
"""Those that take a body without the token."""


@pytest.mark.parametrize("how", ["declared", "chunked"])
@pytest.mark.parametrize(
    "line", [*OPEN, "POST /api/jobs", "POST /api/datasets/" + "0" * 16 + "/edits"]
)
def test_a_body_of_50_megabytes_is_refused_and_not_kept(
    server: Server, line: str, how: str
) -> None:
    before, piece = peak_bytes(server), b"[[],[]," * 15_000
    token = f"X-SparkTrainer-Token: {server.token}"
    count = 50_000_000 // len(piece)
    length = (
        f"Content-Length: {len(piece) * count}"
        if how == "declared"
        else "Transfer-Encoding: chunked"
    )
    start = head(server, line, token, "Content-Type: application/json", length)
    body = itertools.repeat(piece, count) if how == "declared" else chunked(piece, count)
    code, went = sent(server, itertools.chain([start], body))
    assert code == 413 or (code == 0 and went < 45_000_000)
    assert peak_bytes(server) - before < GROWTH_BYTES


@pytest.mark.parametrize("line", OPEN)
def test_a_body_without_the_token_cannot_cost_much_memory(server: Server, line: str) -> None:
    before = peak_bytes(server)
    for size in (1_000_000, 9_000_000):
        body = b'{"user": [' + b"[]," * (size // 3) + b"[]]}"
        start = head(server, line, "Content-Type: application/json", f"Content-Length: {len(body)}")
        code, _ = sent(server, [start, body])
        assert code in (0, 413, 422)
    assert peak_bytes(server) - before < GROWTH_BYTES


def test_a_form_of_10_000_parts_is_refused(server: Server) -> None:
    before = peak_bytes(server)
    part = b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="../../f"\r\n\r\nv\r\n'
    body = b"".join(part % n for n in range(10_000)) + b"--x--\r\n"
    for line in (*OPEN, "POST /api/jobs", "POST /api/datasets", "POST /api/uploads"):
        start = head(
            server, line, f"X-SparkTrainer-Token: {server.token}",
            "Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(body)}",
        )  # fmt: skip
        assert 400 <= sent(server, [start, body])[0] < 500
    assert peak_bytes(server) - before < GROWTH_BYTES


def test_a_field_of_a_gigabyte_is_cut_off(server: Server) -> None:
    before = peak_bytes(server)
    token = f"X-SparkTrainer-Token: {server.token}"
    start = head(
        server,
        "POST /api/jobs",
        token,
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
    )
    pieces = itertools.chain([start], [b'd\r\n{"command": "\r\n'], chunked(b"a" * 1_000_000, 1000))
    code, went = sent(server, pieces)
    assert code in (0, 413) and went < 200_000_000
    assert peak_bytes(server) - before < GROWTH_BYTES
    assert server.call("GET", "/healthz")["status"] == "ok"


def test_settings_cannot_grow_until_nobody_can_read_them(server: Server) -> None:
    for key in ("name", "email"):
        body = json.dumps({"user": {key: "a" * 700_000}}).encode()
        length = f"Content-Length: {len(body)}"
        start = head(server, OPEN[0], "Content-Type: application/json", length)
        assert sent(server, [start, body])[0] == (200 if key == "name" else 422)
    assert server.call("GET", "/api/config/persistent")["user"]["email"] == ""
    assert server.call("GET", "/api/jobs")["total"] == 0
