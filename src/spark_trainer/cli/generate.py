"""`spark-trainer generate`: what a trained model says of a video."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from spark_trainer.trainers.apotheon.generating import Generated

TASKS = {"caption": "captioning", "transcript": "transcription"}


def generate(
    run: Annotated[Path, typer.Argument(help="A run folder, or a saved model.")],
    video: Annotated[list[Path], typer.Option(help="A video. Can be repeated.")],
    task: Annotated[
        Literal["caption", "transcript", "both"], typer.Option(help="What to write.")
    ] = "both",
    fps: Annotated[float, typer.Option(help="Frames a second to choose from.", min=0.01)] = 1.0,
    max_new_tokens: Annotated[
        int | None, typer.Option(help="Tokens at most.  [default: the model's]", min=1)
    ] = None,
    temperature: Annotated[
        float, typer.Option(help="0 takes the best token each time; higher is bolder.", min=0)
    ] = 0.0,
    seed: Annotated[int, typer.Option(help="Of the draws, where temperature is above 0.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Caption and transcribe videos with a model that was trained here.

    Videos are decoded as `dataset build` does it: in a process of their own, with limits.
    """
    from spark_trainer.core.errors import UsageError
    from spark_trainer.core.optional import require
    from spark_trainer.core.text import printable

    for package in ("torch", "transformers"):
        require(package, extra="train")
    from spark_trainer.labelers.device import check_spelling, choose_device
    from spark_trainer.models.apotheon.finding import find_model
    from spark_trainer.models.apotheon.sampling import Decoding
    from spark_trainer.models.apotheon.saving import load_model
    from spark_trainer.pipelines.one_video import decode_video
    from spark_trainer.trainers.apotheon.generating import generate as generate_texts
    from spark_trainer.trainers.run_recipes import APOTHEON, trainer_of

    check_spelling(device, "auto")
    for path in video:
        if not path.is_file():
            raise UsageError(f"--video {printable(path)}: no such file")
    if (trainer := trainer_of(run)) != APOTHEON:
        raise UsageError(
            f"{printable(run)}: was trained by {trainer}; generate is for {APOTHEON}. "
            f"`spark-trainer evaluate {printable(run)}` shows what it writes for a split, and "
            f"`export` gives the model to other programs."
        )
    model, tokenizer = load_model(find_model(run), device=choose_device(device))
    most = max_new_tokens or model.config.data.max_text_tokens - 2
    decoding = Decoding(max_new_tokens=most, temperature=temperature, seed=seed)
    wanted = list(TASKS.values()) if task == "both" else [TASKS[task]]
    for path in video:
        with tempfile.TemporaryDirectory(prefix="spark-trainer-") as folder:
            dataset = decode_video(path, Path(folder) / "dataset", fps)
            for found in generate_texts(model, tokenizer, dataset, wanted, decoding):  # type: ignore[arg-type]
                _show(path, found, as_json=as_json)


def _show(video: Path, found: Generated, *, as_json: bool) -> None:
    from spark_trainer.core.text import printable

    names = {task: name for name, task in TASKS.items()}
    if as_json:
        texts = {names[task]: text for task, text in found.texts.items()}
        facts = {"shown_s": found.shown_s, "heard_s": found.heard_s}
        typer.echo(json.dumps({"video": printable(video), **texts, **facts}))
        return
    times = ", ".join(f"{at:.2f}" for at in found.shown_s) or "none"
    typer.echo(printable(video))
    for task, text in found.texts.items():
        typer.echo(f"  {names[task]:11} {printable(text)}")
    typer.echo(f"  {'seen':11} frames at {times} s; {found.heard_s:.1f} s of sound heard")
