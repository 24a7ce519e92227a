from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.apotheon.transcripts import ApotheonTranscript, _cut
from spark_trainer.labelers.speech.voice_windows import VideoLanguage, Window


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(10**3, 10**6))
def test_parts_of_a_window_cover_it_once_and_none_is_too_long(
    first: int, length: int, longest: int
) -> None:
    parts = _cut(Window(Path("a.wav"), first, first + length, length, VideoLanguage(None)), longest)
    edges = [first, *(part.last for part in parts)]
    assert [part.first for part in parts] == edges[:-1]
    assert edges[-1] == first + length
    assert all(0 < part.voiced <= part.last - part.first <= longest for part in parts)


def test_int8_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError, match="int8: not for apotheon; it has fp32, bf16"):
        ApotheonTranscript(model="run", precision="int8").resolve()
