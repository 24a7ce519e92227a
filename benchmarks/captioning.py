"""Captions of 32 short videos: the pipeline against the loop that everyone writes.

Both take one frame a second of the same videos and caption all of them by the same BLIP with random
weights, which never ends a caption early, so that every caption has the same length. Both are timed
as whole commands, imports and loading included. Needs the ffmpeg program, for the clips.

The loop gets OMP_WAIT_POLICY=PASSIVE too, which the pipeline sets for itself: on a busy or virtual
machine a loop without it is several times slower, and that is no merit of batching. `--as-is` runs
it once as people do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from clips import MEDIA, need_ffmpeg, run_ffmpeg
from measure import cost_of

VIDEOS = 32
TOKENS = 20
LEAST_RATIO = 1.5
MOST_WAITING = 0.05

SHAPES = {
    "tiny": {"hidden_size": 128, "intermediate_size": 512, "layers": 4, "heads": 4},
    "mid": {"hidden_size": 384, "intermediate_size": 1536, "layers": 6, "heads": 6},
}


def make_videos(folder: Path) -> Path:
    """Videos of 3 to 6 s, 640x360, cut from the real clips, or of test pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    real = [MEDIA / n for n in ("bikes.mp4", "flipping_a_pancake.mkv", "nasa_13013.mp4")]
    for n in range(VIDEOS):
        path = folder / f"clip_{n:02d}.mp4"
        if path.exists():
            continue
        source = ["-f", "lavfi", "-i", f"testsrc2=s=640x360:r=25:d=6,hue=h={11 * n}"]
        if real[n % 3].exists():
            source = ["-stream_loop", "-1", "-ss", str(n % 7), "-i", str(real[n % 3])]
        length = ["-t", str(3 + n % 4), "-an", "-map", "0:v:0"]
        look = ["-vf", "scale=640:360,setsar=1,fps=25", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
        run_ffmpeg(*source, *length, *look, str(path))
    return folder


def make_model(folder: Path, shape: str) -> Path:
    """A BLIP with random weights and a vocabulary of BERT's size, whose captions never end."""
    import torch
    from transformers import (
        BertTokenizer,
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessorPil,
        BlipProcessor,
    )

    if (folder / "config.json").exists():
        return folder
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
    words += [f"w{n}" for n in range(30524 - len(words))]
    tokenizer = BertTokenizer(vocab={w: n for n, w in enumerate(words)}, bos_token="[DEC]")
    sizes = dict(SHAPES[shape])
    layers, heads = sizes.pop("layers"), sizes.pop("heads")
    tower = {**sizes, "num_hidden_layers": layers, "num_attention_heads": heads}
    torch.manual_seed(0)
    config = BlipConfig(
        vision_config={**tower, "image_size": 224, "patch_size": 16},
        text_config={
            **tower,
            "encoder_hidden_size": sizes["hidden_size"],
            "vocab_size": len(words),
            "bos_token_id": 5,
            "eos_token_id": 3,
            "sep_token_id": 3,
            "pad_token_id": 0,
        },
    )
    model = BlipForConditionalGeneration(config)
    with torch.no_grad():
        model.text_decoder.cls.predictions.bias[3] = -1e9
    model.save_pretrained(folder)
    pictures = BlipImageProcessorPil(size={"height": 224, "width": 224})
    BlipProcessor(pictures, tokenizer).save_pretrained(folder)
    return folder


def plain_loop(videos: Path, model_folder: Path) -> None:
    """One video at a time: decode it, then caption its frames, four a batch, fp32."""
    import cv2
    import torch
    from PIL import Image
    from transformers import BlipForConditionalGeneration, BlipProcessor

    processor = BlipProcessor.from_pretrained(model_folder)
    model = BlipForConditionalGeneration.from_pretrained(model_folder).eval()
    captions = {}
    for path in sorted(videos.iterdir()):
        video = cv2.VideoCapture(str(path))
        step = round(video.get(cv2.CAP_PROP_FPS))
        frames, n = [], 0
        while True:
            ok, picture = video.read()
            if not ok:
                break
            if n % step == 0:
                frames.append(Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)))
            n += 1
        texts = []
        for start in range(0, len(frames), 4):
            inputs = processor(images=frames[start : start + 4], return_tensors="pt")
            with torch.no_grad():
                tokens = model.generate(**inputs, max_new_tokens=TOKENS)
            texts += processor.batch_decode(tokens, skip_special_tokens=True)
        captions[path.name] = texts
    print(sum(len(texts) for texts in captions.values()), file=sys.stderr)


