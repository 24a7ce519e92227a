"""Back ends by name."""

from __future__ import annotations

import sys

import pytest

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.registry import (
    BACKENDS,
    Kind,
    build_captioner,
    build_transcriber,
    resolve,
    resolve_auto,
)
from spark_trainer.pipelines import planner

BUILD = {"captions": build_captioner, "transcripts": build_transcriber}


@pytest.mark.parametrize("info", BACKENDS, ids=lambda b: b.name)
def test_each_is_built(info: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    labeler = BUILD[info.kind](info.name)  # type: ignore[attr-defined]
    assert labeler.name == info.name  # type: ignore[attr-defined]


def test_an_unknown_name_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'sidcar': no such back end\. Did you mean `sidecar`"):
        build_captioner("sidcar")
    with pytest.raises(UsageError, match=r"Known: whisper, faster-whisper, .*pocketsphinx"):
        build_transcriber("xyzzy")


@pytest.mark.parametrize("kind", ["captions", "transcripts"])
def test_auto_is_something_that_works(kind: Kind) -> None:
    BUILD[kind](resolve_auto(kind))


def test_the_planner_knows_which_labellers_run_in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    light = {b.name for b in BACKENDS if BUILD[b.kind](b.name).runs_on == "workers"}
    assert light == planner._LIGHT_BACKENDS


def test_a_setting_of_another_back_end_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"blip takes no url, retries; it takes model, revision,"):
        build_captioner("blip", url="http://127.0.0.1:1/v1", retries=3)
    with pytest.raises(UsageError, match="none takes no language; it takes no settings"):
        build_transcriber("none", language="en")


def test_settings_that_have_a_default_are_passed_over_where_they_mean_nothing() -> None:
    assert build_captioner("sidecar", batch_size=4).name == "sidecar"
    assert build_transcriber("pocketsphinx", model_size="base").name == "pocketsphinx"


def test_a_package_that_is_missing_is_told_with_what_works_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(BackendUnavailableError) as caught:
        resolve(build_captioner("blip2"), "captions")
    message = str(caught.value)
    assert message.startswith("back end blip2: this needs the package `huggingface_hub`")
    assert "pip install 'spark-trainer[labels]'" in message
    assert "--caption-backend sidecar, --caption-backend none" in message
    assert message.endswith("No video was touched.")
