"""The one exception tree. A message says what was found, what was wanted, and what to do."""

from __future__ import annotations


class SparkTrainerError(Exception):
    """A failure that the user can understand; the faces print it without a traceback."""

    exit_code = 1


class UsageError(SparkTrainerError):
    """The command or its settings are wrong; nothing was started."""

    exit_code = 2


class ConfigError(UsageError):
    """A settings or pipeline file is wrong; the message names file, line and key."""

    def __init__(self, message: str, places: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.places = places
        """Key and problem of each mistake, for a form; empty where it is of no key."""


class MediaError(SparkTrainerError):
    """One video cannot be used. It becomes a row of `failures.jsonl`; the rest goes on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        """Short slug, e.g. `empty`, `unreadable`, `no_video`, `too_large`, `changed`."""


class OutputError(SparkTrainerError):
    """The output cannot be written (full, read-only, no permission). The whole build stops."""


class BusyError(SparkTrainerError):
    """Another process holds the dataset folder."""


class DatasetError(SparkTrainerError):
    """A dataset folder is missing, incomplete or malformed."""


class BackendUnavailableError(SparkTrainerError):
    """A labeller exists by name but cannot run here; the message says why and what can."""


class MissingPackageError(BackendUnavailableError):
    """A package that an extra of this program brings is not installed, or does not import."""


class RunError(SparkTrainerError):
    """A run folder is missing, exists already, or is malformed."""


class CheckpointError(RunError):
    """A checkpoint or saved model is damaged, unfinished, foreign, or does not fit the model."""


class TrainerError(SparkTrainerError):
    """A trainer's module does not import, or is none; the message names its file and line."""
