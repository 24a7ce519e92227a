"""One video of a dataset as text; see `spark-trainer dataset inspect`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console

from spark_trainer.cli.dataset_views import cell, length_text, number_text, plain_table
from spark_trainer.datasets.manifest import DoubtfulSpan, DroppedFrame, Entry, TextSegment
from spark_trainer.datasets.summary import REASONS


def print_video(out: Console, entry: Entry) -> None:
    """Print everything that the manifest knows about a video."""
    out.print(cell(f"Video {entry.id}", "bold"))
    _print_facts(out, entry)
    _print_timeline(out, entry)
    _print_scenes(out, entry)
    _print_texts(out, "Captions with times", entry.meta.cues)
    _print_texts(out, "Transcript", entry.meta.segments, entry.meta.transcript)
    if entry.meta.doubts:
        _print_doubts(out, entry.meta.doubts)
    if entry.meta.provenance is not None:
        _print_provenance(out, entry, entry.meta.provenance)


def _heading(out: Console, text: str) -> None:
    out.print()
    out.print(cell(text, "bold"))


def _print_facts(out: Console, entry: Entry) -> None:
    meta, info = entry.meta, entry.meta.video_info
    picture = f"{info.width}x{info.height}, {number_text(info.fps)} frames a second, {info.codec}"
    table = plain_table("", "")
    table.show_header = False
    rows = [
        *([("name", meta.source_name)] if meta.source_name else []),
        ("source", meta.source_path),
        *(("same bytes", _alias(alias, meta.alias_names or {})) for alias in meta.aliases),
        ("picture", picture),
        ("length", length_text(meta.duration)),
        ("frames", f"{meta.num_frames} in {entry.frames_dir}, {len(meta.dropped)} dropped"),
        ("audio", entry.audio or "none: the video has no sound, or its step is off"),
        ("language", meta.language or "not named"),
        ("caption", meta.caption or "none"),
        *(("note", note) for note in meta.notes),
        ("damage", "none" if meta.damage is None else _plain(meta.damage)),
    ]
    for name, value in rows:
        table.add_row(cell(name, "dim"), cell(value))
    out.print(table)


def _alias(path: str, names: Mapping[str, str]) -> str:
    return f"{names[path]} ({path})" if path in names else path


def _plain(value: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{key}: {v if isinstance(v, str) else json.dumps(v)}" for key, v in value.items()
    )


def _print_timeline(out: Console, entry: Entry) -> None:
    _heading(out, "Time line: every candidate frame, and where scenes start")
    captions = entry.meta.all_captions
    rows: list[tuple[float, str, float | None, str]] = [
        (frame.time, frame.file, frame.motion, (captions[i] if i < len(captions) else None) or "")
        for i, frame in enumerate(entry.meta.frames)
    ]
    rows += [
        (scene.start_time, f"scene {number}", None, "")
        for number, scene in enumerate(entry.meta.scenes, 1)
    ]
    rows += [(d.time, "dropped", d.motion, _why(d)) for d in entry.meta.dropped]
    rows.sort(key=lambda row: (row[0], not row[1].startswith("scene")))
    table = plain_table(
        "seconds", "frame", "motion", "caption, or why not", right=("seconds", "motion")
    )
    for time, name, motion, about in rows:
        style = "dim" if name == "dropped" else ""
        table.add_row(
            cell(f"{time:.3f}", style), cell(name, style), cell(number_text(motion), style),
            cell(about, style),
        )  # fmt: skip
    out.print(table if rows else cell("no candidates", "dim"))


def _why(dropped: DroppedFrame) -> str:
    about = (
        f"{dropped.reason}: {REASONS[dropped.reason]}"
        if dropped.reason in REASONS
        else dropped.reason
    )
    return about if dropped.like is None else f"{about} ({_plain(dropped.like)})"


def _print_scenes(out: Console, entry: Entry) -> None:
    _heading(out, f"Scenes: {len(entry.meta.scenes)}")
    table = plain_table(
        "scene", "start s", "end s", "length s", right=("scene", "start s", "end s", "length s")
    )
    for number, scene in enumerate(entry.meta.scenes, 1):
        span = (scene.start_time, scene.end_time, scene.end_time - scene.start_time)
        table.add_row(str(number), *(f"{value:.3f}" for value in span))
    if entry.meta.scenes:
        out.print(table)


def _print_texts(
    out: Console, title: str, pieces: list[TextSegment], whole: str | None = None
) -> None:
    _heading(out, title)
    table = plain_table("start s", "end s", "text", right=("start s", "end s"))
    for piece in pieces:
        table.add_row(f"{piece.start:.3f}", f"{piece.end:.3f}", cell(piece.text))
    out.print(table if pieces else cell(whole or "none", "" if whole else "dim"))


def _print_doubts(out: Console, doubts: list[DoubtfulSpan]) -> None:
    _heading(out, "Where the transcript may be invented")
    table = plain_table("start s", "end s", "rule", "what was found", right=("start s", "end s"))
    for doubt in doubts:
        span = (f"{doubt.start:.3f}", f"{doubt.end:.3f}")
        table.add_row(*span, cell(doubt.rule), cell(doubt.what))
    out.print(table)


def _print_provenance(out: Console, entry: Entry, provenance: Mapping[str, Any]) -> None:
    _heading(out, "Provenance: from the source to the files")
    lineage = provenance.get("lineage")
    lineage = lineage if isinstance(lineage, Mapping) else {}
    table = plain_table("", "", "")
    table.show_header = False
    table.add_row(cell("source"), cell("SHA-256", "dim"), cell(provenance.get("source_hash")))
    for name, key in _links(lineage):
        table.add_row(cell(f"-> {name}"), cell("key", "dim"), cell(key))
    files = entry.meta.frames
    if files:
        span = f"{files[0].file} to {files[-1].file}"
        table.add_row("-> files", cell("frames", "dim"), cell(f"{entry.frames_dir}: {span}"))
    if entry.audio:
        table.add_row("-> files", cell("sound", "dim"), cell(entry.audio))
    out.print(table)
    table = plain_table("", "")
    table.show_header = False
    table.add_row(cell("made at", "dim"), cell(provenance.get("processing_timestamp")))
    maker = f"spark-trainer {provenance.get('pipeline_version')}"
    table.add_row(cell("by", "dim"), cell(maker))
    table.add_row(cell("with", "dim"), cell(_as_text(provenance.get("tools"))))
    for name, value in _flat("", provenance.get("config") or {}):
        table.add_row(cell(name, "dim"), cell(value))
    out.print(table)


def _flat(name: str, value: object) -> Iterable[tuple[str, str]]:
    """Settings in settings as `steps.frames.fps`."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), inner)
    else:
        yield name or "settings", value if isinstance(value, str) else json.dumps(value)


def _links(lineage: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The steps that ran, with the key of each where the manifest has it."""
    chain = lineage.get("chain")
    links = [link for link in chain if isinstance(link, Mapping)] if isinstance(chain, list) else []
    if links:
        return [(str(link.get("step")), str(link.get("key"))) for link in links]
    steps = lineage.get("processing_steps")
    return [(str(step), "not recorded") for step in steps] if isinstance(steps, list) else []


def _as_text(value: object) -> str:
    if isinstance(value, Mapping):
        return _plain(value) or "none"
    return "not recorded" if value is None else str(value)
