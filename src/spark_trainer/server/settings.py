"""What the server was told at its start. It does not change while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from spark_trainer.jobs.settings import JobSettings
from spark_trainer.server.static.built import FOLDER

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MIB = 1 << 20
ROOT_PATH = r"(/[A-Za-z0-9._~-]+)*"


class ServerSettings(JobSettings):
    """Flags of `serve`, then SPARK_TRAINER_* variables, then these defaults."""

    host: str = "127.0.0.1"
    """Address that it listens on. Any but loopback needs a token for everything."""
    port: int = Field(5000, ge=0, le=65535)
    """0 = any free one."""
    token: SecretStr
    """What a change of state needs, in a header."""
    extra_hosts: tuple[str, ...] = ()
    """Names, with their ports, by which browsers may call it, beside its own address."""
    workdir: Path
    """Where ./datasets, ./runs, ./models lie and jobs run."""
    roots: tuple[Path, ...] = ()
    """More folders whose videos and datasets clients may name."""
    root_path: str = Field("", pattern=rf"^{ROOT_PATH}$")
    """Path prefix that it is called by, `/spark`; "" = none."""
    page: Path = FOLDER
    """Where the built page lies."""
    max_body_bytes: int = Field(10 * MIB, ge=1024)
    """Of a request that is no upload."""
    max_upload_bytes: int = Field(64 * 1024 * MIB, ge=1)
    """Of one uploaded file."""
    quota_bytes: int = Field(512 * 1024 * MIB, ge=1)
    """Of all uploaded files together."""

    @model_validator(mode="after")
    def _whole_paths(self) -> Self:
        if not all(path.is_absolute() for path in (self.workdir, self.home, *self.roots)):
            raise ValueError("folders of a server are absolute paths")
        return self

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def uploads(self) -> Path:
        return self.home / "uploads"
