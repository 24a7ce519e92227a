"""Words, not only digits: the small model learns what the demo's clips show and say, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.demo.test_clips import CLIPS, VIDEOS

from spark_trainer.pipelines.multimodal_pipeline import MultimodalPipeline, MultimodalPipelineConfig
from spark_trainer.trainers.apotheon.evaluating import evaluate
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.multimodal_apotheon import ApotheonMultiModalDataset, ApotheonTrainer
from spark_trainer.trainers.run_file import plan_run

SETTINGS = {
    "num_epochs": 200,
    "learning_rate": 3e-3,
    "schedule": "linear",
    "weight_decay": 0.0,
    "val_share": 0.0,
    "test_share": 0.0,
    "checkpoint_every": 1000,
}
QUICKER = ["architecture.fusion.dropout=0.0", "data.max_frames=2", "data.max_audio_s=4.0"]
"""Two frames and the first four seconds of sound tell the clips apart."""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overfit") / "dataset"
    config = MultimodalPipelineConfig(
        input_videos_dir=VIDEOS,
        output_dir=folder,
        caption_backend="sidecar",
        transcription_backend="pocketsphinx",
    )
    assert MultimodalPipeline(config).run().videos == len(CLIPS)
    return folder


def test_every_caption_and_transcript_of_the_demo_is_learned(dataset: Path, tmp_path: Path) -> None:
    given = {**SETTINGS, "manifest_path": dataset, "output_dir": tmp_path / "run"}
    planned = plan_run("apotheon-tiny", None, given, QUICKER)
    model = build_model(planned.template, planned.config)
    trainer = ApotheonTrainer(model, planned.config)
    assert trainer.train().finished

    samples = ApotheonMultiModalDataset(dataset, trainer.tokenizer, model.config)
    budget = Budget(frames=100, windows=100, tokens=10_000, samples=4)
    found = evaluate(model, trainer.tokenizer, samples, budget, metrics=["exact_match"])
    assert {measure.name: (measure.value, measure.count) for measure in found.measures} == {
        "transcripts, exact_match": (1.0, len(CLIPS)),
        "captions, exact_match": (1.0, len(CLIPS)),
    }
