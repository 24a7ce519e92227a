"""One model tried on the built-in picture or sentence: what it says, and how fast."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.core.text import printable
from spark_trainer.labelers.base import (
    AudioRef,
    BatchLabeler,
    Captioner,
    FrameRef,
    Labeler,
    Transcriber,
    VideoRef,
)
from spark_trainer.labelers.builtin import PICTURE, SENTENCE, draw_picture, sentence_file
from spark_trainer.labelers.device import choose_device
from spark_trainer.labelers.registry import BACKENDS, Kind, build_captioner, build_transcriber
from spark_trainer.labelers.weights import cache as hub
from spark_trainer.labelers.weights.cached_models import backend_of
from spark_trainer.labelers.weights.finding import NotFetchedError
from spark_trainer.labelers.weights.hub_errors import HubUnreachableError, hub_errors
from spark_trainer.labelers.weights.model_names import known_by_name
from spark_trainer.labelers.weights.pulling import no_such_name, unreachable

_SENTENCE_S = 3.0
_LOCAL = {b.name for b in BACKENDS if b.needs == "a model download"}
_SERVERS = {b.name for b in BACKENDS if b.needs == "a server"}
"""Asked as little as possible: it may cost money."""

_LEAST_S, _MOST_ROUNDS = 1.0, 50
"""Labelling is repeated for about a second."""

LabelT = TypeVar("LabelT")


@dataclass(frozen=True)
class Choice:
    """The back end that is tried, and with which model; None = its own default."""

    kind: Kind
    backend: str
    model: str | None


@dataclass(frozen=True)
class Check:
    """What came of it."""

    labeler: Labeler
    device: str | None
    """None where the back end knows none."""
    load_s: float
    shown: str
    """What is on the picture, or said in the sentence."""
    said: str | None
    items: int
    items_s: float
    """Seconds for all of them."""
    item: str
    """What an item is."""


def choose(name: str, revision: str | None) -> Choice:
    """The back end of that name, or the one that takes the model of that name.

    Raises:
        UsageError: neither; or there is nothing to load in it.
        BackendUnavailableError: the model is not here and the hub does not answer.
    """
    if known := known_by_name(name):
        return Choice(_kind_of(known.backend), known.backend, known.hub_id if known.size else None)
    if found := [b for b in BACKENDS if b.name == name]:
        if name in ("sidecar", "none"):
            raise UsageError(f"{name} loads no model ({found[0].summary}): nothing to check.")
        return Choice(found[0].kind, name, None)
    folder, names = _look_at(name, revision)
    backend = backend_of(folder, names)
    if backend is None:
        raise BackendUnavailableError(
            f"{printable(name)}: its config.json is of no kind that a back end here takes. Taken "
            f"are BLIP-2, BLIP, Florence-2, Whisper (safetensors or CTranslate2) and models that "
            f"turn a picture and text into text."
        )
    return Choice(_kind_of(backend), backend, name)


def _kind_of(backend: str) -> Kind:
    return next(b.kind for b in BACKENDS if b.name == backend)


def _look_at(model: str, revision: str | None) -> tuple[Path, list[str]]:
    """A folder with the model's config.json, and the names of all its files."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder, os.listdir(folder)
    if "/" not in model:
        raise UsageError(no_such_name(model))
    hub.check_id(model, revision)
    snapshot, why_not = hub.find_cached(model, revision, None)
    if snapshot is not None:
        return snapshot.folder, list(snapshot.names)
    try:
        with hub_errors(model, revision):
            names = list(hub.listing(model, revision))
            return hub.fetch_config(model, revision), names
    except HubUnreachableError as e:
        raise BackendUnavailableError(
            unreachable(model, f"{why_not} and cannot be fetched: {e}")
        ) from e


def check(choice: Choice, settings: Mapping[str, Any]) -> Check:
    """Resolve, load, and label what is built in.

    Args:
        choice: from `choose`.
        settings: of the back end's constructor, such as `device`; only those that were given.

    Raises:
        UsageError: the back end takes no such setting.
        BackendUnavailableError: it cannot run here.
    """
    given = ({"model": choice.model} if choice.model else {}) | dict(settings)
    made = _built(choice, given)
    try:
        made.resolve()
    except NotFetchedError as e:  # its own words are for who builds a dataset
        raise BackendUnavailableError(
            f"back end {choice.backend}: {unreachable(e.model, e.why)}\n"
            f"- Or name a folder that holds it: --model FOLDER"
        ) from e
    begin_s = time.perf_counter()
    made.load()
    load_s = time.perf_counter() - begin_s
    device = choose_device(settings.get("device", "auto")) if choice.backend in _LOCAL else None
    if isinstance(made, Captioner):
        return _caption(made, device, load_s)
    assert isinstance(made, Transcriber)
    return _transcribe(made, device, load_s)


def _built(choice: Choice, given: dict[str, Any]) -> Labeler:
    if choice.kind == "captions":
        return build_captioner(choice.backend, **given)
    return build_transcriber(choice.backend, **given)


def _caption(made: Captioner, device: str | None, load_s: float) -> Check:
    with TemporaryDirectory() as folder:
        path = Path(folder, "builtin.jpg")
        draw_picture().save(path, quality=92)
        frame = FrameRef(path, 0.0, VideoRef("builtin", path, 1.0))
        batch = [frame] * _batch_size(made)
        most = 1 if made.name in _SERVERS else _MOST_ROUNDS
        captions, rounds, seconds = _timed(lambda: made.caption(batch), most)
    said, items = captions[0].text, rounds * len(batch)
    return Check(made, device, load_s, PICTURE, said, items, seconds, "pictures")


def _transcribe(made: Transcriber, device: str | None, load_s: float) -> Check:
    path = sentence_file()
    audio = AudioRef(path, VideoRef("builtin", path, _SENTENCE_S))
    heard, rounds, seconds = _timed(lambda: made.transcribe(audio))
    return Check(made, device, load_s, SENTENCE, heard.text, rounds, seconds, "sentences")


def _batch_size(made: Labeler) -> int:
    if not isinstance(made, BatchLabeler):
        return 1
    return made.most_pieces() if made.batch_size == "auto" else made.batch_size


def _timed(run: Callable[[], LabelT], most: int = _MOST_ROUNDS) -> tuple[LabelT, int, float]:
    """What the first run gave, how often it ran, and how many seconds that took.

    The first one warms up: it only counts where it took so long that this makes no difference.
    """
    begin_s = time.perf_counter()
    first = run()
    rounds, seconds = 1, time.perf_counter() - begin_s
    if seconds >= _LEAST_S or most == 1:
        return first, rounds, seconds
    rounds, seconds, begin_s = 0, 0.0, time.perf_counter()
    while rounds < most and seconds < _LEAST_S:
        run()
        rounds, seconds = rounds + 1, time.perf_counter() - begin_s
    return first, rounds, seconds
