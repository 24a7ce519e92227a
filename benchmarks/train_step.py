"""What a step of training costs besides the model: overhead, waiting, padding.

`apotheon-tiny` trains on clips that the pipeline made, by the trainer and by the loop that everyone
writes over the same model, loader and optimiser. Both take turns in one process, and the medians
are compared: the machine's other work hits both alike. The loop once more with batches that were
all made before shows what reading costs where the model already uses every core.

    .venv/bin/python benchmarks/train_step.py
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from clips import MEDIA
from torch import nn

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.learner import parameter_groups
from spark_trainer.models.losses import weighted_sum
from spark_trainer.pipelines.multimodal_pipeline import MultimodalPipeline, MultimodalPipelineConfig
from spark_trainer.trainers.apotheon.data import RunData
from spark_trainer.trainers.apotheon.starting import build_model
from spark_trainer.trainers.multimodal_apotheon import ApotheonTrainer, ApotheonTrainingConfig
from spark_trainer.trainers.run_file import RunPlan, plan_run
from spark_trainer.trainers.training.engines.place import Place

DEMO = Path(__file__).resolve().parents[1] / "demo/videos"
COPIES = 4
"""Times that each clip is in the dataset."""
MOST_OUTSIDE, MOST_WAITING, MOST_RATIO = 0.05, 0.02, 1.03
WARM_UP = 2


def main() -> int:
    options = _options()
    torch.set_num_threads(options.threads)
    work = Path(tempfile.mkdtemp(prefix="train-step-"))
    try:
        planned = _planned(_dataset(work), work, options.steps)
        return _report(_rounds(planned, work, options.rounds))
    finally:
        shutil.rmtree(work)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=8, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def _dataset(work: Path) -> Path:
    """The demo's clips and real ones, several times over, under other names."""
    videos = work / "videos"
    videos.mkdir()
    sources = [*DEMO.glob("*.*"), *MEDIA.glob("nasa_13013.mp4"), *MEDIA.glob("carphone*.mp4")]
    for source in sources:
        for number in range(COPIES):
            shutil.copy(source, videos / f"{number}{source.name}")
    config = MultimodalPipelineConfig(
        input_videos_dir=videos,
        output_dir=work / "dataset",
        caption_backend="sidecar",
        transcription_backend="sidecar",
        use_perceptual_hashing=False,
    )
    MultimodalPipeline(config).run()
    folder = work / "dataset"
    # Copies are one video to the pipeline; their lines are repeated under other ids.
    lines = (folder / "manifest.jsonl").read_text().splitlines()
    repeated = [
        line.replace('{"id":"', f'{{"id":"{number}', 1).replace('{"id": "', f'{{"id": "{number}', 1)
        for number in range(COPIES)
        for line in lines
    ]
    (folder / "manifest.jsonl").write_text("\n".join(repeated) + "\n")
    return folder


def _planned(dataset: Path, work: Path, steps: int) -> RunPlan:
    settings = {
        "manifest_path": dataset,
        "output_dir": work / "run",
        "num_epochs": 1000,
        "max_steps": WARM_UP + steps,
        "val_share": 0.0,
        "test_share": 0.0,
        "checkpoint_every": 10_000,
    }
    return plan_run("apotheon-tiny", None, settings)


@dataclass
class Rounds:
    trainer: list[dict[str, Any]] = field(default_factory=list)
    """Steps, as the trainer's events tell them."""
    plain_s: list[float] = field(default_factory=list)
    made_before_s: list[float] = field(default_factory=list)
    """The plain loop without reading."""


def _rounds(planned: RunPlan, work: Path, rounds: int) -> Rounds:
    found = Rounds()
    for number in range(rounds):
        own = planned.config.model_copy(update={"output_dir": str(work / f"run{number}")})
        found.trainer += _by_trainer(planned.template, own)[WARM_UP:]
        found.plain_s += _plain_loop(planned, read_before=False)[WARM_UP:]
        found.made_before_s += _plain_loop(planned, read_before=True)[WARM_UP:]
    return found


def _by_trainer(template: ApotheonConfig, config: ApotheonTrainingConfig) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    model = build_model(template, config)
    ApotheonTrainer(model, config, listeners=[lambda event: told.append(dict(event))]).train()
    return [event for event in told if event["event"] == "step"]


def _plain_loop(planned: RunPlan, *, read_before: bool) -> list[float]:
    """Seconds a step of: next batch, forward, losses, backward, clip, step. Nothing else."""
    config, template = planned.config, planned.template
    model = build_model(template, config)
    data = RunData(template, config, ApotheonTrainer(model, config).tokenizer, _alone())
    data.enter(template.stage_at(0))
    epochs = (data.loader(epoch, 0) for epoch in range(config.num_epochs))
    batches = islice((loaded.batch for loader in epochs for loaded in loader), config.max_steps)
    if read_before:
        batches = iter(list(batches))
    groups = parameter_groups(
        model, weight_decay=config.weight_decay, learning_rate=config.learning_rate
    )
    optimizer = torch.optim.AdamW(groups, betas=config.adam_betas, fused=True)
    weights = template.objectives.weights()
    model.train()
    took_s, begun = [], time.perf_counter()
    for batch in batches:
        loss = weighted_sum(model(batch).losses(batch), weights)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), config.max_grad_norm)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        float(loss.detach())
        now = time.perf_counter()
        took_s.append(now - begun)
        begun = now
    return took_s


def _alone() -> Place:
    return Place(0, 1, torch.device("cpu"))


def _report(found: Rounds) -> int:
    steps = found.trainer
    outside = statistics.median(1 - e["model_share"] for e in steps)
    waiting = statistics.median(e["data_wait_share"] for e in steps)
    padding = statistics.median(e["padding_share"] for e in steps)
    ours = statistics.median(e["seconds"] for e in steps)
    plain, made = map(statistics.median, (found.plain_s, found.made_before_s))
    print(f"steps {len(steps)} by the trainer, {len(found.plain_s)} by each plain loop, medians")
    print(f"padding of the text                  {padding:6.1%}")
    print(f"trainer / plain loop, batches made before {ours / made:.3f}")
    lines = (
        ("outside forward and backward", outside, MOST_OUTSIDE, "5.1%"),
        ("waiting for data", waiting, MOST_WAITING, "5.1%"),
        (f"trainer {ours:.3f} s / plain {plain:.3f} s", ours / plain, MOST_RATIO, "6.3f"),
    )
    for name, value, most, form in lines:
        is_met = value <= most
        print(f"{name:36} {value:{form}} (limit {most:g}) {'met' if is_met else 'NOT MET'}")
    return 0 if all(value <= most for _, value, most, _ in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
