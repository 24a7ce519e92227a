"""How a run trains: what a template's `training` says, and what belongs to this run alone.

The same for every template; see the subclass of each kind for what it adds.
"""

from __future__ import annotations

import os
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from spark_trainer.core.mistakes import one_of, raise_mistakes
from spark_trainer.models.checking import Settings, mistake

Precision = Literal["bf16", "fp16", "fp32", "no"]
Strategy = Literal["none", "ddp", "fsdp2", "zero2", "zero3"]
Share = Annotated[float, Field(ge=0, lt=1)]
PathText = Annotated[
    str,
    Field(min_length=1),
    BeforeValidator(lambda v: os.fspath(v) if hasattr(v, "__fspath__") else v),
]
"""A path; relative ones start at the working directory."""


class TrainingConfig(Settings):
    """One run. Raises `ConfigError` for a value or key that cannot be."""

    BEST_METRICS: ClassVar[tuple[str, ...]] = ("loss",)
    """What may say which weights are best; lower is better in each."""

    manifest_path: PathText
    """The `manifest.jsonl` of a dataset folder, or the folder; or what the template's data is."""
    output_dir: PathText = "./run"
    """The run folder: new, or one to go on with, see `resume`."""
    num_epochs: int = Field(10, ge=1, le=1_000_000)
    """Times that every sample is seen."""
    batch_size: int = Field(4, ge=1, le=1_000_000)
    """Samples of one device in one forward pass, at most; see also `batch_tokens`."""
    gradient_accumulation_steps: int = Field(8, ge=1, le=100_000)
    """Forward passes that make one step of the optimiser."""
    learning_rate: float = Field(3e-5, gt=0, le=1)
    """Peak step size of the optimiser. A stage of the curriculum may have its own."""
    mixed_precision: Precision = "bf16"
    """What is multiplied in: bf16 and fp16 need half the memory; `no` and fp32 are the same."""

    batch_tokens: int | None = Field(None, ge=1)
    """Tokens of text of one batch with their padding, at most; null = only `batch_size` counts."""
    max_steps: int | None = Field(None, ge=1)
    """Steps of the optimiser after which training ends; null = when the epochs end."""
    weight_decay: float = Field(0.01, ge=0, le=1)
    """Of matrices only."""
    adam_betas: tuple[Share, Share] = Field((0.9, 0.98), strict=False)
    """How long AdamW remembers gradients and their squares; nearer to 1 is longer."""
    max_grad_norm: float = Field(1.0, gt=0)
    """A longer gradient is scaled down to this length."""
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    """How the step size falls after its peak."""
    warmup_share: Share = 0.03
    """Share of training in which the step size rises from 0 to its peak."""
    final_rate_share: Share = 0.02
    """What is left of the peak at the end, as its share; not for `constant`."""
    gradient_checkpointing: bool = False
    """Keep less in memory and compute it twice: about a third slower."""
    compile: bool = False
    """Let torch.compile rewrite the model: slow to start, then faster on a GPU."""
    ema_decay: Share | None = None
    """Keep a moving average of the weights, and evaluate and save that; 0.999 is usual."""

    strategy: Strategy = "none"
    """How several processes share the model; `none` with several processes is `ddp`."""
    device: str = "auto"
    """auto, cpu, cuda or cuda:1."""
    workers: int = Field(0, ge=0, le=256)
    """Processes that read samples ahead; 0 = a thread of this one."""
    seed: int = Field(0, ge=0, lt=2**63)
    """Of the order of samples, of dropout, of the split."""

    val_share: Share = 0.05
    """Share of videos kept for evaluation in training; `meta.split` of a line goes before."""
    test_share: Share = 0.05
    """Share of videos kept for `spark-trainer evaluate --split test`."""
    evaluate_every: int | None = Field(None, ge=1)
    """Steps between evaluations; null = at the end of epochs, not more often than 50 steps."""
    evaluate_samples: int = Field(256, ge=0)
    """Validation samples of an evaluation in training, at most; 0 = no evaluation."""
    generate_samples: int = Field(32, ge=0)
    """Of those, samples that are also captioned and transcribed, for metrics of text."""
    checkpoint_every: int | None = Field(None, ge=1)
    """Steps between checkpoints; null = as evaluations. The last step always has one."""
    keep_newest: int = Field(2, ge=1)
    """Checkpoints that stay, counted from the last."""
    keep_best: int = Field(1, ge=0)
    """Checkpoints that stay because they evaluated best."""
    best_metric: str = "loss"
    """`loss`, or a metric of the evaluation of which lower is better."""
    augmentations: str | None = Field(None, min_length=1)
    """Preset of augmentations.yaml that changes training samples; null and `none` = as they are."""
    feature_cache: PathText | None = None
    """Folder where what frozen encoders give is kept, so that they run once; null = they run."""
    trackers: tuple[Literal["tensorboard", "wandb", "mlflow", "trackio"], ...] = Field(
        (), strict=False
    )
    """Who is told the metrics besides the run's own `events.jsonl`."""
    resume: Literal["auto", "never"] = "never"
    """`auto`: go on from the newest good checkpoint in `output_dir`; start where there is none."""

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as e:
            raise_mistakes("training", [mistake(error, type(self)) for error in e.errors()])
            raise

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.val_share + self.test_share >= 1:
            raise ValueError("val_share and test_share leave nothing to train on")
        if self.best_metric not in self.BEST_METRICS:
            raise ValueError(one_of(self.best_metric, "best_metric", self.BEST_METRICS))
        return self

    @property
    def half(self) -> Literal["bf16", "fp16"] | None:
        """The kind of float to multiply in; None = float32."""
        return self.mixed_precision if self.mixed_precision in ("bf16", "fp16") else None


FROM_TEMPLATE = (
    *("num_epochs", "batch_size", "gradient_accumulation_steps", "learning_rate"),
    *("mixed_precision", "weight_decay", "max_grad_norm", "warmup_share"),
    *("gradient_checkpointing", "strategy"),
)
"""Settings of a run that a template's `training` has a default for."""
