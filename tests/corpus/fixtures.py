"""The fixture `corpus`. To use it, import it into a conftest or a test module:

`from tests.corpus.fixtures import corpus  # noqa: F401`
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.make import make_all

_MADE: dict[Path, dict[str, Path]] = {}
"""By the session's folder: pytest holds each import of a fixture for another fixture."""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file of the corpus by the name of its case; made once a session. Read only."""
    session = tmp_path_factory.getbasetemp()
    if session not in _MADE:
        _MADE[session] = make_all(tmp_path_factory.mktemp("corpus"))
    return _MADE[session]
