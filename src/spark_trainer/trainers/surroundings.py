"""What a run stands on: the commit of the folder it was started in, and versions of packages."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from spark_trainer import __version__

_NAMES = (
    *("torch", "accelerate", "transformers", "tokenizers", "safetensors"),
    *("numpy", "av", "pillow", "deepspeed"),
)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REF = re.compile(r"ref: (refs/[^\x00-\x20]+)")
_MAX_CHARS = 1 << 22


def package_versions() -> dict[str, str]:
    """Versions of Python and of the installed packages that decide what a step computes."""
    found = {"python": platform.python_version(), "spark-trainer": __version__}
    for name in _NAMES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def git_commit(folder: Path) -> str | None:
    """The commit that is checked out in a folder or above it; None where there is none.

    The files are read, git is not run: a repository's own settings can make it start programs.
    """
    for above in (folder.absolute(), *folder.absolute().parents):
        try:
            if (above / ".git").exists():
                return _commit_of(above / ".git")
        except (OSError, ValueError):
            return None
    return None


def _commit_of(git: Path) -> str | None:
    if git.is_file():  # a worktree or a submodule
        git = git.parent / _text(git).removeprefix("gitdir: ")
    common = git / _text(git / "commondir") if (git / "commondir").exists() else git
    head = _text(git / "HEAD")
    if (ref := _REF.fullmatch(head)) and ".." not in ref[1]:
        head = _of_ref(common, ref[1])
    return head if _COMMIT.fullmatch(head) else None


def _of_ref(common: Path, ref: str) -> str:
    if (common / ref).is_file():
        return _text(common / ref)
    packed = (line.split(" ") for line in _text(common / "packed-refs").splitlines())
    return next((words[0] for words in packed if words[1:] == [ref]), "")


def _text(path: Path) -> str:
    if not path.is_file():
        raise OSError(0, "not a regular file")
    with path.open(encoding="utf-8") as stream:
        return stream.read(_MAX_CHARS).strip()
