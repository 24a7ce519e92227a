"""The address and the key of a server: checked, and never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.labelers.chat.address import (
    NO_KEY,
    checked_key,
    checked_url,
    is_loopback,
)

KEY = "sk-canary-5f1d0c7e9a4b"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/v1", "https://host.example/a/v1", "http://[::1]:80/v1", "http://gpu-7"],
)
def test_an_address_is_taken_as_it_is_but_for_a_slash_at_its_end(url: str) -> None:
    assert checked_url(url) == checked_url(url + "/") == url


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("127.0.0.1:8000/v1", "is not the URL of a server"),
        ("ftp://127.0.0.1/v1", "is not the URL of a server"),
        ("http:///v1", "is not the URL of a server"),
        ("http://host/\x1b[31mv1", "is not the URL of a server"),
        ("http://host:99999/v1", "cannot be read"),
        ("http://[::1/v1", "cannot be read"),
        (f"http://me:{KEY}@host/v1", "holds more than an address"),
        (f"http://{KEY}@host/v1", "holds more than an address"),
        (f"http://host/v1?api-key={KEY}", "holds more than an address"),
    ],
)
def test_an_address_that_is_none_is_refused_and_not_repeated_where_it_holds_a_secret(
    url: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told) as error:
        checked_url(url)
    assert KEY not in str(error.value)
    assert "\x1b" not in str(error.value)


@given(st.text())
def test_any_text_is_an_address_or_a_usage_error(text: str) -> None:
    try:
        assert checked_url(text).startswith(("http://", "https://"))
    except UsageError as e:
        assert str(e).isprintable()


@pytest.mark.parametrize("key", [KEY + "\n" + KEY, KEY + " x", KEY + "\u00e9", KEY + "\x00"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY holds a space") as told:
        checked_key(key)
    assert KEY not in str(told.value)


@pytest.mark.parametrize("key", [None, "", " \n"])
def test_no_key_is_a_placeholder(key: str | None) -> None:
    assert checked_key(key) == NO_KEY


def test_white_space_around_a_key_is_no_part_of_it() -> None:
    assert checked_key(f" {KEY}\n") == KEY


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3:8000", True),
        ("[::1]:8000", True),
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.1.example", False),
        ("notlocalhost", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, local: bool) -> None:
    assert is_loopback(f"http://{host}/v1") is local
