"""The dataset pipeline's public door: settings in one object, `run`, and the four functions.

    from spark_trainer.pipelines.multimodal_pipeline import (
        MultimodalPipeline, MultimodalPipelineConfig)

    config = MultimodalPipelineConfig(input_videos_dir="videos", caption_backend="sidecar",
                                      transcription_backend="pocketsphinx")
    MultimodalPipeline(config).run()

`python -m spark_trainer.pipelines.multimodal_pipeline` is `spark-trainer dataset build`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from spark_trainer.core.events import Listener
from spark_trainer.pipelines.ops import (
    Batch,
    CaptionBackend,
    Captions,
    Frames,
    Ingest,
    Manifest,
    Scenes,
    Transcript,
    TranscriptionBackend,
)

if TYPE_CHECKING:
    from spark_trainer.media.hashing import perceptual_hash as perceptual_hash
    from spark_trainer.media.motion import compute_motion_score as compute_motion_score
    from spark_trainer.pipelines.build import Summary
    from spark_trainer.pipelines.graph import Pipeline

STEPS = ["ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest"]


class MultimodalPipelineConfig(BaseModel):
    """Settings of the default pipeline. An unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    input_videos_dir: Path
    """Folder that is searched for videos, or one video."""
    output_dir: Path = Path("datasets/multimodal")
    fps: float = Field(1, gt=0, le=1000)
    """Candidate frames a second."""
    resolution: tuple[int, int] | None = (224, 224)
    """Width and height of the frames in pixels; None keeps the display size."""
    caption_backend: CaptionBackend = "blip2"
    caption_batch_size: Batch = 4
    """Frames a batch; `auto` = as many as fit into memory."""
    transcription_backend: TranscriptionBackend = "whisper"
    transcription_model_size: str = "base"
    enable_scene_detection: bool = True
    scene_threshold: float = Field(27.0, ge=0, le=255)
    """PySceneDetect's content score from which a frame starts a new scene."""
    enable_smart_sampling: bool = True
    motion_threshold: float = Field(0.3, ge=0, le=1)
    """Share of the clip's own range of motion that counts as new."""
    use_perceptual_hashing: bool = True
    """Drop near-duplicates, in a video and across the dataset."""
    enable_provenance_tracking: bool = True
    frames_at: Literal["rate", "keyframes"] = "rate"
    fit: Literal["stretch", "pad", "crop"] = "stretch"
    duplicate_distance: int = Field(2, ge=0)
    """Largest Hamming distance in bits of two near-duplicates."""
    jpeg_quality: int = Field(92, ge=1, le=100)
    min_duration_s: float = Field(0.0, ge=0, allow_inf_nan=False)
    max_duration_s: float | None = Field(None, gt=0, allow_inf_nan=False)
    caption_settings: dict[str, Any] = {}
    """More parameters of the step `captions`, e.g. `{"model": "./my-blip", "device": "cuda:1"}`."""
    transcription_settings: dict[str, Any] = {}
    """More parameters of the step `transcript`, e.g. `{"language": "en"}`."""
    workers: int | None = Field(None, ge=0)
    """Worker processes; None = one a core. Does not change what comes out."""

    def pipeline(self) -> Pipeline:
        """The default pipeline with these settings."""
        from spark_trainer.pipelines.graph import default_pipeline, with_op, without

        pipeline = default_pipeline()
        for op in (
            Ingest(min_duration_s=self.min_duration_s, max_duration_s=self.max_duration_s),
            Frames(
                fps=self.fps,
                at=self.frames_at,
                resolution=self.resolution,
                fit=self.fit,
                jpeg_quality=self.jpeg_quality,
                smart_sampling=self.enable_smart_sampling,
                motion_threshold=self.motion_threshold,
                perceptual_hashing=self.use_perceptual_hashing,
                duplicate_distance=self.duplicate_distance,
            ),
            Captions(
                **self.caption_settings,
                backend=self.caption_backend,
                batch_size=self.caption_batch_size,
            ),
            Transcript(
                **self.transcription_settings,
                backend=self.transcription_backend,
                model_size=self.transcription_model_size,
            ),
            Scenes(threshold=self.scene_threshold),
            Manifest(provenance=self.enable_provenance_tracking),
        ):
            pipeline = with_op(pipeline, op)
        return pipeline if self.enable_scene_detection else without(pipeline, "scenes")


