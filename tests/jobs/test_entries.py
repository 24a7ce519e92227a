"""The index of a dataset's entries: pages, orders, filters, words; on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, Engine

from spark_trainer.jobs.database.engine import writing
from spark_trainer.jobs.index.entries import (
    Asked,
    entry,
    facts,
    fill,
    index_entries,
    page,
    read_line,
)
from spark_trainer.jobs.index.entries.columns import narrowed
from spark_trainer.jobs.index.entries.fields import FLAGS, NUMBERS, SORTED, values_of
from spark_trainer.jobs.index.entries.sets import OvertakenError, shown_set


def made_up(count: int):
    for n in range(count):
        row = {
            **dict.fromkeys(NUMBERS, 0), **dict.fromkeys(FLAGS, 0),
            "id": f"{n:016x}", "name": f"clip{n % 7}.mp4", "duration_s": n * 7 % 100 + 0.1,
            "frames": n % 10, "scenes": n % 3, "width": 300 * n, "height": 2, "fps": 25.0,
            "pixels": n * 10**8, "dropped": (n * 13) % 11, "audio": n % 2, "captioned": 1,
            "language": ("en", "de", "unknown")[n % 3], "codec": f"c{n % 13}", "container": "x",
            "offset": 0, "length": 1,
        }  # fmt: skip
        yield row, f"a {'red' if n % 3 == 0 else 'blue'} car, Straße, number{n}"


@pytest.mark.parametrize("sort", [None, *SORTED])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_are_those_of_a_sorted_list(
    engine: Engine, sort: str | None, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spark_trainer.jobs.index.entries.columns.PART", 7)
    fill(engine, "other", "t", 5, made_up(5))
    fill(engine, "d", "t", 60, made_up(60))
    plain = [row for row, _ in made_up(60)]
    keyed = sorted(range(60), key=lambda n: (plain[n][sort] if sort else 0, n))
    wanted = [plain[n]["id"] for n in (keyed[::-1] if descending else keyed)]
    odd = [number for number in wanted if int(number, 16) % 2]
    for offset in (0, 1, 6, 7, 30, 55, 59, 60, 99):
        asked = Asked(sort=sort, descending=descending, offset=offset, limit=9)
        found = page(engine, "d", asked)
        assert [row["id"] for row in found.rows] == wanted[offset : offset + 9], offset
        assert found.total == 60
        found = page(engine, "d", replace(asked, flags={"audio": True}))
        assert [row["id"] for row in found.rows] == odd[offset : offset + 9], offset
        assert found.total == 30


@pytest.mark.parametrize("name", NUMBERS)
def test_bounds_hold_to_the_number(engine: Engine, name: str) -> None:
    fill(engine, "d", "t", 60, made_up(60))
    values = sorted(row[name] for row, _ in made_up(60))
    low, high = values[7], values[40]
    among = [value for value in values if low <= value <= high]
    found = page(engine, "d", Asked(least={name: low}, most={name: high}))
    assert found.total == len(among)


def test_choices_are_told_and_chosen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spark_trainer.jobs.index.entries.columns.PART", 7)
    monkeypatch.setattr("spark_trainer.jobs.index.entries.columns.MOST_VALUES", 10)
    fill(engine, "d", "t", 60, made_up(60))
    assert page(engine, "d", Asked(among={"language": ["de"]})).total == 20
    assert page(engine, "d", Asked(among={"language": ["de", "unknown"]})).total == 40
    assert page(engine, "d", Asked(among={"language": ["de"], "codec": ["c1"]})).total == 2
    assert page(engine, "d", Asked(among={"language": ["' OR 1=1"]})).total == 0
    told = facts(engine, "d")
    assert [tuple(one) for one in told.choices["language"]] == [
        ("en", 20), ("de", 20), ("unknown", 20),
    ]  # fmt: skip
    assert dict(told.choices["codec"])["other"] == 12, "what is beyond the most values"
    assert page(engine, "d", Asked(among={"codec": ["other"]})).total == 12
    assert tuple(told.numbers["frames"]) == (0, 9)
    assert facts(engine, "nothing").numbers == {}


def test_whole_numbers_lie_in_few_bytes_and_stay_what_they_are() -> None:
    for values, kind in (
        ([0, 1, 127], "<i1"), ([0, 128], "<i2"), ([7, 70_000], "<i4"), ([2**40, 1], "<f8"),
        ([0.5, 1.0], "<f8"),
    ):  # fmt: skip
        packed = narrowed(np.array(values))
        assert packed.dtype == np.dtype(kind) and packed.tolist() == values


def test_words_and_filters_go_together(engine: Engine) -> None:
    fill(engine, "d", "t", 60, made_up(60))
    fill(engine, "other", "t", 60, made_up(60))
    assert page(engine, "d", Asked(words="red CAR")).total == 20
    assert page(engine, "d", Asked(words="number5")).total == 11, "the last word may go on"
    assert page(engine, "d", Asked(words="number5 car")).total == 1
    assert page(engine, "d", Asked(words="red", flags={"audio": True})).total == 10
    assert page(engine, "d", Asked(least={"duration_s": 90.0})).total == 6
    far = page(engine, "d", Asked(words="red", sort="duration_s", offset=18, limit=5))
    assert len(far.rows) == 2 and far.total == 20
    for odd in ('")', "' OR 1=1 --", "* NEAR(", "red AND NOT", "\x00", "&|!:*()", "日本"):
        page(engine, "d", Asked(words=odd))
    assert page(engine, "d", Asked(words="!!!")).total == 0
    assert page(engine, "nothing", Asked()).total == 0


LINE: dict[str, Any] = {
    "id": "91028f9d6c72cc81", "frames_dir": "f", "audio": "a.wav",
    "meta": {
        "source_path": "../v/a.mp4", "duration": 12.5, "num_frames": 2, "caption": "Two red bikes.",
        "all_captions": ["Two red bikes.", None], "transcript": "Look at  them", "language": "en",
        "scenes": [{"start_time": 0.0, "end_time": 12.5}], "dropped": [{}, {}], "doubts": [{}],
        "video_info": {
            "width": 1280, "height": 720, "fps": 25.0, "codec": "h264", "container": "mov,mp4",
        },
        "damage": {"frames": 3}, "edited": [4, 9],
        "provenance": {"processing_timestamp": "1970-01-01T00:01:00Z"},
    },
}  # fmt: skip


def test_fields_are_those_of_the_line() -> None:
    assert values_of(LINE) == {
        "duration_s": 12.5, "frames": 2, "dropped": 2, "scenes": 1, "width": 1280, "height": 720,
        "pixels": 921_600, "fps": 25.0, "captions": 1, "caption_words": 3, "transcript_words": 3,
        "doubts": 1, "last_edit": 9, "processed": 60.0, "audio": 1, "captioned": 1,
        "transcribed": 1, "edited": 1, "damaged": 1, "language": "en", "codec": "h264",
        "container": "mov,mp4",
    }  # fmt: skip


def test_what_a_line_does_not_tell_is_unknown_and_what_is_no_number_is_refused() -> None:
    meta = {**LINE["meta"], "language": None, "provenance": {"processing_timestamp": "once"}}
    meta["video_info"] = {"width": 1, "height": 1, "fps": 1.0}
    for key in ("dropped", "doubts", "damage", "edited"):
        del meta[key]
    found = values_of({**LINE, "meta": meta})
    assert (found["language"], found["codec"], found["processed"]) == ("unknown", "unknown", 0.0)
    assert (found["dropped"], found["doubts"], found["last_edit"], found["damaged"]) == (0,) * 4
    with pytest.raises(ValueError, match="nan is no finite number"):
        values_of({**LINE, "meta": {**LINE["meta"], "duration": float("nan")}})


def test_a_manifest_is_indexed_once_and_again_when_it_changed(
    engine: Engine, tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.jsonl"
    lines = [
        {
            "id": f"{n:016x}", "frames_dir": "f", "audio": None,
            "meta": {
                "source_path": "../v/é.mp4", "duration": 1.0, "num_frames": 1, "caption": None,
                "all_captions": ["a dog"], "transcript": None, "scenes": [],
                "video_info": {"width": 1, "height": 1, "fps": 1.0},
            },
        }
        for n in range(3)
    ]  # fmt: skip
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert index_entries(engine, "d", manifest) == 3
    found = entry(engine, "d", f"{1:016x}")
    assert found is not None and read_line(manifest, found) == lines[1]
    manifest.write_text(json.dumps(lines[2]) + "\n")
    assert index_entries(engine, "d", manifest) == 1
    assert entry(engine, "d", f"{1:016x}") is None
    assert page(engine, "d", Asked(words="dog")).total == 1


def test_others_write_while_a_set_is_filled_and_the_old_one_is_shown_until_then(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spark_trainer.jobs.index.entries.filling._BATCH", 10)
    fill(engine, "d", "old", 5, made_up(5))
    seen = []

    def slowly():
        for one in made_up(40):
            with writing(engine) as connection:  # a job is claimed, say
                connection.exec_driver_sql("UPDATE jobs SET priority = 0")
            seen.append(page(engine, "d", Asked()).total)
            yield one

    assert fill(engine, "d", "new", 40, slowly()) == 40
    assert set(seen) == {5} and page(engine, "d", Asked()).total == 40
    with engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT id FROM entry_sets").all()) == 1
        assert len(connection.exec_driver_sql("SELECT key FROM entries").all()) == 40
        assert len(connection.exec_driver_sql("SELECT words FROM entry_words").all()) == 40
        sets = connection.exec_driver_sql("SELECT DISTINCT set_id FROM entry_columns").all()
    assert len(sets) == 1


def test_a_page_is_of_one_set_though_it_is_replaced_meanwhile(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, "d", "old", 60, made_up(60))

    def replaced(connection: Connection, dataset: str) -> Any:
        known = shown_set(connection, dataset)
        if known.tag == "old":
            fill(engine, "d", "new", 5, made_up(5))
        return known

    monkeypatch.setattr("spark_trainer.jobs.index.entries.pages.shown_set", replaced)
    asked = Asked(words="red", least={"frames": 0}, flags={"captioned": True}, sort="name")
    found = page(engine, "d", asked)
    assert found.total == 20 and len(found.rows) == 20
    assert page(engine, "d", asked).total == 2


def test_a_set_that_was_left_half_filled_is_cleared_by_the_next(engine: Engine) -> None:
    def broken():
        yield from made_up(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(engine, "d", "t", 9, broken())
    assert page(engine, "d", Asked()).total == 0
    fill(engine, "d", "t", 5, made_up(5))
    assert page(engine, "d", Asked(words="car")).total == 5
    with engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT id FROM entry_sets").all()) == 1


@pytest.mark.parametrize("after", [0, 15, 40])
def test_two_who_index_a_dataset_at_once_leave_one_set_and_no_row_of_another(
    engine: Engine, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two servers do, or two tabs that look at a small dataset first."""
    monkeypatch.setattr("spark_trainer.jobs.index.entries.filling._BATCH", 10)

    def overtaken():
        for n, one in enumerate(made_up(41)):
            if n == after:
                fill(engine, "d", "t", 41, made_up(41))
            yield one

    with pytest.raises(OvertakenError):
        fill(engine, "d", "t", 41, overtaken())
    assert page(engine, "d", Asked(words="car")).total == 41
    for _ in range(2):
        with engine.connect() as connection:
            for table, count in (("entry_sets", 1), ("entries", 41), ("entry_words", 41)):
                assert len(connection.exec_driver_sql(f"SELECT 1 FROM {table}").all()) == count
            sets = connection.exec_driver_sql("SELECT DISTINCT set_id FROM entry_columns").all()
            assert len(sets) == 1
        fill(engine, "d", "later", 41, made_up(41))
