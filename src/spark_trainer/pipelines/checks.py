"""What must hold between the steps of a pipeline. Each rule gives the mistakes that it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from spark_trainer.core.mistakes import KeyPath, Mistake, nearest, shown
from spark_trainer.pipelines.document import Entry
from spark_trainer.pipelines.ops import OPS, Flow, Ingest, Manifest, Op


def check(entries: Sequence[Entry]) -> list[Mistake]:
    """All mistakes of a graph. What could not be read (None) is not guessed about."""
    rules = (_ids, _once, _required, _needs, _cycles, _inputs, _recorded)
    return [mistake for rule in rules for mistake in rule(entries)]


def _path(entry: Entry, *keys: str | int) -> KeyPath:
    return ("steps", entry.index, *keys)


def _by_id(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Steps by name in the order of the file; of two with one name, the first."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.id is not None:
            known.setdefault(entry.id, entry)
    return known


def _name(entry: Entry) -> str:
    return f"`{entry.id}`" if entry.id is not None else f"number {entry.index + 1}"


def _ids(entries: Sequence[Entry]) -> Iterator[Mistake]:
    first = _by_id(entries)
    for entry in entries:
        if entry.id is not None and first[entry.id] is not entry:
            place = f"steps[{first[entry.id].index}]"
            yield Mistake(
                _path(entry, "id"), f"`{entry.id}` is the id of {place} already; choose another"
            )


def _once(entries: Sequence[Entry]) -> Iterator[Mistake]:
    first: dict[type[Op], Entry] = {}
    for entry in entries:
        if entry.kind is not None and first.setdefault(entry.kind, entry) is not entry:
            yield Mistake(
                _path(entry, "op"),
                f"a second step of op `{entry.kind.op}`, after {_name(first[entry.kind])}; "
                "this version takes one step of each op",
            )


def _required(entries: Sequence[Entry]) -> Iterator[Mistake]:
    if not entries or any(entry.kind is None for entry in entries):
        return
    for kind in (Ingest, Manifest):
        found = [entry for entry in entries if entry.kind is kind]
        if not found:
            yield Mistake(("steps",), f"no step of op `{kind.op}`; every pipeline needs one")
        for entry in found:
            if not entry.enabled:
                yield Mistake(
                    _path(entry, "enabled"),
                    f"step {_name(entry)} cannot be disabled; every pipeline needs `{kind.op}`",
                )


def _needs(entries: Sequence[Entry]) -> Iterator[Mistake]:
    known = _by_id(entries)
    for entry in entries:
        for i, need in enumerate(entry.needs or ()):
            if need not in known:
                yield Mistake(
                    _path(entry, "needs", i),
                    f"no step has the id {shown(need)}{nearest(need, known)}; "
                    f"ids are: {', '.join(known) or 'none'}",
                )


def _cycles(entries: Sequence[Entry]) -> Iterator[Mistake]:
    known = _by_id(entries)
    graph = {name: {n for n in e.needs or () if n in known} for name, e in known.items()}
    while True:
        try:
            TopologicalSorter({name: sorted(needs) for name, needs in graph.items()}).prepare()
        except CycleError as e:
            cycle = _from_first([known[name] for name in reversed(e.args[1][1:])])
            names = [str(entry.id) for entry in (*cycle, cycle[0])]
            way = " -> ".join(shown(name).strip("`") for name in names)
            yield Mistake(
                _path(cycle[0], "needs"),
                f"steps need each other in a circle: {way}; remove one of these needs",
            )
            graph[names[0]].remove(names[1])
        else:
            return


def _from_first(cycle: list[Entry]) -> list[Entry]:
    start = min(range(len(cycle)), key=lambda i: cycle[i].index)
    return cycle[start:] + cycle[:start]


def _inputs(entries: Sequence[Entry]) -> Iterator[Mistake]:
    known = _by_id(entries)
    for entry in entries:
        if entry.kind is None:
            continue
        needed = [(i, known[n]) for i, n in enumerate(entry.needs or ()) if n in known]
        taken = (*entry.kind.inputs, *entry.kind.optional_inputs)
        for i, need in needed:
            if need.kind is not None and need.kind.output not in taken:
                yield Mistake(_path(entry, "needs", i), _not_taken(entry.kind, need, taken))
        unsure = entry.needs is None or len(needed) < len(entry.needs)
        if entry.enabled and not unsure and all(need.kind is not None for _, need in needed):
            for flow in entry.kind.inputs:
                yield from _flow(entry, flow, [need for _, need in needed], entries)


def _not_taken(kind: type[Op], need: Entry, taken: Sequence[Flow]) -> str:
    if need.kind is None:
        raise AssertionError("only asked about steps whose op is known")
    takes = f"it takes {', '.join(taken)}" if taken else "it is the start and takes nothing"
    return (
        f"op `{kind.op}` does not take the {need.kind.output} of {_name(need)}; {takes}. "
        f"Remove {_name(need)} from its needs"
    )


def _flow(
    entry: Entry, flow: Flow, needed: Sequence[Entry], entries: Sequence[Entry]
) -> Iterator[Mistake]:
    givers = [need for need in needed if need.kind is not None and need.kind.output == flow]
    if any(giver.enabled for giver in givers):
        return
    if givers:
        problem = (
            f"step {_name(entry)} cannot run without {flow}, and {_name(givers[0])}, which gives "
            f"them, is disabled; enable it, or disable {_name(entry)} too"
        )
    else:
        problem = (
            f"step {_name(entry)} needs {flow}, and none of its needs gives them; "
            f"{_suggestion(flow, entries)}"
        )
    yield Mistake(_path(entry, "needs"), problem)


def _suggestion(flow: Flow, entries: Sequence[Entry]) -> str:
    present = [e for e in entries if e.kind is not None and e.kind.output == flow and e.id]
    if present:
        return f"add {_name(present[0])} to its needs"
    kinds = " or ".join(f"`{kind.op}`" for kind in OPS.values() if kind.output == flow)
    return f"add a step of op {kinds}, and its id to these needs"


def _recorded(entries: Sequence[Entry]) -> Iterator[Mistake]:
    """The manifest records what it needs; a step that runs for nothing is a slip."""
    known = _by_id(entries)
    manifests = [entry for entry in entries if entry.kind is Manifest]
    if len(manifests) != 1 or manifests[0].needs is None:
        return
    manifest, needs = manifests[0], manifests[0].needs
    if any(need not in known or known[need].kind is None for need in needs):
        return
    for entry in entries:
        if entry.kind in (None, Ingest, Manifest) or not entry.enabled or entry.id in needs:
            continue
        yield Mistake(
            _path(manifest, "needs"),
            f"step {_name(entry)} is not in the needs of {_name(manifest)}, so nothing would "
            f"record it; add {_name(entry)}, or set `enabled: false` on it",
        )
