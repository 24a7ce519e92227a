"""The datasets of the digits benchmark: clips written, then built by the pipeline."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from digits_clips import SPEAKERS, Clip, Picture, Voice, pictures, voices, write_clip

TRAINED = 1800
"""Clips whose picture and voice agree, and as many where they do not."""


@dataclass(frozen=True)
class Datasets:
    """Folders of datasets."""

    train: Path
    matched: Path
    """Test pictures, each with a test recording of the same digit."""
    other: Path
    """Test pictures, each with a test recording of another digit."""
    others: Path
    """Training clips of all speakers but the one that is left out."""
    speaker: Path
    """All recordings of that speaker."""

    def told(self) -> str:
        counts = {name: sum(1 for _ in _lines(folder)) for name, folder in vars(self).items()}
        return ", ".join(f"{name} {count} clips" for name, count in counts.items())

    @staticmethod
    def recordings(folder: Path) -> dict[str, str]:
        """The recording in each video, by the video's id; the clip's name says it."""
        return {
            line["id"]: Path(line["meta"]["source_path"]).stem.partition("-")[2]
            for line in _lines(folder)
        }


def make_datasets(work: Path, recordings: Path, left_out: str) -> Datasets:
    """Make what is not there yet."""
    rng = np.random.default_rng(0)
    train_pictures, test_pictures = pictures(test=False), pictures(test=True)
    train_voices, test_voices = (voices(recordings, test=test) for test in (False, True))
    rest = [speaker for speaker in SPEAKERS if speaker != left_out]
    of_rest = voices(recordings, test=False, speakers=rest)
    of_one = [v for t in (False, True) for v in voices(recordings, test=t, speakers=[left_out])]
    paired = _paired(train_pictures, train_voices, TRAINED, rng)
    return Datasets(
        train=_built(work / "train", paired),
        matched=_built(work / "matched", _each(test_pictures, test_voices, rng, match=True)),
        other=_built(work / "other", _each(test_pictures, test_voices, rng, match=False)),
        others=_built(work / "others", _paired(train_pictures, of_rest, len(of_rest), rng)),
        speaker=_built(work / "speaker", _over(of_one, train_pictures, rng)),
    )


def _paired(
    shown: Sequence[Picture], said: Sequence[Voice], count: int, rng: np.random.Generator
) -> list[Clip]:
    """Each voice in turn under a picture of its digit, then each under one of another digit."""
    turns = [said[n % len(said)] for n in range(count)]
    return [
        _clip(f"{kind}{n:05d}", _picked(shown, voice, rng, match=kind == "same"), voice)
        for kind in ("same", "other")
        for n, voice in enumerate(turns)
    ]


def _each(
    shown: Sequence[Picture], said: Sequence[Voice], rng: np.random.Generator, *, match: bool
) -> list[Clip]:
    """Each picture once; every voice comes, as evenly as it can."""
    waiting: dict[int, list[Voice]] = {}
    clips = []
    for picture in shown:
        digits = [d for d in range(10) if (d == picture.digit) == match]
        digit = int(rng.choice(digits))
        if not waiting.get(digit):
            of_digit = [voice for voice in said if voice.digit == digit]
            waiting[digit] = [of_digit[n] for n in rng.permutation(len(of_digit))]
        clips.append(_clip(f"test{picture.number:05d}", picture, waiting[digit].pop()))
    return clips


def _over(said: Sequence[Voice], shown: Sequence[Picture], rng: np.random.Generator) -> list[Clip]:
    return [
        _clip(f"said{n:05d}", _picked(shown, v, rng, match=True), v) for n, v in enumerate(said)
    ]


def _picked(
    shown: Sequence[Picture], voice: Voice, rng: np.random.Generator, *, match: bool
) -> Picture:
    fitting = [picture for picture in shown if (picture.digit == voice.digit) == match]
    return fitting[rng.integers(len(fitting))]


def _clip(name: str, picture: Picture, voice: Voice) -> Clip:
    return Clip(f"{name}-{voice.path.stem}", picture, voice)


def _built(folder: Path, clips: list[Clip]) -> Path:
    """The dataset in `folder`, built by the pipeline of `clips`, which lie beside it."""
    source = folder.with_name(f"{folder.name}-clips")
    if not (folder / "dataset.json").exists():
        source.mkdir(parents=True, exist_ok=True)
        missing = [clip for clip in clips if not (source / f"{clip.name}.transcript.txt").exists()]
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_write, [source] * len(missing), missing, chunksize=50))
        _build(source, folder)
    return folder


def _write(source: Path, clip: Clip) -> None:
    """The random way that the digit takes depends on the clip's name alone."""
    write_clip(source, clip, np.random.default_rng(list(clip.name.encode())))


def _build(source: Path, output: Path) -> None:
    pipeline = [sys.executable, "-m", "spark_trainer.pipelines.multimodal_pipeline"]
    labels = ["--caption-backend", "sidecar", "--transcription-backend", "sidecar"]
    steps = ["--no-smart-sampling", "--no-scene-detection", "--no-perceptual-hashing"]
    sizes = ["--fps", "2", "--resolution", "64x64"]
    where = ["--input", str(source), "--output", str(output)]
    done = subprocess.run(
        [*pipeline, *where, *sizes, *steps, *labels], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"the pipeline failed on {source}:\n{done.stderr[-2000:]}")


def _lines(folder: Path) -> list[dict]:
    with (folder / "manifest.jsonl").open() as stream:
        return [json.loads(line) for line in stream]
