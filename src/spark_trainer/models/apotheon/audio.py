"""Sound to states, 50 a second: Whisper's encoder over windows with their place in time.

W windows of all samples   M mel bins   K mel frames, 100 a second   S states   E width
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from spark_trainer.models.apotheon.batch import Sounds
from spark_trainer.models.apotheon.encoder_config import AudioEncoder
from spark_trainer.models.apotheon.encoders import audio_encoder
from spark_trainer.models.apotheon.packing import Packed, dummy_counts

STATES_HZ = 50
"""States of Whisper's encoder a second: mel frames are 10 ms apart, its convolution halves them."""
MELS_HZ = 100


def window_spans(duration_s: float, window_s: float) -> list[tuple[float, float]]:
    """Start and length of the windows that cover a sound, in seconds; only the last is shorter.

    No sound has no window. Whisper takes 30 s at most.
    """
    starts_s = [i * window_s for i in range(math.ceil(duration_s / window_s))]
    spans = [(start_s, min(window_s, duration_s - start_s)) for start_s in starts_s]
    return [(start_s, length_s) for start_s, length_s in spans if length_s > 0]  # 3 * 0.4 > 1.2


def valid_states(length_s: float, most: int) -> int:
    """States that hold sound: one that holds some is one."""
    return min(most, math.ceil(round(length_s * STATES_HZ, 6)))


class AudioTower(nn.Module):
    """Whisper's encoder. A window is always filled up with silence, as it was trained."""

    def __init__(self, spec: AudioEncoder, *, local_files_only: bool = False) -> None:
        super().__init__()
        self.model = audio_encoder(spec, local_files_only=local_files_only)
        config: Any = self.model.config
        self.width: int = config.d_model
        self.mel_bins: int = config.num_mel_bins
        self.states: int = config.max_source_positions
        self.keep_positions_fixed()

    @property
    def window_s(self) -> float:
        """Seconds of one window."""
        return self.states / STATES_HZ

    def keep_positions_fixed(self) -> None:
        """Whisper's sinusoids are no parameters to train, also when the rest is unfrozen."""
        self.model.embed_positions.requires_grad_(False)

    def features(self, mels_WMK: Tensor) -> Tensor:
        """States W x S x E of whole windows; those of the padding too."""
        states_WSE: Tensor = self.model(
            mels_WMK.to(self.model.conv1.weight.dtype)
        ).last_hidden_state
        return states_WSE

    def forward(self, sounds: Sounds) -> Packed:
        """States of all windows, cut to the longest sound; one masked where there is no window."""
        real = bool(sum(sounds.counts))
        counts = sounds.counts if real else dummy_counts(len(sounds.counts))
        lengths = [valid_states(s, self.states) for s in sounds.lengths_s] if real else [0]
        S = max(1, *lengths)
        states_WSE = self._states(sounds, real)[:, :S]
        device = states_WSE.device
        state_S = torch.arange(S, device=device)
        starts_s_W = sounds.starts_s_W if real else sounds.starts_s_W.new_zeros(1)
        times_s_WS = starts_s_W[:, None] + (state_S + 0.5) / STATES_HZ
        mask_WS = state_S < torch.tensor(lengths, device=device)[:, None]
        return Packed(states_WSE, mask_WS, times_s_WS, counts)

    def _states(self, sounds: Sounds, real: bool) -> Tensor:
        if sounds.features_WSE is not None:
            if any(p.requires_grad for p in self.parameters()):
                raise ValueError("features were computed beforehand, but the audio encoder trains")
            blank_WSE = sounds.features_WSE.new_zeros(1, self.states, self.width)
            return sounds.features_WSE if real else blank_WSE
        assert sounds.mels_WMK is not None
        mel_frames = self.states * MELS_HZ // STATES_HZ
        blank_WMK = sounds.mels_WMK.new_zeros(1, self.mel_bins, mel_frames)
        return self.features(sounds.mels_WMK if real else blank_WMK)
