"""Noise as Karras et al. 2022 (EDM, arXiv 2206.00364) add it, with data of standard deviation 1.

c_out has the sign that diffusers calls v-prediction, which Stable Video Diffusion was trained with.

R rows   ... the rest of a sample's dimensions
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from spark_trainer.models.kinds.svd import Noise

MEASURED = Noise()
"""At which models are measured."""


@dataclass(frozen=True)
class Scales:
    """What surrounds the network F: the clean sample is c_skip noisy + c_out F(c_in noisy).

    All are R values.
    """

    skip: Tensor
    out: Tensor
    into: Tensor
    noise: Tensor
    """What the network is told: ln(sigma) / 4."""
    weight: Tensor
    """Of the squared error, so that every noise counts the same."""

    @classmethod
    def at(cls, sigma_R: Tensor) -> Self:
        """`sigma_R` is positive."""
        total_R = sigma_R**2 + 1
        return cls(
            skip=1 / total_R,
            out=-sigma_R / total_R.sqrt(),
            into=1 / total_R.sqrt(),
            noise=sigma_R.log() / 4,
            weight=total_R / sigma_R**2,
        )


@dataclass(frozen=True)
class Draws:
    """The random numbers of a step."""

    sigma_R: Tensor
    noise: Tensor
    """R x ..., standard normal, of the shape of the latents."""
    condition_sigma_R: Tensor
    condition_noise: Tensor
    """R x ..., of the shape of the first frames."""
    shown_R: Tensor
    """1 where the model is shown the first frame, 0 where it is not."""


def draw(said: Noise, latents: Tensor, first: Tensor) -> Draws:
    """By PyTorch's own generator, which the loop seeds before each step."""
    rows, device = len(latents), latents.device
    return Draws(
        sigma_R=(said.p_mean + said.p_std * torch.randn(rows, device=device)).exp(),
        noise=torch.randn(latents.shape, device=device),
        condition_sigma_R=_condition_sigma(said, torch.randn(rows, device=device)),
        condition_noise=torch.randn(first.shape, device=device),
        shown_R=(torch.rand(rows, device=device) >= said.condition_dropout).float(),
    )


def draw_fixed(latents: Tensor, first: Tensor, seeds_R: Tensor) -> Draws:
    """The same ones every time, for each row by its own seed; the first frame is always shown.

    Not by the noise of a template: losses of models that were trained at other noise compare.
    """
    rows = [_fixed(MEASURED, latents[0], first[0], seed) for seed in seeds_R.tolist()]
    sigma, noise, condition_sigma, condition_noise = (
        torch.stack(column).to(latents.device) for column in zip(*rows, strict=True)
    )
    shown_R = torch.ones(len(rows), device=latents.device)
    return Draws(sigma, noise, condition_sigma, condition_noise, shown_R)


def _fixed(said: Noise, latents: Tensor, first: Tensor, seed: int) -> tuple[Tensor, ...]:
    dice = torch.Generator().manual_seed(seed)
    return (
        (said.p_mean + said.p_std * torch.randn((), generator=dice)).exp(),
        torch.randn(latents.shape, generator=dice),
        _condition_sigma(said, torch.randn((), generator=dice)),
        torch.randn(first.shape, generator=dice),
    )


def _condition_sigma(said: Noise, normal: Tensor) -> Tensor:
    return (said.condition_mean + said.condition_std * normal).exp()


def along(values_R: Tensor, like: Tensor) -> Tensor:
    """R values as R x 1 x 1 ..., to be multiplied with `like`."""
    return values_R.view(-1, *[1] * (like.ndim - 1))
