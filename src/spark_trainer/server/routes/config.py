"""`/api/config`: settings, profiles, secrets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from pydantic import ConfigDict, Field, JsonValue, SecretStr

from spark_trainer.jobs.secret_store import set_names, set_secret
from spark_trainer.models.config_writing import (
    merged_config,
    tag_of,
    write_config,
    write_profiles,
)
from spark_trainer.models.profiles import FILE as PROFILES_FILE
from spark_trainer.models.profiles import Profile, profiles, shipped_profiles
from spark_trainer.models.user_config import UserConfig, config_file
from spark_trainer.server.parts import Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.shapes import Asked, Shape, answers, example
from spark_trainer.server.security.job_paths import check_config_paths

router = APIRouter(prefix="/api/config", tags=["config"])
IfMatch = Annotated[
    str | None, Header(max_length=80, description="The ETag that you read; 412 where it is old.")
]
_MOST_PROFILES = 200

_CONFIG: dict[str, JsonValue] = {
    "version": "1.0",
    "user": {"name": "Ada", "email": "", "organization": ""},
    "paths": {"datasets": "./datasets", "models": "./models", "logs": "./logs"},
    "defaults": {"framework": "pytorch", "precision": "fp16", "batch_size": 8},
}
_PROFILE: dict[str, JsonValue] = {
    "framework": "pytorch",
    "precision": "bf16",
    "batch_size": 16,
    "learning_rate": 1e-4,
}


_PROFILES: dict[str, JsonValue] = {
    "profiles": {"default": {"framework": "pytorch"}, "my-profile": _PROFILE},
    "origins": {"default": "profiles.yaml:6", "my-profile": "/home/ada/profiles.yaml:2"},
    "shipped": ["default"],
    "own": ["my-profile"],
    "file": "/home/ada/profiles.yaml",
}
_SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "properties": {"version": {"const": "1.0", "default": "1.0", "type": "string"}},
}
_SECRETS: dict[str, JsonValue] = {
    "hub_token": True, "openai_api_key": False, "wandb_api_key": False,
}  # fmt: skip


class ConfigBody(Shape):
    """Some or all of `config.json`."""

    model_config = ConfigDict(**example({"user": {"name": "Ada"}}), extra="allow")


class Profiles(Shape):
    """Profiles by name."""

    model_config = example(_PROFILES)

    profiles: dict[str, dict[str, Any]]
    origins: dict[str, str]
    """File and line of each."""
    shipped: list[str]
    """Came with the program; one that is in `own` too has been replaced."""
    own: list[str]
    """Stand in `file`."""
    file: str
    """Where profiles that are added or changed are written."""


class ProfilesBody(Asked):
    """Profiles to add or replace."""

    model_config = example({"profiles": {"my-profile": _PROFILE}})

    profiles: dict[str, dict[str, Any]] = Field(max_length=_MOST_PROFILES)


class SecretBody(Asked):
    """A secret; it is never shown again."""

    model_config = example({"value": "hf_..."})

    value: SecretStr = Field(min_length=1, max_length=4096)


@router.get("/persistent", responses=answers(_CONFIG))
async def read_config(response: Response) -> dict[str, Any]:
    """`~/.spark_trainer/config.json`, with defaults for what it does not say."""
    path = config_file()
    response.headers["ETag"] = f'"{await aside(tag_of, path)}"'
    return await aside(merged_config)


@router.put("/persistent", responses=answers(_CONFIG))
async def change_config(
    body: ConfigBody, shared: Shared, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Change settings; keys that are left out stay as they are."""
    change = body.model_extra or {}
    await aside(check_config_paths, shared.settings, change)
    told = await aside(write_config, change, _tag(if_match))
    response.headers["ETag"] = f'"{await aside(tag_of, config_file())}"'
    return told


@router.get("/schema", responses=answers(_SCHEMA))
async def config_schema() -> dict[str, Any]:
    """The JSON Schema of the settings, for a form."""
    return UserConfig.model_json_schema()


@router.get("/profiles")
async def list_profiles(shared: Shared, response: Response) -> Profiles:
    """Profiles of this program, and of `profiles.yaml` in the folder of the server."""
    folder = shared.settings.workdir
    response.headers["ETag"] = f'"{await aside(tag_of, folder / PROFILES_FILE)}"'
    found, shipped = await aside(profiles, folder), await aside(shipped_profiles)
    return Profiles(
        profiles={
            n: p.profile.model_dump(mode="json", exclude_unset=True) for n, p in found.items()
        },
        origins={name: one.where for name, one in found.items()},
        shipped=list(shipped),
        own=[n for n, p in found.items() if n not in shipped or p.where != shipped[n].where],
        file=str(folder.absolute() / PROFILES_FILE),
    )


@router.get("/profiles/schema", responses=answers(_SCHEMA))
async def profile_schema() -> dict[str, Any]:
    """The JSON Schema of one profile, for a form."""
    return Profile.model_json_schema()


@router.post("/profiles")
async def change_profiles(
    body: ProfilesBody, shared: Shared, response: Response, if_match: IfMatch = None
) -> Profiles:
    """Add or replace the profiles that are named; the others stay."""
    await aside(write_profiles, shared.settings.workdir, body.profiles, _tag(if_match))
    return await list_profiles(shared, response)


@router.delete("/profiles/{name}")
async def delete_profile(
    name: Annotated[str, Path(max_length=80)],
    shared: Shared,
    response: Response,
    if_match: IfMatch = None,
) -> Profiles:
    """Delete a profile of `profiles.yaml`; one that it had replaced is there again."""
    folder = shared.settings.workdir
    found = (await aside(profiles, folder)).get(name)
    if found is None:
        raise ProblemError(404, "no such profile")
    shipped = (await aside(shipped_profiles)).get(name)
    if shipped is not None and shipped.where == found.where:
        raise ProblemError(
            409, "this profile came with the program: it can be replaced, not deleted"
        )
    await aside(write_profiles, folder, {name: None}, _tag(if_match))
    return await list_profiles(shared, response)


@router.get("/secrets", responses=answers(_SECRETS))
async def list_secrets(shared: Shared) -> dict[str, bool]:
    """Which secrets are set. What they are is never told."""
    return await aside(set_names, shared.settings.home)


@router.put("/secrets/{name}", status_code=204)
async def change_secret(
    name: Annotated[str, Path(max_length=40)], body: SecretBody, shared: Shared
) -> None:
    """Set a secret that jobs get: hub_token, openai_api_key, wandb_api_key."""
    await aside(set_secret, shared.settings.home, name, body.value.get_secret_value())


@router.delete("/secrets/{name}", status_code=204)
async def forget_secret(name: Annotated[str, Path(max_length=40)], shared: Shared) -> None:
    """Forget a secret."""
    await aside(set_secret, shared.settings.home, name, None)


def _tag(if_match: str | None) -> str | None:
    return None if if_match in (None, "*") else str(if_match).removeprefix("W/").strip('"')
