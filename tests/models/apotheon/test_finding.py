from __future__ import annotations

from pathlib import Path

import pytest

from spark_trainer.core.errors import UsageError
from spark_trainer.models.apotheon.finding import find_model


def test_a_run_stands_for_the_model_in_it(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    assert find_model(tmp_path) == tmp_path / "model"
    assert find_model(tmp_path / "model") == tmp_path / "model"


def test_a_run_that_has_saved_no_model_yet_is_said_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UsageError, match=r"has saved no model yet.*--resume auto"):
        find_model(tmp_path)


def test_a_save_that_broke_off_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"half")
    with pytest.raises(UsageError, match=r"neither a run nor a saved model"):
        find_model(tmp_path)


def test_a_folder_that_is_not_there_is_named_printably(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\\x1b.*no such folder") as found:
        find_model(tmp_path / "\x1b[31m")
    assert "\x1b" not in str(found.value)
