"""What all tests share: no network, real media, property tests without a clock."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"  # tests run side by side, and tiny models gain nothing by more

REPO = Path(__file__).resolve().parents[1]

settings.register_profile(
    "ci",
    max_examples=50,  # half of the usual: there are some hundred such tests, on two cores
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


@pytest.fixture(scope="module", autouse=True)
def _loaded_stays() -> None:
    """Garbage collections leave alone what earlier modules loaded, torch above all.

    A build in this process collects after each video: half a second, where all of it is looked at.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def media_dir() -> Path:
    """Real media: `../shared/media`, or the folder that SPARK_TRAINER_TEST_MEDIA names."""
    named = os.environ.get("SPARK_TRAINER_TEST_MEDIA")
    folder = Path(named) if named else REPO.parent / "shared" / "media"
    if not folder.is_dir():
        pytest.skip(f"no real media here: {folder} does not exist")
    return folder


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a tiny model of that name once, and gives its folder."""
    root = tmp_path_factory.mktemp("models")

    def folder(name: str) -> Path:
        from tests.labelers.tiny_models import CHAT_SAVERS, SAVERS
        from tests.labelers.tiny_whisper import save_converted, save_whisper

        place = root / name
        savers = {**SAVERS, **CHAT_SAVERS, "whisper": save_whisper}
        if name == "faster-whisper" and not place.exists():
            save_converted(place, folder("whisper"))
        elif not place.exists():
            savers[name](place)
        return place

    return folder


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The run folder of a trainer's tiny model, trained for a step on the first call."""
    made: dict[str, Path] = {}

    def run(trainer: str) -> Path:
        from tests.trainers.tiny_runs import train_tiny

        if trainer not in made:
            made[trainer] = train_tiny(trainer, tmp_path_factory.mktemp(trainer))
        return made[trainer]

    return run


pytest_plugins = ["tests.databases"]
