"""The model: a batch in, scores and vectors out. Losses are functions of what comes out.

B samples   R rows   T tokens   N places in rows   D width of the fusion
E width of the language model   V vocabulary   M tokens of the memory
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Self

import torch
from torch import Tensor, nn

from spark_trainer.models.apotheon.audio import AudioTower
from spark_trainer.models.apotheon.batch import Batch, Rows
from spark_trainer.models.apotheon.config import ApotheonConfig, read_config
from spark_trainer.models.apotheon.counts import target_counts
from spark_trainer.models.apotheon.fusion import FusionTransformer
from spark_trainer.models.apotheon.heads import ContrastiveHead, TokenHead
from spark_trainer.models.apotheon.memory import Memory, MemoryBuilder
from spark_trainer.models.apotheon.names import OBJECTIVES, PARTS, TASKS, Objective, Part, Task
from spark_trainer.models.apotheon.outputs import Outputs, TokenScores
from spark_trainer.models.apotheon.packing import Packed, Tokens
from spark_trainer.models.apotheon.parts import freeze, named_parts
from spark_trainer.models.apotheon.past import Past
from spark_trainer.models.apotheon.places import places_of, rows_or_dummy, target_mask
from spark_trainer.models.apotheon.projections import Projection, TextProjection
from spark_trainer.models.apotheon.sizes import all_random, written_out
from spark_trainer.models.apotheon.text import TextTower
from spark_trainer.models.apotheon.vision import VisionTower
from spark_trainer.models.learner import Learner, count_parameters


class Read(NamedTuple):
    """Text as the language model read it, projected, and after it looked at the memory."""

    text_RTE: Tensor
    text_RTD: Tensor
    fused_RTD: Tensor


class ApotheonMultiModalModel(Learner):
    """Vision, audio and text encoders, joined by a fusion transformer with three heads.

    Args:
        template: a template of templates.yaml, as its mapping is loaded from YAML.
        weights: of the encoders: as the template says for each, or all random.
        local_files_only: take pretrained weights only from this machine.

    Raises:
        ConfigError: a mistake in the template, by key.
        BackendUnavailableError: pretrained weights that are not here or do not fit.
    """

    objectives: tuple[Objective, ...] = OBJECTIVES

    def __init__(
        self,
        template: Mapping[str, Any] | ApotheonConfig,
        *,
        weights: Literal["template", "random"] = "template",
        local_files_only: bool = False,
    ) -> None:
        super().__init__()
        config = read_config(template)
        sizes = (config if weights == "template" else all_random(config)).architecture
        local = local_files_only
        width = sizes.fusion.width
        self.vision_encoder = VisionTower(sizes.vision, local_files_only=local)
        self.audio_encoder = AudioTower(sizes.audio, local_files_only=local)
        self.text_encoder = TextTower(sizes.text, local_files_only=local)
        self.vision_projection = Projection(self.vision_encoder.width, width)
        self.audio_projection = Projection(self.audio_encoder.width, width)
        self.text_projection = TextProjection(self.text_encoder.width, width)
        self.memory = MemoryBuilder(width)
        self.fusion = FusionTransformer(sizes.fusion)
        self.captioning_head = TokenHead(width, self.text_encoder.width)
        self.transcription_head = TokenHead(width, self.text_encoder.width)
        self.contrastive_head = ContrastiveHead(
            width, sizes.fusion.contrastive_width, config.objectives.contrastive.temperature
        )
        built = {
            "vision": self.vision_encoder.model.config,
            "audio": self.audio_encoder.model.config,
            "text": self.text_encoder.model.config,
        }
        self.config = written_out(config, built)
        """The template, with the sizes of every encoder."""
        self.frozen: frozenset[Part] = frozenset()
        self.freeze(config.training.frozen)

    def forward(self, batch: Batch) -> Outputs:
        """Scores of every token that is to be learned, and vectors of every modality.

        Each part runs in every call, over a masked dummy where the batch has nothing for it.
        """
        vision, audio, rows = self.see(batch), self.hear(batch), rows_or_dummy(batch.rows)
        samples_R = torch.tensor(rows.samples, device=rows.tokens_RT.device)
        read = self.read(rows.tokens_RT, rows.tasks, self.memory(vision, audio), samples_R)
        return Outputs(
            tokens=self._score(rows, read),
            embeddings=self.contrastive_head(vision, audio, read.text_RTD, target_mask(rows)),
        )

    def read(
        self,
        tokens_RT: Tensor,
        tasks: Sequence[Task],
        memory: Memory,
        samples_R: Tensor,
        past: Past | None = None,
    ) -> Read:
        """Rows of text, read by the language model, and what they found in the memory.

        Args:
            past: what was read before these tokens; empty at first, it is filled on.
        """
        text_RTE = self.text_encoder(tokens_RT, past)
        text_RTD = self.text_projection(text_RTE, tasks)
        fused_RTD = self.fusion(text_RTD, memory, samples_R, past)
        return Read(text_RTE, text_RTD, fused_RTD)

    def see(self, batch: Batch) -> Tokens:
        """Projected patch tokens, sample by sample."""
        return _projected(self.vision_encoder(batch.frames), self.vision_projection)

    def hear(self, batch: Batch) -> Tokens:
        """Projected audio states, sample by sample."""
        return _projected(self.audio_encoder(batch.sounds), self.audio_projection)

    def remember(self, batch: Batch) -> Memory:
        """What the rows of this batch may look at."""
        memory: Memory = self.memory(self.see(batch), self.hear(batch))
        return memory

    def next_scores(self, text_RE: Tensor, fused_RD: Tensor, tasks: Sequence[Task]) -> Tensor:
        """Logits R x V of the token behind the last one of each row, by the head of its task."""
        state_RE = torch.zeros_like(text_RE)
        for task in TASKS:
            mine_R = torch.tensor([t == task for t in tasks], device=text_RE.device)
            state_RE = torch.where(mine_R[:, None], self.head(task)(text_RE, fused_RD), state_RE)
        return self.text_encoder.scores(state_RE)

    def head(self, task: Task) -> TokenHead:
        return {"captioning": self.captioning_head, "transcription": self.transcription_head}[task]

    def _score(self, rows: Rows, read: Read) -> dict[Task, TokenScores]:
        """Both heads, each over the places of its task."""
        scored = {}
        for task in TASKS:
            places = places_of(rows, task)
            text_NE, fused_ND = places.states(read.text_RTE), places.states(read.fused_RTD)
            logits_NV = self.text_encoder.scores(self.head(task)(text_NE, fused_ND))
            scored[task] = TokenScores(
                logits_NV=logits_NV,
                targets_N=places.targets(rows.tokens_RT),
                learned_N=places.learned(logits_NV.device),
                rows=places.rows,
                positions=places.positions,
            )
        return scored

    def freeze(self, frozen: Collection[str]) -> None:
        """Train all parts but these; see `parts.freeze`."""
        freeze(self, frozen)

    def train(self, mode: bool = True) -> Self:
        """Training or evaluation mode; frozen parts stay in the latter."""
        super().train(mode)
        for part, module in named_parts(self).items():
            if part in self.frozen:
                module.eval()
        return self

    def cast(self, dtype: torch.dtype, parts: Collection[Part] = PARTS) -> Self:
        """Parameters of these parts in another kind of float, such as bf16 for what is frozen.

        The language model's rotary frequencies stay float32, which `to` would not leave them: in
        bf16, distant positions are one.
        """
        for part in parts:
            for parameter in self.get_submodule(part).parameters():
                parameter.data = parameter.data.to(dtype)
        return self

    def count_parameters(self) -> dict[str, int]:
        """Parameters of each part."""
        return count_parameters(self)

    def target_counts(self, batch: Batch) -> dict[Objective, int]:
        """See `counts.target_counts`."""
        return target_counts(batch)

    def part_of(self, parameter: str) -> str:
        """One of `names.PARTS`."""
        return parameter.partition(".")[0]

    def layers(self) -> Iterable[nn.Module]:
        """Of the fusion transformer and of the three encoders."""
        vision: Any = self.vision_encoder.model
        text: Any = self.text_encoder.model
        audio: Any = self.audio_encoder.model
        return (*self.fusion.layers, *vision.encoder.layers, *audio.layers, *text.model.layers)

    def set_gradient_checkpointing(self, enabled: bool) -> None:
        """Compute activations again in the backward pass: less memory, about a third slower."""
        self.fusion.checkpointing = enabled
        for tower in (self.vision_encoder, self.audio_encoder, self.text_encoder):
            if enabled:
                tower.model.activation_checkpointing_enable({"use_reentrant": False})
            else:
                tower.model.activation_checkpointing_disable()


def _projected(packed: Packed, projection: Projection) -> Tokens:
    return packed._replace(states_NSD=projection(packed.states_NSD)).spread()
