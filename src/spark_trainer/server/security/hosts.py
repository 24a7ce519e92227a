"""By which names this server may be called. Exact comparison: no patterns, no prefixes.

A page of another site whose name points to 127.0.0.1 (DNS rebinding) sends its own name as Host.
Sources: Ollama CVE-2024-28224, Ray CVE-2025-62593.
"""

from __future__ import annotations

from spark_trainer.server.settings import ServerSettings

_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (compared with, not bound to)
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def allowed_hosts(settings: ServerSettings) -> frozenset[bytes]:
    """Values of the header Host, in lower case."""
    names = [*_LOCAL]
    if settings.host not in _ANY:
        names.append(f"[{settings.host}]" if ":" in settings.host else settings.host)
    found = {f"{name}:{settings.port}" for name in names} | set(settings.extra_hosts)
    if settings.port == 80:
        found |= set(names)
    return frozenset(name.lower().encode() for name in found)


def is_local(settings: ServerSettings, host: bytes) -> bool:
    """Whether only this machine can have asked so: by a name of its own, of a loopback address.

    What a proxy hands on has the name that the world calls the proxy by, and so is not.
    """
    names = {name.encode() for name in _LOCAL}
    given = host.lower()
    return settings.loopback and (given in names or given.rpartition(b":")[0] in names)


def allowed_origins(hosts: frozenset[bytes]) -> frozenset[bytes]:
    """Values of the header Origin."""
    return frozenset(scheme + host for host in hosts for scheme in (b"http://", b"https://"))
