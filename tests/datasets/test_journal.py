"""What is done stays done."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from spark_trainer.core.errors import DatasetError
from spark_trainer.datasets.journal import Failure, Journal, utc_now


def test_rows_survive_and_one_file_is_left(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.put_done("k", "frames", "v", {"kept": [1.5, None]}, 0.25)
    journal.put_source(b"caf\xe9.mp4", 7, 9, "ab" * 32)
    journal.put_state("held", "v", {"files": []})
    journal.put_failure(Failure(b"x\n.mp4", "m", "ingest", "empty", "zero bytes"))
    journal.close()
    assert [p.name for p in tmp_path.iterdir()] == ["j.db"]
    again = Journal(tmp_path / "j.db")
    done = again.done("k")
    assert done is not None
    assert (done.result, done.seconds) == ({"kept": [1.5, None]}, 0.25)
    assert again.has("k")
    assert not again.has("other")
    assert again.done("other") is None
    assert again.sources() == {b"caf\xe9.mp4": (7, 9, "ab" * 32)}
    assert again.state("held", "v") == {"files": []}
    assert again.state("staged", "v") is None
    assert again.failures()[b"x\n.mp4"].code == "empty"
    again.close()


def test_a_batch_is_all_or_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    with pytest.raises(ValueError, match="not JSON compliant"), journal.batch():
        _put_one_and_fail(journal)
    assert not journal.has("a")
    with journal.batch():
        journal.put_done("b", "s", "v", 1, 0.0)
    assert journal.has("b")
    journal.close()


def _put_one_and_fail(journal: Journal) -> None:
    journal.put_done("a", "s", "v", 1, 0.0)
    journal.put_done("b", "s", "v", float("nan"), 0.0)


def test_what_is_no_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / "j.db").write_bytes(b"no database at all" * 99)
    with pytest.raises(DatasetError, match=r"j\.db: cannot be used as a journal.*delete it"):
        Journal(tmp_path / "j.db")


def test_another_format_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path / "j.db").close()
    with sqlite3.connect(tmp_path / "j.db") as db:
        db.execute("UPDATE about SET value = '99' WHERE name = 'format'")
    db.close()
    with pytest.raises(DatasetError, match="journal format 99; this version reads 2"):
        Journal(tmp_path / "j.db")


def test_times_come_from_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert utc_now() == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("table", "column"), [("done", "result"), ("done", "at"), ("held", "state")]
)
def test_a_row_that_was_changed_is_found_when_it_is_read(
    table: str, column: str, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.put_done("k", "frames", "v", {"time": 1.5}, 0.25)
    journal.put_state("held", "v", {"files": ["a"]})
    journal.close()
    with sqlite3.connect(tmp_path / "j.db") as db:
        for old, new in (("1", "3"), ("a", "b"), ("2", "4")):
            db.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (old, new))
    db.close()
    again = Journal(tmp_path / "j.db")
    with pytest.raises(DatasetError, match="not as it was written.*delete it"):
        again.done("k") if table == "done" else again.states("held")
    again.close()


def test_a_row_that_must_be_there_and_is_not_is_said(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    with pytest.raises(DatasetError, match="a row that was written is not there"):
        journal.made("k")
    with pytest.raises(DatasetError, match="a row that was written is not there"):
        journal.held("v")
    journal.close()


def test_labels_of_pieces_are_kept_by_step_until_they_are_dropped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.put_parts("a", {0: {"text": "one"}, 7: {"text": None}})
    journal.put_parts("a", {0: {"text": "other"}})
    journal.put_parts("b", {0: [1, 2]})
    journal.close()
    again = Journal(tmp_path / "j.db")
    assert again.parts("a") == {0: {"text": "other"}, 7: {"text": None}}
    again.drop_parts("a")
    assert again.parts("a") == {}
    assert again.parts("b") == {0: [1, 2]}
    again.drop_parts()
    assert again.parts("b") == {}
    again.close()


def test_a_kept_label_that_was_changed_is_found(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.put_parts("a", {0: "seven"})
    journal.close()
    with sqlite3.connect(tmp_path / "j.db") as db:
        db.execute("UPDATE part SET label = replace(label, 'seven', 'eight')")
    db.close()
    again = Journal(tmp_path / "j.db")
    with pytest.raises(DatasetError, match="not as it was written"):
        again.parts("a")
    again.close()
