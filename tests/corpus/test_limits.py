"""The rule of every hostile file: at most 30 seconds and 512 MiB, and one reason code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.expect import Accept
from tests.corpus.limited import BOMBS, run_limited
from tests.corpus.make import CORPUS


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_costs_little_and_gives_its_reason(
    name: str,
    corpus: dict[str, Path],
    tmp_path: Path,
) -> None:
    expect = CORPUS[name].expect
    outcome = run_limited(corpus[name], tmp_path)
    assert outcome.code in (("ok",) if isinstance(expect, Accept) else expect.codes)
    assert outcome.wall_s < 30
    assert outcome.peak_mib < 512
