"""Captions by a real server of the protocol: `transformers serve` with a tiny LLaVA."""

from __future__ import annotations

import os
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
from tests.media.passes import frame_settings, run_pass

from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.labelers.openai_server import OpenAICaptions

pytest.importorskip("transformers")
pytest.importorskip("fastapi")

NAME = "tiny/llava"
TEMPLATE = (
    "{% for message in messages %}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endfor %}"
)


def save_tiny_llava(folder: Path) -> None:
    """A LLaVA of the real classes with random weights that speaks single letters."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        CLIPImageProcessorPil,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    letters = [chr(code) for code in range(32, 127)]
    words = ["<pad>", "<s>", "</s>", "<image>", *letters]
    spelling = Tokenizer(models.BPE({word: at for at, word in enumerate(words)}, []))
    spelling.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=spelling,
        pad_token="<pad>",
        bos_token="<s>",
        eos_token="</s>",
        extra_special_tokens={"image_token": "<image>"},
    )
    pixels = CLIPImageProcessorPil(
        size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}
    )
    LlavaProcessor(
        image_processor=pixels,
        tokenizer=tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    ).save_pretrained(folder)
    small = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "initializer_range": 0.5,
    }
    torch.manual_seed(0)
    LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=CLIPVisionConfig(
                **small, image_size=32, patch_size=8, initializer_factor=20.0
            ).to_dict(),
            text_config=LlamaConfig(**small, vocab_size=len(words), eos_token_id=2).to_dict(),
            image_token_index=words.index("<image>"),
            image_seq_length=16,
        )
    ).save_pretrained(folder)


def hub_cache_with_tiny_llava(home: Path) -> None:
    """As the hub's client leaves a download, so that the server lists the model by its name."""
    commit = "0" * 40
    repository = home / "hub" / f"models--{NAME.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(commit)
    save_tiny_llava(repository / "snapshots" / commit)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text()[-5000:]}")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("hub")
    hub_cache_with_tiny_llava(home)
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
