"""Weights by name: a folder, the cache, the hub; and what a user reads without any of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.labelers.fake_hub import FakeHub, FakeModel, fake_hub, model_files, safetensors, sharded

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.weights.finding import Weights, find_weights

BLIP2 = "Salesforce/blip2-opt-2.7b"
Ask = tuple[str, dict[str, Any]]
"""A model, and keywords of `find_weights` that differ from those of blip2."""


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


def ask_all(hub: FakeHub, home: Path, asks: list[Ask], **more: bool) -> tuple[list[Any], str]:
    """What `find_weights` says in a process of its own, where the hub's client gets its settings.

    Returns the answers and what was on stderr.
    """
    usual = {"revision": None, "backend": "blip2", "kind": "captions"}
    calls = [(model, {**usual, **settings}) for model, settings in asks]
    code = (
        "import json\n"
        "from spark_trainer.core.errors import SparkTrainerError\n"
        "from spark_trainer.labelers.weights.finding import find_weights\n"
        "def answer(model, settings):\n"
        "    try:\n"
        "        w = find_weights(model, **settings)\n"
        "    except SparkTrainerError as e:\n"
        "        return {'error': str(e), 'kind': type(e).__name__}\n"
        "    names = sorted(p.name for p in w.folder.iterdir())\n"
        "    return w.identity() | {'names': names, 'size': w.size_bytes}\n"
        f"print(json.dumps([answer(*call) for call in {calls!r}]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=hub.environment(home, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), ran.stderr


def ask(hub: FakeHub, home: Path, model: str = BLIP2, **more: bool) -> tuple[Any, str]:
    (answer,), said = ask_all(hub, home, [(model, {})], **more)
    return answer, said


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
    again, said = ask(hub, tmp_path / "hf", offline=True)
    assert again == first
    assert (hub.asked, said) == ([], "")


def test_without_cache_and_network_one_error_says_what_to_do(hub: FakeHub, tmp_path: Path) -> None:
    told, _ = ask(hub, tmp_path, offline=True)
    assert told["kind"] == "NotFetchedError"
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


def test_exactly_the_shards_of_the_index_are_fetched(hub: FakeHub, tmp_path: Path) -> None:
    shards = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    model = hub.models[BLIP2] = FakeModel(
        sharded(*shards)
        | {"model.fp32-00001-of-00001.safetensors": safetensors(), "training_args.bin": b"x"}
    )
    told, said = ask(hub, tmp_path)
    assert told["names"] == ["config.json", *shards, "model.safetensors.index.json"]
    assert told["size"] == sum(len(model.files[name]) for name in told["names"])
    assert "in 2 files" in said


def test_a_model_for_ctranslate2_is_its_model_bin(hub: FakeHub, tmp_path: Path) -> None:
    whisper = {"config.json": b"{}", "model.bin": b"w" * 50, "vocabulary.txt": b"a"}
    hub.models["Systran/faster-whisper-base"] = FakeModel(whisper | {"notes.txt": b"x"})
    settings = {"backend": "faster-whisper", "kind": "transcripts"}
    (told,), _ = ask_all(hub, tmp_path, [("Systran/faster-whisper-base", settings)])
    assert told["names"] == ["config.json", "model.bin", "vocabulary.txt"]


def test_a_revision_becomes_its_commit(hub: FakeHub, tmp_path: Path) -> None:
    model = hub.models[BLIP2] = FakeModel(model_files(), revisions=("main", "v1.0"))
    asks = [(BLIP2, {"revision": r}) for r in ("v1.0", model.commit, model.commit[:7], "../main")]
    (tag, commit, short, climbing), _ = ask_all(hub, tmp_path, asks)
    assert tag == commit and tag["revision"] == model.commit
    assert "has no revision" in short["error"]
    assert climbing == {
        "kind": "UsageError",
        "error": "revision `../main`: wanted a branch, a tag or a commit hash of " + BLIP2,
    }
    (offline, other), _ = ask_all(
        hub, tmp_path, [(BLIP2, {"revision": "v1.0"}), (BLIP2, {})], offline=True
    )
    assert offline == tag
    assert "models pull blip2" in other["error"]


def test_what_was_cut_is_fetched_again_and_only_that(hub: FakeHub, tmp_path: Path) -> None:
    hub.models[BLIP2] = FakeModel(sharded("model-1.safetensors", "model-2.safetensors"))
    ask(hub, tmp_path)
    (cut,) = tmp_path.glob("hub/models--*/snapshots/*/model-2.safetensors")
    whole = cut.read_bytes()
    cut.resolve().write_bytes(whole[:-1])
    hub.asked.clear()

    told, _ = ask(hub, tmp_path, offline=True)
    assert "only in part in the cache (model-2.safetensors is cut short)" in told["error"]

    told, _ = ask(hub, tmp_path)
    assert "error" not in told
    assert hub.fetched() == ["model-2.safetensors"]
    assert cut.read_bytes() == whole


REFUSED: dict[str, tuple[FakeModel | None, str]] = {
    "a/gated": (
        FakeModel(model_files(), gated=True),
        r"a/gated: its owner gives it only to those who accept the terms\. Accept them on "
        r"https://huggingface\.co/a/gated, .*`hf auth login`, or set HF_TOKEN\.",
    ),
    "a/nobody": (None, r"the hub knows no such model, or it is private .*set HF_TOKEN"),
    "a/pickle": (
        FakeModel({"config.json": b"{}", "pytorch_model.bin": b"x"}),
        r"weights only as pytorch_model\.bin: loading a pickle can run any code\. Wanted: "
        r"model\.safetensors",
    ),
    "a/code": (
        FakeModel(model_files() | {"config.json": b'{"auto_map": {"AutoModel": "x.X"}}'}),
        r"a/code is refused: config\.json, key `auto_map`, asks for Python code",
    ),
    "a/empty": (FakeModel({"README.md": b""}), r"no config\.json in it: not a model to load"),
    "a/short": (
        FakeModel(model_files() | {"model.safetensors": safetensors()[:-1]}),
        r"what the hub gave is not whole: model\.safetensors is cut short",
    ),
    "microsoft/Florence-2-large": (
        FakeModel(model_files()),
        r"need code from the hub, .*load without it as florence-community/Florence-2-large\.",
    ),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, list[str]]]:
    """What is said of each, and which files were fetched by all of them."""
    with fake_hub() as hub:
        hub.models = {name: model for name, (model, _) in REFUSED.items() if model}
        answers, _ = ask_all(hub, tmp_path_factory.mktemp("hf"), [(name, {}) for name in REFUSED])
        return {name: (a, hub.fetched()) for name, a in zip(REFUSED, answers, strict=True)}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_hub_refuses_or_we_do_is_said(name: str, refusals: dict[str, Any]) -> None:
    answer, fetched = refusals[name]
    assert answer["kind"] == "BackendUnavailableError"
    assert re.search(REFUSED[name][1], answer["error"], re.DOTALL), answer["error"]
    assert answer["error"].endswith(" No video was touched.")
    assert "pytorch_model.bin" not in fetched
    assert fetched.count("model.safetensors") == 2, "of a/short only, twice"


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("./nowhere", r"model `\./nowhere`: no such folder"),
        ("/nowhere", r"no such folder"),
        ("", r"model ``: no such folder"),
        ("~nobody-here/x", r"nobody-here"),
        ("a/b/c", r"no folder here has that name, and it is no hub id either \(`owner/name`"),
        ("a b", r"A folder is named by its path, such as \./folder\."),
        ("a/b\0", r"a/b\\x00"),
        ("x" * 5000, r"model `x{60}\.\.\.`: no folder: .*too long"),
    ],
)
def test_what_can_be_no_model_is_a_usage_error(model: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        found(model)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = make_folder(tmp_path) / "model.safetensors"
    with pytest.raises(UsageError, match="a file; wanted the folder that it is in"):
        found(file)


def test_a_relative_folder_goes_before_a_hub_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder(tmp_path / "Salesforce" / "blip2-opt-2.7b")
    monkeypatch.chdir(tmp_path)
    assert found(BLIP2).revision.startswith("sha256:")


def test_a_snapshot_of_the_cache_keeps_its_id_and_commit(tmp_path: Path) -> None:
    commit = "0123456789abcdef" * 2 + "01234567"
    folder = make_folder(tmp_path / "models--Salesforce--blip2-opt-2.7b" / "snapshots" / commit)
    assert found(folder).identity() == {"model": BLIP2, "revision": commit}


def test_a_folder_that_lacks_a_shard_says_which(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, sharded("model-1.safetensors", "model-2.safetensors"))
    (folder / "model-2.safetensors").unlink()
    with pytest.raises(
        BackendUnavailableError, match=r"not a whole model: model-2\.safetensors is"
    ):
        found(folder)


def test_without_the_hubs_client_a_folder_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    monkeypatch.setitem(sys.modules, "huggingface_hub.utils", None)
    assert found(make_folder(tmp_path)).size_bytes > 0
    with pytest.raises(BackendUnavailableError, match=r"pip install 'spark-trainer\[labels\]'"):
        found(BLIP2)
