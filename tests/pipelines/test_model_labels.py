"""Datasets labelled by real model classes: whole, in order, resumed, redone only where needed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.labelers.chat_server import chat_server, describe, error
from tests.labelers.tiny_models import Folders
from tests.pipelines.small import COMMAND, make_videos, run

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.datasets.journal import Journal
from spark_trainer.datasets.manifest import Entry, read_manifest
from spark_trainer.datasets.verify import verify
from spark_trainer.labelers.pictures.blip import Blip
from spark_trainer.pipelines.build import Summary
from spark_trainer.pipelines.ops import Captions, Scenes, Transcript

LABELS_ONLY = {"ingest": 0, "frames": 0, "audio": 0, "scenes": 0}


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("input") / "videos")


@pytest.fixture(scope="module")
def clips(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the real clips."""
    folder = tmp_path_factory.mktemp("clips")
    for name in ("bikes.mp4", "carphone_pristine.mp4", "video_90.mov", "h264_10bits.mp4"):
        shutil.copy(media_dir / "videos" / name, folder / name)
    return folder


def blip(folder: Path, **settings: Any) -> Captions:
    return Captions(backend="blip", model=str(folder), max_new_tokens=8, **settings)


def entries(output: Path) -> list[Entry]:
    return list(read_manifest(output / "manifest.jsonl"))


def captions(output: Path) -> list[list[str | None]]:
    return [entry.meta.all_captions for entry in entries(output)]


@pytest.mark.parametrize(
    ("backend", "model"),
    [
        ("blip", "blip"),
        ("blip2", "blip2"),
        ("florence2", "florence2"),
        ("vlm", "qwen"),
        ("vlm", "llava"),
    ],
)
def test_each_back_end_labels_the_real_clips(
    backend: Any,
    model: str,
    clips: Path,
    folders: Folders,
    tmp_path: Path,
) -> None:
    op = Captions(backend=backend, model=str(folders(model)), max_new_tokens=8)
    summary = run(clips, tmp_path / "out", op)
    assert (summary.videos, summary.failed) == (4, 0)
    assert summary.lanes["captions"]["pieces"] == summary.frames_kept
    for entry in entries(tmp_path / "out"):
        assert len(entry.meta.all_captions) == entry.meta.num_frames > 0
        assert any(entry.meta.all_captions)
        assert entry.meta.provenance is not None
        models = entry.meta.provenance["config"]["models"]["captions"]
        assert models["backend"] == backend
        assert models["revision"].startswith("sha256:")
    assert verify(tmp_path / "out").ok


