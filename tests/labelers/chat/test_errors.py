"""What a server asks for in `Retry-After`."""

from __future__ import annotations

import math
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.labelers.chat.errors import retry_after_s


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e999"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 99:99:99 GMT"}, None),
        ({}, None),
    ],
)
def test_seconds_are_read_as_they_are_meant(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


def test_a_date_is_a_wait_until_then() -> None:
    in_a_minute = {"retry-after": formatdate(time.time() + 60, usegmt=True)}
    assert retry_after_s(in_a_minute) == pytest.approx(60, abs=3)
    assert retry_after_s({"retry-after": formatdate(0, usegmt=True)}) == 0


@given(st.text())
def test_any_text_is_a_wait_or_none(text: str) -> None:
    found = retry_after_s({"retry-after": text})
    assert found is None or (math.isfinite(found) and found >= 0)
