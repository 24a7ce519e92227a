"""What is packed: with the page, or not at all."""

from __future__ import annotations

import runpy
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from spark_trainer.server.static.built import FOLDER

REPO = Path(__file__).resolve().parents[1]
PAGE = "src/spark_trainer/server/page/index.html"


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hook for a project in an empty folder; hatchling itself is there while it builds only."""

    class BuildHookInterface:
        root = str(tmp_path)

    module = ModuleType("hatchling.builders.hooks.plugin.interface")
    module.BuildHookInterface = BuildHookInterface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "hatchling.builders.hooks.plugin.interface", module)
    return runpy.run_path(str(REPO / "hatch_build.py"))["NeedsThePage"]()


def test_a_package_without_the_page_is_refused_in_one_sentence(hook: Any) -> None:
    with pytest.raises(SystemExit, match=rf"^error: {PAGE} is missing: run `make page` first"):
        hook.initialize("standard", {})


def test_with_the_page_it_is_packed(hook: Any, tmp_path: Path) -> None:
    (tmp_path / PAGE).parent.mkdir(parents=True)
    (tmp_path / PAGE).touch()
    hook.initialize("standard", {})


def test_an_installation_for_development_needs_no_page(hook: Any) -> None:
    hook.initialize("editable", {})


def test_the_page_lies_where_the_server_looks_and_git_does_not() -> None:
    folder = "/" + FOLDER.relative_to(REPO).as_posix()
    targets = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    for target in ("wheel", "sdist"):
        assert targets["targets"][target]["artifacts"] == [folder]
    assert targets["hooks"] == {"custom": {}}
    assert f"{folder}/" in (REPO / ".gitignore").read_text().splitlines()
    assert f"PAGE := {PAGE}\n" in (REPO / "Makefile").read_text()
