"""The floors of DESIGN.md, what no module may do, and what `--help` may not load."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[1]
SRC = REPO / "src"
PYPROJECT = REPO / "pyproject.toml"


FLOORED = (
    *(
        "",
        "cli",
        "server",
        "jobs",
        "pipelines",
        "trainers",
        "evaluation",
        "labelers",
        "models",
        "datasets",
    ),
    *("media", "core"),
)


def lint_imports(source_root: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", str(PYPROJECT)],
        env={**os.environ, "PYTHONPATH": str(source_root)},
        cwd=source_root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_packages_import_only_from_floors_below() -> None:
    result = lint_imports(SRC)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 kept, 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("core/up.py", "import spark_trainer.media", r"core is not allowed to import .*media"),
        (
            "datasets/up.py",
            "def lazily():\n    from spark_trainer.cli import main",
            r"datasets is not allowed to import .*cli",
        ),
        ("helpers/__init__.py", "", "helpers"),
    ],
    ids=["upward", "upward inside a function", "a package without a floor"],
)
def test_the_floors_refuse(tmp_path: Path, module: str, line: str, told: str) -> None:
    for package in FLOORED:
        folder = tmp_path / "spark_trainer" / package
        folder.mkdir()
        (folder / "__init__.py").touch()
    (tmp_path / "spark_trainer/cli/main.py").touch()
    door = tmp_path / "spark_trainer/pipelines/multimodal_pipeline.py"
    door.write_text("import spark_trainer.cli.main")
    bad = tmp_path / "spark_trainer" / module
    bad.parent.mkdir(exist_ok=True)
    bad.write_text(line)

    result = lint_imports(tmp_path)

    assert result.returncode == 1
    assert re.search(told, result.stdout), result.stdout


FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "os.system",
    "os.popen",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "yaml.load",
    "yaml.load_all",
    "yaml.unsafe_load",
    "yaml.full_load",
}
FORBIDDEN_METHODS = {"extractall"}
FORBIDDEN_ARGUMENTS = {"shell": True, "trust_remote_code": True, "weights_only": False}
TOO_WIDE = {"Exception", "BaseException"}


def dotted(node: ast.expr | None) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def imported(node: ast.AST) -> list[str]:
    """Top-level names of the packages that a statement imports."""
    if isinstance(node, ast.Import):
        return [name.name.split(".")[0] for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.split(".")[0]]
    return []


def call_faults(call: ast.Call) -> Iterator[str]:
    name = dotted(call.func)
    if name in FORBIDDEN_CALLS:
        yield f"{name}()"
    if isinstance(call.func, ast.Attribute) and call.func.attr in FORBIDDEN_METHODS:
        yield f".{call.func.attr}()"
    for argument in call.keywords:
        if argument.arg in FORBIDDEN_ARGUMENTS:
            harmless = not FORBIDDEN_ARGUMENTS[argument.arg]
            value = argument.value
            if not (isinstance(value, ast.Constant) and value.value is harmless):
                yield f"{argument.arg}={ast.unparse(value)}"


def handler_faults(handler: ast.ExceptHandler) -> Iterator[str]:
    """Too wide a net. One that cleans up and ends with a bare `raise` catches nothing."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return
    if handler.type is None:
        yield "bare except"
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    yield from (f"except {dotted(kind)}" for kind in caught if dotted(kind) in TOO_WIDE)


