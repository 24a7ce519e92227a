"""Packages that only some installations have."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import is_installed, require


def test_a_package_that_is_not_installed_is_named_with_the_line_to_type() -> None:
    with pytest.raises(BackendUnavailableError) as caught:
        require("no_such_package.part", extra="labels")
    assert "`no_such_package`" in str(caught.value)
    assert "pip install 'spark-trainer[labels]'" in str(caught.value)


def test_a_package_that_does_not_import_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_one.py").write_text("import its_missing_part")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BackendUnavailableError, match="No module named 'its_missing_part'"):
        require("broken_one", extra="labels")


def test_nothing_is_imported_to_find_out_whether_it_is_there() -> None:
    assert is_installed("xml.dom.pulldom")
    assert "xml.dom.pulldom" not in sys.modules
    assert not is_installed("json", "no_such_package")
