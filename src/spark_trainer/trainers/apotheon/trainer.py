"""A model and a configuration in, a run folder out."""

from __future__ import annotations

from collections.abc import Sequence

from spark_trainer.core.errors import UsageError
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.tokenizer import load_tokenizer
from spark_trainer.trainers.apotheon.task import ApotheonTask
from spark_trainer.trainers.apotheon_data.augment import Augment
from spark_trainer.trainers.apotheon_data.preset_augment import PresetAugment
from spark_trainer.trainers.run_augmentations import preset_of_run
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.place import find_place
from spark_trainer.trainers.training.reporting import Listener
from spark_trainer.trainers.training.training import Trained, train


class ApotheonTrainer:
    """Trains a model on a manifest: `ApotheonTrainer(model, config).train()`.

    Everything goes into the run folder `config.output_dir`, see docs/runs.md. SIGTERM and Ctrl-C
    save a checkpoint and stop.
    """

    def __init__(
        self,
        model: ApotheonMultiModalModel,
        config: TrainingConfig,
        *,
        template_name: str = "apotheon",
        augment: Augment | None = None,
        listeners: Sequence[Listener] = (),
    ) -> None:
        """Nothing is read or written yet.

        Args:
            template_name: what the run is listed under.
            augment: changes training samples after they were read, in place of a preset.
            listeners: are given each event of the run as it happens.
        """
        self.model = model
        self.config = config
        self.tokenizer = load_tokenizer(model.config.architecture.text.tokenizer)
        self._template_name = template_name
        self._augment = augment
        self._listeners = listeners

    def train(self) -> Trained:
        """Train to the end, or until a signal.

        Raises:
            UsageError: settings that cannot be, or do not go together.
            DatasetError: there is nothing to train on.
            RunError: the folder holds another run, or training failed; says how to go on.
            OutputError: the run folder cannot be written; what was saved is kept.
        """
        place = find_place(self.config.device)
        preset = preset_of_run(self.config)
        named = None if preset is None else PresetAugment(preset)
        if named is not None and self._augment is not None:
            raise UsageError(
                f"both `augment` and the preset `{named.preset.name}` would change the samples: "
                f"give one, or leave the preset out (augmentations=None)"
            )
        task = ApotheonTask(self.model, self.config, self.tokenizer, place, self._augment or named)
        return train(task, self._template_name, self._listeners)
