"""Voice-activity detection by Silero's network, which the package faster-whisper carries.

Read in blocks, so that a sound of hours takes no more memory than one of a minute. Of the package
only the ONNX file is used: Silero's own package sets the number of PyTorch's threads when it is
imported. Source: https://github.com/snakers4/silero-vad, version 6.
"""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.optional import require
from spark_trainer.labelers.speech.stretches import Span

FRAME = 512
"""Samples that one probability is about: 32 ms, what the network was trained with."""

BEGINS_AT, ENDS_BELOW = 0.5, 0.35
"""Probability with which voice begins, and under which it ends: Silero's defaults."""

PAUSE_FRAMES = 7
"""A silence of 0.22 s parts two stretches; the closures inside words are shorter."""

LEAST_FRAMES = 3
"""Shorter stretches (under 0.1 s) are clicks."""

_CONTEXT = 64
_BLOCK_FRAMES = 960


class Silero:
    """One may be shared by threads: the network keeps no state between calls."""

    def __init__(self) -> None:
        onnxruntime = require("onnxruntime", extra="labels")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            network_path(), options, providers=["CPUExecutionProvider"]
        )

    def voiced(self, wav: wave.Wave_read) -> tuple[list[Span], int]:
        """Stretches of voice, and all samples that the file holds.

        Counted, not taken from the header: a file that was cut short claims more.
        """
        blocks = _Blocks(wav)
        found = stretches(p for frames in blocks for p in self._probabilities(frames, blocks))
        spans = [(first * FRAME, min(last * FRAME, blocks.total)) for first, last in found]
        return spans, blocks.total

    def _probabilities(self, frames: NDArray[np.float32], state: _Blocks) -> list[float]:
        found, state.h, state.c = self._session.run(
            None, {"input": frames, "h": state.h, "c": state.c}
        )
        probabilities: list[float] = found.ravel().tolist()
        return probabilities


class _Blocks:
    """Frames of a file with what precedes each, and the network's memory between blocks."""

    def __init__(self, wav: wave.Wave_read) -> None:
        self._wav = wav
        self.total = 0
        self.h = self.c = np.zeros((1, 1, 128), np.float32)

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        """Shape (frames, _CONTEXT + FRAME); the last frame is filled up with silence."""
        before = np.zeros(_CONTEXT, np.float32)
        self._wav.rewind()
        while data := self._wav.readframes(_BLOCK_FRAMES * FRAME):
            pcm = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(
                32768
            )
            self.total += pcm.size
            joined = np.concatenate([before, pcm, np.zeros(-pcm.size % FRAME, np.float32)])
            yield np.lib.stride_tricks.sliding_window_view(joined, _CONTEXT + FRAME)[::FRAME].copy()
            before = joined[-_CONTEXT:]


def stretches(probabilities: Iterable[float]) -> list[Span]:
    """Runs of frames with voice, by the rules above; first frame, and the one after the last."""
    found: list[Span] = []
    began: int | None = None
    last_voiced = at = -1
    for at, probability in enumerate(probabilities):
        if probability >= (BEGINS_AT if began is None else ENDS_BELOW):
            began, last_voiced = (at if began is None else began), at
        elif began is not None and at - last_voiced >= PAUSE_FRAMES:
            found.append((began, last_voiced + 1))
            began = None
    if began is not None:
        found.append((began, last_voiced + 1))
    return [(first, last) for first, last in found if last - first >= LEAST_FRAMES]


def network_path() -> Path:
    """Where the network lies.

    Raises:
        BackendUnavailableError: faster-whisper is not installed.
    """
    spec = find_spec("faster_whisper")
    places = spec.submodule_search_locations if spec else None
    if not places:
        places = require("faster_whisper", extra="labels").__path__
    return Path(next(iter(places))) / "assets" / "silero_vad_v6.onnx"


def identity() -> dict[str, object]:
    """What decides where voice is found."""
    digest = hashlib.sha256(network_path().read_bytes()).hexdigest()
    return {
        "model": f"silero_vad_v6 sha256:{digest[:16]}",
        "thresholds": [BEGINS_AT, ENDS_BELOW],
        "frames": [PAUSE_FRAMES, LEAST_FRAMES],
    }
