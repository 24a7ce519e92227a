"""A video before and after a preset, as a sheet of pictures and a sound."""

from __future__ import annotations

import io
import json
import tempfile
import wave
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.core.text import printable
from spark_trainer.datasets.card import MANIFEST
from spark_trainer.datasets.manifest import read_manifest
from spark_trainer.labelers.speech.wav_file import open_wav, samples
from spark_trainer.media.audio import SAMPLE_RATE_HZ
from spark_trainer.media.augment.clip import Clip, Sound, no_sound
from spark_trainer.media.augment.sheet import Row, sheet
from spark_trainer.media.picture import encode_jpeg, read_picture
from spark_trainer.models.augmentations import Applied, Done, Preset, trace
from spark_trainer.models.augmentations.operation import MelOperation
from spark_trainer.pipelines.one_video import decode_video

_QUALITY = 88
_PAUSE_S = 0.5
_MOST_CHARS = 120


@dataclass(frozen=True)
class Preview:
    """What was written, and what was done for it."""

    paths: tuple[Path, ...]
    """The sheet; the sound, where there is any."""
    variants: tuple[list[str], ...]
    """Of each, the operations that were applied with their parameters."""
    notes: tuple[str, ...]


def write_preview(
    video: Path,
    preset: Preset,
    folder: Path,
    seed: int,
    variants: int,
    seconds: float,
    fps: float,
) -> Preview:
    """Write `NAME-PRESET.jpg` and `NAME-PRESET.wav`; a variant is what one epoch would see.

    Args:
        seconds: of the video's beginning.
        fps: frames a second at most.

    Raises:
        MediaError: the video cannot be decoded.
        OutputError: the folder cannot be written.
    """
    with output_errors(folder, "the preview"):
        folder.mkdir(parents=True, exist_ok=True)
    clip = read_clip(video, seconds, fps)
    done = [
        trace(preset, clip, seed=seed, epoch=epoch, sample_id=video.name)
        for epoch in range(variants)
    ]
    rows = [Row(f"original: {printable(video.name)}", clip)]
    rows += [Row(_title(number, found), found.clip) for number, found in enumerate(done)]
    picture, sound = (folder / f"{video.stem}-{preset.name}{end}" for end in (".jpg", ".wav"))
    replace_file(picture, [encode_jpeg(sheet(rows), _QUALITY)])
    paths, notes = [picture], _notes(preset, clip)
    if len(clip.sound_S):
        replace_file(sound, [wav_bytes([clip.sound_S, *(found.clip.sound_S for found in done)])])
        paths.append(sound)
    return Preview(tuple(paths), tuple([told(d) for d in f.done] for f in done), notes)


def read_clip(video: Path, seconds: float, fps: float) -> Clip:
    """The beginning of a video.

    Raises:
        MediaError: it cannot be decoded.
    """
    with tempfile.TemporaryDirectory(prefix="spark-trainer-") as place:
        dataset = decode_video(video, Path(place) / "dataset", fps)
        (entry,) = read_manifest(dataset / MANIFEST)
        frames = [frame for frame in entry.meta.frames if frame.time < seconds]
        folder = dataset / entry.frames_dir
        pictures = [np.asarray(read_picture(folder / frame.file)) for frame in frames]
        audio = None if entry.audio is None else dataset / entry.audio
        return Clip(
            np.stack(pictures) if pictures else np.zeros((0, 1, 1, 3), np.uint8),
            np.array([frame.time for frame in frames], np.float64),
            no_sound() if audio is None else _sound(audio, seconds),
        )


def _sound(path: Path, seconds: float) -> Sound:
    with closing(open_wav(path)) as wav:
        data = samples(wav, 0, min(wav.getnframes(), round(seconds * SAMPLE_RATE_HZ)))
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)


def wav_bytes(sounds: Sequence[Sound]) -> bytes:
    """A WAV of all of them with half a second of silence between."""
    out = io.BytesIO()
    pause = np.zeros(round(_PAUSE_S * SAMPLE_RATE_HZ), np.float32)
    joined = np.concatenate([part for sound in sounds for part in (sound, pause)][:-1])
    with wave.open(out, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE_HZ)
        wav.writeframes(np.rint(np.clip(joined, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def told(done: Done) -> str:
    """An operation with its parameters, one line."""
    parts = (f"{name} {_short(value)}" for name, value in done.parameters.items() if name != "seed")
    line = f"{done.operation}: {', '.join(parts)}"
    return line if len(line) <= _MOST_CHARS else f"{line[:_MOST_CHARS]}..."


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else json.dumps(value).strip('"')


def _title(number: int, found: Applied) -> str:
    return f"variant {number}: " + ("; ".join(map(told, found.done)) or "as it is")


def _notes(preset: Preset, clip: Clip) -> tuple[str, ...]:
    found = [] if len(clip.sound_S) else ["the video has no sound"]
    kinds = [o.kind for o in preset.operations if isinstance(o, MelOperation)]
    if kinds:
        found.append(f"not shown: {', '.join(kinds)} (changes spectrograms)")
    return tuple(found)
