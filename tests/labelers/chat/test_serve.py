"""Captions by a real server of the protocol: `transformers serve` with a tiny LLaVA."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.labelers.chat_server import free_port
from tests.labelers.tiny_models import Folders
from tests.media.passes import frame_settings, run_pass

from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.labelers.chat.captions import OpenAICaptions

NAME = "tiny/llava"


def hub_cache_with(model: Path, home: Path) -> None:
    """As the hub's client leaves a download, so that the server lists the model by its name."""
    commit = "0" * 40
    repository = home / "hub" / f"models--{NAME.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(commit)
    shutil.copytree(model, repository / "snapshots" / commit)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            no_proxy.open(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text()[-5000:]}")


@pytest.fixture(scope="module")
def url(folders: Folders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("hub")
    hub_cache_with(folders("llava"), home)
    port, log = free_port(), home / "log"
    start = "from transformers.cli.transformers import main; main()"
    words = ["serve", NAME, "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", start, *words],
            env={**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def test_a_real_server_captions_real_frames(
    url: str, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_MODEL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    video = VideoRef("0123456789abcdef", media_dir / "videos" / "bikes.mp4", 10.0)
    kept, folder = run_pass(video.source, frame_settings(0.4))
    frames = [
        FrameRef(folder / "frames" / frame["file"], frame["time"], video)
        for frame in kept["frames"]["kept"]
    ]
    captioner = OpenAICaptions(url=url, max_new_tokens=12, concurrency=2, budget_tokens=10_000)
    captioner.resolve()
    captioner.load()
    assert captioner.identity()["model"] == NAME
    pictures = [captioner.ready(frame) for frame in frames]
    with ThreadPoolExecutor(captioner.concurrency) as pool:
        captions = [batch[0].text for batch in pool.map(lambda p: captioner.label([p]), pictures)]
    again = [caption.text for caption in captioner.caption(frames)]
    captioner.close()
    assert len(captions) == len(frames) == 4
    assert all(captions)
    assert len(set(captions)) > 1, "the pictures make no difference"
    assert again == captions
