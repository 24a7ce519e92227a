"""Commits are read from files; git is not run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from spark_trainer import __version__
from spark_trainer.trainers.surroundings import git_commit, package_versions


def git(folder: Path, *words: str) -> str:
    fixed = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    who = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, env={**os.environ, **fixed}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    return folder


def test_the_commit_is_that_of_git(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "HEAD")
    (checkout / "deep" / "er").mkdir(parents=True)
    assert git_commit(checkout) == head
    assert git_commit(checkout / "deep" / "er") == head


def test_packed_refs_a_bare_head_and_a_worktree_are_understood(
    checkout: Path, tmp_path: Path
) -> None:
    git(checkout, "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    git(tmp_path / "tree", "commit", "-q", "--allow-empty", "-m", "two")
    second = git(tmp_path / "tree", "rev-parse", "HEAD")
    assert git_commit(tmp_path / "tree") == second
    git(checkout, "pack-refs", "--all")
    assert git_commit(tmp_path / "tree") == second
    git(checkout, "checkout", "-q", "--detach")
    assert git_commit(checkout) == git(checkout, "rev-parse", "HEAD") != second


def test_a_checkout_without_a_commit_has_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert git_commit(tmp_path) is None


@pytest.mark.parametrize(
    "head", ["", "ref: refs/../../../secret", "ref: refs/heads/none", "x" * 40, "ref: /etc/passwd"]
)
def test_a_strange_head_is_no_commit(head: str, checkout: Path) -> None:
    (checkout.parent / "secret").write_text("a" * 40)
    (checkout / ".git" / "HEAD").write_text(head)
    assert git_commit(checkout) is None


def test_a_pipe_in_place_of_a_file_does_not_hang(checkout: Path) -> None:
    (checkout / ".git" / "HEAD").unlink()
    os.mkfifo(checkout / ".git" / "HEAD")
    assert git_commit(checkout) is None


def test_versions_of_this_program_and_of_what_computes_are_told() -> None:
    import torch

    versions = package_versions()
    assert versions["spark-trainer"] == __version__
    assert versions["torch"] == torch.__version__
