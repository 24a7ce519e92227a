"""What runs inside a worker process: one video's media pass, a hash, or its labels.

Workers answer with plain tuples, never with exceptions of ours: an exception that cannot be
unpickled would take the pool down.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import struct
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from spark_trainer.core.errors import BackendUnavailableError, MediaError, OutputError
from spark_trainer.core.processes import die_with_parent, limit_file_size, limit_memory
from spark_trainer.labelers.base import AudioRef, Captioner, FrameRef, Transcriber, VideoRef
from spark_trainer.pipelines.executors.rows import caption_row, transcript_row

Reply = tuple[Literal["ok", "media", "output", "backend"], Any]
"""("ok", result), ("media", (code, reason)), ("output", message) or ("backend", message)."""

STALL_S = 25
"""A decoder call that does not return for this long is killed, and with it the worker."""

MAX_FILE_BYTES = 2**32
PROGRESS = struct.Struct("<qdd")
"""A progress message: the video's number, seconds done, seconds that its header claims. Small
enough to be written whole."""

_PROGRESS_EVERY_S = 0.2


class _Process:
    """What belongs to this worker process."""

    progress: Connection | None = None


def start_worker(progress: Connection | None, memory_bytes: int | None) -> None:
    """Run once in each new worker: limits, and nothing that outlives the parent."""
    import cv2

    _Process.progress = progress
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    die_with_parent()
    cv2.setNumThreads(1)
    gc.freeze()  # what is loaded stays; `media_task` collects, and need not look at it
    limit_file_size(MAX_FILE_BYTES)
    if memory_bytes is not None:
        limit_memory(memory_bytes)


def _answer(work: Callable[[], Any]) -> Reply:
    """Run `work`; map what may be wrong with a video, and what may be wrong with the output."""
    import av

    from spark_trainer.media.source import refuse_for_memory

    def run() -> Any:
        try:
            return work()
        except (MemoryError, av.FFmpegError) as e:
            refuse_for_memory(e)
            raise

    try:
        return "ok", run()
    except MediaError as e:
        return "media", (e.code, str(e))
    except (OutputError, BackendUnavailableError) as e:
        return ("output" if isinstance(e, OutputError) else "backend"), str(e)
    except av.FFmpegError as e:
        return "media", ("unreadable", f"FFmpeg: {e.strerror or e}")
    except OSError as e:
        return "output", f"cannot write the output: {e.strerror or e}"


class _Reporter:
    """Sends progress a few times a second, and keeps the stall alarm from going off."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._next = 0.0

    def __call__(self, seconds: float, of_s: float) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _PROGRESS_EVERY_S
        signal.alarm(STALL_S)
        if _Process.progress is not None:
            os.write(_Process.progress.fileno(), PROGRESS.pack(self._number, seconds, of_s))


def media_task(number: int, path: bytes, staging: str, settings: Any, alarm: bool) -> Reply:
    """One pass over one video into a fresh staging folder."""
    from spark_trainer.media.media_pass import MediaPass

    folder = Path(staging)

    def work() -> dict[str, Any]:
        folder.mkdir()
        if alarm:
            signal.alarm(STALL_S)
        try:
            report = _Reporter(number) if alarm else (lambda _s, _of: None)
            result = MediaPass(Path(os.fsdecode(path)), folder, settings, report).run()
            _fsync_staging(folder)
            return result
        finally:
            if alarm:
                signal.alarm(0)
            # A frame whose side data was read refers to itself, and holds its decoder's buffers:
            # a hundred videos later another one would not fit into the worker's memory.
            gc.collect()

    reply = _answer(work)
    if reply[0] != "ok":
        shutil.rmtree(folder, ignore_errors=True)
    return reply


def _fsync_staging(folder: Path) -> None:
    from spark_trainer.core.atomic import fsync_folder

    fsync_folder(folder)
    fsync_folder(folder.parent)


def hash_task(path: bytes) -> Reply:
    """SHA-256 of a file."""
    from spark_trainer.media.source import sha256_of

    return _answer(lambda: sha256_of(Path(os.fsdecode(path))))


_labelers: dict[tuple[str, str], Any] = {}


def _labeler(kind: str, name: str, settings: Mapping[str, Any]) -> Any:
    """The labeller of this process; loaded at its first use, kept for the next video."""
    from spark_trainer.labelers.registry import build_captioner, build_transcriber

    key = (kind, f"{name} {sorted(settings.items())}")
    if key not in _labelers:
        build = build_captioner if kind == "captions" else build_transcriber
        labeler = build(name, **settings)
        labeler.load()
        _labelers[key] = labeler
    return _labelers[key]


def caption_task(
    name: str, settings: Mapping[str, Any], video: VideoRef, frames: list[tuple[str, float]]
) -> Reply:
    """Captions of one video's kept frames."""
    return _answer(lambda: caption(_labeler("captions", name, settings), video, frames))


def caption(
    captioner: Captioner, video: VideoRef, frames: list[tuple[str, float]]
) -> dict[str, Any]:
    """The result row of the captions step."""
    refs = [FrameRef(Path(path), time_s, video) for path, time_s in frames]
    return caption_row(captioner, video, len(refs), captioner.caption(refs) if refs else [])


def transcript_task(
    name: str, settings: Mapping[str, Any], video: VideoRef, audio: str | None
) -> Reply:
    """Transcript of one video's sound."""
    return _answer(lambda: transcribe(_labeler("transcripts", name, settings), video, audio))


def transcribe(transcriber: Transcriber, video: VideoRef, audio: str | None) -> dict[str, Any]:
    """The result row of the transcript step."""
    return transcript_row(transcriber.transcribe(AudioRef(Path(audio) if audio else None, video)))
