"""What knows one thing each: a support vector machine for pictures, a small net for sound."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from digits_clips import SAMPLE_HZ, Picture, Voice, read_voice
from torch import Tensor, nn
from torch.nn import functional

from spark_trainer.models.apotheon.inputs import mel_windows

MELS, WINDOW_S = 80, 2.0
CONVERGED = 20
"""Epochs in a row without an error on the training set: then more time changes nothing."""


@dataclass(frozen=True)
class Specialist:
    share: float
    """Of the test set that it gets right."""
    told: str


def written_by_svm(train: Sequence[Picture], test: Sequence[Picture]) -> Specialist:
    """Scikit-learn's example of handwritten digits, with its settings."""
    from sklearn.svm import SVC

    began = time.process_time()
    model = SVC(gamma=0.001).fit([p.grey_88.ravel() for p in train], [p.digit for p in train])
    spent_s = time.process_time() - began
    share = model.score([p.grey_88.ravel() for p in test], [p.digit for p in test])
    return Specialist(
        float(share), f"support vector machine, {spent_s:.1f} s; it has no more to do"
    )


class Net(nn.Module):
    """Three convolutions over log-mel, a mean over time, one layer."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after in ((1, 16), (16, 32), (32, 64)):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU()]
            layers += [nn.MaxPool2d(2)]
        self.convolutions = nn.Sequential(*layers)
        self.drop = nn.Dropout(0.3)
        self.out = nn.Linear(64 * (MELS // 8), 10)

    def forward(self, mels_BMK: Tensor) -> Tensor:
        states_BCMK = self.convolutions(mels_BMK[:, None])
        logits_BD: Tensor = self.out(self.drop(states_BCMK.mean(dim=3).flatten(1)))
        return logits_BD


def spoken_by_net(train: Sequence[Voice], test: Sequence[Voice], processor_s: float) -> Specialist:
    """Trained for as much processor time, or until it makes no more error on what it learns."""
    torch.manual_seed(0)
    net, mels_NMK, digits_N = Net(), _mels(train), torch.tensor([v.digit for v in train])
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)
    began, epochs, faultless = time.process_time(), 0, 0
    while time.process_time() - began < processor_s and faultless < CONVERGED:
        wrong = _epoch(net, optimizer, mels_NMK, digits_N)
        epochs, faultless = epochs + 1, faultless + 1 if wrong == 0 else 0
    spent_s = time.process_time() - began
    net.eval()
    with torch.no_grad():
        guessed_N = net(_mels(test)).argmax(dim=1)
    share = int((guessed_N == torch.tensor([v.digit for v in test])).sum()) / len(test)
    why = "no error on its training set any more" if faultless == CONVERGED else "its time was up"
    return Specialist(share, f"convolutional net, {epochs} epochs, {spent_s:.0f} s; {why}")


def _epoch(net: Net, optimizer: torch.optim.Optimizer, mels_NMK: Tensor, digits_N: Tensor) -> int:
    """Errors on the way."""
    net.train()
    wrong = 0
    for chosen_B in torch.randperm(len(digits_N)).split(32):
        logits_BD = net(mels_NMK[chosen_B])
        loss = functional.cross_entropy(logits_BD, digits_N[chosen_B])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        wrong += int((logits_BD.argmax(dim=1) != digits_N[chosen_B]).sum())
    return wrong


def _mels(recordings: Sequence[Voice]) -> Tensor:
    """As Apotheon hears them: 16 kHz, 80 bins, the first 2 s."""
    return torch.tensor(np.stack([_mel(voice) for voice in recordings]))


def _mel(voice: Voice) -> np.ndarray:
    from scipy.signal import resample_poly

    sound_S = resample_poly(read_voice(voice.path), 16_000 // SAMPLE_HZ, 1).astype(np.float32)
    mel_MK = mel_windows(sound_S, MELS, WINDOW_S, WINDOW_S)[0].mel_MK
    assert mel_MK is not None
    return mel_MK
