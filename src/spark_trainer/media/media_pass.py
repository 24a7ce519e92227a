"""The one pass: each packet of a video is decoded once, and everything is read from that.

Frames, motion, hashes, scene scores, sound, subtitles and the file's SHA-256 come out together.
What nobody wants is not decoded: without scene detection the pictures that no other picture refers
to are skipped away from the ticks; with `at="keyframes"` all but the key frames.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from spark_trainer.core.errors import MediaError
from spark_trainer.media.audio import AudioWriter
from spark_trainer.media.candidates import Ticks, marked
from spark_trainer.media.clock import FrameClock
from spark_trainer.media.orientation import Orientation, display_size, orientation_of
from spark_trainer.media.picture import PictureMaker, encode_jpeg
from spark_trainer.media.probe import Chosen, choose_streams
from spark_trainer.media.scenes import ContentScorer, CutFinder, scenes_from_cuts
from spark_trainer.media.selection import select
from spark_trainer.media.settings import PassSettings, wrong_length
from spark_trainer.media.source import MAX_PIXELS, HashedFile, open_media, refuse_for_memory
from spark_trainer.media.staged import durable_sha256, stage_frames
from spark_trainer.media.subtitles import SubtitleReader

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame

SKIPPABLE_CODECS = frozenset({"h264", "hevc", "mpeg2video", "mpeg4"})
"""Decoders whose `skip_frame` may change from packet to packet."""

LENGTH_TOLERANCE_S = 1.0
"""How far the media may end before the header's duration without being called cut off."""


@dataclass
class Counters:
    """What the pass did; a test holds that every packet is decoded at most once."""

    decoder_opens: int = 0
    packets: int = 0
    frames_decoded: int = 0
    candidates: int = 0
    bytes_read: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    """Time spent, a step at a time; `decode` is the rest."""


