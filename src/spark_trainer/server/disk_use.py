"""How much of the disk a folder takes; counted for a moment only, and remembered."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

MOST_S = 3.0
_KEPT = 1000
_known: OrderedDict[tuple[str, int], DiskUse] = OrderedDict()


@dataclass(frozen=True)
class DiskUse:
    """Of the files below a folder."""

    bytes: int
    whole: bool
    """False: the time was over before all were counted."""


def disk_use(folder: Path, changed_ns: int, most_s: float = MOST_S) -> DiskUse:
    """The sizes of its files together; links are not followed.

    Args:
        changed_ns: as long as it stays the same, what was counted holds.
    """
    key = (str(folder), changed_ns)
    if key not in _known:
        _known[key] = _counted(folder, most_s)
        if len(_known) > _KEPT:
            _known.popitem(last=False)
    return _known[key]


def _counted(folder: Path, most_s: float) -> DiskUse:
    end_s = time.monotonic() + most_s
    total, waiting = 0, [str(folder)]
    while waiting:
        if time.monotonic() > end_s:
            return DiskUse(total, whole=False)
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:  # gone meanwhile
            continue
    return DiskUse(total, whole=True)
