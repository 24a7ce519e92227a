"""One decode for all, and what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest
from tests.corpus.encode import encode
from tests.corpus.sound import Sound
from tests.media.passes import frame_settings, run_pass, times

from spark_trainer.core.errors import MediaError
from spark_trainer.media.hashing import perceptual_hash
from spark_trainer.media.media_pass import MediaPass
from spark_trainer.media.motion import compute_motion_score
from spark_trainer.media.settings import PassSettings, Rules
from spark_trainer.media.source import BUFFER_BYTES

DEFAULT = Rules(True, 0.3, True, 8, 2)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pass") / "x.mp4"
    encode(path, 75, audio=Sound((0.5, 2.0), end_s=3.0))
    return path


def test_each_packet_is_decoded_once_whatever_is_wanted(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    real = av.open

    def counting(*args: Any, **kwargs: Any) -> Any:
        opened.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(av, "open", counting)
    result, _ = run_pass(clip, frame_settings(2.0, rules=DEFAULT), scenes=True, audio=True)
    counters = result["counters"]
    assert len(opened) == 1
    assert counters["decoder_opens"] == 2
    assert counters["frames_decoded"] == 75
    with real(str(clip)) as container:
        packets = sum(1 for p in container.demux() if p.size)
    assert packets <= counters["packets"] <= packets + 2
    size = clip.stat().st_size
    assert size <= counters["bytes_read"] <= size + 2 * BUFFER_BYTES


def test_a_large_file_is_read_once(media_dir: Path) -> None:
    path = media_dir / "videos" / "nasa_13013.mp4"
    result, _ = run_pass(path, frame_settings(), scenes=True, audio=True)
    assert result["counters"]["frames_decoded"] == 325
    assert result["counters"]["bytes_read"] <= path.stat().st_size + 2 * BUFFER_BYTES


def test_pictures_that_nobody_wants_are_not_decoded(clip: Path) -> None:
    result, folder = run_pass(clip, None, audio=True)
    assert result["counters"]["frames_decoded"] <= 3
    assert result["audio"]["samples"] == pytest.approx(48_000, abs=600)
    assert sorted(p.name for p in folder.iterdir()) == ["audio.wav"]


def test_recorded_hash_and_motion_are_those_of_the_files(clip: Path) -> None:
    result, folder = run_pass(clip, frame_settings(5.0, rules=DEFAULT))
    kept = result["frames"]["kept"]
    paths = [folder / "frames" / k["file"] for k in kept]
    assert [k["hash"] for k in kept] == [perceptual_hash(p) for p in paths]
    for record, a, b in zip(kept[1:], paths, paths[1:], strict=False):
        assert record["motion"] == pytest.approx(compute_motion_score(a, b), abs=1e-6)
    assert kept[0]["motion"] is None


def test_the_first_of_every_scene_is_kept(media_dir: Path) -> None:
    rules = Rules(True, 1.0, False, 8, 2)
    path = media_dir / "videos" / "bikes.mp4"
    result, _ = run_pass(path, frame_settings(5.0, rules=rules), scenes=True)
    for scene in result["scenes"]:
        assert any(scene["start_time"] <= t < scene["start_time"] + 0.2 for t in times(result))


def test_nasas_default_streams_are_taken_and_said(media_dir: Path) -> None:
    result, _ = run_pass(media_dir / "videos" / "nasa_13013.mp4", frame_settings())
    info = result["info"]
    assert (info["width"], info["height"], info["video_stream"]) == (320, 180, 0)
    assert result["notes"] == [
        "2 video streams: took stream 0, the default",
        "2 audio streams: took stream 1, the default",
    ]
    assert info["duration"] == pytest.approx(16.57)
    assert [len(s["cues"]) for s in result["subtitles"]] == [4, 4]


def test_what_decodes_of_a_damaged_file_is_kept_and_the_damage_told(media_dir: Path) -> None:
    result, _ = run_pass(media_dir / "videos" / "corrupted.mp4", frame_settings(10.0))
    assert result["counters"]["frames_decoded"] == 49
    assert result["damage"]["decode_errors"] == 1
    assert result["damage"]["first_error_s"] == pytest.approx(3.0)


def test_ten_bits_and_av1_come_out_as_pictures(media_dir: Path) -> None:
    for name, codec in (("h264_10bits.mp4", "h264"), ("av1_video.mkv", "av1")):
        result, folder = run_pass(media_dir / "videos" / name, frame_settings())
        assert result["info"]["codec"] == codec
        assert (folder / "frames" / "frame_000001.jpg").stat().st_size > 1000


def test_a_cut_off_file_ends_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    encode(path, 75, muxer={"movflags": "faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    result, _ = run_pass(path, frame_settings(5.0))
    assert 0.5 < result["info"]["duration"] < 3.0 or result["damage"]["decode_errors"] >= 1
    assert times(result)


def test_too_short_and_too_long_are_left_out_before_they_are_decoded(
    clip: Path, tmp_path: Path
) -> None:
    for limits in ({"min_duration_s": 10.0}, {"max_duration_s": 1.0}):
        settings = PassSettings(frames=frame_settings(), **limits)
        with pytest.raises(MediaError, match=r"3\.000 s is (under|over)") as caught:
            MediaPass(clip, tmp_path, settings).run()
        assert caught.value.code == "filtered"


def test_progress_is_told_with_what_the_header_claims(clip: Path, tmp_path: Path) -> None:
    told: list[tuple[float, float]] = []
    settings = PassSettings(frames=frame_settings())
    MediaPass(clip, tmp_path, settings, lambda s, of: told.append((s, of))).run()
    assert told == sorted(told)
    assert {of for _, of in told} == {3.0}
    assert told[-1][0] > 2.0
