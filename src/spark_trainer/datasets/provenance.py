"""Where a sample comes from: source hash, settings, versions, and the chain of step keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from typing import Any

from spark_trainer import __version__

DECIDING_PACKAGES = ("av", "numpy", "opencv-python-headless", "pillow", "pocketsphinx", "pysubs2")
"""Packages whose version can change a byte of the output."""


@cache
def tool_versions() -> dict[str, str]:
    """Versions of the packages that decide the output, of those that are installed."""
    found = {}
    for name in DECIDING_PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def provenance_record(
    source_hash: str,
    timestamp: str,
    config: Mapping[str, Any],
    steps: Sequence[str],
    chain: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """`meta.provenance` of one video.

    Args:
        source_hash: SHA-256 of the video file.
        timestamp: when its last step was finished, UTC.
        config: every setting, with models and revisions.
        steps: names of the steps that really ran, in their order.
        chain: `{"step", "key"}` from the source on; a key is the SHA-256 of all that decided
            the step's result, the keys before it included.
    """
    return {
        "source_hash": source_hash,
        "processing_timestamp": timestamp,
        "pipeline_version": __version__,
        "config": dict(config),
        "tools": tool_versions(),
        "lineage": {
            "parent_hash": source_hash,
            "processing_steps": list(steps),
            "chain": [dict(link) for link in chain],
        },
    }
