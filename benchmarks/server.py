"""The server under load: jobs against a bare route, 1,000 followers of events, kill -9 and back.

    python benchmarks/server.py [--seconds 5]

Wants `wrk` (apt-get install wrk). Each side of the ratio has one process, the same uvicorn with
the same protocol, and the same JSON of 50 jobs. Rounds alternate; the ratio is of medians.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
ROUNDS = 3
BARE = """
import json, sys, uvicorn
from fastapi import FastAPI
jobs = json.load(open(sys.argv[1]))
app = FastAPI()
@app.get("/api/jobs")
async def answer():
    return jobs
uvicorn.run(app, port=int(sys.argv[2]), http="h11", log_level="warning", access_log=False)
"""


def serve(home: Path, work: Path, port: int, slots: int = 1) -> subprocess.Popen[bytes]:
    environment = {**ENV, "HOME": str(home), "SPARK_TRAINER_CPU_SLOTS": str(slots)}
    words = [sys.executable, "-m", "spark_trainer", "serve", "--quiet", "--port", str(port)]
    process = subprocess.Popen(words, cwd=work, env=environment, stdout=subprocess.DEVNULL)
    wait(port)
    return process


def wait(port: int, path: str = "/api/jobs") -> Any:
    end_s = time.monotonic() + 60
    while time.monotonic() < end_s:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"nothing answers on port {port}")


ENDED_JOBS = """
import sys
from pathlib import Path
from spark_trainer.jobs import queue
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.requests import submit
from spark_trainer.jobs.settings import job_settings
s = job_settings()
e = open_database(s)
for n in range(int(sys.argv[1])):
    words = ("train", "apotheon-tiny", "--manifest=datasets/d")
    queue.end(e, submit(s, e, words, Path(), name=str(n)), "queued", "cancelled")
"""
ENDLESS_JOBS = """
import sys
from pathlib import Path
from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.requests import submit
from spark_trainer.jobs.settings import job_settings
from spark_trainer.jobs.spec import read_spec, write_spec
s = job_settings()
e = open_database(s)
for _ in range(int(sys.argv[1])):
    row = submit(s, e, ("dataset", "verify", "x"), Path())
    folder = s.folder / row["id"]
    words = ("jobs", "logs", "--follow", row["id"])
    write_spec(folder, read_spec(folder).model_copy(update={"words": words}))
"""


def run_code(code: str, count: int, home: Path, work: Path) -> None:
    words = [sys.executable, "-c", code, str(count)]
    subprocess.run(words, cwd=work, env={**ENV, "HOME": str(home)}, check=True)


ALWAYS_ANOTHER = """
local before = 1000000
request = function()
  before = before + 1
  return wrk.format("GET", "/api/jobs?before=" .. before)
end
"""


def wrk(port: int, path: str, seconds: int, *flags: str) -> str:
    words = ["wrk", "-t1", f"-d{seconds}s", *flags, f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    return told


def requests_a_second(port: int, seconds: int, *flags: str) -> float:
    found = re.search(r"Requests/sec:\s+([\d.]+)", wrk(port, "/api/jobs", seconds, "-c16", *flags))
    assert found is not None
    return float(found[1])


def latency_ms(told: str, share: int) -> float:
    found = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)\b", told)
    assert found is not None, told
    return float(found[1]) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[found[2]]


def jobs_against_a_bare_route(folder: Path, seconds: int) -> None:
    home, work = folder / "home", folder / "work"
    run_code(ENDED_JOBS, 50, home, work)
    ours = serve(home, work, 5101)
    (folder / "jobs.json").write_text(json.dumps(wait(5101)))
    bare = subprocess.Popen(
        [sys.executable, "-c", BARE, str(folder / "jobs.json"), "5102"], env=ENV
    )
    wait(5102)
    rates: dict[int, list[float]] = {5101: [], 5102: []}
    for _ in range(ROUNDS):
        for port, measured in rates.items():
            measured.append(requests_a_second(port, seconds))
    script = folder / "another.lua"
    script.write_text(ALWAYS_ANOTHER)
    anew = statistics.median(
        requests_a_second(5101, seconds, "-s", str(script)) for _ in range(ROUNDS)
    )
    dashboard = wrk(5101, "/api/user/dashboard", seconds, "-c1", "--latency")
    ours.terminate()
    bare.terminate()
    ours.wait(), bare.wait()
    mine, plain = (statistics.median(rates[port]) for port in (5101, 5102))
    met = "met" if mine >= 0.5 * plain else "NOT MET"
    print(
        f"GET /api/jobs, 50 rows: {mine:.0f} requests/s, bare route {plain:.0f}: "
        f"ratio {mine / plain:.2f} (at least 0.5): {met}"
    )
    print(f"... each made anew: {anew:.0f} requests/s: ratio {anew / plain:.2f}")
    median_ms, late_ms = (latency_ms(dashboard, share) for share in (50, 99))
    print(
        f"GET /api/user/dashboard on a kept connection: median {median_ms:.1f} ms, 99th percentile "
        f"{late_ms:.1f} ms (limit 50): ratio {late_ms / 50:.2f}"
    )


EVENTS_OF_A_JOB = """
import sys, time
from sqlalchemy import insert
from spark_trainer.jobs.database.engine import open_database, writing
from spark_trainer.jobs.database.tables import events
from spark_trainer.jobs.settings import job_settings
e = open_database(job_settings())
for n in range(int(sys.argv[1])):
    now = time.time()
    data = {"event": "step", "n": n, "at": now, "filling": "x" * 3000}
    with writing(e) as c:
        row = {"at": now, "topic": "progress", "subject": "0" * 16, "data": data}
        c.execute(insert(events), [row])
    time.sleep(0.15)
