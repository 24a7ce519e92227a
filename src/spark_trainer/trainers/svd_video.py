"""Trains Stable Video Diffusion on the videos of a dataset.

@trainer_template: svd-video

R rows   T frames   C, H, W channels, height, width   D width of an embedding
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from spark_trainer.core.errors import MediaError
from spark_trainer.evaluation.report import Sample
from spark_trainer.labelers.loading import load_processor
from spark_trainer.models.kinds.svd import Noise, SvdTemplate
from spark_trainer.models.losses import Loss
from spark_trainer.trainers.generating import Generated, Given, Takes
from spark_trainer.trainers.recipes.augmenting import Dice
from spark_trainer.trainers.recipes.batch import TensorBatch
from spark_trainer.trainers.recipes.examples import LeftOut
from spark_trainer.trainers.recipes.generating import Writer
from spark_trainer.trainers.recipes.latent_cache import Encoded, LatentCache, weights_sha256
from spark_trainer.trainers.recipes.model_recipe import ModelRecipe
from spark_trainer.trainers.recipes.svd_making import make_video, write_samples
from spark_trainer.trainers.recipes.svd_model import SvdModel
from spark_trainer.trainers.recipes.svd_pipeline import KIND, make_frames, pipeline_of, resize
from spark_trainer.trainers.recipes.svd_weights import (
    load_parts,
    load_scheduler,
    pipeline_folder,
    random_parts,
    save_pipeline,
)
from spark_trainer.trainers.recipes.tiny_svd import tiny_svd
from spark_trainer.trainers.recipes.video_clips import Clip, clips_of, read_clip
from spark_trainer.trainers.training.engines.place import Place

LATENTS = "latents"
"""Folder in a run, where no other is named."""
SEEN_PX = 224
"""Side of a picture as the pipeline gives it to the image encoder."""
EXTRACTOR = "CLIPImageProcessorPil"
"""Of pictures that are in memory already; the one without this ending wants torchvision."""
WRITTEN_STEPS = 2
"""Steps of the pipeline when what it generates is only to be compared."""


@dataclass(frozen=True)
class SvdProcessor:
    """What makes tensors of clips."""

    scheduler: Any
    """An `EulerDiscreteScheduler`."""
    feature_extractor: Any
    cache: LatentCache | None = None

    def seen(self, first_HWC: np.ndarray[Any, Any]) -> Tensor:
        """The first frame as the pipeline gives it to the image encoder, C x 224 x 224."""
        picture_1CHW = torch.from_numpy(first_HWC).permute(2, 0, 1)[None] / 127.5 - 1
        small_CHW = (resize(picture_1CHW, (SEEN_PX, SEEN_PX))[0] + 1) / 2
        mean_C = torch.tensor(self.feature_extractor.image_mean)
        std_C = torch.tensor(self.feature_extractor.image_std)
        seen_CHW: Tensor = (small_CHW - mean_C[:, None, None]) / std_C[:, None, None]
        return seen_CHW


class SvdRecipe(ModelRecipe[Clip]):
    """The UNet is taught to take noise out of a video whose first frame it is shown.

    Noise and weights are those of EDM [Karras 2022], as in [Blattmann 2023]. Reads a manifest,
    whose videos are decoded again.
    """

    trainer = "svd-video"
    augments = frozenset({"image"})
    template_model = SvdTemplate
    objective = "denoising"
    model_kind = "StableVideoDiffusionPipeline"
    answers = False
    takes = Takes(("image", "video"), ("output", "steps"), needs=("output",), one=True)
    loss_unit = "weighted squared error of latents, 0 is best"
    tiny_steps = 120
    parts: ClassVar[Mapping[str, str]] = {}

    def folder(self, template: Any) -> Path | None:
        return pipeline_folder(template.architecture)

    def processor(self, template: Any, folder: Path) -> SvdProcessor:
        del template
        extractor = load_processor(EXTRACTOR, folder / "feature_extractor")
        return SvdProcessor(load_scheduler(folder), extractor)

    def model(self, template: Any, folder: Path | None) -> SvdModel:
        said = template.architecture
        assert folder is not None
        random = said.weights == "random"
        parts = random_parts(said, folder) if random else load_parts(folder)
        model = SvdModel(**parts, noise=template.objectives.denoising.noise)
        model.train_only(said.train)
        return model

    def outline(self, template: Any, folder: Path | None) -> SvdModel:
        assert folder is not None
        parts = random_parts(template.architecture, folder)
        model = SvdModel(**parts, noise=template.objectives.denoising.noise)
        model.train_only(template.architecture.train)
        return model

    def saved_model(self, template: Any, folder: Path) -> SvdModel:
        return SvdModel(**load_parts(folder), noise=template.objectives.denoising.noise)

    def plain(self, folder: Path) -> SvdModel:
        made = KIND.from_pretrained(folder, local_files_only=True)
        return SvdModel(made.unet, made.vae, made.image_encoder, Noise())

    def save(
        self, model: nn.Module, processor: SvdProcessor, folder: Path, state: Mapping[str, Any]
    ) -> None:
        save_pipeline(pipeline_of(model, processor, KIND), folder, state)

    def examples(
        self, processor: Any, template: Any, data: Path
    ) -> tuple[list[Clip], list[LeftOut]]:
        del processor
        return clips_of(data, template.data)

    def prepared(
        self,
        model: nn.Module,
        processor: SvdProcessor,
        template: Any,
        examples: Sequence[Clip],
        run: Path,
        place: Place,
    ) -> SvdProcessor:
        """Each process encodes its share of the clips that are not in the cache yet.

        A clip that cannot be read is left to the loader, which names and replaces it.
        """
        assert isinstance(model, SvdModel)
        named = template.data.latent_cache
        frozen = weights_sha256(model.vae, model.image_encoder)
        cache = LatentCache(Path(named) if named else run / LATENTS, frozen)
        made = replace(processor, cache=cache)
        model.to(place.device)
        for clip in examples[place.rank :: place.ranks]:
            if cache.read(clip) is not None:
                continue
            try:
                frames_TCHW, seen_CHW = _pictures(made, clip)
            except MediaError:
                continue
            moved = frames_TCHW.to(place.device), seen_CHW.to(place.device)
            cache.write(clip, model.encode(*moved))
        place.wait()
        return made

    def collate(
        self,
        processor: SvdProcessor,
        template: Any,
        examples: Sequence[Clip],
        dice: Sequence[Dice] | None,
    ) -> TensorBatch:
        """The clips' latents where all are in the cache, else their frames.

        Latents in the cache are of clips as they are: changed ones are encoded in every step.

        Without dice, seeds say which noise is added: the same every time.
        """
        said = template.data
        changed = dice is not None and dice[0].augmenting is not None
        known = None if changed else _known(processor, examples)
        tensors = known or _frames(processor, examples, dice)
        tensors["said"] = torch.tensor([[said.fps - 1.0, said.motion_bucket]] * len(examples))
        if dice is None:
            tensors["seeds"] = torch.tensor([_seed(clip) for clip in examples])
        frames = sum(clip.frames for clip in examples)
        return TensorBatch(
            tensors=tensors,
            counts={self.objective: len(examples)},
            cells=frames,
            tokens=frames,
        )

    def losses(self, model: nn.Module, batch: TensorBatch) -> dict[str, Loss]:
        """The mean over a clip's latents; clips are what is counted."""
        assert isinstance(model, SvdModel)
        _, _, loss_R = model.predict(_encoded(model, batch.tensors))
        return {self.objective: Loss(loss_R.sum(), torch.tensor(float(len(loss_R))).to(loss_R))}

    def scores(self, model: nn.Module, batch: TensorBatch) -> Tensor:
        """What the UNet says at fixed noise: R x T x C x H x W."""
        assert isinstance(model, SvdModel)
        return model.predict(_encoded(model, batch.tensors))[0]

    def write(
        self, model: nn.Module, processor: SvdProcessor, template: Any, examples: Sequence[Clip]
    ) -> list[str]:
        """SHA-256 of the frames that a few steps of the pipeline make of the first one."""
        pipeline = pipeline_of(model, processor)
        found = []
        for clip in examples:
            frames_THWC = make_frames(
                pipeline, read_clip(clip)[0], template.data, steps=WRITTEN_STEPS, seed=0
            )
            found.append(hashlib.sha256(frames_THWC.tobytes()).hexdigest())
        return found

    def generated(self, writer: Writer, given: Given | None) -> Generated:
        assert given is not None
        return make_video(pipeline_of(writer.model, writer.processor), writer, given)

    def made(
        self,
        model: nn.Module,
        processor: SvdProcessor,
        template: Any,
        examples: Sequence[Clip],
        folder: Path,
    ) -> list[Sample]:
        return write_samples(pipeline_of(model, processor), template, examples, folder)

    def reference(self, example: Clip) -> str:
        """There is none: a generated video is not right or wrong."""
        del example
        return ""

    def tiny(self, folder: Path) -> tuple[Mapping[str, Any], Path]:
        return tiny_svd(folder)


