"""A lane: one labeller in threads of this process, fed with pieces of many videos in batches.

Pieces are made ready ahead of the labeller by other threads, up to a bound, so that a model finds
its next batch waiting. A batch is what is ready, at most the batch size: nobody waits for it to
fill up. Videos come out as they become whole; their labels are in the order of their pieces.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from spark_trainer.core.errors import BackendUnavailableError, MediaError, SparkTrainerError
from spark_trainer.labelers.base import BatchLabeler, BatchTooLargeError

READY_THREADS = 2
"""Threads that cut and prepare pieces; their libraries let go of the interpreter lock."""

BATCHES_AHEAD = 2
"""Batches that are made ready while one is labelled: what memory the lane takes."""

BATCHES_WAITING = 16
"""Batches that may wait, on disk, before videos are read more slowly than they could be."""

Joined = Callable[[Sequence[Any], Sequence[Any]], dict[str, Any]]
"""From pieces and their labels to the result row of a video."""


@dataclass(frozen=True)
class Order:
    """What the lane is asked to do for one video."""

    token: Any
    asked: Any
    """What `BatchLabeler.pieces` takes."""
    join: Joined
    size: int
    """About how many pieces that will be."""
    known: Mapping[int, Any] = field(default_factory=dict)
    """Labels of an earlier run, by number of the piece."""


@dataclass(frozen=True)
class Whole:
    """A video's result row, or why there is none: (code, reason) for a failure of the video."""

    token: Any
    row: dict[str, Any] | None = None
    failure: tuple[str, str] | None = None


@dataclass(frozen=True)
class Part:
    """Labels of a video that is not whole, to be kept in case the run is stopped or it fails."""

    token: Any
    labels: Mapping[int, Any]


@dataclass(frozen=True)
class Broken:
    """The labeller cannot go on; the lane has stopped."""

    error: BaseException


@dataclass(frozen=True)
class Smaller:
    """Memory ran out: from now on batches have at most this many pieces."""

    batch_size: int


Spoken = Whole | Part | Broken | Smaller
Said = tuple[str, Spoken]
"""The step of a lane, and what it said."""


@dataclass
class Use:
    """How a lane's time was spent, in seconds of its labelling threads."""

    pieces: int = 0
    batches: int = 0
    busy_s: float = 0.0
    waited_s: float = 0.0
    """Between batches, with nothing ready. Time after the last piece does not count."""

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "busy_s": round(self.busy_s, 3), "waited_s": round(self.waited_s, 3)}


class _Video:
    """An order that is worked on."""

    def __init__(self, order: Order, pieces: Sequence[Any]) -> None:
        self.order, self.pieces = order, pieces
        self.labels = {n: label for n, label in order.known.items() if n < len(pieces)}
        self.seconds = 0.0
        self.over = False

    @property
    def is_whole(self) -> bool:
        return len(self.labels) == len(self.pieces)


_Entry = tuple[_Video, int, "Future[Any]"]
"""A piece in the queue: its video, its number, and what it becomes when it is ready."""


