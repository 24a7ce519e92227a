"""The fixture `corpus`. To use it, import it into the test module (or a conftest):

`from tests.corpus.fixtures import corpus  # noqa: F401`
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.make import make_all


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file of the corpus by the name of its case; made once a session. Read only."""
    return make_all(tmp_path_factory.mktemp("corpus"))
