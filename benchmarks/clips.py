"""The clips that the benchmarks read: 60 s, 1280x720, 30 fps, H.264 with AAC, made once.

Needs the ffmpeg program, which is the yardstick too; `apt-get install ffmpeg`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

MEDIA = Path(__file__).resolve().parents[2] / "shared" / "media" / "videos"
"""Real clips, looped and scaled; where they are absent, FFmpeg's test pictures serve."""

ENCODE = "-c:v libx264 -preset medium -crf 23 -pix_fmt yuv420p -c:a aac -b:a 128k".split()


def need_ffmpeg() -> None:
    """Stop with a message where there is no yardstick."""
    if shutil.which("ffmpeg") is None:
        sys.exit("error: the ffmpeg program is the yardstick; install it: apt-get install ffmpeg")


def run_ffmpeg(*arguments: str) -> None:
    """Run ffmpeg, quietly, over what is there."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True)


def short_clips(folder: Path) -> list[Path]:
    """Four clips of 60 s."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = {
        "bikes": ["-stream_loop", "-1", "-i", str(MEDIA / "bikes.mp4")],
        "pancake": ["-stream_loop", "-1", "-i", str(MEDIA / "flipping_a_pancake.mkv")],
        "nasa": ["-stream_loop", "-1", "-i", str(MEDIA / "nasa_13013.mp4")],
        "pattern": ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30"],
    }
    if not MEDIA.exists():
        names = {"bikes": "mandelbrot", "pancake": "testsrc", "nasa": "smptebars"}
        sources.update({k: ["-f", "lavfi", "-i", f"{v}=s=1280x720:r=30"] for k, v in names.items()})
    made = []
    for name, source in sources.items():
        path = folder / f"{name}.mp4"
        if not path.exists():
            tone = ["-f", "lavfi", "-i", "sine=440:sample_rate=44100"]
            look = ["-map", "0:v:0", "-map", "1:a:0", "-vf", "scale=1280:720,setsar=1,fps=30"]
            run_ffmpeg(*source, *tone, "-t", "60", *look, *ENCODE, str(path))
        made.append(path)
    return made


def long_clip(folder: Path, minutes: int) -> Path:
    """A 1080p clip of so many minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"long_{minutes}.mp4"
    if not path.exists():
        source = ["-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30"]
        tone = ["-f", "lavfi", "-i", "sine=440:sample_rate=44100"]
        fast = [a if a != "medium" else "ultrafast" for a in ENCODE]
        run_ffmpeg(*source, *tone, "-t", str(60 * minutes), *fast, str(path))
    return path
