"""What is told of what a server said."""

from __future__ import annotations

from spark_trainer.labelers.openai_client import Connection

KEY = "sk-canary-5f1d0c7e9a4b"


def test_what_a_server_says_is_quoted_in_one_short_line_without_the_key() -> None:
    connection = Connection("http://127.0.0.1:1/v1", KEY, 1.0)
    quoted = connection.quoted(f"\x1b[2J your\nkey {KEY} \u202e" + "x" * 10_000_000)
    assert quoted.startswith("[2J your key [OPENAI_API_KEY] \\u202exxx")
    assert len(quoted) == 300


def test_a_short_word_is_no_secret() -> None:
    assert (
        Connection("http://127.0.0.1:1/v1", "EMPTY", 1.0).quoted("an EMPTY cup") == "an EMPTY cup"
    )
