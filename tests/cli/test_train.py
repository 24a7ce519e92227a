"""From a dataset to a trained model and its use, as a person types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from tests.models.apotheon.small import small_template
from tests.pipelines.small import make_videos
from tests.trainers.apotheon_data.hand_made import Video, write_dataset

from spark_trainer.cli.main import main

QUICK = ["--device", "cpu", "--precision", "fp32"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, a run file with a small model, and a run of it."""
    folder = tmp_path_factory.mktemp("train")
    videos = [Video(f"v{n:02d}", frames=2, split="test" if n > 5 else None) for n in range(8)]
    write_dataset(folder / "data", videos)
    settings = {
        "template": small_template(),
        "training": {
            "manifest_path": str(folder / "data"),
            "num_epochs": 3,
            "batch_size": 4,
            "val_share": 0.0,
            "test_share": 0.0,
        },
    }
    (folder / "run.yaml").write_text(yaml.safe_dump(settings))
    assert main(["train", "--config", str(folder / "run.yaml"), *out(folder), *QUICK]) == 0
    return folder


def out(folder: Path, name: str = "run") -> list[str]:
    return ["--output", str(folder / name)]


def test_a_run_tells_where_its_model_is_and_what_to_do_next(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", str(world / "run.yaml")]
    assert main(["train", *config, *out(world, "told"), *QUICK, "--epochs", "1"]) == 0
    found = capsys.readouterr()
    assert f"model       {world}/told/model" in found.out
    assert "spark-trainer evaluate" in found.out
    assert f"spark-trainer generate {world}/told --video CLIP.mp4" in found.out
    assert "training 0.1 million parameters on 6 samples: cpu, fp32" in found.err
    assert "step 1 epoch 1 loss" in found.err


def test_events_as_json(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ["--config", str(world / "run.yaml")]
    assert main(["train", *config, *out(world, "json"), *QUICK, "--max-steps", "1", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["event"] for e in events] == [
        *("run_started", "stage", "step", "checkpoint", "completed"),
    ]


def test_resume_goes_on_with_more_epochs(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ["train", "--config", str(world / "run.yaml"), *out(world, "more"), *QUICK]
    assert main([*config, "--max-steps", "2"]) == 0
    assert main([*config, "--max-steps", "4", "--resume", "auto"]) == 0
    found = capsys.readouterr()
    assert "going on from step 2" in found.err
    assert "steps       4" in found.out


def test_a_plan_measures_and_writes_nothing(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", str(world / "run.yaml")]
    assert main(["train", *config, *out(world, "planned"), *QUICK, "--plan"]) == 0
    text = capsys.readouterr().out
    assert "everything" in text
    assert "fits       about" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert not (world / "planned").exists()


def test_a_plan_for_what_cannot_fit_says_so_and_builds_nothing(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = ["--set", "architecture.text.config.num_hidden_layers=900", "--device", "cpu"]
    manifest = ["--manifest", str(world / "data")]
    assert main(["train", "apotheon-multimodal", *manifest, *large, "--plan"]) == 0
    text = capsys.readouterr().out
    assert "does not fit" in text
    assert "nothing was\n" in text or "nothing was built or run" in text
    assert "gradient_accumulation_steps" in text


def test_evaluate_writes_a_result_and_a_page(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(world / "run"), "--device", "cpu"]) == 0
    text = capsys.readouterr().out
    assert "run: test of data" in text
    assert "transcripts, wer" in text
    assert "reference  meow" in text
    result = json.loads((world / "run/evaluations/test.json").read_text())
    names = {measure["name"] for measure in result["measures"]}
    assert {"captions, exact_match", "R@1, picture to sound", "loss, captioning"} <= names
    assert {m["count"] for m in result["measures"] if m["name"] == "captions, exact_match"} == {2}
    assert "<html" in (world / "run/evaluations/test.html").read_text()


def test_evaluate_says_why_nothing_was_measured(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = Video("bare", frames=2, sound_s=0, caption=None, transcript=None)
    write_dataset(tmp_path / "bare", [bare])
    asked = ["--manifest", str(tmp_path / "bare"), "--split", "all", "--device", "cpu"]
    assert main(["evaluate", str(world / "run"), *asked]) == 0
    text = capsys.readouterr().out
    assert "nothing was measured: no sample of this split has a text or a sound" in text
    assert "transcripts, wer" not in text


def test_a_run_is_exported_in_the_form_that_its_model_has(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(world / "run"), "--output", str(world / "exported")]) == 0
    assert "model.safetensors" in capsys.readouterr().out
    named = ["--output", str(world / "other"), "--format", "hf"]
    assert main(["export", str(world / "run"), *named]) == 2
    assert "Take --format safetensors" in capsys.readouterr().err


def test_generate_speaks_of_a_video(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    videos = make_videos(tmp_path / "videos")
    asked = ["--video", str(videos / "b.mp4"), "--video", str(videos / "c.mkv"), "--json"]
    assert main(["generate", str(world / "run"), *asked, "--max-new-tokens", "5"]) == 0
    with_sound, silent = map(json.loads, capsys.readouterr().out.splitlines())
    assert {"caption", "transcript"} <= with_sound.keys()
    assert with_sound["shown_s"]
    assert "caption" in silent
    assert "transcript" not in silent


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["train", "apotheon-tiny"], 2, "no dataset: give --manifest"),
        (["train", "nothing", "--manifest", "x"], 2, "unknown template `nothing`"),
        (["train", "apotheon-tiny", "--manifest", "/no/such"], 1, "/no/such.*No such file"),
        (["train", "--config", "/no/such.yaml"], 2, "no such file"),
        (["evaluate", "/no/such/run"], 2, "no such folder"),
        (["generate", "/no/such/run", "--video", "/no/such.mp4"], 2, "no such file"),
    ],
)
def test_mistakes_are_one_message(
    arguments: list[str],
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    errors = capsys.readouterr().err
    assert re.search(told, errors)
    assert errors.startswith("error: ")
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_an_empty_split_a_wrong_split_and_a_video_that_is_none(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(world / "run"), "--split", "val"]) == 1
    told = capsys.readouterr().err
    assert "no video in the split `val`" in told
    assert "`--split all` evaluates on all of them" in told
    assert main(["evaluate", str(world / "run"), "--split", "tset"]) == 2
    assert "did you mean `test`" in capsys.readouterr().err
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no video" * 99)
    assert main(["generate", str(world / "run"), "--video", str(broken)]) == 1
    assert "broken.mp4" in capsys.readouterr().err
