"""Refuses to make a package without the web page; an installation for development may lack it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "src/spark_trainer/server/page/index.html"


class NeedsThePage(BuildHookInterface):  # type: ignore[type-arg]
    """Looks before anything is packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and not (Path(self.root) / PAGE).is_file():
            raise SystemExit(f"error: {PAGE} is missing: run `make page` first, which builds it")
