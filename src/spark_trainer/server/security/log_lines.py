"""One event is one line of the log, and nothing in it is raw: an error may quote a client."""

from __future__ import annotations

import logging

from spark_trainer.core.text import printable


class OneLine(logging.Formatter):
    """The message and its traceback, with line ends and controls escaped."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))
