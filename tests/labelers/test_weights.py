"""Weights by name: a folder, the cache, the hub; and what a user reads without any of them."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.labelers.fake_hub import FakeHub, FakeModel, fake_hub

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.weights import Weights, find_weights

REPO = Path(__file__).resolve().parents[2]
BLIP2 = "Salesforce/blip2-opt-2.7b"


def safetensors(count: int = 16, value: int = 0) -> bytes:
    """A whole file with one tensor of that many bytes."""
    header = {"a": {"dtype": "U8", "shape": [count], "data_offsets": [0, count]}}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes([value]) * count


def model_files(**more: bytes) -> dict[str, bytes]:
    files = {"config.json": b'{"model_type": "blip-2"}', "model.safetensors": safetensors()}
    return files | {name.replace("__", "."): data for name, data in more.items()}


def make_folder(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    for name, data in (model_files() if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def found(folder: Path | str, **more: object) -> Weights:
    settings = {"revision": None, "backend": "blip2", "kind": "captions", **more}
    return find_weights(str(folder), **settings)  # type: ignore[arg-type]


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with fake_hub() as running:
        yield running


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def ask(hub: FakeHub, home: Path, model: str = BLIP2, **more: object) -> tuple[dict, str]:
    """`find_weights` in a process of its own, where the hub's client takes its settings from."""
    offline = str(more.pop("offline", 0))
    settings = {"revision": None, "backend": "blip2", "kind": "captions", **more}
    code = (
        "import json\n"
        "from spark_trainer.core.errors import SparkTrainerError\n"
        "from spark_trainer.labelers.weights import find_weights\n"
        "try:\n"
        f"    w = find_weights({model!r}, **{settings!r})\n"
        "    told = {'names': sorted(p.name for p in w.folder.iterdir()), 'size': w.size_bytes}\n"
        "    print(json.dumps(w.identity() | told))\n"
        "except SparkTrainerError as e:\n"
        "    print(json.dumps({'error': str(e), 'kind': type(e).__name__}))\n"
    )
    env = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(home)}
    env |= {"HF_HUB_OFFLINE": offline, "PYTHONPATH": str(REPO / "src"), "HF_TOKEN": ""}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), ran.stderr


def test_what_is_fetched_once_is_found_without_a_network(hub: FakeHub, tmp_path: Path) -> None:
    model = hub.models[BLIP2] = FakeModel(
        model_files(pytorch_model__bin=b"x", flax_model__msgpack=b"x", README__md=b"---\n---\n")
    )

    first, said = ask(hub, tmp_path / "hf")
    assert first["revision"] == model.commit
    assert first["names"] == ["README.md", "config.json", "model.safetensors"]
    size = len(model.files["model.safetensors"])
    assert f"fetching {BLIP2} ({model.commit[:8]}), {size} bytes in 1 files, into " in said

    hub.asked.clear()
    again, said = ask(hub, tmp_path / "hf", offline=1)
    assert again == first
    assert (hub.asked, said) == ([], "")


def test_without_cache_and_network_one_error_says_what_to_do(hub: FakeHub, tmp_path: Path) -> None:
    told, _ = ask(hub, tmp_path, offline=1)
    assert told["kind"] == "BackendUnavailableError"
    assert told["error"] == (
        "back end blip2: the model Salesforce/blip2-opt-2.7b (about 15 GB) is not in the cache and "
        "cannot be fetched: HF_HUB_OFFLINE=1 forbids it.\n"
        "- Where there is a network, fetch it: spark-trainer models pull blip2\n"
        "- Or name a folder that holds it: --caption-model FOLDER\n"
        "- Or take a back end that needs no download: "
        "--caption-backend sidecar, --caption-backend none\n"
        "No video was touched."
    )


def test_a_folder_is_named_by_its_own_name_and_its_contents(tmp_path: Path) -> None:
    here = found(make_folder(tmp_path / "one" / "my-blip2"))
    there = found(make_folder(tmp_path / "two" / "my-blip2"))
    other = found(make_folder(tmp_path / "my-blip2", model_files(merges__txt=b"a b")))
    assert here.name == "my-blip2"
    assert here.identity() == there.identity()
    assert here.revision.startswith("sha256:") and here.revision != other.revision
    assert str(tmp_path) not in json.dumps(here.identity())


def test_a_folder_has_no_other_revision(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="its contents are its revision. Leave the revision out"):
        found(make_folder(tmp_path), revision="main")


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, {"config.json": b"{}", "pytorch_model.bin": b"x"})
    with pytest.raises(
        BackendUnavailableError, match=r"weights only as pytorch_model\.bin: .*Wanted: model\.safe"
    ):
        found(folder)
