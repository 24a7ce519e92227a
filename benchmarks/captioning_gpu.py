"""BLIP-2 (2.7B shape, random weights) on a GPU: our lane in bf16 against the plain loop in fp32.

Prints images a second of both, their ratio, and the share of the GPU's peak: the arithmetic that
the model needs (two operations a weight and token, attention left out) over what the GPU could do.
`--tiny --device cpu` tries the script itself out where there is no GPU.
"""

from __future__ import annotations

import argparse
import queue
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import (
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2Processor,
    BlipImageProcessorPil,
    PreTrainedTokenizerFast,
)

from spark_trainer.labelers.base import FrameRef, VideoRef
from spark_trainer.labelers.pictures.blip2 import Blip2
from spark_trainer.pipelines.executors.lane import Lane, Order, Whole

TOKENS = 20
FRAMES_A_VIDEO = 5
PEAK_BF16 = {"H200": 989e12, "H100": 989e12, "A100": 312e12, "L40S": 362e12, "4090": 165e12}
"""Dense operations a second, from NVIDIA's data sheets."""


def make_model(device: str, dtype: torch.dtype, tiny: bool) -> Any:
    """Random weights, made on the device; captions never end early."""
    config = Blip2Config(image_token_index=50265)
    if tiny:
        small = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2}
        config = Blip2Config(
            vision_config={**small, "num_attention_heads": 2},
            qformer_config={**small, "num_attention_heads": 2, "encoder_hidden_size": 64},
            text_config={
                "model_type": "opt",
                "hidden_size": 64,
                "word_embed_proj_dim": 64,
                "ffn_dim": 128,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
            },
            image_token_index=50265,
        )
    config.text_config.vocab_size = 50304
    with torch.device(device):
        torch.set_default_dtype(dtype)
        model = Blip2ForConditionalGeneration(config).eval().requires_grad_(False)
        torch.set_default_dtype(torch.float32)
    model.generation_config.eos_token_id = None
    model.language_model.generation_config.eos_token_id = None
    return model


def make_processor(model: Any) -> Any:
    from tokenizers import Tokenizer, models

    vocabulary = {"</s>": 2, **{f"w{n}": n for n in range(50304) if n not in (2, 50265)}}
    words = Tokenizer(models.WordLevel({**vocabulary, "<image>": 50265}, unk_token="</s>"))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, bos_token="</s>", eos_token="</s>")
    pictures = BlipImageProcessorPil(size={"height": 224, "width": 224})
    return Blip2Processor(pictures, tokenizer, num_query_tokens=model.config.num_query_tokens)


def make_frames(folder: Path, videos: int) -> list[list[FrameRef]]:
    rng = np.random.default_rng(0)
    found = []
    for v in range(videos):
        video = VideoRef(str(v), folder / str(v), float(FRAMES_A_VIDEO))
        frames = []
        for n in range(FRAMES_A_VIDEO):
            path = folder / f"{v}_{n}.jpg"
            pixels = rng.integers(0, 255, (224, 224, 3), dtype=np.uint8)
            Image.fromarray(pixels).resize((28, 28)).resize((224, 224)).save(path, quality=92)
            frames.append(FrameRef(path, float(n), video))
        found.append(frames)
    return found


def by_lane(captioner: Blip2, videos: list[list[FrameRef]], batch_size: int) -> tuple[float, float]:
    """Images a second of the model's whole time, waiting included, and the share that it waited."""
    said: queue.Queue[Any] = queue.Queue()
    started = time.perf_counter()
    lane = Lane(captioner, batch_size, said.put)
    for n, frames in enumerate(videos):
        lane.submit(Order(n, frames, lambda _, labels: {"captions": labels}, len(frames)))
    lane.finish()
    left = len(videos)
    while left:
        left -= isinstance(said.get(), Whole)
    took_s = time.perf_counter() - started
    lane.close()
    use = lane.use
    return use.pieces / took_s, use.waited_s / max(1e-9, use.waited_s + use.busy_s)


def by_plain_loop(model: Any, processor: Any, videos: list[list[FrameRef]], device: str) -> float:
    started, count = time.perf_counter(), 0
    for frames in videos:
        for at in range(0, len(frames), 4):
            pictures = [Image.open(frame.path).convert("RGB") for frame in frames[at : at + 4]]
            inputs = processor(images=pictures, return_tensors="pt").to(device)
            with torch.no_grad():
                model.generate(**inputs, max_new_tokens=TOKENS, do_sample=False)
            count += len(pictures)
    return count / (time.perf_counter() - started)


def operations_an_image(model: Any) -> float:
    """Two a weight and token: the picture's patches, the queries, the prompt and the answer."""
    size = {n: sum(p.numel() for p in m.parameters()) for n, m in model.named_children()}
    config = model.config
    patches = (config.vision_config.image_size // config.vision_config.patch_size) ** 2 + 1
    queries = config.num_query_tokens
    words = queries + 1 + TOKENS
    return 2.0 * (
        size["vision_model"] * patches + size["qformer"] * queries + size["language_model"] * words
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--videos", type=int, default=200)
    parser.add_argument("--tiny", action="store_true")
    given = parser.parse_args()
    on_gpu = given.device.startswith("cuda")
    if on_gpu and not torch.cuda.is_available():
        sys.exit("error: PyTorch sees no GPU here; `--tiny --device cpu` tries the script out")
    with tempfile.TemporaryDirectory() as folder:
        videos = make_frames(Path(folder), given.videos)
        plain = make_model(given.device, torch.float32, given.tiny)
        processor = make_processor(plain)
        by_plain_loop(plain, processor, videos[:2], given.device)
        slow = by_plain_loop(plain, processor, videos[: max(1, given.videos // 5)], given.device)
        del plain
        captioner = Blip2(device=given.device, max_new_tokens=TOKENS, batch_size=given.batch_size)
        captioner._model = make_model(given.device, torch.bfloat16, given.tiny)
        captioner._processor = processor
        captioner.full_batches = True
        by_lane(captioner, videos[:2], given.batch_size)
        fast, waited = by_lane(captioner, videos, given.batch_size)
    print(f"plain loop, fp32, batches of 4:      {slow:8.1f} images a second")
    print(f"lane, bf16, batches of {given.batch_size:<4}:         {fast:8.1f} images a second")
    print(f"ratio {fast / slow:.2f}; the model waited {waited:.1%} of the time")
    name = torch.cuda.get_device_name() if on_gpu else "cpu"
    peak = next((ops for key, ops in PEAK_BF16.items() if key in name), None)
    if peak:
        share = fast * operations_an_image(captioner._model) / peak
        print(f"{name}: {share:.1%} of its peak of {peak / 1e12:.0f} TFLOPS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