def faults(source: str) -> list[tuple[int, str]]:
    """Line number and fault. Read from the syntax tree: words in docstrings are no fault."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        told = [f"import {name}" for name in imported(node) if name in FORBIDDEN_MODULES]
        if isinstance(node, ast.Call):
            told += call_faults(node)
        if isinstance(node, ast.ExceptHandler):
            told += handler_faults(node)
        found += [(getattr(node, "lineno", 0), fault) for fault in told]
    return found


def modules() -> list[Path]:
    found = sorted((SRC / "spark_trainer").rglob("*.py"))
    assert found
    return found


def test_no_module_does_what_is_forbidden() -> None:
    told = [
        f"{path.relative_to(REPO)}:{line}: {fault}"
        for path in modules()
        for line, fault in faults(path.read_text())
    ]
    assert told == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import pickle", "import pickle"),
        ("from pickle import loads", "import pickle"),
        ("yaml.load(text, Loader=yaml.Loader)", "yaml.load()"),
        ("subprocess.run(line, shell=True)", "shell=True"),
        ("subprocess.run(line, shell=wanted)", "shell=wanted"),
        ("os.system(line)", "os.system()"),
        ("eval(text)", "eval()"),
        ("exec(text)", "exec()"),
        ("Model.from_pretrained(name, trust_remote_code=True)", "trust_remote_code=True"),
        ("torch.load(path, weights_only=False)", "weights_only=False"),
        ("archive.extractall(folder)", ".extractall()"),
        ("try: pass\nexcept Exception: pass", "except Exception"),
        ("try: pass\nexcept (OSError, Exception): pass", "except Exception"),
        ("try: pass\nexcept BaseException as e: raise X from e", "except BaseException"),
        ("try: pass\nexcept: pass", "bare except"),
    ],
)
def test_the_hygiene_check_finds(source: str, fault: str) -> None:
    assert [told for _, told in faults(source)] == [fault]


@pytest.mark.parametrize(
    "source",
    [
        '"""Never eval(x), never pickle."""',
        "model.eval()",
        "subprocess.run(words, shell=False)",
        "yaml.safe_load(text)",
        "try: pass\nexcept BaseException:\n    clean_up()\n    raise",
    ],
)
def test_the_hygiene_check_lets_pass(source: str) -> None:
    assert faults(source) == []


CAME_WITH = {"pydantic-core": "pydantic"}
"""Packages that another one is built on and pins, and that hold some of its public names."""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[\s<>=!~\[;]", line)[0]) for line in requirements}


WITHOUT_EXTRAS = frozenset(
    {"__init__", "config", "curriculum", "encoder_config", "finding", "names", "saved"}
)
EXTRAS_INSIDE = (
    "models/apotheon/*.py",
    "models/learner.py",
    "models/losses.py",
    "models/ranks.py",
    "models/weight_names.py",
    "trainers/apotheon/**/*.py",
    "trainers/apotheon_data/*.py",
    "trainers/training/**/*.py",
    "trainers/recipes/*.py",
    "trainers/run_recipes.py",
    "trainers/check.py",
    "trainers/opened.py",
    "trainers/whisper_finetune.py",
    "trainers/blip2_caption.py",
    "trainers/qwen2_vl.py",
    "trainers/llama3_instruction.py",
    "trainers/svd_video.py",
    "trainers/multimodal_apotheon.py",
)
LOADED_LATE = frozenset(
    {
        "labelers/pictures/int8.py",
        *(
            path.relative_to(SRC / "spark_trainer").as_posix()
            for pattern in EXTRAS_INSIDE
            for path in (SRC / "spark_trainer").glob(pattern)
            if path.stem not in WITHOUT_EXTRAS
        ),
    }
)
"""Modules that import packages of an extra as they load; only functions import these modules."""


def inside_functions(tree: ast.Module) -> set[int]:
    """Identities of the nodes that run only when a function is called, or for type checkers."""
    late = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, late)
        or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        for child in ast.walk(node)
    }


def test_every_package_that_the_source_imports_is_declared() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    base = names_of(project["dependencies"])
    base |= {part for part, whole in CAME_WITH.items() if whole in base}
    extras = project["optional-dependencies"]
    extra = {name for key in extras if key not in ("dev", "all") for name in names_of(extras[key])}
    owners = packages_distributions()
    undeclared = []
    for path in modules():
        tree = ast.parse(path.read_text())
        late = inside_functions(tree)
        for node in ast.walk(tree):
            is_late = (
                id(node) in late
                or path.relative_to(SRC / "spark_trainer").as_posix() in LOADED_LATE
            )
            known = base | extra if is_late else base
            undeclared += [
                f"{path.relative_to(REPO)}:{getattr(node, 'lineno', 0)}: {name}"
                for name in imported(node)
                if name != "spark_trainer" and name not in sys.stdlib_module_names
                if known.isdisjoint(plain(owner) for owner in owners.get(name, []))
            ]
    assert undeclared == []


def test_modules_that_load_an_extra_are_imported_only_inside_functions_or_by_each_other() -> None:
    names = {f"spark_trainer.{name[:-3].replace('/', '.')}" for name in LOADED_LATE}
    for path in modules():
        if path.relative_to(SRC / "spark_trainer").as_posix() in LOADED_LATE:
            continue
        tree = ast.parse(path.read_text())
        late = inside_functions(tree)
        early = {
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and id(node) not in late
        }
        assert not early & names, path


HEAVY = (
    *("av", "cv2", "numpy", "pocketsphinx", "jinja2", "PIL", "pysubs2", "pebble"),
    *("torch", "transformers", "huggingface_hub", "openai", "ctranslate2", "onnxruntime"),
)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["dataset", "--help"],
        ["models", "--help"],
        ["templates", "--help"],
        ["augment", "--help"],
        ["runs", "--help"],
        ["train", "--help"],
        ["--version"],
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from spark_trainer.cli.main import main\n"
        f"assert main({arguments!r}) == 0\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "loaded: []"
