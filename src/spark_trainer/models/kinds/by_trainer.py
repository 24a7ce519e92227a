"""Which settings a template has: those of the trainer that trains it."""

from __future__ import annotations

from spark_trainer.models.apotheon.config import ApotheonConfig
from spark_trainer.models.kinds.blip2 import Blip2Template
from spark_trainer.models.kinds.common import Template
from spark_trainer.models.kinds.llama3 import Llama3Template
from spark_trainer.models.kinds.own import OwnTemplate
from spark_trainer.models.kinds.qwen2_vl import Qwen2VLTemplate
from spark_trainer.models.kinds.svd import SvdTemplate
from spark_trainer.models.kinds.whisper import WhisperTemplate

KINDS: dict[str, type[Template]] = {
    "apotheon-multimodal": ApotheonConfig,
    "whisper-finetune": WhisperTemplate,
    "blip2-caption": Blip2Template,
    "qwen2-vl": Qwen2VLTemplate,
    "llama3-instruction": Llama3Template,
    "svd-video": SvdTemplate,
}


def kind_of(trainer: str) -> type[Template]:
    """The settings of the templates that this trainer trains; free ones for a trainer not ours."""
    return KINDS.get(trainer, OwnTemplate)
