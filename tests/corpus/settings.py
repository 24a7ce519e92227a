"""What the tests tell a media pass."""

from __future__ import annotations

from spark_trainer.media.settings import FrameSettings, PassSettings, Rules, SceneSettings

KEEP_ALL = Rules(
    smart_sampling=False, motion_threshold=0.3, hashing=False, hash_size=8, duplicate_distance=0
)


def settings(fps: float) -> PassSettings:
    """Everything on, nothing dropped, pictures at their display size."""
    return PassSettings(
        frames=FrameSettings(fps, "rate", None, "stretch", 92, KEEP_ALL),
        scenes=SceneSettings(27.0, 0.6),
        audio=True,
    )


EVERY_FRAME = settings(1000.0)
ONE_A_SECOND = settings(1.0)