@pytest.fixture(scope="module")
def talks(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real clips with sound, and one without."""
    folder = tmp_path_factory.mktemp("talks")
    for name in ("nasa_13013.mp4", "flipping_a_pancake.mkv", "carphone_pristine.mp4"):
        shutil.copy(media_dir / "videos" / name, folder / name)
    return folder


@pytest.mark.parametrize("backend", ["whisper", "faster-whisper"])
def test_each_whisper_hears_the_real_clips_the_same_in_any_batch(
    backend: Any, talks: Path, folders: Folders, tmp_path: Path
) -> None:
    found = []
    for size in (1, 64):
        out = tmp_path / str(size)
        op = Transcript(backend=backend, model=str(folders(backend)), batch_size=size)
        summary = run(talks, out, op, Captions(backend="none"), Scenes())
        assert (summary.videos, summary.failed) == (3, 0)
        found.append([(e.meta.transcript, e.meta.segments, e.meta.doubts) for e in entries(out)])
    assert found[0] == found[1]
    assert verify(tmp_path / "1").ok
    by_name = {Path(e.meta.source_path).name: e.meta for e in entries(tmp_path / "1")}
    silent, spoken = by_name["carphone_pristine.mp4"], by_name["nasa_13013.mp4"]
    assert silent.transcript is None
    assert "no sound" in silent.notes
    assert spoken.transcript == " ".join(s.text for s in spoken.segments) != ""
    assert all(0 <= s.start <= s.end <= spoken.duration + 0.1 for s in spoken.segments)
    assert spoken.language is not None
    assert spoken.provenance is not None
    model = spoken.provenance["config"]["models"]["transcript"]
    assert (model["backend"], model["precision"]) == (backend, "fp32")


def test_a_server_labels_the_real_clips_and_gaps_are_filled_later(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    out = tmp_path / "out"
    with chat_server() as server:
        op = Captions(backend="openai", url=server.url, budget_requests=3, concurrency=1)
        with pytest.raises(BackendUnavailableError, match="budget of 3 requests"):
            run(clips, out, op)
        op = Captions(backend="openai", url=server.url, concurrency=8)
        summary = run(clips, out, op)
    assert (summary.videos, summary.failed) == (4, 0)
    assert summary.lanes["captions"]["pieces"] == summary.frames_kept - 3
    assert all(text for entry in entries(out) for text in entry.meta.all_captions)
    assert server.url not in (out / "manifest.jsonl").read_text()
    assert verify(out).ok


def test_a_frame_that_a_server_refuses_costs_only_itself_when_it_is_asked_again(
    clips: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with chat_server() as server:
        op = Captions(backend="openai", url=server.url, concurrency=1)
        server.answer = lambda asked: error(400) if asked.number == 2 else describe(asked)
        first = run(clips, out, op)
        assert [f["code"] for f in first.failures] == ["server"]
        second = run(clips, out, op)
        asked = len(server.asked)
    assert (second.videos, second.failed) == (4, 0)
    assert asked == second.frames_kept + 1


def test_captions_and_transcripts_are_made_side_by_side(
    talks: Path, folders: Folders, tmp_path: Path
) -> None:
    words = Transcript(backend="whisper", model=str(folders("whisper")))
    summary = run(talks, tmp_path / "out", blip(folders("blip")), words, workers=2)
    assert summary.failed == 0
    assert set(summary.lanes) == {"captions", "transcript"}


def test_the_batch_size_changes_no_byte(
    videos: Path,
    folders: Folders,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = []
    for size in (1, 4, 64):
        run(videos, tmp_path / str(size), blip(folders("blip"), batch_size=size), workers=2)
        found.append(captions(tmp_path / str(size)))
    assert found[0] == found[1] == found[2]
    assert len({text for video in found[0] for text in video}) > 2


def test_another_model_redoes_captions_and_nothing_else(
    videos: Path,
    folders: Folders,
    tmp_path: Path,
) -> None:
    def steps(summary: Summary) -> dict[str, int]:
        return summary.steps_done

    out = tmp_path / "out"
    first = steps(run(videos, out, blip(folders("blip"))))
    assert set(first) == {*LABELS_ONLY, "captions", "transcript"}
    assert min(first.values()) == 4
    again = run(videos, out, blip(folders("blip")))
    assert again.nothing_to_do
    llava = Captions(backend="vlm", model=str(folders("llava")), max_new_tokens=8)
    assert steps(run(videos, out, llava)) == {**LABELS_ONLY, "captions": 4, "transcript": 0}
    assert steps(run(videos, out, blip(folders("blip"), batch_size=2)))["captions"] == 0
    assert steps(run(videos, out, blip(folders("blip"), prompt="a picture")))["captions"] == 4


def test_captions_that_were_made_before_a_stop_are_not_made_again(
    videos: Path,
    folders: Folders,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    op = blip(folders("blip"), batch_size=2)
    whole = run(videos, tmp_path / "whole", op)
    out, label = tmp_path / "out", Blip.label
    sizes: list[int] = []

    def until_the_third(self: Blip, batch: Any) -> Any:
        if len(sizes) == 2:
            raise BackendUnavailableError("the power went")
        sizes.append(len(batch))
        return label(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Blip, "label", until_the_third)
        with pytest.raises(BackendUnavailableError, match="the power went"):
            run(videos, out, op)
    after = run(videos, out, op)
    made = after.lanes["captions"]["pieces"]
    assert made == whole.lanes["captions"]["pieces"] - sum(sizes)
    assert captions(out) == captions(tmp_path / "whole")
    journal = Journal(out / "journal.db")
    assert journal._db.execute("SELECT count(*) FROM part").fetchone() == (0,)
    journal.close()


def test_weights_that_are_not_here_are_said_before_anything_is_made(
    videos: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackendUnavailableError, match="spark-trainer models pull"):
        run(videos, tmp_path / "out", Captions(backend="blip2"))
    assert not (tmp_path / "out").exists()


def test_a_setting_that_a_back_end_does_not_take_is_said_first(
    videos: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="--caption-backend sidecar takes no prompt"):
        run(videos, tmp_path / "out", Captions(backend="sidecar", prompt="x"))
    assert not (tmp_path / "out").exists()


def test_a_frame_that_vanished_fails_its_video_and_no_other(
    videos: Path,
    folders: Folders,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = Blip.ready

    def without_one(self: Blip, piece: Any) -> Any:
        if piece.video.source.name == "c.mkv":
            piece.path.unlink(missing_ok=True)
        return ready(self, piece)

    with monkeypatch.context() as patch:
        patch.setattr(Blip, "ready", without_one)
        summary = run(videos, tmp_path / "out", blip(folders("blip")))
    assert summary.videos == 3
    assert {f["path"]: f["code"] for f in summary.failures}["c.mkv"] == "frame"
    assert run(videos, tmp_path / "out", blip(folders("blip"))).videos == 4


def test_ctrl_c_while_a_model_works_ends_cleanly_and_the_rest_goes_on(
    videos: Path,
    folders: Folders,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    words = ["dataset", "build", "--input", str(videos), "--output", str(out), "--fps", "5"]
    words += ["--caption-backend", "blip", "--caption-model", str(folders("blip"))]
    words += ["--caption-batch-size", "1", "--caption-max-new-tokens", "50"]
    words += ["--transcription-backend", "none"]
    with subprocess.Popen(
        [*COMMAND, *words], stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        events = out / "events.jsonl"
        deadline = time.monotonic() + 60
        while not (events.exists() and "lane_started" in events.read_text()):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    done = subprocess.run(
        [*COMMAND, *words, "--json"], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(done.stdout)["videos"] == 4
