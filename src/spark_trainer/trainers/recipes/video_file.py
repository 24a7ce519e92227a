"""Frames as a video file.

T frames   H, W, C height, width, channels (RGB)
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from spark_trainer.core.atomic import output_errors


def write_mp4(frames_THWC: NDArray[np.uint8], fps: int, file: Path) -> None:
    """H.264, as browsers play it; sides are even.

    Raises:
        OutputError: it cannot be written.
    """
    _, height, width, _ = frames_THWC.shape
    with output_errors(file, "write"), av.open(str(file), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "17"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame_HWC in frames_THWC:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame_HWC, format="rgb24")))
        container.mux(stream.encode(None))
