"""`names.json` beside videos: what people call files whose names on the disk are hashes.

An object, file name -> name for people, of the files of its own folder. The names are shown and
searched, never opened: no path is made of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from spark_trainer.core.errors import MediaError
from spark_trainer.core.text import printable
from spark_trainer.media.source import open_regular

NAMES = "names.json"
MAX_NAME = 255
"""Characters."""
MAX_BYTES = 16 << 20
"""Of the file: some hundred thousand names."""

_JOINERS = "\u200c\u200d"
"""In Persian words and in emoji; they change no direction and no line."""


def shown_name(name: str) -> str:
    """A name as it may be shown anywhere: one line, nothing in it acts on a terminal or a page."""
    return "".join(c if c in _JOINERS else printable(c) for c in name)[:MAX_NAME]


def names_file(names: Mapping[str, str]) -> Iterable[bytes]:
    """The bytes of such a file."""
    shown = {file: shown_name(name) for file, name in sorted(names.items())}
    return [json.dumps(shown, ensure_ascii=False, indent=0).encode() + b"\n"]


def read_names(path: Path) -> dict[str, str]:
    """The names in a file, as they may be shown.

    Raises:
        MediaError: code `sidecar`: it cannot be read, or is not such an object.
    """
    found = {}
    for file, name in _object(path).items():
        if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
            what = f"{len(name)} characters" if isinstance(name, str) else type(name).__name__
            raise _wrong(
                f"`{printable(file)[:80]}`: a name of 1 to {MAX_NAME} characters is wanted, "
                f"found {what}"
            )
        found[file] = shown_name(name)
    return found


def _object(path: Path) -> dict[str, object]:
    try:
        with open_regular(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as e:
        raise _wrong(f"cannot be read: {e.strerror}") from e
    except MediaError as e:
        raise _wrong(str(e)) from e
    if len(data) > MAX_BYTES:
        raise _wrong(f"larger than {MAX_BYTES >> 20} MiB")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise _wrong(f"not JSON in UTF-8: {e}") from e
    if not isinstance(found, dict):
        raise _wrong(f"an object of file names and names is wanted, found {type(found).__name__}")
    return found


def _wrong(what: str) -> MediaError:
    return MediaError(
        "sidecar", f"{NAMES}: {what}. The names of this folder are not used; mend or remove it"
    )
