"""Changes of `config.json` and `profiles.yaml`: whole or not at all, and nobody's change is lost.

Keys that this version does not know stay as they are, and so does what people wrote around
profiles. Who writes names the state that was read (its tag); where that is no longer the file's,
nothing is written.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from spark_trainer.core.atomic import output_errors, replace_file
from spark_trainer.core.errors import ConfigError, SparkTrainerError
from spark_trainer.core.mistakes import Mistake, one_of, raise_mistakes, shown
from spark_trainer.core.text import printable
from spark_trainer.models.checking import read_settings
from spark_trainer.models.profiles import FILE as PROFILES
from spark_trainer.models.profiles import Profile
from spark_trainer.models.user_config import MAX_BYTES, UserConfig, config_file, read_user_config

_INDENT = 2


class ChangedMeanwhileError(SparkTrainerError):
    """Somebody else wrote the file after it was read; read it again."""


def tag_of(path: Path) -> str:
    """A name for what is in the file now."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    except FileNotFoundError:
        return "none"


def merged_config(path: Path | None = None) -> dict[str, Any]:
    """What `config.json` says, defaults filled in, unknown keys with it.

    Raises:
        ConfigError: it cannot be read.
    """
    known = read_user_config().model_dump(mode="json")
    return _merged(known, _as_written(path or config_file()))


def write_config(change: Mapping[str, Any], tag: str | None = None) -> dict[str, Any]:
    """Put these keys into `config.json`; what it says then.

    Args:
        tag: of the state that the change was made for; None = of any.

    Raises:
        ConfigError: a key is unknown, or a value cannot be; names it.
        ChangedMeanwhileError: the file has another state.
        OutputError: it cannot be written.
    """
    path = config_file()
    with _alone(path, tag):
        before = _as_written(path)
        _refuse_unknown(change, UserConfig().model_dump(), before)
        after = _merged(before, change)
        read_settings(UserConfig, after, path.name)
        whole = _merged(UserConfig().model_dump(mode="json"), after)
        text = json.dumps(whole, indent=2, ensure_ascii=False).encode()
        if len(text) >= MAX_BYTES:
            raise ConfigError(f"{path.name}: {len(text)} bytes are too many; {MAX_BYTES} at most")
        replace_file(path, [text, b"\n"])
    return whole


def write_profiles(
    folder: Path, change: Mapping[str, Any], tag: str | None = None
) -> dict[str, dict[str, Any]]:
    """Add or replace profiles in the `profiles.yaml` of a folder; None deletes one.

    Raises:
        ConfigError: a profile has a mistake; names the key.
        ChangedMeanwhileError, OutputError: see `write_config`.
    """
    checked: dict[str, dict[str, Any] | None] = {}
    for name, value in change.items():
        if not name or len(name) > 80 or printable(name) != name:
            raise ConfigError(f"{printable(name)[:80]!r}: no name for a profile")
        if value is None:
            checked[name] = None
            continue
        profile = read_settings(Profile, value, PROFILES, ("profiles", name))
        checked[name] = profile.model_dump(mode="json", exclude_unset=True)
    path = folder / PROFILES
    with _alone(path, tag):
        text = path.read_text(encoding="utf-8") if path.exists() else "profiles:\n"
        replace_file(path, [_with_profiles(text, checked).encode()])
    return {name: value for name, value in checked.items() if value is not None}


@contextmanager
def _alone(path: Path, tag: str | None) -> Iterator[None]:
    """One writer at a time, of all processes."""
    lock = path.with_name(f".{path.name}.lock")
    with output_errors(lock, "open"):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        if tag is not None and tag != tag_of(path):
            raise ChangedMeanwhileError(f"{path.name} was changed meanwhile: read it again")
        yield
    finally:
        os.close(fd)


def _as_written(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as e:
        raise ConfigError(f"{printable(path)}: cannot be read: {e}") from e
    return value if isinstance(value, dict) else {}


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(out.get(key), Mapping)
        out[key] = _merged(out[key], value) if both else value
    return out


def _refuse_unknown(
    change: Mapping[str, Any], known: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    mistakes = []
    for key, value in change.items():
        if key not in known and key not in before:
            mistakes.append(Mistake((key,), one_of(key, "key", list(known))))
        inner = known.get(key)
        if not isinstance(inner, Mapping):
            continue
        if not isinstance(value, Mapping):
            mistakes.append(Mistake((key,), f"is {shown(value)}; wanted a mapping"))
            continue
        kept = before.get(key)
        old = kept if isinstance(kept, Mapping) else {}
        unknown = [name for name in value if name not in inner and name not in old]
        mistakes += [Mistake((key, name), one_of(name, "key", list(inner))) for name in unknown]
    raise_mistakes("config.json", mistakes)


def _with_profiles(text: str, change: Mapping[str, dict[str, Any] | None]) -> str:
    """The file with these profiles in the place of theirs; every other line as it was."""
    lines = text.splitlines()
    blocks, end, indent = _blocks(text)
    for name, (first, last) in sorted(blocks.items(), key=lambda item: -item[1][0]):
        if name in change:
            made = _block(name, change[name], indent)
            lines[first:last] = made
            end += len(made) - (last - first)
    fresh = [name for name, value in change.items() if name not in blocks and value is not None]
    more = [line for name in fresh for line in ["", *_block(name, change[name], indent)]]
    lines[end:end] = more if blocks else more[1:]
    return "\n".join(lines).rstrip() + "\n"


def _blocks(text: str) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Lines of each profile, the line after the last one, and how far they are indented."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as e:
        raise ConfigError(f"{PROFILES}: cannot be read: {e}") from e
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value != "profiles":
            continue
        if not isinstance(value, yaml.MappingNode):
            return {}, key.end_mark.line + 1, _INDENT
        if value.flow_style:
            raise ConfigError(f"{PROFILES}: `profiles` stands in braces; write it as a block")
        lines = text.splitlines()
        found = {
            str(name.value): (name.start_mark.line, _last(lines, name, inner))
            for name, inner in value.value
        }
        return found, max(last for _, last in found.values()), value.value[0][0].start_mark.column
    raise ConfigError(f"{PROFILES}: wanted the key `profiles` with profiles by name")


def _last(lines: list[str], name: yaml.Node, inner: yaml.Node) -> int:
    """The line after a block; a block's end is told behind the comments that follow it."""
    last = min(
        max(inner.end_mark.line + (inner.end_mark.column > 0), name.start_mark.line + 1), len(lines)
    )
    while last > name.start_mark.line + 1 and (
        not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")
    ):
        last -= 1
    return last


def _block(name: str, value: dict[str, Any] | None, indent: int) -> list[str]:
    if value is None:
        return []
    text = yaml.safe_dump({name: value}, sort_keys=False, allow_unicode=True, width=10_000)
    return [" " * indent + line for line in text.splitlines()]
