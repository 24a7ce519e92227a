"""The seven ops of the dataset pipeline: what each may be told, needs and makes.

An op here is its own settings: a frozen Pydantic model whose fields carry unit, range and effect
(the composer's forms and the error messages are made from them), plus the names of what flows in
and out. What the executor does with them stands in `media/`, `labelers/` and `executors/`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from spark_trainer.labelers.device import Precision

Flow = Literal["videos", "frames", "audio", "scenes", "captions", "transcript", "dataset"]
"""What an edge of the graph carries."""

CaptionBackend = Literal[
    "blip2", "blip", "florence2", "vlm", "openai", "apotheon", "sidecar", "none"
]
TranscriptionBackend = Literal[
    "whisper", "faster-whisper", "pocketsphinx", "apotheon", "sidecar", "none"
]
Batch = Annotated[int, Field(ge=1, le=4096)] | Literal["auto"]
Side = Annotated[int, Field(ge=16, le=8192)]


class Op(BaseModel):
    """Base of all ops. Subclasses set the class variables and declare their parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    op: ClassVar[str]
    version: ClassVar[int] = 1
    """Raised when the same input and parameters would give another output."""
    summary: ClassVar[str]
    inputs: ClassVar[tuple[Flow, ...]] = ()
    """What it must be given."""
    optional_inputs: ClassVar[tuple[Flow, ...]] = ()
    """What it uses where it is given."""
    output: ClassVar[Flow]
    decodes: ClassVar[Literal["no", "audio", "candidates", "every frame"]] = "no"
    """How much of the decoded media it wants; ops that want any are fused into one pass."""
    only_how: ClassVar[frozenset[str]] = frozenset()
    """Parameters that say how it runs, not what comes out; provenance leaves them out."""


class Ingest(Op):
    """Find the videos, recursively, and learn what they are."""

    op: ClassVar[str] = "ingest"
    summary: ClassVar[str] = "find videos, read their headers"
    output: ClassVar[Flow] = "videos"

    min_duration_s: float = Field(0.0, ge=0, allow_inf_nan=False)
    """Shorter videos are left out, with that reason. Seconds."""
    max_duration_s: float | None = Field(None, gt=0, allow_inf_nan=False)
    """Longer videos are left out, with that reason. Seconds; none = no limit."""
    follow_symlinks: bool = False
    """Walk into linked folders. A loop is walked once."""


class Frames(Op):
    """Take candidates at a fixed rate, keep those that show something new, as JPEG."""

    op: ClassVar[str] = "frames"
    summary: ClassVar[str] = "candidates at a rate, smart sampling, near-duplicates, JPEG"
    inputs: ClassVar[tuple[Flow, ...]] = ("videos",)
    optional_inputs: ClassVar[tuple[Flow, ...]] = ("scenes",)
    output: ClassVar[Flow] = "frames"
    decodes: ClassVar[Literal["no", "audio", "candidates", "every frame"]] = "candidates"

    fps: float = Field(1.0, gt=0, le=1000)
    """Candidates a second."""
    at: Literal["rate", "keyframes"] = "rate"
    """`keyframes`: only frames that decode alone, at most `fps` a second, with their true times;
    many times cheaper, and as irregular as the encoder's choice."""
    resolution: tuple[Side, Side] | None = (224, 224)
    """Width and height in pixels; none = the display size of the video."""
    fit: Literal["stretch", "pad", "crop"] = "stretch"
    """How the upright picture gets to `resolution`: stretched to it, whole inside black bars, or
    filling it with the rest cut off."""
    jpeg_quality: int = Field(92, ge=1, le=100)
    smart_sampling: bool = True
    """Drop candidates that show nothing new since the last kept one."""
    motion_threshold: float = Field(0.3, ge=0, le=1)
    """Share of the clip's own range of motion that counts as new. Higher keeps fewer frames."""
    perceptual_hashing: bool = True
    """Drop near-duplicates of earlier kept frames, in the video and across the dataset."""
    hash_size: int = Field(8, ge=2, le=32)
    """Side of the hash in bits: 8 gives 64."""
    duplicate_distance: int = Field(2, ge=0)
    """Largest Hamming distance, in bits, at which two frames count as the same."""


class Audio(Op):
    """The sound as 16 kHz mono PCM, on the video's time line."""

    op: ClassVar[str] = "audio"
    summary: ClassVar[str] = "audio.wav: 16 kHz, mono, PCM 16-bit, aligned to the picture"
    inputs: ClassVar[tuple[Flow, ...]] = ("videos",)
    output: ClassVar[Flow] = "audio"
    decodes: ClassVar[Literal["no", "audio", "candidates", "every frame"]] = "audio"


