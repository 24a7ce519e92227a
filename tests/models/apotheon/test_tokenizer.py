from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer as RawTokenizer
from tokenizers import decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from spark_trainer.core.errors import BackendUnavailableError, ConfigError
from spark_trainer.models.apotheon.names import TASK_TOKENS, TASKS
from spark_trainer.models.apotheon.tokenizer import (
    ByteTokenizer,
    HuggingFaceTokenizer,
    Tokenizer,
    load_tokenizer,
)

BYTES = ByteTokenizer()


def hugging_face(**special: Any) -> HuggingFaceTokenizer:
    """Byte-level BPE without merges: its vocabulary is the 256 bytes."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    raw = RawTokenizer(models.BPE({c: i for i, c in enumerate(alphabet)}, []))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    named = {"bos_token": "<|begin|>", "eos_token": "<|end|>", **special}
    return HuggingFaceTokenizer(PreTrainedTokenizerFast(tokenizer_object=raw, **named))


HUB = hugging_face()


@pytest.mark.parametrize("tokenizer", [BYTES, HUB], ids=["bytes", "hugging face"])
@given(text=st.text())
def test_any_text_round_trips(tokenizer: Tokenizer, text: str) -> None:
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert all(0 <= id_ < tokenizer.vocabulary for id_ in ids)


@pytest.mark.parametrize("tokenizer", [BYTES, HUB], ids=["bytes", "hugging face"])
def test_text_that_looks_like_a_special_token_is_text(tokenizer: Tokenizer) -> None:
    text = "<|caption|> <|end|> <|begin|>"
    ids = tokenizer.encode(text)
    special = {tokenizer.begin_id, tokenizer.end_id, tokenizer.pad_id, *tokenizer.task_ids.values()}
    assert special.isdisjoint(ids)
    assert tokenizer.decode(ids) == text


@given(written=st.lists(st.integers(0, BYTES.vocabulary - 1)))
def test_whatever_a_model_writes_can_be_decoded(written: list[int]) -> None:
    BYTES.decode(written).encode("utf-8")


def test_bytes_that_are_no_text_become_the_replacement_character() -> None:
    assert BYTES.decode([0x61, 0xFF, 0xC3, 0x62]) == "a\ufffd\ufffdb"


def test_half_a_surrogate_pair_is_encoded_as_something() -> None:
    assert BYTES.decode(BYTES.encode("a\ud800b")) == "a?b"


@pytest.mark.parametrize("tokenizer", [BYTES, HUB], ids=["bytes", "hugging face"])
def test_a_row_is_prompt_text_and_end(tokenizer: Tokenizer) -> None:
    row = tokenizer.row("captioning", "hi", 64)
    begin, task, *text, end = row
    assert (begin, task, end) == (
        tokenizer.begin_id,
        tokenizer.task_ids["captioning"],
        tokenizer.end_id,
    )
    assert tokenizer.decode(text) == "hi"
    assert tokenizer.decode(row) == "hi"


def test_a_text_that_is_cut_has_no_end() -> None:
    assert BYTES.row("captioning", "hello", 5) == [*BYTES.prompt("captioning"), *b"hel"]


def test_only_the_end_may_be_written_of_the_special_tokens() -> None:
    assert BYTES.never_written() == [256, 257, 259, 260]
    assert HUB.pad_id == HUB.end_id
    assert HUB.end_id not in HUB.never_written()


def test_each_task_has_a_token_of_its_own_at_the_end_of_the_vocabulary() -> None:
    assert len(set(HUB.task_ids.values())) == len(TASKS)
    assert HUB.vocabulary == 258 + len(TASKS)
    assert HUB.inner.convert_ids_to_tokens(HUB.task_ids["captioning"]) == TASK_TOKENS["captioning"]


def test_a_tokenizer_without_an_end_is_refused() -> None:
    with pytest.raises(ConfigError, match="no end token"):
        hugging_face(eos_token=None)


def test_too_small_an_embedding_is_told_with_the_remedy() -> None:
    BYTES.must_fit(261)
    with pytest.raises(
        ConfigError, match="has 261 tokens, the text encoder 200.*`vocab_size` by 61"
    ):
        BYTES.must_fit(200)


def test_a_saved_tokenizer_is_loaded_the_same(tmp_path: Path) -> None:
    HUB.save(tmp_path)
    loaded = load_tokenizer(str(tmp_path), local_files_only=True)
    assert loaded.row("transcription", "Grüße!", 64) == HUB.row("transcription", "Grüße!", 64)
    assert loaded.vocabulary == HUB.vocabulary
    assert isinstance(load_tokenizer("bytes"), ByteTokenizer)


def test_a_tokenizer_that_is_not_here_is_named() -> None:
    with pytest.raises(BackendUnavailableError, match="cannot load the tokenizer no/where"):
        load_tokenizer("no/where", local_files_only=True)


def test_a_tokenizer_that_brings_code_is_not_run(tmp_path: Path) -> None:
    HUB.save(tmp_path)
    path = tmp_path / "tokenizer_config.json"
    config = json.loads(path.read_text())
    config["auto_map"] = {"AutoTokenizer": ["evil.Evil", None]}
    config["tokenizer_class"] = "Evil"
    path.write_text(json.dumps(config))
    canary = tmp_path / "canary"
    (tmp_path / "evil.py").write_text(f"open({str(canary)!r}, 'w')\nclass Evil: pass\n")
    with contextlib.suppress(BackendUnavailableError):
        load_tokenizer(str(tmp_path), local_files_only=True)
    assert not canary.exists()
