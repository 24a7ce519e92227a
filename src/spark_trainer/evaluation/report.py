"""A result: measured numbers with their doubt, and samples to look at. Kept as JSON."""

from __future__ import annotations

import math
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from spark_trainer.core.atomic import replace_file
from spark_trainer.core.canonical import canonical_json
from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import portable, printable
from spark_trainer.evaluation.metric import Metric, interval

_SURROGATES = re.compile("[\ud800-\udfff]+")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Measure(_Record):
    """One metric of one corpus."""

    name: str
    value: float | None
    """None where it is not defined, as a word error rate without words."""
    unit: str
    count: int = Field(ge=0)
    """Samples."""
    low: float | None = None
    high: float | None = None
    """Ends of the bootstrap interval, in the metric's unit."""
    higher_is_better: bool = True


class Sample(_Record):
    """One output beside what was wanted."""

    id: str
    """Pairs the samples of two results."""
    picture: str | None = None
    """Path, as the dataset names it."""
    references: tuple[str, ...]
    output: str
    score: float | None
    """Of `Result.sample_metric`."""


class Result(_Record):
    """What one evaluation found."""

    title: str
    settings: dict[str, JsonValue] = {}
    """All that decides the numbers: run, split, normaliser, tokenizer."""
    seed: int
    """Of the bootstrap."""
    confidence: float = Field(0.95, gt=0, lt=1)
    measures: tuple[Measure, ...]
    sample_metric: str = ""
    samples_higher_is_better: bool = True
    samples: tuple[Sample, ...] = ()

    def worst_first(self) -> list[Sample]:
        """Samples without a score come last; equal ones go by id."""
        sign = 1 if self.samples_higher_is_better else -1
        return sorted(
            self.samples,
            key=lambda sample: (
                sample.score is None,
                sign * sample.score if sample.score is not None else 0.0,
                sample.id,
            ),
        )


def measure(
    metric: Metric, *, seed: int, resamples: int = 1000, confidence: float = 0.95
) -> Measure:
    """The metric with its interval."""
    low, high = interval(metric, seed=seed, resamples=resamples, confidence=confidence)
    return Measure(
        name=metric.name,
        value=_known(metric.value),
        unit=metric.unit,
        count=metric.count,
        low=_known(low),
        high=_known(high),
        higher_is_better=metric.higher_is_better,
    )


def write_result(result: Result, path: Path) -> None:
    """Write it as JSON, whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    text = canonical_json(result.model_dump(mode="python"))
    replace_file(path, [_SURROGATES.sub(_escaped, text).encode(), b"\n"])


def read_result(path: Path) -> Result:
    """A result that `write_result` wrote.

    Raises:
        DatasetError: the file is missing, or is not a result.
    """
    try:
        return Result.model_validate_json(path.read_bytes())
    except OSError as e:
        raise DatasetError(f"cannot read {printable(path)}: {e.strerror}") from e
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise DatasetError(
            f"{printable(path)} is not a result: {where}: {first['msg']}. Evaluate again."
        ) from e


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _escaped(found: re.Match[str]) -> str:
    """As `portable` writes them, inside a JSON string."""
    return portable(found[0]).replace("\\", "\\\\")
