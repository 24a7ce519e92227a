"""How many datasets, models and runs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spark_trainer.jobs.index.folders import counts

if TYPE_CHECKING:
    from spark_trainer.server.parts import Parts


def counted(shared: Parts) -> dict[str, int]:
    found = counts(shared.engine)
    return {f"{kind}s": count for kind, count in found.items()}
