"""A text is found in the whole of a log, and each hit opens in its place."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spark_trainer.jobs.index.finding import id_of
from spark_trainer.server.routes.log_search import LogHits, search_log
from spark_trainer.server.routes.log_text import read_part
from tests.jobs.waiting import until
from tests.server.conftest import AUTH
from tests.trainers.small_runs import make_run

MIB = 1 << 20


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.txt"


def find(path: Path, text: str, before: int | None = None, limit: int = 100) -> LogHits:
    return search_log(path, text, before, limit)


def whole(path: Path, text: str, limit: int = 100, longest_s: float = 0.0) -> LogHits:
    """As a client that asks on until all is looked through."""
    found = search_log(path, text, None, limit, longest_s)
    hits, answers = list(found.hits), 1
    while found.more:
        begin = found.begin
        found = search_log(path, text, begin, limit, longest_s)
        assert found.begin < begin
        hits, answers = hits + found.hits, answers + 1
    assert answers > 1 or path.stat().st_size < 300_000
    return LogHits(hits=hits, begin=0, more=False, bytes=found.bytes)


def test_lines_of_the_whole_log_are_found_the_newest_first(log: Path) -> None:
    lines = [f"step {n:06d} " + "Loss NaN" * (n % 10_000 == 7) for n in range(100_000)]
    log.write_text("\n".join(lines) + "\n")
    found = find(log, "loss nan")
    wanted = [line for line in reversed(lines) if "NaN" in line]
    assert [hit.line for hit in found.hits] == wanted and len(wanted) == 10
    assert (found.begin, found.more, found.bytes) == (0, False, log.stat().st_size)
    assert whole(log, "loss nan").hits == found.hits == whole(log, "LOSS NAN", limit=3).hits


def test_each_hit_opens_in_its_place(log: Path) -> None:
    lines = [f"{n} " + "é" * (n % 90) + " here" * (n % 5_000 == 4_321) for n in range(30_000)]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for hit in whole(log, "HERE").hits:
        after = read_part(log, hit.offset, None, tail=False).lines
        before = read_part(log, 0, hit.offset, tail=False).lines
        number = int(hit.line.split()[0])
        assert after[0] == hit.line == lines[number]
        assert before[-1] == lines[number - 1]


def test_a_full_answer_says_more_and_goes_on_where_it_ended(log: Path) -> None:
    log.write_text("".join(f"hit {n}\n" for n in range(7)))
    first = find(log, "hit", limit=3)
    assert [hit.line for hit in first.hits] == ["hit 6", "hit 5", "hit 4"] and first.more
    second = find(log, "hit", before=first.begin, limit=3)
    assert [hit.line for hit in second.hits] == ["hit 3", "hit 2", "hit 1"] and second.more
    third = find(log, "hit", before=second.begin, limit=3)
    assert [hit.line for hit in third.hits] == ["hit 0"] and not third.more


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a.b", "a.b"), ("tab\there", r"tab\there"), ("\x1b[31mred", r"\x1b[31mred"),
        ("\x1b[31mred", "1b[31"), ("\x1b[31mred", "\x1b[31m"), ("ÄRGER", "ärger"),
        ("\u202egnp.exe", r"\u202egnp"), ("one\r", "one"), ("a\rb", r"a\rb"), ("x\\y", "x\\y"),
        ("日本 loss", "LOSS"), ("100%|███|", "███"),
    ],
)  # fmt: skip
def test_a_text_is_compared_with_lines_as_they_are_shown(log: Path, line: str, text: str) -> None:
    log.write_bytes(f"other\n{line}\nlast\n".encode())
    (hit,) = find(log, text).hits
    assert hit.line == read_part(log, hit.offset, None, tail=False).lines[0]
    assert hit.offset == len("other\n")


@pytest.mark.parametrize("text", ["a.*b", "[", "other\nline", "one\nother", "zzz", "ö"])
def test_nothing_is_a_pattern_and_no_hit_spans_lines(log: Path, text: str) -> None:
    log.write_text("one\nother\nline aXXb\n")
    assert find(log, text) == LogHits(hits=[], begin=0, more=False, bytes=log.stat().st_size)


@pytest.mark.parametrize("text", ["", "no newline yet", "\n\n\n"])
def test_a_line_that_is_being_written_waits_for_its_end(log: Path, text: str) -> None:
    log.write_text(text)
    assert find(log, "newline").hits == []
    log.write_text(text + " newline\n")
    assert len(find(log, "newline").hits) == 1


def test_a_log_that_is_not_there_has_no_hits(log: Path) -> None:
    assert find(log, "x") == LogHits(hits=[], begin=0, more=False, bytes=0)


def test_a_line_longer_than_a_part_is_searched_in_pieces_and_shown_clipped(log: Path) -> None:
    log.write_bytes(b"first\n" + b"a" * MIB + b" needle " + b"b" * MIB + b"\nlast\n")
    (hit,) = whole(log, "needle").hits
    assert "needle" in hit.line and len(hit.line) < 500
    assert "needle" in read_part(log, hit.offset, None, tail=False).lines[0]
    assert whole(log, "first").hits[0].offset == 0


def test_earlier_parts_leave_nothing_out_of_a_long_line(log: Path) -> None:
    data = b"first\n" + b"a" * (MIB + 17) + b"\nlast\n"
    log.write_bytes(data)
    part = read_part(log, 0, None, tail=True)
    found = part.lines
    while part.begin:
        part = read_part(log, 0, part.begin, tail=False)
        found = part.lines + found
    assert "".join(found).encode() == data.replace(b"\n", b"")


def test_a_large_log_is_not_held_in_memory(log: Path) -> None:
    with log.open("wb") as stream:
        for n in range(64):
            stream.write((b"%06d " % n + b"x" * 120 + b"\n") * (MIB // 128))
    tracemalloc.start()
    found = search_log(log, "000000", None, 100, 1000.0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.hits) == 100 and found.more and most < 4 * MIB


@pytest.fixture
def a_run(workdir: Path) -> Path:
    """There before the server is."""
    make_run(workdir / "runs/a", losses=[1.0])
    (workdir / "runs/a/log.txt").write_text("Step 1\nno\nstep 2\n")
    return workdir / "runs/a"


@pytest.mark.parametrize("job_home", ["sqlite"], indirect=True)
def test_logs_of_runs_and_jobs_are_searched_over_http(a_run: Path, client: TestClient) -> None:
    until(lambda: client.get("/api/runs").json())
    where = f"/api/runs/{id_of(a_run)}/log/search"
    told = client.get(where, params={"text": "STEP"}).json()["hits"]
    assert [hit["line"] for hit in told] == ["step 2", "Step 1"]
    assert told[1]["offset"] == 0
    for refused in ("", "?text=", "?text=a&limit=0", "?text=a&limit=501", f"?text={'a' * 201}"):
        assert client.get(where + refused).status_code == 422, refused
    assert client.get(f"/api/runs/{'0' * 16}/log/search?text=a").status_code == 404
    body = {"command": "dataset verify", "arguments": ["datasets/none"]}
    job = client.post("/api/jobs", headers=AUTH, json=body).json()["id"]
    where = f"/api/jobs/{job}/log/search?text=DATASETS/none"
    assert until(lambda: client.get(where).json()["hits"])
    assert client.get(f"/api/jobs/{'0' * 16}/log/search?text=a").status_code == 404
