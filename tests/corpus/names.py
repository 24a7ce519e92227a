"""Good videos under hard names, and names that are no regular file."""

from __future__ import annotations

import os
import socket
import unicodedata
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, Make, Refuse, add

CASES: Cases = {}
GOOD = Accept(SIZE, (5, 5), Fraction(25), indexes=tuple(range(5)))


@cache
def _bytes() -> bytes:
    return encoded("mp4", 5)


LONGEST = ("n" * 251 + ".mp4").encode()
NAMES: dict[str, bytes] = {
    "not_utf8": b"latin-1 caf\xe9 \xff\xfe.mp4",
    "longest": LONGEST,
    "longest_emoji": "\N{FILM FRAMES}".encode() * 62 + b"abc.mp4",
    "emoji": "\N{COOKING} \U0001f469\u200d\U0001f373 \U0001f1f3\U0001f1f4.mp4".encode(),
    "right_to_left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627.mp4".encode(),
    "bidi_override": "invoice\u202egpj.mp4".encode(),
    "composed": unicodedata.normalize("NFC", "twin \u00e9\u00f6\uac00.mp4").encode(),
    "decomposed": unicodedata.normalize("NFD", "twin \u00e9\u00f6\uac00.mp4").encode(),
    "leading_dash": b"-version.mp4",
    "leading_dash_i": b"-i",
    "leading_dot": b".hidden.mp4",
    "percent": b"100%d %s %03d %%.mp4",
    "newline": b"line one\nline two.mp4",
    "escape": b"\x1b[31mred\x1b]0;title\x07.mp4",
    "quotes": b'it\'s "quoted" `cmd` $(id) ${HOME}.mp4',
    "spaces": b"  two  spaces at both ends  .mp4",
    "tab_and_return": b"tab\tcarriage\rreturn.mp4",
    "backslash": b"back\\slash\\n.mp4",
    "glob": b"[a-z]*?{1,2}.mp4",
    "colon": b"concat:a|b.mp4",
    "url": b"http:127.0.0.1.mp4",
    "pipe": b"pipe:0",
    "semicolon": b"a;b&c|d<e>f#g!h.mp4",
    "upper_case_suffix": b"CLIP.MP4",
    "two_suffixes": b"clip.srt.mp4",
    "formula": b"=1+1@SUM(A1).mp4",
    "zero_width": "zero\u200bwidth\ufeff.mp4".encode(),
    "html": b"<img src=x onerror=alert(1)>.mp4",
    "dot_dot": b"..hidden..mp4",
    "tilde": b"~root.mp4",
}


def _named(name: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
        path.write_bytes(_bytes())
        return path

    return make


for _key, _name in NAMES.items():
    _make = _named(_name)
    _make.__name__ = f"name_{_key}"
    add(CASES, GOOD)(_make)


def _target(folder: Path) -> Path:
    """A good file outside the corpus folder, for links to point at."""
    outside = folder.parent / "linked"
    outside.mkdir(exist_ok=True)
    if not (outside / "target.mp4").exists():
        encode(outside / "target.mp4", 5)
    return outside / "target.mp4"


def _link(path: Path, to: Path | str) -> Path:
    path.symlink_to(to)
    return path


@add(CASES, GOOD, "a link to a good file is a good file")
def link_to_file(folder: Path) -> Path:
    return _link(folder / "link.mp4", _target(folder))


@add(CASES, Refuse("io"))
def link_to_nothing(folder: Path) -> Path:
    return _link(folder / "broken link.mp4", "nowhere.mp4")


@add(CASES, Refuse("io"))
def link_to_itself(folder: Path) -> Path:
    return _link(folder / "itself.mp4", "itself.mp4")


@add(CASES, Refuse("not_a_file"), "reading it would never end")
def link_to_device(folder: Path) -> Path:
    return _link(folder / "zero device.mp4", "/dev/zero")


@add(CASES, Refuse("not_a_file"))
def folder_loop(folder: Path) -> Path:
    """A folder with a link to its parent: a walk that follows links ends, each file once."""
    inside = folder / "loop"
    inside.mkdir()
    (inside / "in the loop.mp4").write_bytes(_bytes())
    return _link(inside / "up", "..")


@add(CASES, Refuse("not_a_file"), "opening it would wait for a writer for ever")
def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "fifo.mp4")
    return folder / "fifo.mp4"


@add(CASES, Refuse("not_a_file", "io"), "the system refuses to open a socket: ENXIO")
def unix_socket(folder: Path) -> Path:
    path = folder / "socket.mp4"
    here = os.open(folder, os.O_RDONLY)
    try:  # through /proc: the name of a socket is at most 107 bytes long
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        os.close(here)
    return path


@add(CASES, Refuse("not_a_file"))
def folder_named_mp4(folder: Path) -> Path:
    (folder / "folder.mp4").mkdir()
    return folder / "folder.mp4"


@add(CASES, GOOD if os.geteuid() == 0 else Refuse("io"), "root may read everything")
def no_permission(folder: Path) -> Path:
    path = folder / "no permission.mp4"
    path.write_bytes(_bytes())
    path.chmod(0)
    return path
