"""One file a resource; each holds a `router`."""

from fastapi import APIRouter


def all_routers() -> list[APIRouter]:
    """Those that the server has. Earlier ones go before later ones of the same path."""
    from spark_trainer.server.routes import (
        building,
        config,
        datasets,
        edits,
        entries,
        events,
        folders,
        jobs,
        models,
        runs,
        session,
        system,
        template_settings,
        templates,
        uploads,
        user,
    )

    of = (
        *(config, events, jobs, templates, template_settings, models),
        *(building, folders, datasets, entries, edits),
        *(runs, session, system, uploads, user),
    )
    return [module.router for module in of]
