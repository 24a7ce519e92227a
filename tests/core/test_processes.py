"""Limits of worker processes, set for real in a child."""

from __future__ import annotations

import signal
import subprocess
import sys
import time


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def test_memory_over_the_limit_is_refused() -> None:
    done = run(
        "from spark_trainer.core.processes import limit_memory\n"
        "limit_memory(64 << 20)\n"
        "try:\n"
        "    bytearray(256 << 20)\n"
        "except MemoryError:\n"
        "    print('refused')\n"
        "print(len(bytearray(8 << 20)))\n"
    )
    assert done.stdout.split() == ["refused", str(8 << 20)]


def test_a_file_over_the_limit_is_an_error_and_not_a_signal() -> None:
    done = run(
        "import os, tempfile\n"
        "from spark_trainer.core.processes import limit_file_size\n"
        "limit_file_size(4096)\n"
        "fd, path = tempfile.mkstemp()\n"
        "os.unlink(path)\n"
        "os.write(fd, b'x' * 4096)\n"
        "try:\n"
        "    os.write(fd, b'x')\n"
        "except OSError as e:\n"
        "    print(os.strerror(e.errno))\n"
        "print('alive')\n"
    )
    assert done.stdout.splitlines() == ["File too large", "alive"]


def test_a_child_dies_with_its_parent() -> None:
    child = (
        "from spark_trainer.core.processes import die_with_parent\n"
        "import time; die_with_parent(); print('ready', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time\n"
            f"c = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE)\n"
            "c.stdout.readline(); print(c.pid, flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stream:
            return stream.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
