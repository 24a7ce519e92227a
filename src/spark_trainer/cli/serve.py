"""`spark-trainer serve`: the server for the page and for programs."""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from spark_trainer.server.settings import ServerSettings


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but loopback needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 = any that is free.", min=0, max=65535)] = 5000,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    root: Annotated[
        list[Path] | None,
        typer.Option(help="A folder with videos or datasets that may be named. Can be repeated."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:PORT", help="Another name that browsers call it by. Can be repeated."
        ),
    ] = None,
    root_path: Annotated[
        str | None,
        typer.Option(metavar="/PREFIX", help="Path that a proxy has it under, such as /spark."),
    ] = None,
    make_token: Annotated[
        bool, typer.Option("--make-token", help="Make a token for --host, and print it once.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Log no requests.")] = False,
) -> None:
    """Serve the page and the interface for programs until Ctrl-C.

    Jobs that run go on when it stops, and are found again when it starts.
    """
    from spark_trainer.jobs.settings import job_settings
    from spark_trainer.server.running import listen, run, token_for
    from spark_trainer.server.security.log_lines import OneLine
    from spark_trainer.server.security.root_path import checked_root_path
    from spark_trainer.server.settings import ServerSettings

    prefix = "" if root_path is None else checked_root_path(root_path)
    jobs = job_settings()
    token, made = token_for(host, jobs.home, make=make_token)
    opened = listen(host, port)
    settings = ServerSettings(
        **jobs.model_dump(),
        host=host,
        port=opened.getsockname()[1],
        token=token,
        extra_hosts=tuple(allow_host or ()),
        root_path=prefix,
        workdir=Path.cwd(),
        roots=tuple(path.expanduser().resolve() for path in root or ()),
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(OneLine("%(message)s"))
    logging.basicConfig(handlers=[lines], level=logging.WARNING if quiet else logging.INFO)
    for noisy in ("alembic", "httpx", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

    def ready(code: str) -> None:
        _say(settings, made=made)
        link = f"{_address(settings)}/login?code={code}"
        typer.echo(f"open it: {link}")
        if open_page:
            # A browser in this terminal stays until it is left, and wants its page meanwhile.
            threading.Thread(target=_open, args=(link,), daemon=True).start()

    run(settings, opened, ready)


def _open(link: str) -> None:
    import webbrowser

    if os.environ.get("BROWSER"):  # `typer.launch` leaves that to xdg-open, where there is one
        webbrowser.open(link)
    else:
        typer.launch(link)


def _say(settings: ServerSettings, *, made: bool) -> None:
    place = f"{_shown(settings.host)}:{settings.port}{settings.root_path}"
    typer.echo(f"SparkTrainer on http://{place} (Ctrl-C stops)")
    if made and not settings.loopback:
        typer.echo(f"token, shown this once: {settings.token.get_secret_value()}")
    if made or settings.loopback:
        typer.echo(f"changes need the token in {settings.home / 'token'}")


def _address(settings: ServerSettings) -> str:
    """By which a browser can call it: another machine's by the name that was allowed."""
    if settings.loopback or not settings.extra_hosts:
        anywhere = settings.host in ("0.0.0.0", "::")  # noqa: S104  (compared with, not bound to)
        name = f"{'127.0.0.1' if anywhere else _shown(settings.host)}:{settings.port}"
    else:
        name = settings.extra_hosts[0]
    return f"http://{name}{settings.root_path}"


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
