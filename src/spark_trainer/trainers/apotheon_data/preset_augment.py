"""A preset of augmentations.yaml as `Augment` takes it: as many pictures, and the same words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spark_trainer.media.augment.clip import Clip
from spark_trainer.media.augment.mel import Mel
from spark_trainer.models.augmentations import Preset
from spark_trainer.models.augmentations.applying import run, run_mel, streams_of
from spark_trainer.trainers.apotheon_data.augment import Media
from spark_trainer.trainers.run_augmentations import origin_of

LEFT_OUT = {
    "temporal_crop": "captions and transcripts tell of the whole video",
    "frame_drop": "a batch is planned for all pictures",
    "drop": "texts are what is to be written",
    "case": "texts are what is to be written",
}
"""Operations that do not suit samples of Apotheon, and why."""

_KEY_BYTES = 16


@dataclass(frozen=True)
class PresetAugment:
    """Changes pictures, sound and spectrogram; operations that do not suit are left out."""

    preset: Preset

    def __call__(self, media: Media, rng: np.random.Generator) -> Media:
        """The preset's operations, with random numbers that follow from `rng`."""
        frames, times_s = media.squares_FHWC, media.times_s_F
        numbered = np.arange(len(frames), dtype=np.float64)
        clip = Clip(frames, numbered if times_s is None else times_s, media.sound_S)
        changed = run(self.preset, clip, streams_of(rng.bytes(_KEY_BYTES)), LEFT_OUT).clip
        times_s = None if times_s is None else changed.times_s_F
        return Media(changed.frames_FHWC, changed.sound_S, times_s)

    def mel(self, mel_MK: Mel, rng: np.random.Generator) -> Mel:
        """The preset's operations on log-mel."""
        return run_mel(self.preset, mel_MK, streams_of(rng.bytes(_KEY_BYTES)))

    def remarks(self) -> list[str]:
        """What somebody who trains with it should know."""
        preset, found = self.preset, origin_of(self.preset)
        kinds = dict.fromkeys(o.kind for o in preset.operations if o.kind in LEFT_OUT)
        if kinds:
            told = "; ".join(f"{kind} ({LEFT_OUT[kind]})" for kind in kinds)
            found.append(f"augmentations `{preset.name}`, left out here: {told}")
        return found
