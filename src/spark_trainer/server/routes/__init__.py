"""One file a resource; each holds a `router`."""

from fastapi import APIRouter


def all_routers() -> list[APIRouter]:
    """Those that the server has."""
    from spark_trainer.server.routes import (
        config,
        events,
        jobs,
        models,
        runs,
        system,
        templates,
        uploads,
        user,
    )

    return [
        *(config.router, events.router, jobs.router, templates.router, models.router),
        *(runs.router, system.router, uploads.router, user.router),
    ]
