from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from tests.datasets.hand_made import entry, write_dataset

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.manifest import entry_line
from spark_trainer.datasets.summary import SAMPLE_VIDEOS, summarize

FAILURE = {"path": "a.mp4", "step": "ingest", "code": "empty", "reason": "no bytes"}


def test_numbers_are_those_of_the_manifest(tmp_path: Path):
    silent = entry("cd" * 8, "../videos/mute.mp4", captions=(None,), dropped=[(1.0, "still")])
    silent = silent.model_copy(update={"audio": None})
    silent.meta.__dict__.update(transcript=None, language=None)
    summary = summarize(write_dataset(tmp_path / "d", [entry(), silent], [FAILURE, FAILURE]))

    assert (summary.videos, summary.with_sound, summary.failures) == (2, 1, 2)
    assert summary.hours == pytest.approx(12 / 3600)
    assert (summary.frames_kept, summary.candidates) == (4, 7)
    assert summary.dropped == {"still": 2, "duplicate": 1}
    assert (summary.frames_captioned, summary.captions_missing) == (2, 2)
    assert summary.videos_uncaptioned == 1
    assert (summary.videos_with_transcript, summary.sound_without_transcript) == (1, 0)
    assert summary.languages == {"en": 1}
    assert summary.failure_codes == {"empty": 2}
    assert summary.scene_s.quantile(0.5) == 2.5
    assert summary.caption_words.as_json()["max"] == 4
    assert summary.transcript_words.total == 4


def test_the_json_form_is_json_without_nan(tmp_path: Path):
    summary = summarize(write_dataset(tmp_path / "d", []))
    text = json.dumps(summary.as_json(), allow_nan=False)
    assert json.loads(text)["frames"] == {
        "candidates": 0,
        "kept": 0,
        "dropped": 0,
        "dropped_by_reason": {},
    }


def test_many_entries_need_no_more_memory_than_a_few(tmp_path: Path):
    line = entry_line(entry()).encode() + b"\n"
    peaks = []
    for number in (200, 2000):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "manifest.jsonl").write_bytes(line * number)
        tracemalloc.start()
        assert summarize(folder).videos == number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def test_the_sample_is_spread_over_all_videos(tmp_path: Path):
    entries = [entry(f"{n:016x}", captions=()) for n in range(100)]
    folder = write_dataset(tmp_path / "d", entries)
    sample = [int(e.id, 16) for e in summarize(folder).videos_sample.items()]
    assert len(sample) == SAMPLE_VIDEOS
    assert sample[0] == 0
    assert sample[-1] > 90


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_a_manifest_is_no_dataset(tmp_path: Path, made: bool):
    folder = tmp_path / "d"
    if made:
        folder.mkdir()
    with pytest.raises(DatasetError, match=r"no dataset here \(no .*\); build one with"):
        summarize(folder)


def test_a_failure_row_that_is_none_is_named_by_line(tmp_path: Path):
    folder = write_dataset(tmp_path / "d", [entry()], [FAILURE])
    with (folder / "failures.jsonl").open("a") as stream:
        stream.write('{"path": "b.mp4"}\n')
    with pytest.raises(DatasetError, match=r"failures\.jsonl:2: not a failure row"):
        summarize(folder)


def test_a_time_that_is_no_number_is_named_by_entry(tmp_path: Path):
    folder = write_dataset(tmp_path / "d", [entry()])
    manifest = folder / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace('"duration":6.0', '"duration":NaN', 1))
    with pytest.raises(DatasetError, match="ab12cd34ef567890: nan cannot be counted"):
        summarize(folder)


def test_without_a_card_or_failures_the_numbers_are_still_there(tmp_path: Path):
    folder = write_dataset(tmp_path / "d", [entry()])
    (folder / "failures.jsonl").unlink()
    summary = summarize(folder)
    assert (summary.videos, summary.failures, summary.card) == (1, 0, {})
