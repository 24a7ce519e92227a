"""A template with every size written out, which is what a saved model keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.apotheon.encoder_config import LlamaSizes, Spec, sizes_kind
from spark_trainer.models.apotheon.names import TASKS
from spark_trainer.models.apotheon.pretrained import sizes_of

_ENCODERS = ("vision", "audio", "text")


def all_random(config: ApotheonConfig) -> ApotheonConfig:
    """The same sizes, with fresh weights in every encoder."""
    return _with_encoders(config, lambda _, spec: spec.model_copy(update={"weights": "random"}))


def written_out(config: ApotheonConfig, built: dict[str, Any]) -> ApotheonConfig:
    """The same template, with sizes also where it names only a model of the hub.

    Args:
        built: the configuration of transformers of each encoder as it was built, by name.

    Raises:
        ConfigError: an encoder has a size that is out of range.
    """
    return _with_encoders(config, lambda name, spec: _sized(spec, built[name]))


def _with_encoders(config: ApotheonConfig, change: Callable[[str, Spec], Spec]) -> ApotheonConfig:
    sizes = config.architecture
    changed = {name: change(name, getattr(sizes, name)) for name in _ENCODERS}
    return config.model_copy(update={"architecture": sizes.model_copy(update=changed)})


def _sized(spec: Spec, built: Any) -> Spec:
    if spec.config is not None:
        return spec
    sizes = sizes_of(built, sizes_kind(spec))
    if isinstance(sizes, LlamaSizes):  # the model has rows for the task tokens, the template not
        sizes = sizes.model_copy(update={"vocab_size": sizes.vocab_size - len(TASKS)})
    return spec.model_copy(update={"config": sizes})
