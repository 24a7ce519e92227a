"""Rules that mark text which a speech model may have invented. Nothing is removed by them.

- `repeats`: zlib makes the window's text over 2.4 times smaller. Whisper's paper (Radford et al.
  2022, section 4.5).
- `loops`: the same words over 3 times running, or one word over 6 times. Songs and emphasis stay
  below. Where there are no spaces between words, letters are taken.
- `too_dense`: over 30 letters a second, over at least one second; that is 360 words a minute, where
  readers reach 200 and commentators 300. Wide characters (Han, kana, Hangul) are syllables and
  count as three letters: 10 a second, where languages have 5 to 8 (Pellegrino et al. 2011). It is
  asked of a window's text over the seconds in which somebody speaks, and of each segment.
- `unsure`: the mean log-probability of the tokens is under -1.0. Whisper's paper.
- `maybe_silence`: the model gave over 0.6 to "no speech" and wrote all the same. Whisper's paper.
- `cut_off`: the model did not come to an end within its tokens.
- `unheard`: the text ends over 3 s before the window does. A window ends with voice, so words may
  be missing; a breath or a laugh is shorter.

Voice-activity detection does not make them needless: breath, music and applause pass it, and there
these models write what they were trained on, or the same again and again.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spark_trainer.labelers.base import Cue, Doubt

MOST_COMPRESSION = 2.4
MOST_WORD_REPEATS, MOST_PHRASE_REPEATS = 6, 3
LONGEST_PHRASE = 20
MOST_LETTERS_A_SECOND = 30.0
LEAST_S = 1.0
LEAST_LOGPROB = -1.0
MOST_NO_SPEECH = 0.6
MOST_UNHEARD_S = 3.0


@dataclass(frozen=True)
class Heard:
    """What a model says of one window, with how sure it is."""

    start_s: float
    end_s: float
    voiced_s: float
    """How long somebody speaks in it, by voice-activity detection."""
    segments: tuple[Cue, ...]
    avg_logprob: float
    """Mean natural logarithm of the probabilities of the tokens, the end token among them."""
    no_speech_prob: float
    finished: bool


def is_silence(avg_logprob: float, no_speech_prob: float) -> bool:
    """Whisper's own rule: likely no speech, and unsure of the words."""
    return no_speech_prob > MOST_NO_SPEECH and avg_logprob < LEAST_LOGPROB


def doubts_about(heard: Heard) -> Iterator[Doubt]:
    """What is doubtful in a window; nothing where nothing was said."""
    if not heard.segments:
        return
    begin_s, until_s = heard.segments[0].start_s, heard.segments[-1].end_s
    text = " ".join(segment.text for segment in heard.segments)
    for rule, what in (
        ("repeats", repeats(text)),
        ("loops", loops(text)),
        ("too_dense", too_dense(text, heard.voiced_s)),
        ("unsure", _unsure(heard.avg_logprob)),
        ("maybe_silence", _maybe_silence(heard.no_speech_prob)),
        ("cut_off", None if heard.finished else "the model did not come to an end"),
    ):
        if what:
            yield Doubt(begin_s, until_s, rule, what)
    for segment in heard.segments:
        if what := too_dense(segment.text, segment.end_s - segment.start_s):
            yield Doubt(segment.start_s, segment.end_s, "too_dense", what)
    if heard.end_s - until_s > MOST_UNHEARD_S:
        what = f"somebody speaks for {heard.end_s - until_s:.1f} s after the last word"
        yield Doubt(until_s, heard.end_s, "unheard", what)


def repeats(text: str) -> str | None:
    data = text.encode()
    ratio = len(data) / len(zlib.compress(data)) if data else 0.0
    if ratio <= MOST_COMPRESSION:
        return None
    return f"zlib makes the text {ratio:.1f} times smaller; speech stays under {MOST_COMPRESSION}"


def loops(text: str) -> str | None:
    """Whether a phrase comes again and again, with nothing between; letters where no spaces are."""
    words = [_bare(word) for word in text.split()]
    units, name = (words, "words") if len(words) > 2 else (list(_bare(text)), "letters")
    for length in range(1, min(LONGEST_PHRASE, len(units) // 2) + 1):
        times = _most_in_a_row(units, length)
        if times > (MOST_WORD_REPEATS if length == 1 else MOST_PHRASE_REPEATS):
            return f"the same phrase ({name}: {length}) {times} times running"
    return None


def too_dense(text: str, seconds: float) -> str | None:
    letters = sum(3 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    rate = letters / max(seconds, LEAST_S)
    if rate <= MOST_LETTERS_A_SECOND:
        return None
    return f"{rate:.0f} letters a second; the fastest speech has {MOST_LETTERS_A_SECOND:.0f}"


def _unsure(avg_logprob: float) -> str | None:
    if avg_logprob >= LEAST_LOGPROB:
        return None
    return f"mean log-probability {avg_logprob:.2f} is under {LEAST_LOGPROB}"


def _maybe_silence(no_speech_prob: float) -> str | None:
    if no_speech_prob <= MOST_NO_SPEECH:
        return None
    return f"probability of no speech {no_speech_prob:.2f} is over {MOST_NO_SPEECH}"


def _bare(word: str) -> str:
    """In lower case, without punctuation, unless there is nothing else."""
    return "".join(c for c in word.casefold() if c.isalnum()) or word


def _most_in_a_row(units: Sequence[str], length: int) -> int:
    """How often a phrase of that many units follows itself at most, in one pass."""
    most = run = 0
    for unit, before in zip(units[length:], units, strict=False):
        run = run + 1 if unit == before else 0
        most = max(most, run)
    return most // length + 1
