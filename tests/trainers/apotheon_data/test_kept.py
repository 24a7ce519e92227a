from __future__ import annotations

import pickle

from spark_trainer.trainers.apotheon_data.kept import Kept


def test_values_are_made_once_until_the_limit_is_reached() -> None:
    kept, made = Kept(2_000), []

    def make(name: str) -> str:
        made.append(name)
        return name

    for _ in range(2):
        for name in ("a", "b", "c"):
            assert kept.get(name, lambda name=name: make(name), lambda _: 700) == name
    assert made == ["a", "b", "c", "c"]
    assert kept.held_bytes <= 2_000


def test_a_copy_for_another_process_holds_nothing() -> None:
    kept = Kept(2_000)
    kept.get("a", lambda: "a", len)
    assert pickle.loads(pickle.dumps(kept)).held_bytes == 0
