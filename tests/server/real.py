"""A real server in a process of its own, and a client of it."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


class Server:
    """`spark-trainer serve` on a free port of loopback."""

    def __init__(
        self, workdir: Path, home: Path, *flags: str, port: int = 0, **variables: str
    ) -> None:
        environment = {**os.environ, "HOME": str(home), "SPARK_TRAINER_GPUS": "0", **variables}
        source = str(Path(__file__).resolve().parents[2] / "src")
        environment["PYTHONPATH"] = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "spark_trainer", "serve", "--port", str(port), *flags],
            cwd=workdir,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None and self.process.stderr is not None
        line = self.process.stdout.readline()
        assert "SparkTrainer on http://127.0.0.1:" in line, line + self.process.stderr.read()
        self.port = int(line.split(":")[2].split()[0].split("/")[0])
        self.token = (home / ".spark_trainer/token").read_text()
        self.log: list[str] = []
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self.log.extend, args=(stream,), daemon=True).start()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer; raises where it is an error."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        told = {"X-SparkTrainer-Token": self.token, "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data=data, method=method, headers=told)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            self.headers = answer.headers
        return json.loads(text) if text else None

    def upload(self, path: Path, collection: str, name: str | None = None) -> None:
        """A file by tus, in two pieces; under its own name, or another."""
        content = path.read_bytes()
        pairs = {"filename": name or path.name, "collection": collection}
        said = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())
        tus = {"Tus_Resumable": "1.0.0"}
        self.call(
            "POST",
            "/api/uploads",
            b"",
            Upload_Length=str(len(content)),
            Upload_Metadata=said,
            **tus,
        )
        place, half = self.headers["location"], len(content) // 2
        for begin, end in ((0, half), (half, len(content))):
            kind = "application/offset+octet-stream"
            self.call(
                "PATCH",
                place,
                content[begin:end],
                Upload_Offset=str(begin),
                Content_Type=kind,
                **tus,
            )

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self._close()
        return code

    def _close(self) -> None:
        time.sleep(0.1)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


class Events:
    """A client of the event stream, in a thread."""

    def __init__(self, server: Server, after: int = 0) -> None:
        self.found: list[dict[str, Any]] = []
        self.last = after
        url = f"http://127.0.0.1:{server.port}/api/events?topics=job,progress&after={after}"
        self._answer = urllib.request.urlopen(url, timeout=60)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        kind = ""
        try:
            for raw in self._answer:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                elif name == "data" and kind in ("job", "progress", "reset"):
                    event = json.loads(value)
                    self.last = event["id"]
                    self.found.append({"topic": kind, **event["data"], "stream_id": self.last})
        except (OSError, ValueError, AttributeError):
            return
