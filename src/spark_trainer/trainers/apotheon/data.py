"""The samples of a run, as the present stage of the curriculum shows them."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from spark_trainer.core.errors import ConfigError
from spark_trainer.datasets.split import Shares, Split
from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.curriculum import Stage
from spark_trainer.models.apotheon.inputs import InputSizes
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.tokenizer import Tokenizer
from spark_trainer.trainers.apotheon.stages import always_frozen
from spark_trainer.trainers.apotheon_data.augment import Augment
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.features import ENCODERS, FeatureStore
from spark_trainer.trainers.apotheon_data.filling import fill
from spark_trainer.trainers.apotheon_data.loader import Loader
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import Place


def manifest_of(path: str) -> Path:
    """The manifest, where a dataset's folder may be named instead."""
    given = Path(path)
    return given / "manifest.jsonl" if given.is_dir() else given


def budget_of(config: TrainingConfig, template: ApotheonConfig, sizes: InputSizes) -> Budget:
    """The most that a batch of one rank may hold. Where nothing else is said, samples decide.

    Raises:
        ConfigError: a sample of the longest text would not fit alone.
    """
    longest = template.data.max_text_tokens
    tokens = config.batch_tokens or config.batch_size * 2 * longest
    if tokens < 2 * longest:
        raise ConfigError(
            f"batch_tokens is {tokens}, but a caption and a transcript may have {longest} tokens "
            f"each (data.max_text_tokens). Give {2 * longest} at least, or shorten the texts."
        )
    windows = math.ceil(template.data.max_audio_s / sizes.window_s) + 1
    return Budget(
        frames=config.batch_size * template.data.max_frames,
        windows=config.batch_size * windows,
        tokens=tokens,
        samples=config.batch_size,
    )


class RunData:
    """The training samples of one process, stage by stage."""

    def __init__(
        self,
        template: ApotheonConfig,
        config: TrainingConfig,
        tokenizer: Tokenizer,
        place: Place,
        augment: Augment | None = None,
    ) -> None:
        self.template, self.config, self.tokenizer = template, config, tokenizer
        self._place, self._augment = place, augment
        self.budget = budget_of(config, template, InputSizes.of(template))
        self.always_frozen = always_frozen(template, config.num_epochs)
        """Parts that train in no stage."""
        self.samples = self.dataset("train")

    def dataset(self, split: Split) -> ApotheonMultiModalDataset:
        """The samples of a split, all of each.

        Raises:
            DatasetError: there is none.
        """
        config = self.config
        return ApotheonMultiModalDataset(
            manifest_of(config.manifest_path),
            self.tokenizer,
            self.template,
            split=split,
            shares=Shares(val=config.val_share, test=config.test_share),
            split_seed=config.seed,
            seed=config.seed,
            augment=self._augment if split == "train" else None,
        )

    def compute_features(self, model: ApotheonMultiModalModel, say: Callable[[str], None]) -> None:
        """Run encoders that never train once, where `feature_cache` says so; all ranks together.

        Raises:
            UsageError: samples are augmented, which features are not.
        """
        parts = self.always_frozen & set(ENCODERS)
        if self.config.feature_cache is None or not parts:
            return
        store = FeatureStore.of(Path(self.config.feature_cache), model, parts)
        model.to(self._place.device)
        ranks = {"rank": self._place.rank, "ranks": self._place.ranks}
        done = fill(model, self.samples, store, say=say, **ranks)
        self._place.wait()
        say(f"features of {', '.join(sorted(parts))}: {done}")
        self.samples = self.samples.with_features(store)

    def enter(self, stage: Stage) -> None:
        """Show samples as this stage does."""
        self.samples = self.samples.showing(stage.modalities)

    def remarks(self) -> list[str]:
        """What somebody who trains on these samples should know."""
        found = []
        if self.samples.left_out:
            found.append(
                f"{self.samples.left_out} videos are left out: no picture, sound or text of them "
                f"can be shown"
            )
        return found

    def loader(self, epoch: int, start: int) -> Loader:
        """Batches of this rank from one on."""
        return Loader(
            self.samples,
            self.budget,
            seed=self.config.seed,
            epoch=epoch,
            rank=self._place.rank,
            ranks=self._place.ranks,
            start=start,
            workers=self.config.workers,
        )
