"""Names that are legal in a file system, and hostile everywhere else."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from tests.corpus.encode import encode
from tests.pipelines.small import pictures, run_command

NAMES: list[str] = [
    "caf\udce9 not utf8.mp4",
    "n" * 251 + ".mp4",
    "\U0001f600 emoji.mp4",
    "\u202egnp.rtl.mp4",
    unicodedata.normalize("NFC", "é twin.mp4"),
    unicodedata.normalize("NFD", "é twin.mp4"),
    "-version.mp4",
    "img%03d.mp4",
    "two\nlines.mp4",
    "esc\x1b[2J\x1b]0;title\x07.mp4",
    "quotes'\"`$(id).mp4",
    "  spaces  .mp4",
    "concat:a|b.mp4",
    "a;b&c.mp4",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("names")
    videos = folder / "videos"
    videos.mkdir()
    for number, name in enumerate(NAMES):
        encode(folder / "x.mp4", pictures(100 * number, 3))
        shutil.move(folder / "x.mp4", videos / name)
    (videos / "bad\x1b[31m\n.mp4").write_text("no video")
    done = run_command(videos, folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out", done.stdout + done.stderr


def test_each_becomes_an_entry_that_leads_back_to_its_file(built: tuple[Path, str]) -> None:
    output, _ = built
    sources = []
    for line in (output / "manifest.jsonl").read_bytes().decode("utf-8").splitlines():
        sources.append(Path(json.loads(line)["meta"]["source_path"]).name)
    assert len(sources) == len(NAMES)
    exact = [n for n in NAMES if "\udce9" not in n]
    assert set(exact) <= set(sources)
    assert "caf\\xe9 not utf8.mp4" in sources


def test_nothing_raw_reaches_a_terminal_or_a_log(built: tuple[Path, str]) -> None:
    output, shown = built
    logs = [(output / n).read_text() for n in ("events.jsonl", "failures.jsonl")]
    for text in (shown, *logs):
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
    assert "bad\\x1b[31m\\n.mp4" in shown


def test_each_event_is_one_line(built: tuple[Path, str]) -> None:
    for name in ("events.jsonl", "failures.jsonl", "manifest.jsonl"):
        for line in (built[0] / name).read_bytes().split(b"\n")[:-1]:
            json.loads(line)


def test_they_hold_up_to_being_derived_again(built: tuple[Path, str]) -> None:
    from spark_trainer.pipelines.checking import check

    report = check(built[0], rederive=99, seed=0, sources=None)
    assert report.ok, report.findings
    assert report.rederived >= len(NAMES)
    assert os.fsencode(NAMES[0])
