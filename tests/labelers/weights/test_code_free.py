"""No file of a model may have code run by its being loaded."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.labelers.weights import code_free
from spark_trainer.labelers.weights.code_free import refuse_code, refuse_name


def write(folder: Path, name: str, value: Any) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


BAD = [
    ("config.json", {"auto_map": {"AutoModel": "evil.Model"}}, "auto_map", "Python code"),
    ("tokenizer_config.json", {"auto_map": ["evil.T", None]}, "auto_map", "Python code"),
    ("processor_config.json", {"auto_map": {"AutoProcessor": "o/r--p.P"}}, "auto_map", "Python"),
    ("config.json", {"text_config": {"trust_remote_code": True}}, "text_config.trust_remote_code",
     "code from the hub"),
    ("generation_config.json", {"trust_remote_code": 1}, "trust_remote_code", "code from the hub"),
    ("config.json", {"a": [{"b": [{"auto_map": {"x": "y"}}]}]}, "a.b.auto_map", "Python code"),
    ("config.json", {"custom_pipelines": {"t": {"impl": "x.X"}}}, "custom_pipelines", "Python"),
    ("config.json", {"_attn_implementation": "evil/kernel"}, "_attn_implementation", "evil/kernel"),
    ("config.json", {"_attn_implementation_internal": "evil/k:f"}, "_attn_implementation_internal",
     "would be fetched as code"),
    ("config.json", {"attn_implementation": {"": "sdpa", "vision_config": "evil/k"}},
     "attn_implementation", "known: eager, "),
    ("config.json", {"vision_config": {"attn_implementation": ["evil/k"]}},
     "vision_config.attn_implementation", "evil/k"),
    ("deep/er/preprocessor_config.json", {"auto_map": {"x": "y"}}, "auto_map", "Python code"),
    ("CONFIG.JSON", {"auto_map": {"x": "y"}}, "auto_map", "Python code"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "key", "why"), BAD)
def test_a_request_for_code_is_refused(
    tmp_path: Path, name: str, value: Any, key: str, why: str
) -> None:
    write(tmp_path, name, value)
    with pytest.raises(BackendUnavailableError) as caught:
        refuse_code(tmp_path, "a/b")
    told = str(caught.value)
    assert told.startswith(f"a/b is refused: {name}, key `{key}`, ")
    assert why in told


@pytest.mark.parametrize(
    "value",
    [
        {"auto_map": None, "trust_remote_code": False, "custom_pipelines": {}},
        {"_attn_implementation": None, "attn_implementation": "flash_attention_2"},
        {"_attn_implementation_autoset": True, "vision_config": {"_attn_implementation": "sdpa"}},
        {"attn_implementation": {"text_config": "eager", "vision_config": None}},
        [1, "x", None],
    ],
)
def test_what_asks_for_no_code_passes(tmp_path: Path, value: Any) -> None:
    write(tmp_path, "config.json", value)
    refuse_code(tmp_path, "a/b")


def test_a_word_in_a_vocabulary_is_no_request(tmp_path: Path) -> None:
    for name in ("vocab.json", "tokenizer.json", "vocabulary.json", "added_tokens.json"):
        write(tmp_path, name, {"auto_map": 17, "trust_remote_code": 18})
    refuse_code(tmp_path, "a/b")


def test_an_adapter_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "adapter_config.json", {"auto_mapping": {"parent_library": "evil"}})
    with pytest.raises(BackendUnavailableError, match=r"adapter_config\.json makes it an adapter"):
        refuse_code(tmp_path, "a/b")


def test_florence_with_code_of_its_own_names_the_one_without(tmp_path: Path) -> None:
    write(tmp_path, "config.json", {"model_type": "florence2", "auto_map": {"x": "y"}})
    with pytest.raises(BackendUnavailableError, match="Take florence-community/Florence-2-base"):
        refuse_code(tmp_path, "./mine")
    with pytest.raises(BackendUnavailableError, match="florence-community/Florence-2-large-ft"):
        refuse_name("Microsoft/Florence-2-large-ft")
    refuse_name("florence-community/Florence-2-base")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ("{", "not usable as JSON"),
        ("", "not usable as JSON"),
        ("\ufeff{}", "not usable as JSON"),
        ('{"auto_map": "\\ud800"}', "Python code"),
        ('{"auto_map": null, "auto_map": {"a": "b"}}', "Python code"),
    ],
)
def test_hostile_json_is_refused(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "config.json", text)
    with pytest.raises(BackendUnavailableError, match=told):
        refuse_code(tmp_path, "a/b")


def test_a_gigabyte_of_json_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "config.json").open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(BackendUnavailableError, match="1,073,741,824 bytes; no such file of a"):
        refuse_code(tmp_path, "a/b")


def test_a_pipe_or_a_broken_link_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(BackendUnavailableError, match="not a regular file"):
        refuse_code(tmp_path, "a/b")
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").symlink_to("/nowhere/config.json")
    with pytest.raises(BackendUnavailableError, match="cannot be read: No such file"):
        refuse_code(tmp_path, "a/b")


def test_a_folder_that_links_to_itself_is_survived(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    write(tmp_path, "config.json", {})
    refuse_code(tmp_path, "a/b")


def test_a_folder_of_everything_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_free, "MOST_FILES", 3)
    for n in range(4):
        (tmp_path / str(n)).touch()
    with pytest.raises(BackendUnavailableError, match="not the folder of a model"):
        refuse_code(tmp_path, "a/b")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(around=st.lists(st.sampled_from(["list", "dict"]), max_size=40), beside=values)
def test_no_depth_hides_a_request(
    tmp_path_factory: pytest.TempPathFactory, around: list[str], beside: Any
) -> None:
    value: Any = {"beside": beside, "auto_map": {"AutoModel": "evil.Model"}}
    for kind in around:
        value = [beside, value] if kind == "list" else {"in": value, "other": beside}
    folder = tmp_path_factory.mktemp("model")
    write(folder, "config.json", value)
    with pytest.raises(BackendUnavailableError, match="auto_map"):
        refuse_code(folder, "a/b")