def _pictures(
    processor: SvdProcessor, clip: Clip, die: Dice | None = None
) -> tuple[Tensor, Tensor]:
    """Its frames, T x C x H x W bytes, and the first as the image encoder sees it."""
    frames_THWC = read_clip(clip)
    if die is not None:
        frames_THWC = np.ascontiguousarray(die.frames(frames_THWC))
    frames_TCHW = torch.from_numpy(frames_THWC).permute(0, 3, 1, 2).contiguous()
    return frames_TCHW, processor.seen(frames_THWC[0])


def _known(processor: SvdProcessor, clips: Sequence[Clip]) -> dict[str, Tensor] | None:
    """The tensors of clips that are all in the cache."""
    cache = processor.cache
    found = [cache.read(clip) for clip in clips] if cache else []
    whole = [one.tensors() for one in found if one is not None]
    return _stacked(whole) if len(whole) == len(clips) else None


def _frames(
    processor: SvdProcessor, clips: Sequence[Clip], dice: Sequence[Dice] | None
) -> dict[str, Tensor]:
    thrown: Sequence[Dice | None] = dice or [None] * len(clips)
    pairs = [_pictures(processor, clip, die) for clip, die in zip(clips, thrown, strict=True)]
    return _stacked([{"frames": frames, "seen": seen} for frames, seen in pairs])


def _stacked(rows: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    return {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def _encoded(model: SvdModel, tensors: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """The batch with latents, where it has frames."""
    if "frames" not in tensors:
        return tensors
    pairs = zip(tensors["frames"], tensors["seen"], strict=True)
    rows: list[Encoded] = [model.encode(frames, seen) for frames, seen in pairs]
    return {**tensors, **_stacked([row.tensors() for row in rows])}


def _seed(clip: Clip) -> int:
    """Of the noise that the clip is measured at."""
    return int.from_bytes(hashlib.sha256(f"{clip.sha256}/{clip.number}".encode()).digest()[:7])


RECIPE = SvdRecipe()
