"""What each kind of trained model makes of files and prompts, as a person types it."""

from __future__ import annotations

import json
import re
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from tests.corpus.encode import encode
from tests.corpus.sound import Sound
from tests.pipelines.small import pictures
from tests.trainers.tiny_runs import TinyRun

from spark_trainer.cli.generate import _show
from spark_trainer.cli.main import main
from spark_trainer.trainers.generating import Generated

SHORT = ["--max-new-tokens", "4", "--device", "cpu"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video with sound, a picture, and 2.5 s of noise."""
    folder = tmp_path_factory.mktemp("files")
    encode(folder / "clip.mp4", pictures(100, 40), audio=Sound(end_s=1.6))
    random = np.random.default_rng(0)
    Image.fromarray(random.integers(0, 256, (48, 64, 3), np.uint8)).save(folder / "picture.png")
    with wave.open(str(folder / "sound.wav"), "wb") as wav:
        wav.setparams((1, 2, 16_000, 0, "NONE", ""))
        wav.writeframes(random.normal(0, 3000, 40_000).astype("<i2").tobytes())
    return folder


def made(capsys: pytest.CaptureFixture[str], run: Path, *arguments: str | Path) -> dict[str, Any]:
    assert main(["generate", str(run), *map(str, arguments), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_whisper_transcribes_the_sound_of_a_file_stretch_by_stretch(
    tiny_run: TinyRun, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made(capsys, tiny_run("whisper-finetune"), "--audio", files / "sound.wav", *SHORT)
    assert found["transcript"] == " ".join(p["text"] for p in found["pieces"] if p["text"])
    times = [(piece["first_s"], piece["last_s"]) for piece in found["pieces"]]
    assert (times[0][0], times[-1][1]) == (0.0, 2.5)
    assert all(last - first <= 1.0 for first, last in times)
    assert found["heard_s"] == 2.5


def test_whisper_transcribes_the_sound_of_a_video(
    tiny_run: TinyRun, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--video", files / "clip.mp4", "--language", "de", *SHORT]
    found = made(capsys, tiny_run("whisper-finetune"), *asked)
    assert found["video"] == str(files / "clip.mp4")
    assert found["heard_s"] == pytest.approx(1.6, abs=0.1)
    assert "transcript" in found


def test_blip2_captions_a_picture_the_same_way_each_time(
    tiny_run: TinyRun, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--image", files / "picture.png", *SHORT]
    found = made(capsys, tiny_run("blip2-caption"), *asked)
    assert found["caption"]
    assert found == made(capsys, tiny_run("blip2-caption"), *asked)


def test_qwen_answers_about_the_frames_of_a_video(
    tiny_run: TinyRun, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--video", files / "clip.mp4", "--prompt", "What moves?", *SHORT]
    found = made(capsys, tiny_run("qwen2-vl"), *asked)
    assert found["answer"]
    assert found["shown_s"] == [0.0, 1.0]


def test_llama_answers_a_prompt_and_draws_by_the_seed_alone(
    tiny_run: TinyRun, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--prompt", "What is number 3?", "--max-new-tokens", "20", "--device", "cpu"]
    bold = [*asked, "--temperature", "2"]
    run = tiny_run("llama3-instruction")
    one, again, other = (made(capsys, run, *bold, "--seed", seed) for seed in ("1", "1", "2"))
    assert one == again
    assert one != other
    assert made(capsys, run, *asked, "--seed", "1") == made(capsys, run, *asked, "--seed", "2")


def test_it_is_shown_in_words_and_control_characters_are_not(
    tiny_run: TinyRun, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tiny_run("blip2-caption")
    assert main(["generate", str(run), "--image", str(files / "picture.png"), *SHORT]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"{files}/picture.png\n  caption     ")
    assert all(c.isprintable() for line in shown.out.splitlines() for c in line)
    assert shown.err == ""


@pytest.mark.parametrize(
    ("trainer", "arguments", "told"),
    [
        (
            "whisper-finetune",
            ["--image", "picture.png"],
            r"trained by whisper-finetune, which takes --video CLIP\.mp4 or --audio FILE\.wav, and "
            r"--language, --max-new-tokens, --temperature; --image cannot be given",
        ),
        ("blip2-caption", [], r"--video or --image is missing"),
        ("blip2-caption", ["--image", "picture.png", "--prompt", "x"], r"--prompt cannot be given"),
        ("qwen2-vl", ["--audio", "sound.wav"], r"--audio cannot be given"),
        ("qwen2-vl", ["--image", "picture.png", "--prompt", "x" * 3000], r"over data\.max_tokens"),
        (
            "llama3-instruction",
            [],
            r"which takes --prompt TEXT, and .*--temperature; --prompt is missing",
        ),
        ("llama3-instruction", ["--prompt", "x" * 9000], r"--prompt: 90\d\d tokens"),
        (
            "whisper-finetune",
            ["--audio", "sound.wav", "--language", "xx"],
            r"--language xx: this model has no language `xx`",
        ),
    ],
)
def test_what_a_model_cannot_take_is_one_message_that_says_what_it_takes(
    trainer: str,
    arguments: list[str],
    told: str,
    tiny_run: TinyRun,
    files: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = tiny_run(trainer)
    monkeypatch.chdir(files)
    assert main(["generate", str(run), *arguments]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("error: ")
    assert len(errors.splitlines()) == 1
    assert re.search(told, errors)


def test_files_that_are_no_media_are_told(
    tiny_run: TinyRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture" * 9)
    assert main(["generate", str(tiny_run("blip2-caption")), "--image", str(broken)]) == 1
    assert "broken.png: no readable picture" in capsys.readouterr().err
    assert main(["generate", str(tiny_run("whisper-finetune")), "--audio", str(broken)]) == 1
    assert "broken.png: cannot be read" in capsys.readouterr().err


def test_svd_makes_frames_and_a_video_of_a_picture_the_same_for_a_seed(
    tiny_run: TinyRun, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, asked = tiny_run("svd-video"), ["--image", files / "picture.png", "--steps", "2"]
    found = made(capsys, run, *asked, "--output", tmp_path / "one")
    names = [Path(name).name for name in found["files"]]
    assert names == ["video.mp4", *(f"frame-{n:03d}.png" for n in range(4))]
    frames = [np.asarray(Image.open(tmp_path / "one" / name)) for name in names[1:]]
    assert {frame.shape for frame in frames} == {(64, 64, 3)}
    made(capsys, run, *asked, "--output", tmp_path / "same")
    made(capsys, run, *asked, "--output", tmp_path / "other", "--seed", "1")
    one, same, other = (tmp_path / name / "frame-002.png" for name in ("one", "same", "other"))
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()
    with av.open(str(tmp_path / "one/video.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert len(list(container.decode(video=0))) == 4


def test_svd_takes_the_first_frame_of_a_video_and_an_empty_folder(
    tiny_run: TinyRun, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, video = str(tiny_run("svd-video")), str(files / "clip.mp4")
    asked = ["generate", run, "--video", video, "--steps", "1", "--output", str(tmp_path / "new")]
    assert main(asked) == 0
    assert f"written     {tmp_path}/new/video.mp4 and 4 frames beside it" in capsys.readouterr().out
    assert main(asked) == 2
    assert "is not empty: name a new folder" in capsys.readouterr().err
    assert main(["generate", run, "--video", video]) == 2
    told = capsys.readouterr().err
    assert "takes --image FILE.png or --video CLIP.mp4 with --output FOLDER, and --steps" in told
    assert main([*asked, "--video", video]) == 2
    assert "found 2 files: it takes one at a time" in capsys.readouterr().err


def test_a_model_that_writes_only_blanks_is_said_to_write_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _show(Generated(None, texts={"caption": "   ", "transcript": "go"}), as_json=False)
    assert capsys.readouterr().out == "  caption     (nothing)\n  transcript  go\n"
