"""The pipeline of diffusers around a Stable Video Diffusion, and the frames that it makes.

T frames   H, W, C height, width, channels (RGB)
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from spark_trainer.core.optional import is_installed
from spark_trainer.models.kinds.svd import Data
from spark_trainer.trainers.recipes.svd_model import SvdModel

if not is_installed("torchvision"):
    # diffusers asks for it by this name; transformers then takes this very class, and says so.
    # Not `import transformers`: it puts another module in its own place when it is first used.
    names: Any = sys.modules["transformers"]
    names.CLIPImageProcessor = CLIPImageProcessorPil

from diffusers import StableVideoDiffusionPipeline
from diffusers.pipelines.stable_video_diffusion.pipeline_stable_video_diffusion import (
    _resize_with_antialiasing,
)

DECODED_AT_ONCE = 4
"""Frames in one pass of the decoder: it needs more memory than all that is before it."""
KIND: Any = StableVideoDiffusionPipeline
resize: Any = _resize_with_antialiasing


class _Making(KIND):  # type: ignore[misc]
    """The pipeline under autocast: the frozen parts go by their own kind of float, as it expects.

    Only the UNet may have weights of two kinds, those that train and those that do not.
    """

    def _encode_image(self, image: Any, device: Any, *how: Any) -> Tensor:
        with torch.autocast(torch.device(device).type, enabled=False):
            found: Tensor = super()._encode_image(image, device, *how)
        return found

    def _encode_vae_image(self, image: Tensor, device: Any, *how: Any, **more: Any) -> Tensor:
        with torch.autocast(torch.device(device).type, enabled=False):
            found: Tensor = super()._encode_vae_image(image, device, *how, **more)
        return found

    def decode_latents(self, latents: Tensor, *how: Any) -> Tensor:
        with torch.autocast(latents.device.type, enabled=False):
            found: Tensor = super().decode_latents(latents.to(self.vae.dtype), *how)
        return found


def pipeline_of(model: nn.Module, processor: Any, kind: Any = _Making) -> Any:
    """A `StableVideoDiffusionPipeline` of the same modules.

    Args:
        processor: with `scheduler` and `feature_extractor`.
        kind: diffusers' own class where the pipeline is to be saved.
    """
    assert isinstance(model, SvdModel)
    return kind(
        vae=model.vae,
        image_encoder=model.image_encoder,
        unet=model.unet,
        scheduler=processor.scheduler,
        feature_extractor=processor.feature_extractor,
    )


def make_frames(
    pipeline: Any, first_HWC: NDArray[np.uint8], said: Data, *, steps: int, seed: int
) -> NDArray[np.uint8]:
    """A video that begins with a picture, T x H x W x C.

    Args:
        seed: of its noise; PyTorch's own generators are left as they are.
    """
    pipeline.set_progress_bar_config(disable=True)
    with warnings.catch_warnings():
        # diffusers 0.42 gives torch's tensors to numpy 2.4 in a way that is going away.
        warnings.filterwarnings("ignore", "__array__", DeprecationWarning)
        made = pipeline(
            Image.fromarray(first_HWC),
            height=said.height,
            width=said.width,
            num_frames=said.frames,
            num_inference_steps=steps,
            fps=said.fps,
            motion_bucket_id=said.motion_bucket,
            decode_chunk_size=DECODED_AT_ONCE,
            generator=torch.Generator().manual_seed(seed),
            output_type="np",
        )
    frames_THWC: NDArray[np.uint8] = (np.asarray(made.frames[0]) * 255).round().astype(np.uint8)
    return frames_THWC
