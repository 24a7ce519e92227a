"""Which files make a model, which of them are missing or cut short."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.text import printable
from spark_trainer.labelers.weights.plain_json import parse_json, read_regular

Layout = Literal["transformers", "ctranslate2"]

CONFIG = "config.json"
SINGLE = "model.safetensors"
INDEX = "model.safetensors.index.json"
CTRANSLATE2_WEIGHTS = "model.bin"

_SMALL: dict[Layout, tuple[str, ...]] = {
    "transformers": ("*.json", "*.txt", "*.jinja", "*.model"),
    "ctranslate2": (CONFIG, "preprocessor_config.json", "tokenizer.json", "vocabulary.*"),
}
"""Beside the weights; at the top of the repository."""

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_MOST_INDEX_BYTES = 50_000_000
_MOST_HEADER_BYTES = 100_000_000
"""The format's own limit."""


def layout_of(backend: str) -> Layout:
    """The files that a back end loads."""
    return "ctranslate2" if backend == "faster-whisper" else "transformers"


def guess_layout(names: Iterable[str]) -> Layout:
    """What a model is by its files: CTranslate2's have no safetensors and a plain vocabulary."""
    names = set(names)
    plain = any(fnmatchcase(name, "vocabulary.*") for name in names)
    return "ctranslate2" if plain and CTRANSLATE2_WEIGHTS in names else "transformers"


def small_files(names: Iterable[str], layout: Layout) -> list[str]:
    """The names of configuration, vocabulary and templates among those of a repository."""
    return sorted(
        name
        for name in names
        if any(fnmatchcase(name, pattern) for pattern in _SMALL[layout])
        if "/" not in name and (".index." not in name or name == INDEX)
    )


def weight_files(folder: Path, names: Iterable[str], layout: Layout) -> list[str]:
    """The names of the files that hold the weights.

    Args:
        folder: holds at least the index, where `names` has one.
        names: all files that there are, here or on the hub.
        layout: of which kind.

    Raises:
        BackendUnavailableError: there are none that load without running code; says what there is.
    """
    names = set(names)
    if layout == "ctranslate2":
        if CTRANSLATE2_WEIGHTS in names:
            return [CTRANSLATE2_WEIGHTS]
    elif SINGLE in names:
        return [SINGLE]
    elif INDEX in names:
        return _shards(folder / INDEX)
    raise BackendUnavailableError(_no_weights(names, layout))


def _shards(index: Path) -> list[str]:
    parsed = parse_json(read_regular(index, _MOST_INDEX_BYTES), index)
    named = parsed.get("weight_map") if isinstance(parsed, dict) else None
    shards = set(named.values()) if isinstance(named, dict) and _all_text(named) else set()
    if not shards or not all(s.endswith(".safetensors") and s == Path(s).name for s in shards):
        raise BackendUnavailableError(
            f"{printable(index)}: `weight_map` names no safetensors files beside it"
        )
    return sorted(shards)


def _all_text(named: dict[str, object]) -> bool:
    return all(isinstance(value, str) for value in named.values())


def _no_weights(names: set[str], layout: Layout) -> str:
    if layout == "ctranslate2":
        return (
            f"no {CTRANSLATE2_WEIGHTS}: not a model that CTranslate2 loads. Convert one: "
            f"ct2-transformers-converter --model openai/whisper-base --output_dir FOLDER "
            f"--copy_files tokenizer.json preprocessor_config.json"
        )
    if guess_layout(names) == "ctranslate2":
        return f"a model for CTranslate2 ({CTRANSLATE2_WEIGHTS}): take back end faster-whisper"
    pickles = sorted(n for n in names if any(fnmatchcase(n, p) for p in _PICKLES))
    if not pickles:
        return f"no weights: wanted {SINGLE}, or {INDEX} and the files that it names"
    return (
        f"weights only as {', '.join(printable(p) for p in pickles[:3])}: loading a pickle can run "
        f"any code. Wanted: {SINGLE}. Look for a revision of the hub that has it (often "
        f"`refs/pr/1`), have https://huggingface.co/spaces/safetensors/convert make one, or, where "
        f"you trust the file, load it once with transformers and call save_pretrained"
    )


def faults(folder: Path, names: Sequence[str]) -> list[str]:
    """What is missing or cut short of the named files, a few words each."""
    told = [_fault(folder / name, name) for name in dict.fromkeys([CONFIG, *names])]
    return [what for what in told if what]


def _fault(path: Path, name: str) -> str | None:
    if not path.is_file():
        return f"{printable(name)} is missing"
    if name.endswith(".safetensors") and path.stat().st_size < _whole_size(path):
        return f"{printable(name)} is cut short"
    return None


def _whole_size(path: Path) -> int:
    """Bytes that a safetensors file has by its own header: 8, the header, the tensors."""
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header = stream.read(length) if length <= _MOST_HEADER_BYTES else b""
    try:
        tensors = json.loads(header)
        ends = [t["data_offsets"][1] for n, t in tensors.items() if n != "__metadata__"]
        return int(8 + length + max(ends, default=0))
    except (ValueError, RecursionError, TypeError, KeyError, IndexError, AttributeError):
        return path.stat().st_size + 1  # no header: cut within it, or no such file at all
