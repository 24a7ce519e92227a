"""A home and a working directory of a test's own, and files of templates in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest


@dataclass(frozen=True)
class Places:
    home: Path
    here: Path

    def mine(self, text: str, name: str = "mine.yaml") -> Path:
        """A file of templates in the home."""
        return self._write(self.home / ".spark_trainer/templates" / name, text)

    def project(self, text: str, name: str = "project.yaml") -> Path:
        """A file of templates in the working directory."""
        return self._write(self.here / "templates" / name, text)

    def _write(self, path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path


def make_places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    places = Places(folder / "home", folder / "here")
    places.home.mkdir()
    places.here.mkdir()
    monkeypatch.setenv("HOME", str(places.home))
    monkeypatch.chdir(places.here)
    return places
