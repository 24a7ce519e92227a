"""Pages of 1,000,000 entries: the first under 100 ms, any under 200 ms, by text under 1 s.

    python benchmarks/entries.py [--entries N] [--postgres URL]

The rows are made up; what is measured is `jobs.index.entries.page`, which `GET /api/datasets/ID/
entries` calls, each question five times, the median and the worst of them.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spark_trainer.jobs.database.engine import open_database
from spark_trainer.jobs.index.entries import Asked, fill, page
from spark_trainer.jobs.settings import JobSettings

WORDS = "red blue car dog cat tree house sea bird boat man woman child runs sleeps a the on".split()
ROUNDS = 5


def rows(count: int) -> Iterator[tuple[dict[str, Any], str]]:
    dice = random.Random(0)
    for number in range(count):
        said = " ".join(dice.choices(WORDS, k=12)) + f" number{number}"
        yield (
            {
                "id": f"{number:016x}",
                "name": f"clip{dice.randrange(count)}.mp4",
                "duration_s": dice.uniform(1, 600),
                "frames": dice.randrange(1, 100),
                "scenes": dice.randrange(1, 20),
                "width": dice.choice([640, 1280, 1920]),
                "height": 720,
                "fps": 25.0,
                "audio": dice.randrange(2),
                "captioned": 1,
                "transcribed": dice.randrange(2),
                "edited": int(dice.random() < 0.01),
                "offset": number * 100,
                "length": 100,
            },
            said,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgres", help="URL of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(JobSettings(home=Path(folder), database_url=given.postgres))
        began_s = time.monotonic()
        total = fill(engine, "bench", "tag", given.entries, rows(given.entries))
        took_s = time.monotonic() - began_s
        print(f"{engine.dialect.name}: {total:,} entries indexed in {took_s:.0f} s")
        if given.postgres:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        far = total - 60
        questions: list[tuple[str, Asked, float]] = [
            ("first page", Asked(), 0.1),
            ("last page", Asked(offset=far), 0.2),
            ("page in the middle", Asked(offset=total // 2), 0.2),
            ("first page by duration", Asked(sort="duration_s"), 0.2),
            ("middle page by duration", Asked(sort="duration_s", offset=total // 2), 0.2),
            ("last page by name", Asked(sort="name", descending=True, offset=far), 0.2),
            ("text, one word of most", Asked(words="red"), 1.0),
            ("text, three words", Asked(words="red dog sea"), 1.0),
            ("text, one entry", Asked(words=f"number{total // 2}"), 1.0),
            ("text, page in the middle", Asked(words="red", offset=total // 4), 1.0),
            ("text and duration", Asked(words="red", least={"duration_s": 590.0}), 1.0),
            ("with sound", Asked(flags={"audio": True}), 0.2),
            ("with sound, in the middle", Asked(flags={"audio": True}, offset=total // 4), 0.2),
            ("one word, by name", Asked(words="red", sort="name"), 1.0),
            ("duration and sound", Asked(least={"duration_s": 599.0}, flags={"audio": True}), 1.0),
        ]
        for name, asked, limit_s in questions:
            took = []
            for _ in range(ROUNDS):
                began_s = time.perf_counter()
                found = page(engine, "bench", asked)
                took.append(time.perf_counter() - began_s)
            middle = statistics.median(took)
            met = "met" if max(took) <= limit_s else "NOT MET"
            print(
                f"{name:26} {middle * 1000:7.1f} ms, worst {max(took) * 1000:7.1f} of "
                f"{limit_s * 1000:.0f}: ratio {middle / limit_s:.2f}, {met} ({found.total:,} found)"
            )


if __name__ == "__main__":
    main()
