"""`spark-trainer generate`: what a trained model makes of a video, a sound, a picture, a prompt."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from spark_trainer.trainers.generating import Generated, Given

FPS = 1.0
"""Frames a second to choose from, where no other number is asked for."""


def generate(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    video: Annotated[list[Path] | None, typer.Option(help="A video. Can be repeated.")] = None,
    audio: Annotated[list[Path] | None, typer.Option(help="A sound file. Can be repeated.")] = None,
    image: Annotated[list[Path] | None, typer.Option(help="A picture. Can be repeated.")] = None,
    prompt: Annotated[str | None, typer.Option(help="What to answer.", show_default=False)] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="New folder for what is no text: frames, a video."),
    ] = None,
    task: Annotated[
        Literal["caption", "transcript", "both"] | None,
        typer.Option(help="What to write, where a model can do both.  [default: both]"),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Of the speech: en, de, ...  [default: as it sounds]")
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(help="Frames a second of a video to choose from.  [default: 1]", min=0.01),
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option(
            help="Steps that make a video: more is finer.  [default: 25]", min=1, max=1000
        ),
    ] = None,
    max_new_tokens: Annotated[
        int | None, typer.Option(help="Tokens at most.  [default: the model's]", min=1)
    ] = None,
    temperature: Annotated[
        float | None,
        typer.Option(
            help="0 takes the best token each time; higher is bolder.  [default: 0]", min=0, max=10
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of all that is drawn.", min=0, max=2**63 - 1)] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Use a model that was trained here: to caption, transcribe, answer, or make a video.

    Each kind of model says what it takes. Videos are decoded as `dataset build` does it: in a
    process of their own, with limits.
    """
    named = {"video": video or (), "audio": audio or (), "image": image or ()}
    options = {
        "prompt": prompt,
        "output": output,
        "task": task,
        "language": language,
        "fps": fps,
        "steps": steps,
        "max-new-tokens": max_new_tokens,
        "temperature": temperature,
    }
    known = {name: value for name, value in options.items() if value is not None}
    for found in _generated(run, named, known, {"seed": seed, "device": device}):
        _show(found, as_json=as_json)


def _generated(
    run: Path, named: Mapping[str, Sequence[Path]], known: dict[str, Any], more: dict[str, Any]
) -> Iterator[Generated]:
    from spark_trainer.core.optional import require
    from spark_trainer.trainers.generating import Wish, check_taken
    from spark_trainer.trainers.run_recipes import recipe_of, trainer_of

    files = [(medium, path) for medium, paths in named.items() for path in paths]
    _must_exist(files)
    for package in ("torch", "transformers"):
        require(package, extra="train")
    recipe = recipe_of(run)
    check_taken(run, trainer_of(run), recipe.takes, [medium for medium, _ in files], known)  # type: ignore[misc]
    fps = known.pop("fps", FPS)
    said = {name.replace("-", "_"): value for name, value in known.items()}
    yield from recipe.generate(run, Wish(given=_given(files, fps), **said, **more))


def _must_exist(files: Sequence[tuple[str, Path]]) -> None:
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.text import printable

    for medium, path in files:
        if not path.is_file():
            raise UsageError(f"--{medium} {printable(path)}: no such file")


def _given(files: Sequence[tuple[str, Path]], fps: float) -> Iterator[Given]:
    """Each file in turn; a decoded video is gone once the next one is asked for."""
    from spark_trainer.pipelines.one_video import decode_video
    from spark_trainer.trainers.generating import Given

    for medium, path in files:
        if medium != "video":
            yield Given(medium, path)  # type: ignore[arg-type]
            continue
        with tempfile.TemporaryDirectory(prefix="spark-trainer-") as folder:
            yield Given("video", path, decode_video(path, Path(folder) / "dataset", fps))


def _show(found: Generated, *, as_json: bool) -> None:
    from spark_trainer.core.text import printable

    if as_json:
        typer.echo(json.dumps(found.to_json()))
        return
    if found.given is not None:
        typer.echo(printable(found.given.path))
    for name, text in found.texts.items():
        typer.echo(f"  {name:11} {printable(text) if text.strip() else '(nothing)'}")
    if len(found.pieces) > 1:
        for piece in found.pieces:
            typer.echo(f"  {piece.first_s:9.2f} s {printable(piece.text)}")
    if found.files:
        more = f" and {len(found.files) - 1} frames beside it" if len(found.files) > 1 else ""
        typer.echo(f"  {'written':11} {printable(found.files[0])}{more}")
    if told := _taken_in(found):
        typer.echo(f"  {'seen':11} {told}")


def _taken_in(found: Generated) -> str:
    told = []
    if found.shown_s is not None:
        times = ", ".join(f"{at:.2f}" for at in found.shown_s) or "none"
        told.append(f"frames at {times} s")
    if found.heard_s is not None:
        told.append(f"{found.heard_s:.1f} s of sound heard")
    return "; ".join(told)
