"""core/errors.py: one tree, one exit code each."""

from __future__ import annotations

import pytest

from spark_trainer.core import errors
from spark_trainer.core.errors import ConfigError, MediaError, SparkTrainerError, UsageError

ALL = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, Exception)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_can_be_caught_as_one_kind(kind: type[Exception]) -> None:
    assert issubclass(kind, SparkTrainerError)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_exit_code_tells_wrong_usage_from_failure(kind: type[SparkTrainerError]) -> None:
    assert kind.exit_code == (2 if issubclass(kind, UsageError) else 1)


def test_a_wrong_settings_file_is_wrong_usage() -> None:
    assert issubclass(ConfigError, UsageError)


def test_a_media_error_says_its_code_apart_from_its_message() -> None:
    error = MediaError("no_video", "a.mp4: no video stream (found: audio)")
    assert (error.code, str(error)) == ("no_video", "a.mp4: no video stream (found: audio)")