class MultimodalPipeline:
    """A folder of videos to a dataset, by one configuration."""

    def __init__(self, config: MultimodalPipelineConfig) -> None:
        self.config = config

    def run(self, listeners: Sequence[Listener] = ()) -> Summary:
        """Build the dataset, or bring it up to date.

        Raises:
            SparkTrainerError: see `spark_trainer.pipelines.build.build`.
        """
        from spark_trainer.pipelines.build import BuildOptions, build

        options = BuildOptions(workers=self.config.workers)
        config = self.config
        return build(
            config.pipeline(), config.input_videos_dir, config.output_dir, options, listeners
        )

    def detect_scenes(self, video_path: str | Path) -> list[dict[str, float]]:
        """Scenes of a video with this configuration's threshold."""
        return detect_scenes(video_path, threshold=self.config.scene_threshold)

    def create_provenance_metadata(
        self, video_path: str | Path, video_hash: str | None = None
    ) -> dict[str, Any]:
        """Provenance of a video with this configuration's settings."""
        return _provenance(Path(video_path), video_hash, self.config)


def detect_scenes(video_path: str | Path, threshold: float = 27.0) -> list[dict[str, float]]:
    """Scenes that cover the video: `[{"start_time", "end_time"}]`, seconds.

    Cuts are PySceneDetect's (`detect-content`), at the threshold given.

    Raises:
        MediaError: the file is not a video that can be read.
    """
    from spark_trainer.media.media_pass import MediaPass
    from spark_trainer.media.settings import PassSettings, SceneSettings

    settings = PassSettings(scenes=SceneSettings(threshold, Scenes().min_scene_s))
    with tempfile.TemporaryDirectory() as empty:
        result = MediaPass(Path(video_path), Path(empty), settings).run()
    scenes: list[dict[str, float]] = result["scenes"]
    return scenes


def create_provenance_metadata(
    video_path: str | Path, video_hash: str | None = None
) -> dict[str, Any]:
    """Provenance of a video with the default settings.

    Args:
        video_path: the source.
        video_hash: its SHA-256, 64 hex digits; computed where it is not given.

    Raises:
        MediaError: the file cannot be read.
    """
    path = Path(video_path)
    return _provenance(path, video_hash, MultimodalPipelineConfig(input_videos_dir=path))


def _provenance(
    path: Path, video_hash: str | None, config: MultimodalPipelineConfig
) -> dict[str, Any]:
    from spark_trainer.datasets.journal import utc_now
    from spark_trainer.datasets.provenance import provenance_record
    from spark_trainer.media.source import sha256_of

    places = {"input_videos_dir", "output_dir", "workers"}
    settings = config.model_dump(mode="json", exclude=places)
    steps = [s for s in STEPS if s != "scenes" or config.enable_scene_detection]
    return provenance_record(video_hash or sha256_of(path), utc_now(), settings, steps)


def __getattr__(name: str) -> Any:
    """`perceptual_hash` and `compute_motion_score`, loaded with their libraries on first use."""
    if name == "perceptual_hash":
        from spark_trainer.media.hashing import perceptual_hash

        return perceptual_hash
    if name == "compute_motion_score":
        from spark_trainer.media.motion import compute_motion_score

        return compute_motion_score
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "MultimodalPipeline",
    "MultimodalPipelineConfig",
    "compute_motion_score",
    "create_provenance_metadata",
    "detect_scenes",
    "perceptual_hash",
]

if __name__ == "__main__":
    import sys

    from spark_trainer.cli.main import main

    sys.exit(main(["dataset", "build", *sys.argv[1:]]))
