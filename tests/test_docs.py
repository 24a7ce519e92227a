"""The documents at the root say what is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from spark_trainer.labelers.base import Captioner, FrameRef, VideoRef
from spark_trainer.pipelines.ops import Op

REPO = Path(__file__).resolve().parents[1]
CONTRIBUTING = (REPO / "CONTRIBUTING.md").read_text()
MAKEFILE = (REPO / "Makefile").read_text()
README = (REPO / "README.md").read_text()


def run_example(heading: str) -> dict[str, Any]:
    """The names that the Python example under a heading of CONTRIBUTING.md defines."""
    section = CONTRIBUTING.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    (code,) = re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "CONTRIBUTING.md", "exec", dont_inherit=True), names)
    return names


def test_the_example_of_an_op_is_one() -> None:
    loudness = run_example("Add an op")["Loudness"]
    assert issubclass(loudness, Op)
    assert loudness(window_s=1).window_s == 1
    with pytest.raises(ValueError, match="greater than 0"):
        loudness(window_s=0)


def test_the_example_of_a_labeller_labels() -> None:
    labeller = run_example("Add a labeller")["FolderName"]()
    assert isinstance(labeller, Captioner)
    video = VideoRef("0123456789abcdef", Path("/videos/cooking/a.mp4"), 1.0)
    (caption,) = labeller.caption([FrameRef(Path("frame_000001.jpg"), 0.0, video)])
    assert caption.text == "cooking"


def test_every_make_target_is_listed_by_help() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    helped = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)
    assert sorted(helped) == sorted(phony.split())


def test_the_table_of_floors_is_that_of_the_contract() -> None:
    tool = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]
    layers = " ".join(tool["importlinter"]["contracts"][0]["layers"])
    there = {path.parent.name for path in (REPO / "src/spark_trainer").glob("*/__init__.py")}
    tabled = re.findall(r"^\| \d \| `(\w+)` \|", CONTRIBUTING, re.MULTILINE)
    assert set(tabled) == there
    assert there <= set(re.findall(r"\w+", layers))


def test_requirements_pin_all_that_the_project_declares() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += [line for line in extra if not line.startswith("spark-trainer[")]
    lines = (REPO / "requirements.txt").read_text().splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    names = {re.sub(r"[-_.]+", "-", re.split(r"[<>=\[]", line)[0]).lower() for line in wanted}
    assert names - pinned == set()
    assert lines[-1] == "-e ."


def test_the_python_of_the_readme_runs_as_a_script(tmp_path: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    (tmp_path / "mine.py").write_text(code)
    (tmp_path / "demo").symlink_to(REPO / "demo")
    done = subprocess.run(
        [sys.executable, "mine.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPO / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"4 \d+\n", done.stdout)
    assert (tmp_path / "datasets/demo/manifest.jsonl").exists()


def test_links_between_the_documents_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(REPO)}: {link}"
        for page in [*REPO.glob("*.md"), *REPO.glob("docs/**/*.md")]
        for link in links(page)
        if not leads_somewhere(page, link)
    ]
    assert broken == []


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """As GitHub names headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