"""
CLIENTS, EVENTS = 1000, 80


async def connect(port: int, after: int = 0, window_bytes: int = 0) -> Any:
    opened = socket.socket()
    if window_bytes:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window_bytes)
    opened.setblocking(False)
    await asyncio.get_running_loop().sock_connect(opened, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=opened)
    path = "/api/events?topics=progress" + (f"&after={after}" if after else "")
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await writer.drain()
    return reader, writer


async def follow(port: int, late_s: list[float], count: int, after: int = 0) -> int:
    """Until so many events came; gives the last id."""
    reader, writer = await connect(port, after)
    number = 0
    while count and (line := await reader.readline()):
        if line.startswith(b"id: "):
            number = int(line[4:])
        elif line.startswith(b"data: ") and b'"at"' in line:
            late_s.append(time.time() - json.loads(line[6:])["data"]["at"])
            count -= 1
    writer.close()
    return number


async def leave_and_return(port: int, late_s: list[float]) -> None:
    last = await follow(port, late_s, EVENTS // 4)
    await follow(port, late_s, EVENTS - EVENTS // 4, last)


def memory_mb(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024  # type: ignore[index]


async def followers(server: subprocess.Popen[bytes], folder: Path) -> tuple[list[float], float]:
    late_s: list[float] = []
    tenth, port = CLIENTS // 10, 5103
    mute = [await connect(port, window_bytes=4096) for _ in range(tenth)]
    tasks = [asyncio.create_task(leave_and_return(port, late_s)) for _ in range(tenth)]
    tasks += [asyncio.create_task(follow(port, late_s, EVENTS)) for _ in range(CLIENTS - 2 * tenth)]
    await asyncio.sleep(6)
    telling = (EVENTS_OF_A_JOB, EVENTS, folder / "home", folder / "work")
    await asyncio.to_thread(run_code, *telling)
    async with asyncio.timeout(60):
        await asyncio.gather(*tasks)
    grown = memory_mb(server.pid)
    for _, writer in mute:
        writer.close()
    return late_s, grown


def event_clients(folder: Path) -> None:
    server = serve(folder / "home", folder / "work", 5103)
    time.sleep(3)
    before = memory_mb(server.pid)
    late_s, after = asyncio.run(followers(server, folder))
    server.terminate()
    server.wait()
    cuts_s = statistics.quantiles(late_s, n=100)
    print(
        f"{CLIENTS} event clients, a tenth never reads, a tenth goes and comes back: {len(late_s)} "
        f"events of 3 kB heard, delay median {cuts_s[49] * 1000:.0f} ms, 99th percentile "
        f"{cuts_s[98] * 1000:.0f} ms (limit 1000): ratio {cuts_s[98] / 1.0:.2f}; memory "
        f"{before:.0f} -> {after:.0f} MB (growth limit 50): ratio {(after - before) / 50:.2f}"
    )


def killed_and_back(folder: Path) -> None:
    home, work = folder / "home2", folder / "work"
    home.mkdir()
    server = serve(home, work, 5104, slots=3)
    # Written before the server may take them: it is stopped for that moment.
    server.send_signal(signal.SIGSTOP)
    run_code(ENDLESS_JOBS, 3, home, work)
    server.send_signal(signal.SIGCONT)
    end_s = time.monotonic() + 30
    while time.monotonic() < end_s:
        rows = wait(5104)["jobs"]
        if len([row for row in rows if row["state"] == "running" and row["started"]]) == 3:
            break
        time.sleep(0.1)
    server.kill()
    server.wait()
    began_s = time.monotonic()
    server = serve(home, work, 5104, slots=3)
    ready_s = time.monotonic()
    rows = wait(5104)["jobs"]
    running = [row for row in rows if row["state"] == "running"]
    found_s = time.monotonic() - ready_s
    print(
        f"kill -9 of the server: {len(running)} of 3 jobs run and are found {found_s:.2f} s after "
        f"it answers, {ready_s - began_s:.1f} s after it was started (limit 2 s after the restart)"
    )
    folder_of = home / ".spark_trainer/jobs" / running[0]["id"]
    started = json.loads((folder_of / "started.json").read_text())
    os.kill(started["pid"], signal.SIGKILL)
    began_s = time.monotonic()
    while wait(5104, f"/api/jobs/{running[0]['id']}")["state"] == "running":
        time.sleep(0.02)
    took_s = time.monotonic() - began_s
    ratio = f"ratio {took_s / 2:.2f}"
    print(f"kill -9 of a job: told as failed after {took_s:.2f} s (limit 2): {ratio}")
    for row in running[1:]:
        (home / ".spark_trainer/jobs" / row["id"] / "cancel").touch()
    time.sleep(2)
    server.terminate()
    server.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5, help="of each round of wrk")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in ("home", "work"):
            (folder / one).mkdir()
        jobs_against_a_bare_route(folder, given.seconds)
        event_clients(folder)
        killed_and_back(folder)


if __name__ == "__main__":
    main()
