"""Make the clips of `demo/videos`: drawn scenes, a spoken sentence in each, captions.

The clips are in the repository; nobody needs to run this. It needs, besides the package itself, an
`ffmpeg` program with the `flite` filter for the voices (Debian's has it):

    .venv/bin/python demo/make_clips.py

Drawings, words and recordings were made for this project; licence: Apache-2.0, like the rest.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import scenes
import scenes_land
from canvas import HEIGHT_PX, WIDTH_PX, Canvas

FPS = 25
SCENE_FRAMES = 90
SAMPLE_HZ = 16_000
SPEECH_STARTS_S = 0.45
VIDEOS = Path(__file__).resolve().parent / "videos"


@dataclass(frozen=True)
class Scene:
    """A drawing, what a voice says over it, and the caption that stands under it."""

    draw: Callable[[float], Canvas]
    voice: str
    sentence: str
    caption: str


CLIPS = {
    "kitchen": (
        Scene(
            scenes.soup,
            "awb",
            "the pot of soup is cooking on the stove",
            "A wooden spoon stirs red soup in a blue pot.",
        ),
        Scene(
            scenes.cat,
            "awb",
            "the cat is sleeping by the window",
            "An orange cat sleeps on the window sill.",
        ),
        Scene(
            scenes.dinner,
            "awb",
            "dinner is ready and the table is set",
            "Three bowls steam on a table under a swinging lamp.",
        ),
    ),
    "sea": (
        Scene(
            scenes.boat,
            "awb",
            "the boat is sailing across the sea",
            "A boat with a white and a red sail crosses the sea.",
        ),
        Scene(
            scenes.fish,
            "awb",
            "two fish are swimming near the bottom of the sea",
            "Two striped fish swim over the sand among sea weed.",
        ),
        Scene(
            scenes.lighthouse,
            "rms",
            "the lighthouse shines in the dark",
            "A lighthouse turns its beam under the stars.",
        ),
    ),
    "park": (
        Scene(
            scenes_land.ball,
            "slt",
            "the children are playing with the ball in the park",
            "Two children throw a yellow ball in a green park.",
        ),
        Scene(
            scenes_land.kite,
            "slt",
            "the boy is flying a kite",
            "A boy on a hill flies a red and yellow kite.",
        ),
        Scene(
            scenes_land.rain,
            "slt",
            "rain is falling on the park",
            "A child with a red umbrella walks through the rain.",
        ),
    ),
    "city": (
        Scene(
            scenes_land.train,
            "rms",
            "the train is going through the mountains",
            "A red train crosses a bridge in front of mountains.",
        ),
        Scene(
            scenes_land.snow,
            "rms",
            "snow is falling on the houses",
            "Snow falls on three houses with lit windows.",
        ),
        Scene(
            scenes_land.city,
            "rms",
            "the lights of the city go on one by one",
            "Windows light up in a city at night while cars pass.",
        ),
    ),
}


def main() -> None:
    """Write every clip and its captions."""
    VIDEOS.mkdir(exist_ok=True)
    for name, parts in CLIPS.items():
        write_clip(VIDEOS / f"{name}.mp4", parts)
        (VIDEOS / f"{name}.srt").write_text(captions(parts), encoding="utf-8")
    total = sum(path.stat().st_size for path in VIDEOS.iterdir())
    print(f"{VIDEOS}: {len(CLIPS)} clips, {total / 1e6:.2f} MB")


def write_clip(path: Path, parts: tuple[Scene, ...]) -> None:
    """Encode one clip: H.264 and AAC in MP4, index first."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        picture = container.add_stream("libx264", rate=FPS)
        picture.width, picture.height, picture.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        picture.options = {"crf": "27", "preset": "slower", "tune": "animation", "threads": "1"}
        sound = container.add_stream("aac", rate=SAMPLE_HZ, layout="mono")
        sound.bit_rate = 40_000
        for frame in pictures(parts):
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        for samples in sounds(parts):
            container.mux(sound.encode(samples))
        container.mux(sound.encode(None))


def pictures(parts: tuple[Scene, ...]) -> Iterator[av.VideoFrame]:
    """The frames of a clip, with their times."""
    for number, scene in enumerate(parts):
        for step in range(SCENE_FRAMES):
            frame = av.VideoFrame.from_image(scene.draw(step / FPS).picture())
            frame.pts, frame.time_base = number * SCENE_FRAMES + step, Fraction(1, FPS)
            yield frame


def sounds(parts: tuple[Scene, ...]) -> Iterator[av.AudioFrame]:
    """The voice track of a clip, a scene at a time, each exactly as long as its picture."""
    samples_a_scene = SCENE_FRAMES * SAMPLE_HZ // FPS
    before = int(SPEECH_STARTS_S * SAMPLE_HZ)
    for number, scene in enumerate(parts):
        voice = spoken(scene.sentence, scene.voice)
        if before + len(voice) > samples_a_scene:
            raise SystemExit(f"error: {scene.sentence!r} is longer than its scene")
        track = np.zeros((1, samples_a_scene), np.int16)
        track[0, before : before + len(voice)] = voice
        frame = av.AudioFrame.from_ndarray(track, "s16", "mono")
        frame.sample_rate, frame.time_base = SAMPLE_HZ, Fraction(1, SAMPLE_HZ)
        frame.pts = number * samples_a_scene
        yield frame


def spoken(sentence: str, voice: str) -> np.ndarray:
    """The sentence as 16 kHz mono samples, spoken by one of flite's voices."""
    source = f"flite=text='{sentence}':voice={voice}"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source]
    command += ["-ar", str(SAMPLE_HZ), "-ac", "1", "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i2")


def captions(parts: tuple[Scene, ...]) -> str:
    """The captions of a clip as SubRip text, one a scene."""
    blocks = [
        f"{number}\n{_clock(number - 1)} --> {_clock(number)}\n{scene.caption}\n"
        for number, scene in enumerate(parts, 1)
    ]
    return "\n".join(blocks)


def _clock(cut: int) -> str:
    milliseconds = cut * SCENE_FRAMES * 1000 // FPS
    return f"00:00:{milliseconds // 1000:02d},{milliseconds % 1000:03d}"


if __name__ == "__main__":
    main()
