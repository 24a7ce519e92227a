"""`spark-trainer models`: pull from a hub on loopback, list what is cached, try a model out."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.labelers.fake_hub import FakeHub, FakeModel, fake_hub, model_files, sharded

from spark_trainer.cli.main import main

BLIP2 = "Salesforce/blip2-opt-2.7b"
BLIP = "Salesforce/blip-image-captioning-base"
RUN = "from spark_trainer.cli.main import entry; entry()"


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with fake_hub() as running:
        yield running


def start(hub: FakeHub, home: Path, *words: str, offline: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN, "models", *words],
        env=hub.environment(home, offline=offline) | {"COLUMNS": "140"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(hub: FakeHub, home: Path, *words: str, offline: bool = False) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    started = start(hub, home, *words, offline=offline)
    out, err = started.communicate(timeout=60)
    return started.returncode, out, err


def test_pull_says_what_came_and_where_and_then_that_it_is_here(
    hub: FakeHub, tmp_path: Path
) -> None:
    model = hub.models[BLIP2] = FakeModel(model_files(README__md=b"---\nlicense: mit\n---\n"))
    folder = tmp_path / "hub/models--Salesforce--blip2-opt-2.7b/snapshots" / model.commit
    size = len(model.files["config.json"]) + len(model.files["model.safetensors"])

    code, out, err = run(hub, tmp_path, "pull", "blip2")
    assert code == 0, err
    assert re.fullmatch(
        rf"model     {BLIP2}, fetched in \d+\.\d s\n"
        rf"revision  {model.commit}\n"
        rf"size      {size} bytes\n"
        rf"folder    {re.escape(str(folder))}\n",
        out,
    ), out

    hub.asked.clear()
    code, out, err = run(hub, tmp_path, "pull", BLIP2)
    assert (code, err, hub.asked) == (0, "", [])
    assert out.startswith(f"model     {BLIP2}, was in the cache already\nrevision  {model.commit}")


def test_after_ctrl_c_the_same_command_goes_on(hub: FakeHub, tmp_path: Path) -> None:
    hub.models[BLIP2] = FakeModel(sharded("model-1.safetensors", "model-2.safetensors"))
    hub.cut_after["model-2.safetensors"] = 20
    pulling = start(hub, tmp_path, "pull", "blip2")
    assert hub.stuck.wait(30)
    pulling.send_signal(signal.SIGINT)
    _, err = pulling.communicate(timeout=20)
    assert pulling.returncode == 130
    assert err.endswith("stopped. What was finished is kept; the same command goes on.\n")
    assert "Traceback" not in err

    code, _, err = run(hub, tmp_path, "pull", "blip2", offline=True)
    assert code == 1
    assert "is only in part in the cache (model-2.safetensors is missing)" in err

    hub.cut_after.clear()
    hub.asked.clear()
    code, _, err = run(hub, tmp_path, "pull", "blip2")
    assert code == 0, err
    assert hub.fetched() == ["model-2.safetensors"]


def test_pull_without_a_network_says_what_to_do(hub: FakeHub, tmp_path: Path) -> None:
    code, out, err = run(hub, tmp_path, "pull", "whisper:small", offline=True)
    assert (code, out) == (1, "")
    assert err == (
        "error: openai/whisper-small (about 970 MB) is not in the cache and cannot be fetched: "
        "HF_HUB_OFFLINE=1 forbids it.\n"
        "- A proxy is named by HTTPS_PROXY, a mirror of the hub by HF_ENDPOINT.\n"
        "- Without a network, copy the folder models--openai--whisper-small of the cache "
        "(HF_HOME/hub, or ~/.cache/huggingface/hub) from a machine that has it.\n"
    )


def test_a_hub_that_is_down_is_no_crash(hub: FakeHub, tmp_path: Path) -> None:
    hub.status = 503
    code, _, err = run(hub, tmp_path, "pull", "a/b")
    assert code == 1
    assert f"cannot be fetched: {hub.endpoint} answers with HTTP 503.\n" in err


def test_a_page_in_the_hubs_place_is_no_crash(hub: FakeHub, tmp_path: Path) -> None:
    hub.status = 200
    code, _, err = run(hub, tmp_path, "pull", "a/b")
    assert code == 1
    assert f"cannot be fetched: {hub.endpoint} does not answer as a hub does (the login" in err


def test_a_cache_that_cannot_be_written_is_named(hub: FakeHub, tmp_path: Path) -> None:
    hub.models["a/b"] = FakeModel(model_files())
    (tmp_path / "file").touch()
    code, _, err = run(hub, tmp_path / "file", "pull", "a/b")
    assert code == 1
    assert "error: a/b: the cache cannot be written: [Errno 20] Not a directory: " in err
    assert "or set HF_HOME to a folder that can be." in err


def test_list_shows_what_is_cached_and_what_is_not(hub: FakeHub, tmp_path: Path) -> None:
    card = b"---\nlicense: other\nlicense_name: house-rules\n---\n# A model\n"
    whole = hub.models[BLIP2] = FakeModel(model_files(README__md=card))
    run(hub, tmp_path, "pull", "blip2")
    commit = "ab" * 20
    partly = tmp_path / "hub/models--me--mine\x1b/snapshots" / commit
    partly.mkdir(parents=True)
    (partly / "config.json").write_text('{"model_type": "whisper"}')

    code, out, err = run(hub, tmp_path, "list", "--json", offline=True)
    assert code == 0, err
    rows = {row["hub_id"]: row for row in json.loads(out)}
    assert rows[BLIP2] == {
        "hub_id": BLIP2,
        "revision": whole.commit,
        "size_bytes": sum(map(len, whole.files.values())),
        "backend": "blip2",
        "licence": "house-rules",
        "missing": "",
        "cached": True,
    }
    assert rows["me/mine\x1b"]["backend"] == "whisper"
    assert rows["openai/whisper-tiny"]["missing"] == "not cached"

    code, out, err = run(hub, tmp_path, "list", offline=True)
    assert code == 0, err
    assert "\x1b" not in out
    table = " ".join(out.split())
    assert (
        f"{BLIP2} blip2 {rows[BLIP2]['size_bytes']} bytes house-rules {whole.commit[:8]}" in table
    )
    assert "me/mine\\x1b whisper 25 bytes unknown abababab only in part in the cache" in table
    assert "Qwen/Qwen2.5-VL-3B-Instruct vlm 7.5 GB qwen-research not cached" in table


def facts(text: str) -> dict[str, str]:
    return {line[:10].strip(): line[10:] for line in text.splitlines()}


def test_check_hears_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "check", "pocketsphinx"]) == 0
    told = facts(capsys.readouterr().out)
    assert told["shown"] == told["said"] == "the man is cooking pasta in the kitchen"
    assert told["model"] == "en-us"
    assert re.fullmatch(r"\d+\.\d\d sentences a second", told["speed"])


def test_a_pulled_model_is_loaded_and_labels_the_picture(
    hub: FakeHub,
    folders: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {path.name: path.read_bytes() for path in folders("blip").iterdir()}
    model = hub.models[BLIP] = FakeModel(files)
    assert run(hub, tmp_path, "pull", "blip")[0] == 0
    (folder,) = tmp_path.glob("hub/models--*/snapshots/*")

    words = ["--device", "cpu", "--precision", "bf16", "--batch-size", "2"]
    assert main(["models", "check", str(folder), *words]) == 0
    told = facts(capsys.readouterr().out)
    assert (told["back end"], told["model"], told["revision"]) == ("blip", BLIP, model.commit)
    assert (told["device"], told["precision"]) == ("cpu", "bf16")
    assert "a red house" in told["shown"] and told["said"]
    assert re.fullmatch(r"\d+\.\d\d pictures a second", told["speed"])


def test_a_hub_id_is_known_by_its_configuration_alone(hub: FakeHub, tmp_path: Path) -> None:
    hub.models = {
        "a/blip": FakeModel(model_files() | {"config.json": b'{"model_type": "blip"}'}),
        "a/ct2": FakeModel({"config.json": b"{}", "model.bin": b"w", "vocabulary.json": b"[]"}),
    }
    code = (
        "from spark_trainer.labelers.model_check import choose\n"
        "for name in ('a/blip', 'a/ct2'):\n"
        "    print(choose(name, None).kind, choose(name, None).backend)\n"
    )
    words = [sys.executable, "-W", "error", "-c", code]
    out = subprocess.run(
        words, env=hub.environment(tmp_path), capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert out == "captions blip\ntranscripts faster-whisper\n"
    assert hub.fetched() == ["config.json", "config.json"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["pull", "pocketsphinx"], 2, "pocketsphinx: nothing to fetch; it needs nothing"),
        (["pull", "openai"], 2, "openai: nothing to fetch; it needs a server"),
        (["pull", "whisper:smal"], 2, "no such size. Did you mean `whisper:small`? Sizes: tiny,"),
        (["pull", "blip2:large"], 2, "blip2 does not come in sizes; write `blip2`"),
        (["pull", "blip3"], 2, "`blip3`: no such model. Known: blip2, blip, florence2, vlm, whi"),
        (["pull", "./folder"], 2, "`./folder`: a folder is not fetched"),
        (["pull", "a/b/c"], 2, "it is no hub id either"),
        (["pull", "microsoft/Florence-2-base"], 1, "as florence-community/Florence-2-base"),
        (["pull", "blip2", "--revision", "../x"], 2, "revision `../x`: wanted a branch"),
        (["check", "none"], 2, "none loads no model (no captions): nothing to check"),
        (["check", "sidecar"], 2, "sidecar loads no model"),
        (["check", "pocketsphinx", "--device", "cpu"], 2, "pocketsphinx takes no device"),
        (["check", "nothing-like-it"], 2, "`nothing-like-it`: no such model. Known: blip2"),
        (["check", "apotheon"], 2, "needs a model that was trained here"),
        (["check", "blip", "--model", "./nowhere"], 2, "model `./nowhere`: no such folder"),
        (["check", "whisper:base", "--model", "./nowhere"], 2, "`./nowhere`: no such folder"),
        (["check", "blip", "--device", "tpu"], 2, "device 'tpu': wanted auto, cpu"),
        (["check", "blip2"], 1, "HF_HUB_OFFLINE=1 forbids it.\n- A proxy is named by HTTPS_PROXY"),
        (["check", "blip2"], 1, "- Or name a folder that holds it: --model FOLDER"),
        (["check", "a/b"], 1, "a/b is not in the cache and cannot be fetched: HF_HUB_OFFLINE=1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", *words]) == code
    assert told in capsys.readouterr().err


def test_a_folder_of_another_kind_of_model_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "clip", "architectures": ["CLIPModel"]}')
    assert main(["models", "check", str(tmp_path)]) == 1
    assert "of no kind that a back end here takes. Taken are BLIP-2" in capsys.readouterr().err