def pipeline(videos: Path, model: Path, output: Path, *flags: str) -> list[str]:
    """The same frames and captions as a build; whatever the plain loop does not do is off."""
    words = ["--input", str(videos), "--output", str(output), "--json", "--quiet"]
    words += ["--caption-backend", "blip", "--caption-model", str(model)]
    words += ["--caption-max-new-tokens", str(TOKENS), "--transcription-backend", "none"]
    code = "from spark_trainer.cli.main import entry; entry()"
    return [sys.executable, "-c", code, "dataset", "build", *words, *flags]


SAME_WORK = ("--no-smart-sampling", "--no-perceptual-hashing", "--no-scene-detection")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shape", choices=SHAPES, default="mid")
    parser.add_argument("--batch-size", default="32")
    parser.add_argument("--as-is", action="store_true", help="also the loop with OpenMP's default")
    parser.add_argument("--plain", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        plain_loop(*given.plain)
        return 0
    need_ffmpeg()
    os.environ["HF_HUB_OFFLINE"] = "1"
    root = Path(tempfile.gettempdir()) / "spark-trainer-bench"
    videos = make_videos(root / "captioning")
    model = make_model(root / f"blip_{given.shape}", given.shape)
    loop = [sys.executable, __file__, "--plain", str(videos), str(model)]
    walls: dict[str, list[float]] = {"plain loop": [], "pipeline": [], "all defaults": []}
    if given.as_is:
        walls["loop as is"] = [cost_of(loop).wall_s]
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    waiting, frames = [], 0
    for _ in range(given.rounds):
        walls["plain loop"].append(cost_of(loop).wall_s)
        for name, flags in (("pipeline", SAME_WORK), ("all defaults", ())):
            output = root / "captioning_out"
            shutil.rmtree(output, ignore_errors=True)
            command = pipeline(videos, model, output, *flags)
            command += ["--caption-batch-size", given.batch_size]
            walls[name].append(cost_of(command).wall_s)
            if name == "pipeline":
                use = lane_use(output)
                waiting.append(use["waited_s"] / (use["waited_s"] + use["busy_s"]))
                frames = use["pieces"]
    return report(walls, waiting, frames)


def lane_use(output: Path) -> dict[str, float]:
    events = [json.loads(line) for line in (output / "events.jsonl").read_text().splitlines()]
    return next(e for e in events if e["event"] == "lane_finished")


def report(walls: dict[str, list[float]], waiting: list[float], frames: int) -> int:
    median = {name: statistics.median(times) for name, times in walls.items()}
    wait = statistics.median(waiting)
    print(f"{VIDEOS} videos, {frames} frames, {TOKENS} tokens a caption, {os.cpu_count()} cores")
    for name, seconds in median.items():
        ratio = median["plain loop"] / seconds
        print(f"{name:<13} {seconds:7.1f} s   {ratio:5.2f} times as fast as the plain loop")
    ratio = median["plain loop"] / median["pipeline"]
    ok = ratio >= LEAST_RATIO and wait <= MOST_WAITING
    print(f"ratio {ratio:.2f} (at least {LEAST_RATIO}); the model waited for input {wait:.1%} of")
    print(f"the time (at most {MOST_WAITING:.0%}): {'ok' if ok else 'MISSED'}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
