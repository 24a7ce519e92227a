"""Weights of linear layers as int8: a quarter of the memory, and the same answer in any batch.

Only weights are quantised, one scale an output row (as in LLM.int8, Dettmers et al. 2022,
arXiv:2208.07339, without its outliers). PyTorch's dynamic quantisation also rounds activations, by
one scale a batch: a caption would depend on the pictures beside it.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

# O outputs, I inputs of a layer


class Int8Linear(nn.Module):
    """A linear layer whose weight is int8 and is widened when it is used."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight_OI = linear.weight.detach().float()
        scale_O1 = weight_OI.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.weight_OI: Tensor
        self.register_buffer("weight_OI", (weight_OI / scale_O1).round().to(torch.int8))
        self.scale_O: Tensor
        self.register_buffer("scale_O", scale_O1.squeeze(1))
        self.bias = linear.bias

    @property
    def weight(self) -> Tensor:
        """The weight as it acts; code that looks at a layer's weight finds its type and shape."""
        return self.weight_OI * self.scale_O[:, None]

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = functional.linear(x, self.weight_OI.to(x.dtype)) * self.scale_O.to(x.dtype)
        return out if self.bias is None else out + self.bias


def quantise_weights(model: nn.Module) -> None:
    """Replace the linear layers in place, but those whose weight others share (embeddings)."""
    shared = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    for module in list(model.modules()):
        for name, child in module.named_children():
            if type(child) is nn.Linear and id(child.weight) not in shared:
                setattr(module, name, Int8Linear(child))
