from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spark_trainer.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["augment", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def test_list_says_where_a_preset_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    Path("augmentations.yaml").write_text("presets:\n  light: {operations: []}\n")
    code, out, _ = run(capsys, "list")
    assert code == 0
    rows = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    assert "augmentations.yaml, not shipped" in rows["light"]
    assert "shipped" in rows["strong"]
    listed = json.loads(run(capsys, "list", "--json")[1])
    (light,) = [row for row in listed if row["name"] == "light"]
    assert (light["from"], light["replaces"]) == ("augmentations.yaml", "shipped")


def test_show_tells_every_setting_with_its_effect(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "speech")
    assert code == 0
    assert "speech  (shipped)" in out
    assert "decibels         9.0            By so much at most" in out
    assert json.loads(run(capsys, "show", "speech", "--json")[1])["operations"][0] == {
        "operation": "stretch",
        "probability": 0.5,
        "most_rate": 1.1,
    }


def test_a_wrong_name_or_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "show", "stron")
    assert code == 2
    assert "did you mean `strong`" in err
    code, _, err = run(capsys, "preview", "none.mp4")
    assert code == 2
    assert "none.mp4: no such file" in err
    Path("text.mp4").write_text("no video")
    code, _, err = run(capsys, "preview", "text.mp4")
    assert code == 1
    assert "text.mp4: unreadable" in err


def test_preview_writes_a_sheet_and_a_sound_and_says_what_was_done(
    capsys: pytest.CaptureFixture[str], media_dir: Path
) -> None:
    video = media_dir / "videos/flipping_a_pancake.mkv"
    words = ("preview", video, "--seconds", "1", "--variants", "2", "--fps", "4", "-o", "made")
    code, out, err = run(capsys, *words)
    assert code == 0, err
    sheet, sound = (Path(f"made/flipping_a_pancake-strong{end}") for end in (".jpg", ".wav"))
    assert f"wrote {sheet}" in out and f"wrote {sound}" in out
    assert "variant 1\n" in out and "  crop: top" in out
    assert "not shown: spec_augment" in out
    with Image.open(sheet) as picture:
        assert picture.height > 3 * 160
        assert np.asarray(picture.convert("L")).std() > 30
    with wave.open(str(sound)) as wav:
        assert wav.getframerate() == 16000
        assert 3 < wav.getnframes() / 16000 < 5
    before = sheet.read_bytes(), sound.read_bytes()
    assert run(capsys, *words)[0] == 0
    assert before == (sheet.read_bytes(), sound.read_bytes())
    assert run(capsys, *words, "--seed", "1")[0] == 0
    assert before[0] != sheet.read_bytes()
