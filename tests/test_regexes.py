"""Every pattern of the source is quick on text that was made to make it slow."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"
LONG = 100_000
LIMIT_S = 0.1
"""Of one call, as HOSTILE has it."""
HOW = ("match", "fullmatch", "search", "findall", "finditer", "sub", "split")
PIECES = [
    *("a", "0", " ", "\n", ".", "-", "_", "<", "<a", "{", "{\\", "&#1", "'", '"', "\\", "[", "|"),
    *(
        "a ",
        "0 ",
        "a'",
        "a.",
        "a-",
        "a:",
        "a/",
        "0-",
        "0:",
        "0x",
        "1e",
        "--",
        "->",
        "-> 0",
        ". ",
        "!)",
    ),
    *(
        "00:00:00.000 --> ",
        "seed",
        "<|en|>",
        "loss",
        "é",
        "\u3002",
        "\ud800",
        '{"seq": 1',
        "a\n",
        " \n",
    ),
]


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def calls(module: Path) -> Iterator[tuple[str, str]]:
    """What is asked of a pattern: its name, and how."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            name = of.id if isinstance(of, ast.Name) else getattr(of, "attr", "")
            if node.func.attr in HOW and name != "re":
                yield name, node.func.attr


def written_in_place(module: Path) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """`re.fullmatch("...", text)`, with the pattern there."""
    for node in ast.walk(tree(module)):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
            continue
        how = ast.unparse(node.func)[3:]
        if how in HOW and isinstance(node.args[0], ast.Constant):
            yield f"{module.stem}:{node.lineno}", re.compile(str(node.args[0].value)), how


def patterns() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes], str]]:
    modules = sorted(SOURCE.rglob("*.py"))
    asked = [call for module in modules for call in calls(module)]
    found: list[tuple[str, re.Pattern[str] | re.Pattern[bytes], str]] = []
    for module in modules:
        if "re.compile(" in module.read_text(encoding="utf-8"):
            name = ".".join(module.relative_to(SOURCE).with_suffix("").parts)
            for variable, value in vars(importlib.import_module(name)).items():
                if isinstance(value, re.Pattern):
                    hows = {how for of, how in asked if of == variable} or set(HOW[:3])
                    found += [(f"{module.stem}.{variable}", value, how) for how in sorted(hows)]
        found += written_in_place(module)
    return found


def test_no_pattern_is_slow_on_a_long_text() -> None:
    asked = patterns()
    assert len(asked) > 50
    slow = []
    for name, pattern, how in asked:
        for piece in PIECES:
            for end in ("", "!", "\0"):
                text: str | bytes = piece * (LONG // len(piece)) + end
                if isinstance(pattern.pattern, bytes):
                    text = str(text).encode("utf-8", "surrogatepass")
                took_s = time_of(pattern, how, text)
                if took_s > LIMIT_S:
                    slow.append((name, how, piece, end, round(took_s, 2)))
                    break
    assert slow == []


def time_of(pattern: re.Pattern[str] | re.Pattern[bytes], how: str, text: str | bytes) -> float:
    """Processor seconds: what else runs here does not count. The lesser of two."""
    took = []
    for _ in range(2):
        began = time.process_time()
        arguments = (text[:0], text) if how == "sub" else (text,)
        answer = getattr(pattern, how)(*arguments)
        if how == "finditer":
            deque(answer, maxlen=0)  # kept, they would measure the garbage collector
        took.append(time.process_time() - began)
        if took[0] < LIMIT_S:
            break
    return min(took)


@pytest.mark.parametrize("pattern", [r"\w+:\S", r"(a+)+$"])
def test_this_test_finds_a_slow_pattern(pattern: str) -> None:
    assert (
        time_of(re.compile(pattern), "search", "a" * (20_000 if ":" in pattern else 22) + "!")
        > LIMIT_S
    )
