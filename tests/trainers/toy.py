"""A tiny model with dropout, trained on a shuffled order."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch

from spark_trainer.trainers import random_state
from spark_trainer.trainers.checkpoint import load_parts
from spark_trainer.trainers.checkpoint_shelf import CheckpointShelf
from spark_trainer.trainers.optimizer_state import by_name, load_by_name

SAMPLES = 12


class ToyLoop:
    """One sample a step; a new order each epoch, from a generator of its own."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.model = torch.nn.Sequential(
            torch.nn.Linear(4, 8), torch.nn.Dropout(0.5), torch.nn.Linear(8, 1)
        )
        self.data = torch.randn(SAMPLES, 4)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=0.01)
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, 5, 0.9)
        self.shuffle = random.Random(2)
        self.order: list[int] = []
        self.step = 0

    def train_step(self) -> float:
        if not self.order:
            self.order = self.shuffle.sample(range(SAMPLES), SAMPLES)
        loss = self.model(self.data[self.order.pop()]).square().mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.scheduler.step()
        self.step += 1
        return loss.item()

    def parts(self) -> dict[str, Any]:
        return {
            "model": self.model.state_dict(),
            "optimizer": by_name(self.optimizer, self.model.named_parameters()),
            "scheduler": self.scheduler.state_dict(),
            "random": random_state.capture({"shuffle": self.shuffle}),
            "data": {"order": self.order},
            "progress": {"step": self.step},
        }

    def save(self, shelf: CheckpointShelf, loss: float = 0.0) -> None:
        shelf.save(self.step, self.parts(), {"loss": loss})

    def load(self, folder: Path) -> None:
        parts = load_parts(folder)
        self.model.load_state_dict(parts["model"])
        named = self.model.named_parameters()
        load_by_name(self.optimizer, named, parts["optimizer"], options=True)
        self.scheduler.load_state_dict(parts["scheduler"])
        random_state.restore(parts["random"], {"shuffle": self.shuffle})
        self.order = parts["data"]["order"]
        self.step = parts["progress"]["step"]
