"""Packages that only some installations have."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from spark_trainer.core.errors import MissingPackageError

_AS_IT_LOADS = {"OMP_WAIT_POLICY": "PASSIVE"}
"""What OpenMP reads once, when the first package that uses it loads. Its threads would spin while
they wait, on the cores that read videos: a small model was 12 times slower beside them."""


def is_installed(*packages: str) -> bool:
    """Whether all of them can be imported; nothing is imported to find out."""
    return all(find_spec(name) is not None for name in packages)


def require(package: str, *, extra: str) -> Any:
    """The module of that name.

    Args:
        package: dotted name of a module, e.g. `ctranslate2`.
        extra: the extra of this program that brings it.

    Raises:
        MissingPackageError: it is not installed, or does not import; says what to type.
    """
    for name, value in _AS_IT_LOADS.items():
        os.environ.setdefault(name, value)
    try:
        return import_module(package)
    except ImportError as e:
        top = package.partition(".")[0]
        broken = "" if e.name == top else f" ({e})"
        raise MissingPackageError(
            f"this needs the package `{top}`, which is not installed or does not import{broken}. "
            f"Install it: pip install 'spark-trainer[{extra}]'"
        ) from e
