"""Text that came from outside (file names, captions, errors), made safe to show and to store."""

from __future__ import annotations

import os
import re
import unicodedata

_UNUSUAL = re.compile(r"[^ -~]+")
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def portable(text: str) -> str:
    """Replace lone surrogates (bytes of a file name that are not UTF-8) by `\\xNN`.

    The result can be encoded as UTF-8; all other characters stay as they are.
    """
    return "".join(
        f"\\x{ord(c) - 0xDC00:02x}" if 0xDC80 <= ord(c) <= 0xDCFF else
        f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c
        for c in text
    )  # fmt: skip


def printable(text: str | os.PathLike[str]) -> str:
    """One line that a terminal or a log can show: control, bidi and surrogate characters escaped.

    A file name may hold ESC sequences, newlines or right-to-left overrides; none of them may
    reach a terminal raw.
    """
    return _UNUSUAL.sub(_escaped, os.fspath(text))


def _escaped(unusual: re.Match[str]) -> str:
    out = []
    for c in unusual[0]:
        if unicodedata.category(c) not in _UNPRINTABLE:
            out.append(c)
        elif 0xDC80 <= ord(c) <= 0xDCFF:
            out.append(f"\\x{ord(c) - 0xDC00:02x}")
        else:
            out.append(c.encode("unicode_escape", "surrogatepass").decode("ascii"))
    return "".join(out)