class Lane:
    """Starts with its threads; `submit` orders, `finish` once no more will come, `close` always.

    Args:
        labeler: loaded; its `label` is called in `labeler.concurrency` threads.
        batch_size: the largest batch.
        say: called from the lane's threads with what happened.
    """

    def __init__(
        self,
        labeler: BatchLabeler[Any, Any, Any, Any],
        batch_size: int,
        say: Callable[[Spoken], None],
    ) -> None:
        self._labeler, self._say = labeler, say
        self._batch_size = batch_size
        self._orders: deque[Order | None] = deque()
        self._queue: deque[_Entry] = deque()
        self._changed = threading.Condition()
        self._open_feed = True
        self._stopping = False
        self._waiting = 0
        self.use = Use()
        self._ahead = threading.Semaphore(
            batch_size * (BATCHES_AHEAD + 1) * max(1, labeler.concurrency)
        )
        self._pool = ThreadPoolExecutor(READY_THREADS, thread_name_prefix="lane-ready")
        work = [self._feed] + [self._label_all] * max(1, labeler.concurrency)
        self._threads = [threading.Thread(target=w, daemon=True) for w in work]
        for thread in self._threads:
            thread.start()

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nobody need hurry to bring more."""
        return self._waiting > self._batch_size * BATCHES_WAITING * max(
            1, self._labeler.concurrency
        )

    def submit(self, order: Order) -> None:
        with self._changed:
            self._orders.append(order)
            self._waiting += order.size
            self._changed.notify_all()

    def finish(self) -> None:
        """No more orders will come."""
        with self._changed:
            self._orders.append(None)
            self._changed.notify_all()

    def close(self) -> None:
        """Stop; a batch that is being labelled is waited for, and thrown away."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._ahead.release()
        self._labeler.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for thread in self._threads:
            thread.join(timeout=30)

    # Feeding

    def _feed(self) -> None:
        """Cut videos into pieces and have them made ready, in order, as far as the bound allows."""
        try:
            for order in self._next_orders():
                self._feed_one(order)
        except SparkTrainerError as e:
            self._break(e)
        except BaseException as e:
            self._break(e)
            raise
        finally:
            with self._changed:
                self._open_feed = False
                self._changed.notify_all()

    def _next_orders(self) -> Iterator[Order]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._orders or self._stopping)
                order = None if self._stopping else self._orders.popleft()
                self._waiting -= order.size if order else 0
            if order is None:
                return
            yield order

    def _feed_one(self, order: Order) -> None:
        try:
            pieces = self._labeler.pieces(order.asked)
        except MediaError as e:
            self._say(Whole(order.token, failure=(e.code, str(e))))
            return
        video = _Video(order, pieces)
        self._labeler.recall(pieces, video.labels)
        if video.is_whole:
            self._tell(video)
            return
        known = frozenset(video.labels)
        for number, piece in enumerate(pieces):
            if number in known:
                continue
            self._ahead.acquire()
            if self._stopping or video.over:
                self._ahead.release()
                return
            future = self._pool.submit(self._labeler.ready, piece)
            future.add_done_callback(self._wake)
            with self._changed:
                self._queue.append((video, number, future))
                self._changed.notify_all()

    def _wake(self, _: Future[Any]) -> None:
        with self._changed:
            self._changed.notify_all()

    # Labelling

    def _label_all(self) -> None:
        try:
            while batch := self._take():
                self._label_batch(batch)
        except SparkTrainerError as e:
            self._break(e)
        except BaseException as e:
            self._break(e)
            raise

    def _take(self) -> list[_Entry]:
        """The next batch: the first piece in the queue, and those behind it that are ready."""
        started = time.monotonic()
        with self._changed:
            self._changed.wait_for(self._can_take)
            batch: list[_Entry] = []
            while (
                not self._stopping
                and self._queue
                and len(batch) < self._batch_size
                and self._queue[0][2].done()
            ):
                batch.append(self._queue.popleft())
            if batch:
                self.use.waited_s += time.monotonic() - started
        if batch:
            self._ahead.release(len(batch))
        return batch

    def _can_take(self) -> bool:
        if self._stopping:
            return True
        return self._queue[0][2].done() if self._queue else not self._open_feed

    def _label_batch(self, batch: list[_Entry]) -> None:
        """Label one batch; where it is too large for memory, its halves."""
        todo = [entry for entry in batch if not self._drop_unready(entry)]
        while todo and not self._stopping:
            part, todo = todo[: self._batch_size], todo[self._batch_size :]
            try:
                self._label_part(part)
            except BatchTooLargeError as e:
                alone = len(part) == 1 and not self._labeler.full_batches
                if alone or (len(part) == 1 and self._batch_size == 1):
                    raise BackendUnavailableError(
                        f"{self._labeler.name}: memory ran out with a single piece ({e}). Take a "
                        f"smaller model or another precision, or free memory, and run the same "
                        f"command again: what was finished is kept."
                    ) from e
                tried = self._batch_size if self._labeler.full_batches else len(part)
                self._batch_size = max(1, min(tried, self._batch_size) // 2)
                self._say(Smaller(self._batch_size))
                todo = part + todo
            except MediaError as e:
                for video, _, _ in part:
                    self._fail(video, e)

    def _drop_unready(self, entry: _Entry) -> bool:
        """Whether a piece is of a video that failed; its own failure makes it so."""
        video, _, future = entry
        if not video.over:
            try:
                future.result()
            except MediaError as e:
                self._fail(video, e)
        return video.over

    def _label_part(self, part: list[_Entry]) -> None:
        ready = [future.result() for _, _, future in part]
        if self._labeler.full_batches:
            ready += [ready[-1]] * (self._batch_size - len(ready))
        started = time.monotonic()
        labels = self._labeler.label(ready)[: len(part)]
        took_s = time.monotonic() - started
        if len(labels) != len(part):
            raise MediaError("labels", f"{self._labeler.name} gave {len(labels)} of {len(part)}")
        self._count(part, took_s)
        self._sort_in(part, labels, took_s / len(part))

    def _count(self, part: list[_Entry], took_s: float) -> None:
        with self._changed:
            self.use.pieces += len(part)
            self.use.batches += 1
            self.use.busy_s += took_s

    def _sort_in(self, part: list[_Entry], labels: Sequence[Any], each_s: float) -> None:
        """Give labels to their videos; tell of those that are whole, keep those that are not."""
        new: dict[int, tuple[_Video, dict[int, Any]]] = {}
        with self._changed:
            for (video, number, _), label in zip(part, labels, strict=True):
                video.labels[number] = label
                video.seconds += each_s
                new.setdefault(id(video), (video, {}))[1][number] = label
            whole = [v for v, _ in new.values() if v.is_whole and not v.over]
            for video in whole:
                video.over = True
        for video, found in new.values():
            if video in whole:
                self._tell(video)
            else:
                self._say(Part(video.order.token, found))

    def _tell(self, video: _Video) -> None:
        labels = [video.labels[number] for number in range(len(video.pieces))]
        try:
            row = video.order.join(video.pieces, labels)
        except MediaError as e:
            self._say(Whole(video.order.token, failure=(e.code, str(e))))
        else:
            self._say(Whole(video.order.token, row={**row, "seconds": round(video.seconds, 6)}))

    def _fail(self, video: _Video, error: MediaError) -> None:
        with self._changed:
            first, video.over = not video.over, True
        if first:
            self._say(Whole(video.order.token, failure=(error.code, str(error))))

    def _break(self, error: BaseException) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._say(Broken(error))
