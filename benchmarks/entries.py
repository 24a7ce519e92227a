"""Pages of 1,000,000 entries: the first under 100 ms, any under 200 ms, by text under 1 s.

    python benchmarks/entries.py [--entries N] [--postgres URL] [--manifest FILE] [--in-process]

Writes a dataset of made-up lines (1.7 GB; its media do not exist) into a temporary folder, starts
`spark-trainer serve` on it, waits until it is indexed, and times `GET /api/datasets/ID/entries` on
a kept connection: each question five times, the median and the worst. The first of the five is one
that the server was never asked before. `--in-process` asks `jobs.index.entries.page` instead,
without HTTP, and says what time of the processor indexing took. `--manifest` takes one that an
earlier run wrote with `--keep FOLDER`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from entries_lines import write_dataset

from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.index.entries import Asked, index_entries, page
from spark_trainer.jobs.index.entries.fields import CHOICES, FLAGS, NUMBERS, SORTED
from spark_trainer.jobs.settings import JobSettings

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
PAGE = 60
PORT = 5105
FIRST_S, ANY_S, TEXT_S = 0.1, 0.2, 1.0
Question = tuple[str, dict[str, Any], float]
LIMITS = {FIRST_S: "first page", ANY_S: "any page", TEXT_S: "with text"}


def questions(total: int) -> list[Question]:
    """A name, the query, and the seconds that it may take."""
    far, middle = total - PAGE, total // 2
    sorts = [
        (f"by {name}, {place}", {"sort": name, "offset": offset, "order": order}, ANY_S)
        for name in SORTED
        for place, offset, order in (
            ("first page", 0, "asc"), ("middle", middle, "asc"), ("last, falling", far, "desc"),
        )
    ]  # fmt: skip
    bounds = [(f"{name} at least 2", {f"min_{name}": 2}, ANY_S) for name in NUMBERS]
    flags = [(f"{name}: yes", {name: "true"}, ANY_S) for name in FLAGS]
    values = {"language": "de", "codec": "hevc", "container": "matroska,webm"}
    choices = [(f"{name}: {values[name]}", {name: values[name]}, ANY_S) for name in CHOICES]
    several = {"min_width": 1280, "max_duration_s": 300, "codec": "h264", "audio": "true"}
    return [
        ("first page", {}, FIRST_S),
        ("middle page", {"offset": middle}, ANY_S),
        ("last page", {"offset": far}, ANY_S),
        *sorts, *bounds, *flags, *choices,
        ("four filters", several, ANY_S),
        ("four filters, by name", {**several, "sort": "name"}, ANY_S),
        ("sound, middle, by words", {
            "audio": "true", "sort": "transcript_words", "offset": total // 4,
        }, ANY_S),
        ("text, one word of most", {"text": "red"}, TEXT_S),
        ("text, three words", {"text": "red dog sea"}, TEXT_S),
        ("text, one entry", {"text": f"number{middle}"}, TEXT_S),
        ("text, middle page", {"text": "blue", "offset": total // 4}, TEXT_S),
        ("text and length", {"text": "car", "min_duration_s": 590}, TEXT_S),
        ("text, by name", {"text": "cat", "sort": "name"}, TEXT_S),
        ("text and four filters, by width", {**several, "text": "tree", "sort": "width"}, TEXT_S),
    ]  # fmt: skip


def timed(asked: list[Question], ask: Callable[[dict[str, Any]], int]) -> None:
    """Ask all of them; one line each, and one for each limit."""
    worst: dict[float, float] = {}
    for name, query, limit_s in asked:
        took = []
        for _ in range(ROUNDS):
            began_s = time.perf_counter()
            found = ask(query)
            took.append(time.perf_counter() - began_s)
        worst[limit_s] = max(worst.get(limit_s, 0.0), *took)
        middle = statistics.median(took)
        met = "met" if max(took) <= limit_s else "NOT MET"
        print(
            f"{name:34} {middle * 1000:7.1f} ms, worst {max(took) * 1000:7.1f} of "
            f"{limit_s * 1000:4.0f}: ratio {max(took) / limit_s:.2f}, {met} ({found:,} found)",
            flush=True,
        )
    for limit_s, most_s in worst.items():
        print(f"worst of all, {LIMITS[limit_s]}: {most_s * 1000:.1f} ms: {most_s / limit_s:.2f}")


def over_http(manifest: Path, postgres: str | None) -> None:
    """A real server with a home of its own, in whose datasets the manifest lies."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": name}
        if postgres:
            environment["SPARK_TRAINER_DATABASE_URL"] = postgres
        words = [sys.executable, "-m", "spark_trainer", "serve", "--quiet", "--port", str(PORT)]
        words += ["--root", str(manifest.parent)]
        server = subprocess.Popen(words, cwd=home, env=environment, stdout=subprocess.DEVNULL)
        try:
            began_s = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
            path = f"/api/datasets/{_dataset(connection)}/entries"
            while (status := _get(connection, path)[0]) == 503:
                time.sleep(1)
            assert status == 200, status
            total = _get(connection, f"{path}?limit=1")[1]["total"]
            print(f"{total:,} entries, answered {time.monotonic() - began_s:.0f} s after the start")

            def ask(query: dict[str, Any]) -> int:
                status, found = _get(connection, f"{path}?{urlencode({**query, 'limit': PAGE})}")
                assert status == 200, found
                return int(found["total"])

            timed(questions(total), ask)
        finally:
            server.terminate()
            server.wait()


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, Any]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def _dataset(connection: http.client.HTTPConnection) -> str:
    """The id of the only dataset, once the server has found it."""
    end_s = time.monotonic() + 300
    while time.monotonic() < end_s:
        try:
            if found := _get(connection, "/api/datasets")[1]:
                return str(found[0]["id"])
        except ConnectionRefusedError:
            connection.close()
        time.sleep(0.1)
    raise SystemExit("the server found no dataset")


def in_process(manifest: Path, postgres: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(JobSettings(home=Path(folder), database_url=postgres))
        began_s, began_cpu_s = time.monotonic(), time.process_time()
        total = index_entries(engine, "bench", manifest)
        took_s, cpu_s = time.monotonic() - began_s, time.process_time() - began_cpu_s
        print(
            f"{engine.dialect.name}: {total:,} entries indexed in {took_s:.0f} s, of this process "
            f"{cpu_s:.0f} s of the processor",
            flush=True,
        )

        def ask(query: dict[str, Any]) -> int:
            return page(engine, "bench", _asked(query)).total

        timed(questions(total), ask)
        engine.dispose()


def _asked(query: dict[str, Any]) -> Asked:
    return Asked(
        words=query.get("text", ""),
        least={name: query[f"min_{name}"] for name in NUMBERS if f"min_{name}" in query},
        most={name: query[f"max_{name}"] for name in NUMBERS if f"max_{name}" in query},
        flags={name: query[name] == "true" for name in FLAGS if name in query},
        among={name: [query[name]] for name in CHOICES if name in query},
        sort=query.get("sort"),
        descending=query.get("order") == "desc",
        offset=query.get("offset", 0),
        limit=PAGE,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgres", help="URL of an empty database")
    parser.add_argument("--keep", type=Path, help="a new folder for the dataset")
    parser.add_argument("--manifest", type=Path, help="of a dataset that was kept")
    parser.add_argument("--in-process", action="store_true", help="without HTTP")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        manifest = given.manifest or write_dataset(given.keep or Path(folder, "d"), given.entries)
        (in_process if given.in_process else over_http)(manifest.resolve(), given.postgres)


if __name__ == "__main__":
    main()
