from __future__ import annotations

import numpy as np

from spark_trainer.media.augment.mel import blank


def test_bands_hold_the_mean_and_the_rest_stays() -> None:
    mel_MK = np.arange(80, dtype=np.float32).reshape(8, 10)
    before = mel_MK.copy()
    changed = blank(mel_MK, [(1, 3)], [(4, 5), (0, 0)])
    assert np.all(changed[1:3] == mel_MK.mean())
    assert np.all(changed[:, 4] == mel_MK.mean())
    assert np.array_equal(changed[3:, 5:], mel_MK[3:, 5:])
    assert np.array_equal(mel_MK, before)
