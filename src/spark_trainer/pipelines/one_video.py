"""One video decoded as `dataset build` does it, with no labels: in a process of its own."""

from __future__ import annotations

from pathlib import Path

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.pipelines.multimodal_pipeline import (
    MultimodalPipeline,
    MultimodalPipelineConfig,
)


def decode_video(video: Path, folder: Path, fps: float) -> Path:
    """A dataset of one video, in a new folder.

    Args:
        fps: frames a second at most.

    Raises:
        MediaError: it cannot be decoded.
    """
    config = MultimodalPipelineConfig(
        input_videos_dir=video,
        output_dir=folder,
        fps=fps,
        caption_backend="none",
        transcription_backend="none",
        enable_scene_detection=False,
        enable_smart_sampling=False,
        use_perceptual_hashing=False,
        workers=1,
    )
    failed: list[str] = []

    def listen(event: dict[str, object]) -> None:
        if event["event"] == "video_failed":
            failed.append(f"{event['code']}: {event['reason']}")

    summary = MultimodalPipeline(config).run([listen])
    if summary.videos == 0:
        raise MediaError("unusable", f"{printable(video)}: {'; '.join(failed) or 'not a video'}")
    return folder
