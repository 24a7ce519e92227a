"""The public door: names, fields and defaults of SPEC.md, to the letter."""

from __future__ import annotations

import hashlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.pipelines.small import make_videos

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.pipelines.multimodal_pipeline import (
    MultimodalPipeline,
    MultimodalPipelineConfig,
    compute_motion_score,
    create_provenance_metadata,
    detect_scenes,
    perceptual_hash,
)
from spark_trainer.pipelines.ops import Captions, Frames, Scenes, Transcript

DEFAULTS = {
    "output_dir": Path("datasets/multimodal"),
    "fps": 1,
    "resolution": (224, 224),
    "caption_backend": "blip2",
    "caption_batch_size": 4,
    "transcription_backend": "whisper",
    "transcription_model_size": "base",
    "enable_scene_detection": True,
    "scene_threshold": 27.0,
    "enable_smart_sampling": True,
    "motion_threshold": 0.3,
    "use_perceptual_hashing": True,
    "enable_provenance_tracking": True,
}


def test_fields_and_defaults_are_those_of_the_contract() -> None:
    config = MultimodalPipelineConfig(input_videos_dir="videos")
    assert {name: getattr(config, name) for name in DEFAULTS} == DEFAULTS


def test_a_field_misspelt_is_an_error() -> None:
    with pytest.raises(ValidationError, match="motion_treshold"):
        MultimodalPipelineConfig(input_videos_dir="videos", motion_treshold=0.3)  # type: ignore[call-arg]


def test_signatures_are_those_of_the_contract() -> None:
    assert list(inspect.signature(perceptual_hash).parameters) == ["image", "hash_size"]
    assert inspect.signature(perceptual_hash).parameters["hash_size"].default == 8
    assert len(inspect.signature(compute_motion_score).parameters) == 2
    assert next(iter(inspect.signature(detect_scenes).parameters)) == "video_path"
    assert list(inspect.signature(create_provenance_metadata).parameters) == [
        "video_path",
        "video_hash",
    ]


def test_the_config_decides_the_steps() -> None:
    config = MultimodalPipelineConfig(
        input_videos_dir="v",
        fps=3,
        resolution=(64, 48),
        caption_backend="sidecar",
        transcription_backend="none",
        enable_smart_sampling=False,
        use_perceptual_hashing=False,
        scene_threshold=30,
    )
    pipeline = config.pipeline()
    frames, scenes = pipeline.op(Frames), pipeline.op(Scenes)
    assert frames is not None
    assert scenes is not None
    assert (frames.fps, frames.resolution) == (3, (64, 48))
    assert (frames.smart_sampling, frames.perceptual_hashing) == (False, False)
    assert scenes.threshold == 30
    assert pipeline.op(Captions) == Captions(backend="sidecar")
    assert pipeline.op(Transcript) == Transcript(backend="none")
    off = config.model_copy(update={"enable_scene_detection": False})
    assert off.pipeline().op(Scenes) is None


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_videos(tmp_path_factory.mktemp("door") / "videos")


def test_run_makes_a_dataset(videos: Path, tmp_path: Path) -> None:
    config = MultimodalPipelineConfig(
        input_videos_dir=videos,
        output_dir=tmp_path / "out",
        caption_backend="sidecar",
        transcription_backend="none",
        workers=0,
    )
    assert MultimodalPipeline(config).run().videos == 4
    assert (tmp_path / "out" / "manifest.jsonl").is_file()


def test_the_defaults_of_a_later_release_are_said(videos: Path, tmp_path: Path) -> None:
    config = MultimodalPipelineConfig(input_videos_dir=videos, output_dir=tmp_path / "out")
    with pytest.raises(BackendUnavailableError, match="blip2"):
        MultimodalPipeline(config).run()


def test_provenance_names_the_source_the_settings_and_the_steps(videos: Path) -> None:
    path = videos / "b.mp4"
    record = create_provenance_metadata(path)
    assert record["source_hash"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert record["lineage"]["parent_hash"] == record["source_hash"]
    assert record["config"]["scene_threshold"] == 27.0
    assert "scenes" in record["lineage"]["processing_steps"]
    config = MultimodalPipelineConfig(input_videos_dir=videos, enable_scene_detection=False)
    own = MultimodalPipeline(config).create_provenance_metadata(path, "ab" * 32)
    assert own["source_hash"] == "ab" * 32
    assert "scenes" not in own["lineage"]["processing_steps"]
    assert not re.search(r"workers|output_dir", str(own["config"]))


def test_scenes_by_the_pipelines_own_threshold(media_dir: Path) -> None:
    config = MultimodalPipelineConfig(input_videos_dir=media_dir, scene_threshold=255.0)
    bikes = media_dir / "videos" / "bikes.mp4"
    assert len(MultimodalPipeline(config).detect_scenes(bikes)) == 1
    assert len(detect_scenes(bikes)) == 6


def test_the_module_is_the_command(videos: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "spark_trainer.pipelines.multimodal_pipeline"),
            *("--input", str(videos), "--output", str(tmp_path / "out"), "--fps", "2"),
            *("--caption-backend", "sidecar", "--transcription-backend", "none"),
            *("--no-smart-sampling", "--no-scene-detection"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "4 videos" in done.stdout