class MediaPass:
    """One video through one pass. Make it, `run` it once.

    Args:
        path: the video.
        staging: an existing empty folder that receives `frames/` (named frame_000001.jpg on, the
            frames kept within this video) and `audio.wav`.
        progress: called with the seconds of video done and the seconds that the header claims (0
            where it claims none), at least once a packet and once a candidate: who hears nothing
            for long may take the decoder for hung.
    """

    def __init__(
        self,
        path: Path,
        staging: Path,
        settings: PassSettings,
        progress: Callable[[float, float], None] = lambda _s, _of: None,
    ) -> None:
        self._path, self._staging, self._settings = path, staging, settings
        self._progress = progress
        self.counters = Counters()
        self._notes: list[str] = []
        self._errors: list[tuple[float | None, str]] = []
        self._corrupt_frames = 0
        self._times: list[float] = []
        self._end_s = 0.0
        self._last_time_s = 0.0
        self._size: tuple[int, int] | None = None
        self._pictures: PictureMaker | None = None
        self._orientation = Orientation()
        self._scorer = ContentScorer() if settings.scenes else None
        self._cuts = (
            CutFinder(settings.scenes.threshold, settings.scenes.min_scene_s)
            if settings.scenes
            else None
        )
        self._ticks = Ticks(settings.frames.fps) if settings.frames else None
        self._audio: AudioWriter | None = None
        self._may_skip = True
        self._skipped = False

    def run(self) -> dict[str, Any]:
        """Do the pass; the result is JSON: info, frames, scenes, audio, subtitles, damage, notes.

        A damaged stream of which pictures were skipped is read again, whole: a decoder hides damage
        with whatever it decoded before.

        Raises:
            MediaError: the file cannot be used, or changed meanwhile.
            OSError: the staging folder cannot be written.
        """
        with suppress(_SkippedTooMuch):
            return self._run()
        # Behind the handler: the exception would keep the first pass in memory.
        shutil.rmtree(self._staging / "candidates", ignore_errors=True)
        (self._staging / "audio.wav").unlink(missing_ok=True)
        whole = MediaPass(self._path, self._staging, self._settings, self._progress)
        whole._may_skip = False
        return whole.run()

    def _run(self) -> dict[str, Any]:
        started = time.perf_counter()
        with open_media(self._path) as (container, source):
            chosen = choose_streams(container)
            self._zero_s = (container.start_time or 0) / 1_000_000
            self._claimed_s = (container.duration or 0) / 1_000_000
            self._filter(self._claimed_s)
            self._prepare(chosen)
            self._subtitles = [SubtitleReader(s) for s in chosen.subtitles]
            try:
                self._read(container, chosen, source)
            finally:
                if self._audio is not None:
                    self._audio.close()
            if self._size is None:
                raise MediaError("no_frames", self._no_frames_reason())
            result = self._result(container, chosen, source)
        spent = sum(self.counters.seconds.values())
        self.counters.seconds["decode"] = max(0.0, time.perf_counter() - started - spent)
        result["counters"] = vars(self.counters)
        return result

    def _filter(self, claimed_s: float) -> None:
        least, most = self._settings.min_duration_s, self._settings.max_duration_s
        if reason := wrong_length(claimed_s, least, most):
            raise MediaError("filtered", reason)

    # Reading

    def _prepare(self, chosen: Chosen) -> None:
        codec = chosen.video.codec_context
        # With frame threads FFmpeg reports errors late or not at all and guesses other times where
        # they are missing, so what comes out would depend on the number of cores.
        codec.thread_count = 1
        codec.options = {**codec.options, "max_pixels": str(MAX_PIXELS)}
        self._codec = codec
        self._aspect = chosen.video.sample_aspect_ratio or codec.sample_aspect_ratio
        self._rate = chosen.video.average_rate or chosen.video.guessed_rate
        self._clock = FrameClock(self._zero_s, self._rate, chosen.video.time_base)
        self._may_skip = self._may_skip and codec.name in SKIPPABLE_CODECS
        self.counters.decoder_opens = 1
        if chosen.audio is not None and self._settings.audio:
            chosen.audio.codec_context.thread_count = 1
            self._audio = AudioWriter(self._staging / "audio.wav")
            self.counters.decoder_opens += 1

    def _read(self, container: InputContainer, chosen: Chosen, source: HashedFile) -> None:
        """Demux; sound and subtitles are taken as they pass, video packets go to the decoder."""
        most_packets = source.size_bytes + 1000

        def video_packets() -> Iterator[Packet[Any]]:
            for packet in self._packets(container, chosen):
                self.counters.packets += 1
                if self.counters.packets > most_packets:
                    raise MediaError("unreadable", "the header claims more packets than bytes")
                self._tell()
                self._note_end(packet)
                if packet.stream is chosen.video:
                    yield packet
                elif packet.stream is chosen.audio:
                    self._sound(packet)
                else:
                    for reader in self._subtitles:
                        if packet.stream is reader.stream and packet.size:
                            reader.add(packet, self._zero_s)

        for packet, wanted in self._wanted(video_packets()):
            if wanted is not None:
                self._codec.skip_frame = "DEFAULT" if wanted else "NONREF"
                self._skipped = self._skipped or not wanted
                self._decode(packet)
        self._decode(None)

    def _packets(self, container: InputContainer, chosen: Chosen) -> Iterator[Packet[Any]]:
        """Packets until the end, or until the file breaks off."""
        import av

        try:
            for packet in container.demux(chosen.streams):
                if packet.size or packet.stream is chosen.audio:
                    yield packet
        except (av.FFmpegError, OSError) as e:
            refuse_for_memory(e)
            self._errors.append((None, f"reading stops: {getattr(e, 'strerror', None) or e}"))

    def _wanted(self, packets: Iterator[Packet[Any]]) -> Iterator[tuple[Packet[Any], bool | None]]:
        """Each packet with what to do: decode whole, decode if referred to, or leave out (None)."""
        frames = self._settings.frames
        if self._settings.scenes is not None:
            yield from ((p, True) for p in packets)
        elif frames is None:
            for p in packets:
                yield p, True if self._size is None else None
        elif frames.at == "keyframes":
            yield from ((p, True if p.is_keyframe else None) for p in packets)
        elif self._may_skip:
            yield from marked(packets, frames.fps, self._zero_s)
        else:
            yield from ((p, True) for p in packets)

    def _note_end(self, packet: Packet[Any]) -> None:
        if packet.pts is not None and packet.time_base is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base) - self._zero_s
            self._end_s = max(self._end_s, end)

    def _decode(self, packet: Packet[Any] | None) -> None:
        import av

        try:
            frames = self._codec.decode(packet)
        except (av.FFmpegError, MemoryError) as e:
            refuse_for_memory(e)
            if self._skipped:
                raise _SkippedTooMuch from e
            assert isinstance(e, av.FFmpegError)
            at = packet.pts * packet.time_base if packet and packet.pts is not None else None
            self._errors.append(
                (None if at is None else float(at) - self._zero_s, e.strerror or str(e))
            )
            return
        for frame in frames:
            self._picture(frame)

    # Taking

    def _picture(self, frame: VideoFrame) -> None:
        self.counters.frames_decoded += 1
        if frame.is_corrupt:
            if self._skipped:
                raise _SkippedTooMuch
            self._corrupt_frames += 1
        time_s = self._clock.time_s(frame)
        if self._size is None:
            self._first(frame)
        elif (frame.width, frame.height) != self._size:
            note = "the picture's size changes in mid-stream; all frames are brought to one size"
            if note not in self._notes:
                self._notes.append(note)
        self._last_time_s = max(self._last_time_s, time_s)
        if self._scorer is not None and self._cuts is not None:
            with self._timed("scenes"):
                self._cuts.add(self._last_time_s, self._scorer.score(frame))
        if self._ticks is not None and time_s > -1e-6 and self._ticks.takes(time_s):
            with self._timed("frames"):
                self._candidate(frame, max(0.0, time_s))

    def _first(self, frame: VideoFrame) -> None:
        self._size = (frame.width, frame.height)
        self._orientation = orientation_of(frame)
        aspect = self._aspect
        self._display = display_size(*self._size, aspect, self._orientation)
        frames = self._settings.frames
        if frames is not None:
            (self._staging / "candidates").mkdir()
            self._pictures = PictureMaker(
                self._display, self._orientation, frames.resolution, frames.fit
            )

    def _candidate(self, frame: VideoFrame, time_s: float) -> None:
        assert self._pictures is not None and self._settings.frames is not None
        jpeg = encode_jpeg(self._pictures.rgb(frame), self._settings.frames.jpeg_quality)
        self._candidate_path(len(self._times)).write_bytes(jpeg)
        self._times.append(round(time_s, 6))
        self.counters.candidates += 1

    def _candidate_path(self, index: int) -> Path:
        return self._staging / "candidates" / f"{index:06d}.jpg"

    def _sound(self, packet: Packet[Any]) -> None:
        import av

        if self._audio is None:
            return
        with self._timed("audio"):
            try:
                frames = packet.decode()
            except av.FFmpegError as e:
                refuse_for_memory(e)
                self._errors.append((None, f"sound: {e.strerror or e}"))
                return
            for frame in frames:
                known = frame.pts is not None and frame.time_base is not None
                self._audio.add(
                    frame,  # type: ignore[arg-type]
                    float(frame.pts * frame.time_base) - self._zero_s if known else None,  # type: ignore[operator]
                )

    def _timed(self, step: str) -> _Timed:
        return _Timed(self.counters.seconds, step)

    # Telling

    def _tell(self) -> None:
        self._progress(self._last_time_s, self._claimed_s)

    def _no_frames_reason(self) -> str:
        first = next((m for _, m in self._errors), "the stream is empty")
        return f"no frame of the video could be decoded: {first}"

    def _result(
        self, container: InputContainer, chosen: Chosen, source: HashedFile
    ) -> dict[str, Any]:
        claimed_s = self._claimed_s
        rate = float(self._rate) if self._rate else 0.0
        found_s = max(self._end_s, self._last_time_s)
        cut_off = claimed_s - found_s > LENGTH_TOLERANCE_S
        duration_s = round(found_s if cut_off or found_s > claimed_s else claimed_s, 6)
        scenes = None
        if self._cuts is not None:
            scenes = scenes_from_cuts([round(c, 6) for c in self._cuts.cuts], duration_s)
        result: dict[str, Any] = {
            "info": self._info(chosen, duration_s, rate),
            "claimed_s": claimed_s,
            "scenes": scenes,
            "audio": self._sound_record(),
            "subtitles": [r.result() for r in self._subtitles],
            "damage": self._damage(claimed_s if cut_off else None, found_s),
        }
        with self._timed("frames"):
            result["frames"] = self._selected(scenes)
        with self._timed("ingest"):
            result["sha256"] = source.finish(self._tell)
        self.counters.bytes_read = source.bytes_read
        sound_notes = self._audio.notes if self._audio else []
        text_notes = [note for reader in self._subtitles for note in reader.notes()]
        result["notes"] = [*chosen.notes, *self._notes, *sound_notes, *text_notes]
        return result

    def _sound_record(self) -> dict[str, Any] | None:
        if self._audio is None:
            return None
        sha256 = durable_sha256(self._staging / "audio.wav")
        return {"samples": self._audio.samples, "sha256": sha256}

    def _info(self, chosen: Chosen, duration_s: float, rate: float) -> dict[str, Any]:
        assert self._size is not None
        width, height = self._display
        aspect = self._aspect
        return {
            "duration": duration_s,
            "width": width,
            "height": height,
            "fps": round(rate, 6),
            "codec": self._codec.codec.canonical_name,
            "pix_fmt": self._codec.pix_fmt,
            "coded_width": self._size[0],
            "coded_height": self._size[1],
            "rotation": self._orientation.rotation_deg,
            "mirrored": self._orientation.mirrored,
            "sample_aspect_ratio": str(aspect) if aspect else None,
            "video_stream": chosen.video.index,
            "audio_stream": chosen.audio.index if chosen.audio else None,
            "container": chosen.video.container.format.name,
        }

    def _damage(self, claimed_s: float | None, found_s: float) -> dict[str, Any] | None:
        damage: dict[str, Any] = {}
        if self._errors:
            times = [round(t, 6) for t, _ in self._errors if t is not None]
            damage["decode_errors"] = len(self._errors)
            damage["first_error_s"] = times[0] if times else None
            damage["messages"] = sorted({m for _, m in self._errors})[:5]
        if self._corrupt_frames:
            damage["corrupt_frames"] = self._corrupt_frames
        if claimed_s is not None:
            damage["cut_off"] = {"claimed_s": round(claimed_s, 6), "found_s": round(found_s, 6)}
        return damage or None

    def _selected(self, scenes: list[dict[str, float]] | None) -> dict[str, Any] | None:
        """Decide over the candidates, put the kept ones in `frames/`, durable."""
        frames = self._settings.frames
        if frames is None:
            return None
        starts: list[float] = []
        if self._settings.scenes_guide_frames:
            known = self._settings.known_scenes or ()
            starts = [s["start_time"] for s in scenes] if scenes else list(known)
        kept, dropped = select(self._times, starts, self._open_candidate, frames.rules)
        return stage_frames(self._staging, kept, dropped, self._taken_path)

    def _taken_path(self, index: int) -> Path:
        self._tell()
        return self._candidate_path(index)

    def _open_candidate(self, index: int) -> Image.Image:
        with Image.open(self._taken_path(index), formats=("JPEG",)) as picture:
            picture.load()
            return picture


class _SkippedTooMuch(Exception):
    """Pictures were skipped in a stream that turns out to be damaged."""


class _Timed:
    def __init__(self, seconds: dict[str, float], step: str) -> None:
        self._seconds, self._step = seconds, step

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_exc: object) -> None:
        spent = time.perf_counter() - self._start
        self._seconds[self._step] = self._seconds.get(self._step, 0.0) + spent
