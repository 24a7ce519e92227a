"""`python -m spark_trainer.server.openapi`: what the server takes and gives, as JSON.

It needs no server, database or home folder. The page's client is generated from it.
"""

from __future__ import annotations

import sys

from spark_trainer.core.canonical import canonical_json
from spark_trainer.server.app import interface


def document() -> str:
    """OpenAPI 3.1, in canonical JSON."""
    return canonical_json(interface().openapi())


if __name__ == "__main__":
    sys.stdout.buffer.write(document().encode() + b"\n")
