"""The names that templates, checkpoints and the trainer share. No torch here."""

from __future__ import annotations

from typing import Literal, get_args

Task = Literal["captioning", "transcription"]
"""What a row of text is: each has its own head, and its own token that starts the text."""
Objective = Literal["captioning", "transcription", "contrastive"]
"""What is trained: each task has a loss, and the contrastive head has one."""
Modality = Literal["text", "image", "audio", "video"]
"""What a stage of the curriculum shows. `image` is one frame of a video, `video` all of them."""
Part = Literal[
    "vision_encoder",
    "audio_encoder",
    "text_encoder",
    "vision_projection",
    "audio_projection",
    "text_projection",
    "memory",
    "fusion",
    "captioning_head",
    "transcription_head",
    "contrastive_head",
]
"""The parts of the model: what can be frozen, and what parameters are counted by."""

TASKS: tuple[Task, ...] = get_args(Task)
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
PARTS: tuple[Part, ...] = get_args(Part)

TASK_TOKENS: dict[Task, str] = {
    "captioning": "<|caption|>",
    "transcription": "<|transcribe|>",
}
