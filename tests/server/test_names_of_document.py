"""Every parameter of the OpenAPI document, given names that lead elsewhere.

A route that is new is tried without a change here.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from spark_trainer.jobs.commands import COMMANDS, command_of
from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.attacks import CANARY, MADE, NAMES, Attacker, leaves, outside, plant, put
from tests.server.real import Server

VIDEO = "ab12cd34ef567890"
JSON = {"Content-Type": "application/json"}
Request = tuple[str, str, bytes | None, dict[str, str]]


def good(parameter: dict[str, Any], known: dict[str, str]) -> str:
    """A value that is no attack."""
    schema = parameter["schema"]
    if parameter["name"] in known:
        return known[parameter["name"]]
    for given in (*schema.get("examples", ()), schema.get("default")):
        if given is not None:
            return str(given)
    return "1"


def target(path: str, values: dict[tuple[str, str], str], *, raw: bool = False) -> str:
    query = []
    for (place, name), value in values.items():
        shown = value if raw else quote(value, safe="")
        if place == "path":
            path = path.replace(f"{{{name}}}", shown)
        elif place == "query":
            query.append(f"{name}={quote(value, safe='')}")
    return path + ("?" + "&".join(query) if query else "")


def headers_of(values: dict[tuple[str, str], str]) -> dict[str, str]:
    found = {name: value for (place, name), value in values.items() if place == "header"}
    return {name: quote(value, safe=" /,=.~:\\#?") for name, value in found.items()}


def is_plain(name: str) -> bool:
    """It can stand in a request line as it is."""
    return name.isascii() and name.isprintable() and " " not in name


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def is_free(schema: dict[str, Any], document: dict[str, Any]) -> bool:
    """It takes texts that are not of a fixed list; that a pattern is right is for us to find."""
    schema = resolved(schema, document)
    if {"enum", "const"} & schema.keys():
        return False
    inner = [one for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, ())]
    inner += schema.get("properties", {}).values()
    inner += [one for key in ("items", "additionalProperties") if (one := schema.get(key))]
    if any(not isinstance(one, dict) or is_free(one, document) for one in inner):
        return True
    return not inner and schema.get("type", "string") in ("string", "object", "array")


def names_for(schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """All of them; a few, where numbers and words of a list alone are taken."""
    return NAMES if is_free(schema, document) else NAMES[::8]


def bodies(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[Any]:
    """The example of a body, and it with each key more that it can have."""
    whole = resolved(schema, document)
    example = (whole.get("examples") or [{}])[0]
    yield example
    for name, schema in whole.get("properties", {}).items():
        if name not in example:
            kinds = {one.get("type") for one in schema.get("anyOf", [schema])}
            if "array" in kinds:
                yield {**example, name: ["x"]}
            if kinds - {"array", "null"}:
                yield {**example, name: "x"}


def attacks(document: dict[str, Any], known: dict[str, str]) -> Iterator[Request]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path == "/api/events":
                continue  # takes a number and words of a fixed pattern, and does not end
            asked = operation.get("parameters", [])
            base = {
                (one["in"], one["name"]): good(one, known)
                for one in asked
                if one["in"] == "path" or one.get("required")
            }
            schema = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
            forms = list(bodies(schema["schema"], document)) if schema else []
            example = json.dumps(forms[0]).encode() if forms else None
            for one in asked:
                for name in names_for(one["schema"], document):
                    values = {**base, (one["in"], one["name"]): name}
                    sent = {**JSON, **headers_of(values)}
                    yield method.upper(), target(path, values), example, sent
                    if one["in"] == "path" and is_plain(name):
                        yield method.upper(), target(path, values, raw=True), example, sent
            ways = {
                json.dumps(put(form, way, "")): (form, way)
                for form in forms
                for way in leaves(form)
            }
            fields = resolved(schema["schema"], document).get("properties", {}) if schema else {}
            for form, way in ways.values():
                field = fields.get(way[0], {}) if way else {}
                for name in names_for(field, document):
                    told = json.dumps(put(form, way, name)).encode()
                    yield method.upper(), target(path, base), told, {**JSON, **headers_of(base)}


def paths_of(command: str, work: Path) -> Iterator[Path]:
    """What a job that was taken would open or make, where links lead."""
    words = shlex.split(command)[1:]
    known = COMMANDS[str(command_of(words))]
    for word in words:
        name, equals, value = word.removeprefix("--").partition("=")
        if word.startswith("--") and equals and name in known.paths:
            yield (work / value).resolve()
    given = words[words.index("--") + 1 :] if "--" in words else []
    for name, value in zip(known.arguments, given, strict=False):
        if name in known.paths:
            yield (work / value).resolve()


def test_no_name_in_any_parameter_leads_out(tmp_path: Path, serve: Callable[..., Server]) -> None:
    home, work = plant(tmp_path)
    write_dataset(work / "datasets/mine", [entry(VIDEO)])
    server = serve(work, home)
    dataset = until(lambda: server.call("GET", "/api/datasets"))[0]["id"]
    job = server.call(
        "POST", "/api/jobs", {"command": "dataset verify", "arguments": ["datasets/mine"]}
    )
    known = {"dataset": dataset, "entry_id": VIDEO, "job": job["id"], "tus-resumable": "1.0.0"}
    document = server.call("GET", "/openapi.json")
    token, before = server.token, outside(tmp_path)
    passwords = Path("/etc/passwd").read_text().splitlines()[0]
    attacker, tried, wrong = Attacker(server), 0, []
    for method, path, body, headers in attacks(document, known):
        tried += 1
        status, told = attacker.ask(method, path, body, headers)
        if status >= 500 or status == 429 or CANARY in told or passwords in told:
            wrong.append((method, path[:120], (body or b"")[:200], status, told[-200:]))
    assert wrong == []
    assert tried > 2000
    assert outside(tmp_path) == before
    assert (home / ".spark_trainer/token").read_text() == token
    above = [*work.parents, *(work / "datasets").rglob("*"), home / ".spark_trainer"]
    assert [place for place in above if (place / MADE).exists()] == []
    jobs = server.call("GET", "/api/jobs?limit=500")["jobs"]
    assert 1 < len(jobs) < 500
    roots = (work / "datasets", work / "runs", home / ".spark_trainer/uploads")
    named = [path for one in jobs for path in paths_of(one["command"], work)]
    assert named
    assert [path for path in named if not any(path.is_relative_to(root) for root in roots)] == []
    for one in jobs:
        attacker.ask("POST", f"/api/jobs/{one['id']}/cancel", None, {})
    attacker.close()
    until(lambda: server.call("GET", "/api/jobs?state=running&state=queued")["total"] == 0)
