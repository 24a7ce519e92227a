"""`spark-trainer dataset`: build, verify, show, inspect."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spark_trainer.cli import dataset_views
from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from spark_trainer.pipelines.build import Summary
    from spark_trainer.pipelines.graph import Pipeline

app = typer.Typer(
    cls=WholeHelp,
    help="Build, check and look at datasets.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Fps = Annotated[float | None, typer.Option(help="Candidate frames a second.  [default: 1]")]


@app.command("build")
def build_command(
    input: Annotated[
        Path, typer.Option("--input", "-i", help="Folder of videos (searched deep), or one video.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The dataset folder, new or to go on with.")
    ] = Path("datasets/multimodal"),
    pipeline: Annotated[
        Path | None,
        typer.Option(help="A pipeline file; see `spark-trainer pipeline show --yaml`."),
    ] = None,
    fps: Fps = None,
    resolution: Annotated[
        str | None,
        typer.Option(help="WIDTHxHEIGHT of the frames, or `source`.  [default: 224x224]"),
    ] = None,
    fit: Annotated[
        str | None, typer.Option(help="stretch, pad or crop to the resolution.  [default: stretch]")
    ] = None,
    frames_at: Annotated[
        str | None,
        typer.Option(help="`rate`, or `keyframes`: many times faster.  [default: rate]"),
    ] = None,
    caption_backend: Annotated[
        str | None,
        typer.Option(
            help="blip2, blip, florence2, vlm, openai, apotheon, sidecar, none.  "
            "[default: the best that works here; it is said which]"
        ),
    ] = None,
    caption_model: Annotated[
        str | None,
        typer.Option(help="Hub id, folder, or name on the server.  [default: the back end's]"),
    ] = None,
    caption_revision: Annotated[
        str | None, typer.Option(help="Branch, tag or commit on the hub.  [default: main]")
    ] = None,
    caption_device: Annotated[
        str | None, typer.Option(help="auto, cpu, cuda, cuda:1.  [default: auto]")
    ] = None,
    caption_precision: Annotated[
        str | None,
        typer.Option(help="auto, fp32, bf16, fp16, int8.  [default: bf16 on a GPU, fp32 on a CPU]"),
    ] = None,
    caption_batch_size: Annotated[
        str | None,
        typer.Option(help="Frames a batch, or `auto`: as many as fit.  [default: 4]"),
    ] = None,
    caption_prompt: Annotated[
        str | None, typer.Option(help="What the model is told.  [default: the back end's]")
    ] = None,
    caption_max_new_tokens: Annotated[
        int | None, typer.Option(help="Tokens after which a caption is cut.")
    ] = None,
    caption_url: Annotated[
        str | None,
        typer.Option(help="openai: the server, up to /v1.  [default: $OPENAI_BASE_URL]"),
    ] = None,
    caption_concurrency: Annotated[
        int | None, typer.Option(help="openai: requests at the same time.  [default: 16]")
    ] = None,
    caption_retries: Annotated[
        int | None, typer.Option(help="openai: times that a request is sent again.  [default: 5]")
    ] = None,
    caption_timeout: Annotated[
        float | None, typer.Option(help="openai: seconds an answer may take.  [default: 60]")
    ] = None,
    caption_budget_tokens: Annotated[
        int | None, typer.Option(help="openai: stop after so many tokens.")
    ] = None,
    caption_budget_requests: Annotated[
        int | None, typer.Option(help="openai: stop after so many requests.")
    ] = None,
    transcription_backend: Annotated[
        str | None,
        typer.Option(
            help="whisper, faster-whisper, pocketsphinx, apotheon, sidecar, none.  "
            "[default: the best that works here; it is said which]"
        ),
    ] = None,
    transcription_model_size: Annotated[
        str | None,
        typer.Option(help="tiny, base, small, medium, large of whisper.  [default: base]"),
    ] = None,
    transcription_model: Annotated[
        str | None, typer.Option(help="Hub id or folder, instead of a size.")
    ] = None,
    transcription_revision: Annotated[
        str | None, typer.Option(help="Branch, tag or commit on the hub.  [default: main]")
    ] = None,
    transcription_device: Annotated[
        str | None, typer.Option(help="auto, cpu, cuda, cuda:1.  [default: auto]")
    ] = None,
    transcription_precision: Annotated[
        str | None,
        typer.Option(help="auto, fp32, bf16, fp16, int8.  [default: bf16 on a GPU, fp32 on a CPU]"),
    ] = None,
    transcription_batch_size: Annotated[
        str | None, typer.Option(help="Windows of 30 s a batch, or `auto`.  [default: 4]")
    ] = None,
    transcription_language: Annotated[
        str | None, typer.Option(help="What is spoken, e.g. en.  [default: detected]")
    ] = None,
    scene_threshold: Annotated[
        float | None, typer.Option(help="PySceneDetect's threshold, 0-255.  [default: 27]")
    ] = None,
    motion_threshold: Annotated[
        float | None,
        typer.Option(
            help="Share of the clip's range of motion that counts as new.  [default: 0.3]"
        ),
    ] = None,
    smart_sampling: Annotated[
        bool, typer.Option("--smart-sampling/--no-smart-sampling", help="Drop still frames.")
    ] = True,
    scene_detection: Annotated[
        bool, typer.Option("--scene-detection/--no-scene-detection", help="Find cuts.")
    ] = True,
    perceptual_hashing: Annotated[
        bool,
        typer.Option("--perceptual-hashing/--no-perceptual-hashing", help="Drop near-duplicates."),
    ] = True,
    provenance: Annotated[
        bool, typer.Option("--provenance/--no-provenance", help="Record provenance.")
    ] = True,
    min_duration: Annotated[
        float | None, typer.Option(help="Leave shorter videos out. Seconds.")
    ] = None,
    max_duration: Annotated[
        float | None, typer.Option(help="Leave longer videos out. Seconds.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Worker processes.  [default: one a core]")
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed before.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if any video failed.")
    ] = False,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print the summary as JSON on standard output.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Turn a folder of videos into a dataset, or bring one up to date.

    Interrupted runs go on where they stopped: run the same command again.
    """
    from spark_trainer.cli.overrides import Overrides, apply_overrides
    from spark_trainer.cli.progress import progress_for
    from spark_trainer.core.job_events import job_listeners, tell_output
    from spark_trainer.pipelines.build import BuildOptions, build

    wanted = Overrides(
        fps=fps,
        resolution=resolution,
        fit=fit,
        at=frames_at,
        captions={
            "backend": caption_backend,
            "model": caption_model,
            "revision": caption_revision,
            "device": caption_device,
            "precision": caption_precision,
            "batch_size": _count(caption_batch_size),
            "prompt": caption_prompt,
            "max_new_tokens": caption_max_new_tokens,
            "url": caption_url,
            "concurrency": caption_concurrency,
            "retries": caption_retries,
            "timeout_s": caption_timeout,
            "budget_tokens": caption_budget_tokens,
            "budget_requests": caption_budget_requests,
        },
        transcript={
            "backend": transcription_backend,
            "model_size": transcription_model_size,
            "model": transcription_model,
            "revision": transcription_revision,
            "device": transcription_device,
            "precision": transcription_precision,
            "batch_size": _count(transcription_batch_size),
            "language": transcription_language,
        },
        scene_threshold=scene_threshold,
        motion_threshold=motion_threshold,
        smart_sampling=None if smart_sampling else False,
        scene_detection=scene_detection,
        perceptual_hashing=None if perceptual_hashing else False,
        provenance=None if provenance else False,
        min_duration_s=min_duration,
        max_duration_s=max_duration,
    )
    chosen, said = apply_overrides(_pipeline(pipeline), wanted, auto=pipeline is None)
    for line in said:
        typer.echo(line, err=True)
    tell_output("dataset", _expanded(output))
    with progress_for(sys.stderr, quiet=quiet) as listener:
        summary = build(
            chosen,
            _expanded(input),
            _expanded(output),
            BuildOptions(workers=workers, retry_failed=retry_failed),
            [listener, *job_listeners()],
        )
    _tell(summary, json_output)
    if summary.videos == 0 or (strict and summary.failed):
        raise typer.Exit(1)


