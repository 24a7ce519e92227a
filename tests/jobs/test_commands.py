"""What a client asks for, as words: a value is never an option."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import UsageError
from spark_trainer.jobs.commands import COMMANDS, command_of, needs_of, words_of

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)


def test_options_are_joined_to_their_values_and_arguments_stand_last() -> None:
    words = words_of("train", ["apotheon-tiny"], {"manifest": "d", "plan": True, "set": ["a=1", 2]})
    assert words == (
        *("train", "--manifest=d", "--plan", "--set=a=1", "--set=2"),
        *("--", "apotheon-tiny"),
    )


@given(st.lists(TEXTS, max_size=3), st.dictionaries(st.sampled_from(["manifest", "set"]), TEXTS))
def test_no_text_of_a_client_stands_where_an_option_could(
    arguments: list[str], options: dict[str, str]
) -> None:
    words = words_of("train", arguments, options)
    end = words.index("--") if "--" in words[1:] else len(words)
    for word in words[1:end]:
        assert word.startswith(("--manifest=", "--set="))
    assert list(words[end + 1 :]) == arguments


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("rm", {}, "unknown command `rm`"),
        ("trian", {}, "did you mean `train`"),
        ("train", {"-o": "x"}, "no such option"),
        ("train", {"manifest=x --debug": "y"}, "no such option"),
        ("train", {"debug": True}, "no such option for a job"),
        ("train", {"manifest": "a\0b"}, "NUL"),
        ("train", {"manifest": "x" * 5000}, "too long"),
        ("train", {"set": ["a"] * 300}, "too many"),
    ],
)
def test_what_cannot_be_a_job_is_refused(command: str, options: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        words_of(command, [], options)


def test_the_command_is_known_by_its_words() -> None:
    assert {command_of([*name.split(), "--x"]) for name in COMMANDS} == set(COMMANDS)
    assert command_of(["config", "show"]) is None


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("train apotheon-tiny", "gpu"),
        ("dataset verify d", "cpu"),
        ("dataset build --input=v", "gpu"),
        ("dataset build --caption-backend=sidecar", "gpu"),
        ("dataset build --caption-backend=openai --transcription-backend=none", "cpu"),
        ("dataset build --caption-backend sidecar --transcription-backend pocketsphinx", "cpu"),
        ("dataset build --caption-backend=none --transcription-backend=whisper", "gpu"),
        ("dataset build --transcription-backend=none --caption-backend", "gpu"),
    ],
)
def test_a_build_takes_a_gpu_unless_its_back_ends_use_none(words: str, needs: str) -> None:
    assert needs_of(words.split()) == needs