class Scenes(Op):
    """PySceneDetect's ContentDetector, from the same decoded frames."""

    op: ClassVar[str] = "scenes"
    summary: ClassVar[str] = "cuts by PySceneDetect's content score"
    inputs: ClassVar[tuple[Flow, ...]] = ("videos",)
    output: ClassVar[Flow] = "scenes"
    decodes: ClassVar[Literal["no", "audio", "candidates", "every frame"]] = "every frame"

    threshold: float = Field(27.0, ge=0, le=255)
    """Content score, 0 to 255, from which a frame starts a new scene."""
    min_scene_s: float = Field(0.6, ge=0, allow_inf_nan=False)
    """Cuts closer than this are merged, as PySceneDetect merges them. Seconds."""


class Captions(Op):
    """A caption for each kept frame."""

    op: ClassVar[str] = "captions"
    summary: ClassVar[str] = "a caption a kept frame"
    inputs: ClassVar[tuple[Flow, ...]] = ("frames",)
    output: ClassVar[Flow] = "captions"

    only_how: ClassVar[frozenset[str]] = frozenset(
        {"device", "url", "concurrency", "retries", "timeout_s", "budget_tokens", "budget_requests"}
    )

    backend: CaptionBackend = "blip2"
    batch_size: Batch = 4
    """Frames a batch, over the borders of videos; `auto` = as many as fit into memory."""
    model: str | None = None
    """Id on the Hugging Face hub, or a folder; none = the back end's usual model. For `openai` the
    model's name on the server."""
    revision: str | None = None
    """Branch, tag or commit on the hub; none = main. Provenance records the commit."""
    device: str | None = None
    """`auto` (none), `cpu`, `cuda`, `cuda:0`."""
    precision: Precision | None = None
    """`auto` (none) is bf16 or fp16 on a GPU and fp32 on the CPU; int8 saves memory on the CPU."""
    prompt: str | None = None
    """What the model is told. For `florence2` one of its tasks, e.g. `<DETAILED_CAPTION>`."""
    max_new_tokens: int | None = Field(None, ge=1, le=4096)
    """Tokens after which a caption is cut."""
    url: str | None = None
    """`openai`: address of the server up to `/v1`; none = OPENAI_BASE_URL."""
    concurrency: int | None = Field(None, ge=1, le=1024)
    """`openai`: requests at the same time."""
    retries: int | None = Field(None, ge=0, le=100)
    """`openai`: times that a request is sent again."""
    timeout_s: float | None = Field(None, gt=0, allow_inf_nan=False)
    """`openai`: seconds that an answer may take."""
    budget_tokens: int | None = Field(None, ge=1)
    """`openai`: tokens, of questions and answers, after which the build stops."""
    budget_requests: int | None = Field(None, ge=1)
    """`openai`: requests after which the build stops."""


class Transcript(Op):
    """What is said, with times."""

    op: ClassVar[str] = "transcript"
    summary: ClassVar[str] = "what is said, with times"
    inputs: ClassVar[tuple[Flow, ...]] = ("audio",)
    output: ClassVar[Flow] = "transcript"

    version: ClassVar[int] = 2
    only_how: ClassVar[frozenset[str]] = frozenset({"device"})

    backend: TranscriptionBackend = "whisper"
    model_size: str = "base"
    """Size of a whisper model: tiny, base, small, medium, large. Other back ends ignore it."""
    model: str | None = None
    """Id on the Hugging Face hub, or a folder; goes before `model_size`."""
    revision: str | None = None
    """Branch, tag or commit on the hub; none = main. Provenance records the commit."""
    device: str | None = None
    """`auto` (none), `cpu`, `cuda`, `cuda:0`."""
    precision: Precision | None = None
    """`auto` (none) is bf16 or fp16 on a GPU and fp32 on the CPU; int8 is for the CPU."""
    batch_size: Batch | None = None
    """Windows of 30 s a batch, over the borders of videos; `auto` = as many as fit."""
    language: str | None = None
    """What is spoken, e.g. `en`; none = detected in each video."""


class Manifest(Op):
    """One JSON line a video, with the provenance of every part."""

    op: ClassVar[str] = "manifest"
    summary: ClassVar[str] = "manifest.jsonl and dataset.json, with provenance"
    inputs: ClassVar[tuple[Flow, ...]] = ("videos",)
    optional_inputs: ClassVar[tuple[Flow, ...]] = (
        "frames",
        "audio",
        "captions",
        "transcript",
        "scenes",
    )
    output: ClassVar[Flow] = "dataset"

    provenance: bool = True
    """Write `meta.provenance`: hashes, settings, versions and the chain of step keys."""


OPS: dict[str, type[Op]] = {
    op.op: op for op in (Ingest, Frames, Audio, Scenes, Captions, Transcript, Manifest)
}
