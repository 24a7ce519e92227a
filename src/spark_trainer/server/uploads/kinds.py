"""What a file is, by its first bytes. Its name only says what it claims to be."""

from __future__ import annotations

from pathlib import PurePosixPath

from spark_trainer.core.text import printable
from spark_trainer.server.problems import ProblemError

HEAD_BYTES = 4096
TEXT_BYTES = 16 << 20
_TEXTS = frozenset({".srt", ".vtt", ".ass", ".txt", ".json", ".jsonl"})
_PACKET = 188
"""Bytes of one packet of an MPEG transport stream; each begins with the same byte."""


def suffix_of(name: str) -> str:
    """The suffix of a client's file name that its file gets here, `.mp4` say.

    Raises:
        ProblemError: 415, no such files are taken.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix not in _TEXTS and suffix not in _MEDIA:
        known = ", ".join(taken_suffixes())
        raise ProblemError(415, f"{printable(suffix or name)[:40]}: files taken here are {known}")
    return suffix


def taken_suffixes() -> list[str]:
    """Of all files that are taken, `.mp4` say."""
    return sorted({*_TEXTS, *_MEDIA})


def check_content(suffix: str, head: bytes, size: int) -> None:
    """Compare a file's first bytes with what its name claims.

    Raises:
        ProblemError: 415, it is something else.
    """
    if suffix in _TEXTS:
        good = size <= TEXT_BYTES and _is_text(head, whole=size <= len(head))
    else:
        good = _MEDIA[suffix](head)
    if not good:
        raise ProblemError(415, f"the content is not that of a {suffix} file")


def _is_text(head: bytes, *, whole: bool) -> bool:
    if b"\0" in head:
        return False
    try:
        (head if whole else head[:-3]).decode("utf-8-sig", "strict")
    except UnicodeDecodeError as e:
        return not whole and e.start >= len(head) - 6  # a character that goes on
    return True


def _iso(head: bytes) -> bool:
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")


def _matroska(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3")


def _riff(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"WAVE")


def _transport(head: bytes) -> bool:
    return any(
        head[at : at + 1] == b"G" and head[at + size : at + size + 1] == b"G"
        for size in (_PACKET, _PACKET + 4)
        for at in (0, 4)
    )


def _program(head: bytes) -> bool:
    return head.startswith((b"\0\0\1\xba", b"\0\0\1\xb3"))


def _starts(*marks: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return lambda head: head.startswith(marks)


_MEDIA = {
    **dict.fromkeys((".mp4", ".m4v", ".mov", ".m4a", ".3gp"), _iso),
    **dict.fromkeys((".mkv", ".webm", ".mka"), _matroska),
    **dict.fromkeys((".avi", ".wav"), _riff),
    **dict.fromkeys((".ts", ".mts", ".m2ts"), _transport),
    **dict.fromkeys((".mpg", ".mpeg", ".vob"), _program),
    ".flv": _starts(b"FLV"),
    ".ogv": _starts(b"OggS"),
    ".ogg": _starts(b"OggS"),
    ".flac": _starts(b"fLaC"),
    ".mp3": _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    ".wmv": _starts(b"\x30\x26\xb2\x75"),
}
