"""A pipeline as a value: named steps and what each needs. One that exists is one that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TypeVar

from spark_trainer.core.errors import ConfigError
from spark_trainer.core.mistakes import Mistake, raise_mistakes, shown
from spark_trainer.core.yaml_source import YamlSource, dump_yaml, finish, parse_yaml, read_yaml
from spark_trainer.pipelines.checks import check
from spark_trainer.pipelines.document import (
    ID_RULE,
    MAX_NAME_CHARS,
    MAX_STEPS,
    VERSION,
    Entry,
    is_id,
    is_name,
    read_document,
)
from spark_trainer.pipelines.ops import Op

OpT = TypeVar("OpT", bound=Op)

DEFAULT_FILE = "multimodal.yaml"


@dataclass(frozen=True)
class Step:
    """A named op and the steps whose output it is given."""

    id: str
    op: Op
    needs: tuple[str, ...] = ()
    enabled: bool = True
    """A disabled step does not run; who could use its output does without."""
    line: int | None = field(default=None, compare=False)
    """Where it stands in its file, counted from 1."""


@dataclass(frozen=True)
class Pipeline:
    """Steps in the order of the file, checked.

    Raises:
        ConfigError: the steps do not fit together; every mistake is named.
    """

    name: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        mistakes = [*_form(self), *check([_entry(i, step) for i, step in enumerate(self.steps)])]
        raise_mistakes(f"pipeline {shown(self.name)}", mistakes)

    @cached_property
    def order(self) -> tuple[Step, ...]:
        """Topological; of two steps that could come next, the one first in the file does."""
        waiting, done, out = list(self.steps), set[str](), list[Step]()
        while waiting:
            step = next(s for s in waiting if done.issuperset(s.needs))
            waiting.remove(step)
            done.add(step.id)
            out.append(step)
        return tuple(out)

    @property
    def enabled(self) -> tuple[Step, ...]:
        """The steps that run, in topological order."""
        return tuple(step for step in self.order if step.enabled)

    def find(self, kind: type[Op]) -> Step | None:
        """The step of an op, also where it is disabled."""
        return next((step for step in self.steps if type(step.op) is kind), None)

    def op(self, kind: type[OpT]) -> OpT | None:
        """The settings of an op, or None where no step of it runs."""
        step = self.find(kind)
        return step.op if step is not None and step.enabled and isinstance(step.op, kind) else None

    def feeds(self, giver: type[Op], taker: type[Op]) -> bool:
        """Whether the output of one op is given to the other, both enabled."""
        source, target = self.find(giver), self.find(taker)
        if source is None or target is None:
            return False
        return source.enabled and target.enabled and source.id in target.needs


def default_pipeline() -> Pipeline:
    """The seven steps with their defaults, as shipped."""
    return _from_source(parse_yaml(default_yaml().encode(), DEFAULT_FILE))


def default_yaml() -> str:
    """The shipped file with its comments, as a start for one's own."""
    return resources.files(__package__).joinpath(DEFAULT_FILE).read_text(encoding="utf-8")


def load_pipeline(path: Path) -> Pipeline:
    """Read and check a pipeline file.

    Raises:
        ConfigError: it cannot be read, or has mistakes: all of them, one a line.
    """
    return _from_source(read_yaml(path))


def with_op(pipeline: Pipeline, op: Op) -> Pipeline:
    """The same pipeline with other settings for one op. Enabled or not stays as it is.

    Raises:
        ConfigError: the pipeline has no step of that op.
    """
    old = pipeline.find(type(op))
    if old is None:
        ops = ", ".join(step.op.op for step in pipeline.steps)
        raise ConfigError(
            f"pipeline {shown(pipeline.name)} has no step of op `{op.op}` to set; it has: {ops}"
        )
    return replace(
        pipeline, steps=tuple(replace(s, op=op) if s is old else s for s in pipeline.steps)
    )


def without(pipeline: Pipeline, op_name: str) -> Pipeline:
    """The pipeline without an op's step, which leaves all needs too. Unchanged if it has none.

    Raises:
        ConfigError: another step cannot run without it.
    """
    gone = {step.id for step in pipeline.steps if step.op.op == op_name}
    steps = (s for s in pipeline.steps if s.id not in gone)
    return replace(
        pipeline,
        steps=tuple(replace(s, needs=tuple(n for n in s.needs if n not in gone)) for s in steps),
    )


def to_yaml(pipeline: Pipeline) -> str:
    """The file that `load_pipeline` reads back to an equal pipeline, all parameters written out."""
    steps = [
        {
            "id": step.id,
            "op": step.op.op,
            "needs": list(step.needs),
            "params": step.op.model_dump(mode="json"),
            "enabled": step.enabled,
        }
        for step in pipeline.steps
    ]
    head = dump_yaml({"version": VERSION, "name": pipeline.name})
    return head + "steps:\n" + "\n".join(_item(step) for step in steps)


def _item(step: dict[str, object]) -> str:
    lines = dump_yaml(step).splitlines()
    return "".join(f"  {'- ' if i == 0 else '  '}{line}\n" for i, line in enumerate(lines))


def _from_source(source: YamlSource) -> Pipeline:
    document = read_document(source)
    finish(source, [*document.mistakes, *check(document.entries)])
    return Pipeline(document.name, tuple(_steps(document.entries)))


def _steps(entries: Iterable[Entry]) -> Iterable[Step]:
    for e in entries:
        if e.id is None or e.op is None or e.needs is None:
            raise AssertionError("a step without mistakes has an id, an op and needs")
        yield Step(e.id, e.op, e.needs, e.enabled, e.line)


def _entry(index: int, step: Step) -> Entry:
    return Entry(index, step.id, type(step.op), step.op, step.needs, step.enabled, step.line)


def _form(pipeline: Pipeline) -> Iterable[Mistake]:
    """The rules that a file's reader has checked already, for pipelines made in Python."""
    if not is_name(pipeline.name):
        yield Mistake(("name",), f"must be one line of 1 to {MAX_NAME_CHARS} printable characters")
    if not 0 < len(pipeline.steps) <= MAX_STEPS:
        yield Mistake(("steps",), f"has {len(pipeline.steps)} steps; 1 to {MAX_STEPS} are taken")
    for i, step in enumerate(pipeline.steps):
        if not is_id(step.id):
            yield Mistake(("steps", i, "id"), f"{shown(step.id)} must be {ID_RULE}")
        if len(set(step.needs)) < len(step.needs):
            yield Mistake(("steps", i, "needs"), "names a step twice; keep one")
