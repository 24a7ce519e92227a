"""The corpus of hostile and odd media: one table of makers and what must come of each file.

`python -m tests.corpus.make FOLDER` writes all of it, to be looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.corpus import claims, damage, forged, names, shapes, streams, sync, timing
from tests.corpus.expect import Case

_PARTS = (streams.CASES, shapes.CASES, timing.CASES, sync.CASES, damage.CASES, claims.CASES)
_MORE = (forged.CASES, names.CASES)
CORPUS: dict[str, Case] = {n: case for part in (*_PARTS, *_MORE) for n, case in part.items()}

if len(CORPUS) != sum(len(part) for part in (*_PARTS, *_MORE)):
    raise ValueError("two parts of the corpus use one name")


def make_all(folder: Path) -> dict[str, Path]:
    """Write the whole corpus into a new folder `media` of `folder`; what links and playlists
    point at lies beside it."""
    media = folder / "media"
    media.mkdir(parents=True)
    return {name: case.make(media) for name, case in CORPUS.items()}


if __name__ == "__main__":
    made = make_all(Path(sys.argv[1]))
    print(f"{len(made)} files in {sys.argv[1]}")
