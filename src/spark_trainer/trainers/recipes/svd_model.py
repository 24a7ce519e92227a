"""Stable Video Diffusion as it is trained: the UNet, and two frozen parts before it.

R rows   T frames   C, H, W channels, height, width   D width of an embedding
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from spark_trainer.models.kinds.svd import Noise
from spark_trainer.trainers.recipes.edm import Draws, Scales, along, draw, draw_fixed
from spark_trainer.trainers.recipes.latent_cache import Encoded

TEMPORAL = ("temporal_res_block", "temporal_transformer_blocks", "time_mixer", "time_pos_embed")
"""What the names of the layers over time hold (Blattmann et al. 2023, section 3)."""
AT_ONCE = 8
"""Frames in one pass of the autoencoder."""


def is_temporal(parameter: str) -> bool:
    """Whether a parameter of the UNet belongs to a layer over time."""
    return any(part in TEMPORAL for part in parameter.split("."))


class SvdModel(nn.Module):
    """The parts of a `StableVideoDiffusionPipeline`, of which only the UNet is trained.

    Args:
        noise: how much is added in training.
    """

    def __init__(
        self, unet: nn.Module, vae: nn.Module, image_encoder: nn.Module, noise: Noise
    ) -> None:
        super().__init__()
        self.unet: Any = unet
        self.vae: Any = vae.requires_grad_(False)
        self.image_encoder: Any = image_encoder.requires_grad_(False)
        self.noise = noise

    def train_only(self, which: str) -> None:
        """Train the UNet's layers over time (`temporal`), or all of it (`full`)."""
        for name, parameter in self.unet.named_parameters():
            parameter.requires_grad_(which == "full" or is_temporal(name))

    def train(self, mode: bool = True) -> SvdModel:
        super().train(mode)
        self.vae.eval()
        self.image_encoder.eval()
        return self

    def activation_checkpointing_enable(self, how: Mapping[str, Any]) -> None:
        del how  # diffusers says the same by itself
        self.unet.enable_gradient_checkpointing()

    def activation_checkpointing_disable(self) -> None:
        self.unet.disable_gradient_checkpointing()

    @torch.no_grad()
    def encode(self, frames_TCHW: Tensor, seen_CHW: Tensor) -> Encoded:
        """What the frozen parts make of a clip; always alone, so that it is always the same.

        Args:
            frames_TCHW: bytes.
            seen_CHW: the first frame as the image encoder takes it.
        """
        parts = _unit(frames_TCHW).tensor_split(-(-len(frames_TCHW) // AT_ONCE))
        pieces = [self._latents(part) for part in parts]
        with _full_precision(seen_CHW):
            found = self.image_encoder(seen_CHW[None].to(self.image_encoder.dtype))
        return Encoded(
            latents_TCHW=torch.cat(pieces) * self.vae.config.scaling_factor,
            embedding_D=found.image_embeds[0].float(),
            first_CHW=frames_TCHW[0],
        )

    def _latents(self, pictures_NCHW: Tensor) -> Tensor:
        """The mode, not scaled. In float32 where the weights are fp16, which would overflow."""
        if self.vae.dtype == torch.float16:
            self.vae.float()
        with _full_precision(pictures_NCHW):
            found = self.vae.encode(pictures_NCHW.to(self.vae.dtype)).latent_dist.mode()
        latents_NCHW: Tensor = found.float()
        return latents_NCHW

    def predict(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """What the UNet says F, the clean video it means, and the loss of each row.

        Args:
            batch: `latents`, `embedding`, `first` and `said` (frames a second less one, motion
                bucket); `seeds` where the noise is to be the same every time.
        """
        latents_RTCHW, first_RCHW = batch["latents"], _unit(batch["first"])
        drawn = (
            draw_fixed(latents_RTCHW, first_RCHW, batch["seeds"])
            if "seeds" in batch
            else draw(self.noise, latents_RTCHW, first_RCHW)
        )
        scales = Scales.at(drawn.sigma_R)
        noisy_RTCHW = latents_RTCHW + along(drawn.sigma_R, latents_RTCHW) * drawn.noise
        said_RTCHW = self._asked(batch, first_RCHW, drawn, scales, noisy_RTCHW).float()
        clean_RTCHW = along(scales.skip, noisy_RTCHW) * noisy_RTCHW
        clean_RTCHW = clean_RTCHW + along(scales.out, said_RTCHW) * said_RTCHW
        error_R = (clean_RTCHW - latents_RTCHW).square().flatten(1).mean(1)
        return said_RTCHW, clean_RTCHW, scales.weight * error_R

    def _asked(
        self,
        batch: Mapping[str, Tensor],
        first_RCHW: Tensor,
        drawn: Draws,
        scales: Scales,
        noisy_RTCHW: Tensor,
    ) -> Tensor:
        condition_RTCHW = self._condition(first_RCHW, drawn, noisy_RTCHW.shape[1])
        given_RTCHW = along(scales.into, noisy_RTCHW) * noisy_RTCHW
        embedding_RD = batch["embedding"] * drawn.shown_R[:, None]
        strength_R = drawn.condition_sigma_R[:, None]
        found: Tensor = self.unet(
            torch.cat([given_RTCHW, condition_RTCHW], dim=2),
            scales.noise,
            encoder_hidden_states=embedding_RD[:, None],
            added_time_ids=torch.cat([batch["said"], strength_R], dim=1),
            return_dict=False,
        )[0]
        return found

    @torch.no_grad()
    def _condition(self, first_RCHW: Tensor, drawn: Draws, frames: int) -> Tensor:
        """The first frame with its own noise, as latents, the same for every frame."""
        strength = along(drawn.condition_sigma_R, first_RCHW)
        latents_RCHW = self._latents(first_RCHW + strength * drawn.condition_noise)
        latents_RCHW = latents_RCHW * along(drawn.shown_R, latents_RCHW)
        return latents_RCHW[:, None].expand(-1, frames, -1, -1, -1)


def _unit(pictures: Tensor) -> Tensor:
    """Bytes as -1 to 1."""
    return pictures.float() / 127.5 - 1


def _full_precision(like: Tensor) -> torch.autocast:
    return torch.autocast(like.device.type, enabled=False)
