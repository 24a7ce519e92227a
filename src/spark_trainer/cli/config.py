"""`spark-trainer config`: each setting, and where it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spark_trainer.cli.whole_help import WholeHelp

if TYPE_CHECKING:
    from spark_trainer.models.profiles import FoundProfile

app = typer.Typer(
    cls=WholeHelp,
    help="Settings and profiles: what they are, and where each comes from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command()
def show(
    template: Annotated[
        str | None,
        typer.Argument(help="A template, for its own settings too.", show_default=False),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="As `train --profile` takes it.")] = None,
    as_json: Json = False,
) -> None:
    """Show each setting of a run with its value and origin.

    A flag goes before a run file, then SPARK_TRAINER_* variables, then --profile, then
    ~/.spark_trainer/config.json, then the template.
    """
    rows = _rows(template, profile)
    if as_json:
        typer.echo(
            json.dumps([{"setting": s, "value": v, "origin": o} for s, v, o in rows], indent=2)
        )
        return
    width = max(len(setting) for setting, _, _ in rows)
    for setting, value, origin in rows:
        typer.echo(f"{setting:{width}}  {_text(value):20}  {origin}")


@app.command("profiles")
def list_profiles(as_json: Json = False) -> None:
    """List the profiles that `train --profile` takes."""
    from spark_trainer.models.profiles import profiles

    found = profiles()
    if as_json:
        dumped = {name: one.profile.model_dump(mode="json") for name, one in found.items()}
        typer.echo(json.dumps(dumped, indent=2))
        return
    for one in found.values():
        _print_profile(one)


def _print_profile(one: FoundProfile) -> None:
    from spark_trainer.core.text import printable

    typer.echo(f"{printable(one.name):18} {printable(one.profile.description)}")
    said = one.profile.model_dump(exclude_none=True, exclude={"description"})
    for name, value in said.items():
        typer.echo(f"  {name}: {_text(value)}")
    typer.echo(f"  ({one.where})")


def _rows(template: str | None, profile: str | None) -> list[tuple[str, Any, str]]:
    from spark_trainer.core.text import printable
    from spark_trainer.models.layers import layers, merged
    from spark_trainer.models.user_config import config_file, read_user_config

    user = read_user_config()
    where = printable(config_file()) if config_file().exists() else "default"
    rows: list[tuple[str, Any, str]] = []
    for section in ("user", "paths"):
        part = getattr(user, section)
        for name in type(part).model_fields:
            given = name in part.model_fields_set
            rows.append((f"{section}.{name}", getattr(part, name), where if given else "default"))
    said = merged(layers(profile))
    own = _of_template(template)
    for name in {**own, **said}:
        value, origin = said.get(name) or own[name]
        rows.append((f"training.{name}", value, origin))
    return rows


def _of_template(name: str | None) -> dict[str, tuple[Any, str]]:
    if name is None:
        return {}
    from spark_trainer.models.registry import gallery

    entry = gallery(look_now=True).entry(name)
    settings: Any = entry.settings
    origin = f"template {entry.name}"
    return {key: (value, origin) for key, value in settings.training.model_dump().items()}


def _text(value: Any) -> str:
    from spark_trainer.core.text import printable

    return printable(value if isinstance(value, str) else json.dumps(value))