def _count(given: str | None) -> int | str | None:
    """A number, where it is one; what else there may be, the op's own check says."""
    return int(given) if given is not None and given.isdecimal() else given


def _expanded(path: Path) -> Path:
    """With `~` resolved, which a shell leaves alone in `--input=~/Videos`."""
    try:
        return path.expanduser()
    except RuntimeError:  # no such user: it is a plain name
        return path


def _pipeline(path: Path | None) -> Pipeline:
    from spark_trainer.pipelines.graph import default_pipeline, load_pipeline

    return default_pipeline() if path is None else load_pipeline(path)


def _tell(summary: Summary, json_output: bool) -> None:
    import json

    from spark_trainer.cli.progress import summary_lines

    if json_output:
        typer.echo(json.dumps(summary.as_json(), ensure_ascii=True))
    for line in summary_lines(summary):
        typer.echo(line, err=json_output)


@app.command("verify")
def verify_command(
    dataset: Annotated[Path, typer.Argument(help="The dataset folder.")],
    rederive: Annotated[
        int,
        typer.Option(
            min=0,
            help="Decode this many random samples again from their source videos, and prove that "
            "frame, time, sound and caption belong together.",
        ),
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which samples are drawn.")] = 0,
    sources: Annotated[
        Path | None, typer.Option(help="Where the videos are now, if they were moved.")
    ] = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print the findings as JSON.")
    ] = False,
) -> None:
    """Prove that nothing in a dataset was changed since it was built, or say what was."""
    from spark_trainer.pipelines.checking import check

    report = check(dataset, rederive=rederive, seed=seed, sources=sources)
    _tell_report(report, json_output)
    if not report.ok:
        raise typer.Exit(1)


def _tell_report(report: Any, json_output: bool) -> None:
    import json

    from spark_trainer.core.text import printable

    if json_output:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=True))
        return
    for finding in report.findings:
        typer.echo(f"{finding.kind:<9} {printable(finding.path)}: {printable(finding.what)}")
    for note in report.notes:
        typer.echo(f"note      {printable(note)}")
    typer.echo(report.verdict)


app.command("show")(dataset_views.show)
app.command("inspect")(dataset_views.inspect)
