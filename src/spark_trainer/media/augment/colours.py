"""Changes of colour and tone, the same for all pictures of a clip.

F pictures   H, W, C their height, width, channels (RGB). A factor of 1 changes nothing.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spark_trainer.media.augment.clip import Frames
from spark_trainer.media.augment.pictures import each

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def brightness(frames_FHWC: Frames, factor: float) -> Frames:
    return _toned(frames_FHWC, np.arange(256) * factor)


def contrast(frames_FHWC: Frames, factor: float) -> Frames:
    """Tones move away from the clip's own mean, so that a flash stays a flash."""
    if not frames_FHWC.size:
        return frames_FHWC
    mean = float(frames_FHWC.mean(axis=(0, 1, 2)) @ _LUMA)
    return _toned(frames_FHWC, mean + (np.arange(256) - mean) * factor)


def posterize(frames_FHWC: Frames, bits: int) -> Frames:
    """Only the highest bits of each value stay."""
    return _toned(frames_FHWC, np.arange(256) & (0xFF << (8 - bits)))


def saturation(frames_FHWC: Frames, factor: float) -> Frames:
    """0 is grey."""
    grey_FHW1 = (frames_FHWC @ _LUMA)[..., None]
    return _bytes(grey_FHW1 + (frames_FHWC - grey_FHW1) * np.float32(factor))


def hue(frames_FHWC: Frames, turn: float) -> Frames:
    """Colours turned by a share of the whole circle."""
    steps = round(turn * 180) % 180  # OpenCV's bytes of hue count to 180

    def turned(picture_HWC: Frames) -> Frames:
        hsv = cv2.cvtColor(picture_HWC, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int16) + steps) % 180
        return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)

    return each(frames_FHWC, turned) if steps else frames_FHWC


def sharpness(frames_FHWC: Frames, factor: float) -> Frames:
    """Below 1 is smoother, above 1 is sharper."""

    def sharpened(picture_HWC: Frames) -> Frames:
        smooth = cv2.GaussianBlur(picture_HWC, (3, 3), 0).astype(np.float32)
        return _bytes(smooth + (picture_HWC - smooth) * np.float32(factor))

    return each(frames_FHWC, sharpened)


def autocontrast(frames_FHWC: Frames) -> Frames:
    """The darkest value of the clip becomes 0, the lightest 255."""
    if not frames_FHWC.size:
        return frames_FHWC
    low, high = int(frames_FHWC.min()), int(frames_FHWC.max())
    return _toned(frames_FHWC, (np.arange(256) - low) * (255 / max(1, high - low)))


def _toned(frames_FHWC: Frames, tone_of_value: NDArray[np.number]) -> Frames:
    return _bytes(tone_of_value)[frames_FHWC]


def _bytes(values: NDArray[np.number]) -> Frames:
    whole: NDArray[np.floating] = np.rint(values)
    bytes_: Frames = np.minimum(np.maximum(whole, 0), 255).astype(np.uint8)
    return bytes_
