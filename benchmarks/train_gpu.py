"""The 8B template with random weights on a GPU: tokens a second, memory, share of the peak.

Encoders and language model are frozen, in bf16, as the template has them; what joins them trains.
Once the frozen encoders of pictures and sound run in every step, once their features are given, as
from a cache. `--tiny --device cpu` tries the script itself out where there is no GPU; nothing else
has been run so far, for want of one.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from typing import Any

import torch
from captioning_gpu import PEAK_BF16

from spark_trainer.models.apotheon.batch import Batch, Frames, Rows, Sounds
from spark_trainer.models.apotheon.inputs import InputSizes
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.sizes import all_random
from spark_trainer.models.registry import template
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainingConfig
from spark_trainer.trainers.training.engines.place import Place
from spark_trainer.trainers.training.engines.plain import PlainEngine
from spark_trainer.trainers.training.reporting import memory_bytes
from spark_trainer.trainers.training.step import counts_of, take_step

FRAMES, WINDOWS, TEXT_TOKENS = 8, 1, 128
"""Of each sample; a caption and a transcript of so many tokens."""
WARM_UP, STEPS = 3, 10


def main() -> int:
    options = _options()
    chosen = template("apotheon-tiny" if options.tiny else "apotheon-multimodal")
    frozen = ["vision_encoder", "audio_encoder", "text_encoder"]
    chosen["training"]["frozen"] = frozen
    device = torch.device(options.device)
    with torch.device(device):
        torch.set_default_dtype(torch.bfloat16)
        model = ApotheonMultiModalModel(chosen, weights="random")
        torch.set_default_dtype(torch.float32)
    trained = [part for part in model.count_parameters() if part not in frozen]
    model.cast(torch.float32, trained)
    config = ApotheonTrainingConfig(manifest_path="none", batch_size=options.batch_size)
    engine = PlainEngine(model, config, Place(0, 1, device))
    engine.enter(frozen)
    sizes = InputSizes.of(all_random(model.config))
    for features in (False, True):
        batch = _batch(options.batch_size, sizes, model.text_encoder.vocabulary, features)
        _report(engine, batch, "features given" if features else "encoders run", options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--tiny", action="store_true")
    return parser.parse_args()


def _batch(samples: int, sizes: InputSizes, vocabulary: int, features: bool) -> Batch:
    frames, windows = samples * FRAMES, samples * WINDOWS
    pixels_NCHW = torch.randn(frames, 3, sizes.side_px, sizes.side_px)
    mels_WMK = torch.randn(windows, sizes.mel_bins, sizes.mel_frames)
    return Batch(
        Frames(
            None if features else pixels_NCHW,
            torch.arange(float(frames)),
            (FRAMES,) * samples,
            torch.randn(frames, *sizes.vision_features) if features else None,
        ),
        Sounds(
            None if features else mels_WMK,
            torch.zeros(windows),
            (sizes.window_s,) * windows,
            (WINDOWS,) * samples,
            torch.randn(windows, *sizes.audio_features) if features else None,
        ),
        Rows(
            torch.randint(0, vocabulary, (2 * samples, TEXT_TOKENS)),
            (TEXT_TOKENS,) * 2 * samples,
            (2,) * 2 * samples,
            ("captioning", "transcription") * samples,
            tuple(sample for sample in range(samples) for _ in range(2)),
        ),
        torch.arange(samples),
    )


def _report(engine: PlainEngine, batch: Batch, name: str, options: argparse.Namespace) -> None:
    device = engine.place.device
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    counts_K = torch.tensor(counts_of(engine.model, [batch]), device=device)
    weights = engine.model.config.objectives.weights()
    took_s = []
    for _ in range(WARM_UP + STEPS):
        begun = time.perf_counter()
        stepped = take_step(engine, [batch], counts_K, weights, 1e-5)
        float(stepped.grad_norm)
        took_s.append(time.perf_counter() - begun)
    step_s = statistics.median(took_s[WARM_UP:])
    tokens = batch.rows.tokens_RT.numel()
    told = f"{step_s:.3f} s a step, {tokens / step_s:,.0f} tokens of text a second"
    print(f"{name:15} {told}, {memory_bytes(device) / 1e9:.1f} GB at most")
    card = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    peak = next((ops for key, ops in PEAK_BF16.items() if key in card), None)
    if peak:
        share = _operations(engine.model, batch) / step_s / peak
        print(f"{'':15} {share:.1%} of {peak / 1e12:.0f} TFLOPS of this {card}")
    if options.tiny:
        print(f"{'':15} (a trial: apotheon-tiny)")


def _operations(model: Any, batch: Batch) -> float:
    """Two a weight and token forward; four more backward where weights train, two where gradients
    only pass. Attention is left out. Text goes through the language model and what is behind it."""
    counts = model.count_parameters()
    text = batch.rows.tokens_RT.numel()
    behind = counts["fusion"] + counts["text_projection"] + counts["captioning_head"]
    frames, windows = len(batch.frames.times_s_N), len(batch.sounds.starts_s_W)
    sizes = InputSizes.of(model.config)
    seen = 0.0
    if batch.frames.pixels_NCHW is not None:
        seen += 2 * counts["vision_encoder"] * frames * 4 * sizes.vision_features[0]
        seen += 2 * counts["audio_encoder"] * windows * sizes.audio_features[0]
    return seen + 2 * counts["text_encoder"] * text + 6 * behind * text


if __name__ == "__main__":
    sys.exit(main())
