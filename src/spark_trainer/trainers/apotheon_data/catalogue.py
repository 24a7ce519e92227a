"""What a batch must know of every sample before anything is decoded: about 50 bytes a sample."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.text import printable
from spark_trainer.trainers.apotheon_data.budget import Size
from spark_trainer.trainers.apotheon_data.choice import spread_over_time
from spark_trainer.trainers.apotheon_data.facts import Facts
from spark_trainer.trainers.apotheon_data.lines import ManifestLines
from spark_trainer.trainers.apotheon_data.showing import Showing, chosen_frame, key_of

if TYPE_CHECKING:
    from spark_trainer.models.apotheon.inputs import InputSizes
    from spark_trainer.models.apotheon.names import Task
    from spark_trainer.models.apotheon.tokenizer import Tokenizer


class Catalogue:
    """The samples of a split by number, from 0, in the order of the manifest.

    Args:
        wanted: whether a video belongs to the split.
        tokenizer: tells how long a row of text gets.

    Raises:
        DatasetError: a line is no entry.
    """

    def __init__(
        self,
        lines: ManifestLines,
        wanted: Callable[[Facts], bool],
        tokenizer: Tokenizer,
        sizes: InputSizes,
    ) -> None:
        self.lines = lines
        self.line = array("q")
        self.key = array("Q")
        self._frames = array("l")
        self._spread = array("l")
        self._windows = array("l")
        self._captions = array("l")
        self._transcripts = array("l")
        self._frame_captions = array("l")
        self._first_frame = array("q", [0])
        self._tokenizer, self._sizes = tokenizer, sizes
        for number in range(len(lines)):
            facts = lines.facts(number)
            if wanted(facts):
                self._add(number, facts)
        del self._tokenizer, self._sizes

    def __len__(self) -> int:
        return len(self.line)

    def _add(self, number: int, facts: Facts) -> None:
        from spark_trainer.models.apotheon.inputs import count_windows

        frames, sound_s = facts.frames, facts.meta.duration if facts.audio is not None else 0.0
        times_s = [frame.time for frame in frames]
        self.line.append(number)
        self.key.append(key_of(facts.id))
        self._frames.append(len(frames))
        self._spread.append(len(spread_over_time(times_s, self._sizes.max_frames)))
        self._windows.append(count_windows(sound_s, self._sizes))
        self._captions.append(self._tokens("captioning", facts.caption))
        self._transcripts.append(self._tokens("transcription", facts.transcript))
        for frame in range(len(frames)):
            self._frame_captions.append(self._tokens("captioning", facts.frame_caption(frame)))
        self._first_frame.append(len(self._frame_captions))

    def _tokens(self, task: Task, text: str | None) -> int:
        if text is None:
            return 0
        return len(self._tokenizer.row(task, text, self._sizes.max_text_tokens))

    def facts(self, sample: int) -> Facts:
        """What the manifest says of a sample.

        Raises:
            DatasetError: the manifest was written anew.
        """
        facts = self.lines.facts(self.line[sample])
        if key_of(facts.id) != self.key[sample]:
            where = f"{printable(self.lines.path)}:{self.line[sample] + 1}"
            raise DatasetError(f"{where}: another video than when it was opened. Start again.")
        return facts

    def frame_of(self, sample: int, seed: int, epoch: int) -> int:
        """The one frame that stands for the video in an epoch; it has at least one."""
        lengths = self._lengths_of_frame_captions(sample)
        return chosen_frame([n > 0 for n in lengths], seed, epoch, self.key[sample])

    def _lengths_of_frame_captions(self, sample: int) -> array[int]:
        return self._frame_captions[self._first_frame[sample] : self._first_frame[sample + 1]]

    def size(self, sample: int, showing: Showing, seed: int, epoch: int) -> Size:
        """What a sample asks of a step."""
        pictures = self._spread[sample]
        if showing.pictures <= 1:
            pictures = min(showing.pictures, self._frames[sample])
        windows = self._windows[sample] if showing.sound else 0
        caption, transcript = self._captions[sample], self._transcripts[sample]
        if pictures == 1:
            frame = self.frame_of(sample, seed, epoch)
            caption = self._lengths_of_frame_captions(sample)[frame] or caption
        seen, heard = texts_of(pictures, windows)
        rows = [n for n, told in ((caption, seen), (transcript, heard)) if n and told]
        rows = rows if showing.text else []
        return Size(pictures, windows, len(rows), max(rows, default=0))


def texts_of(pictures: int, windows: int) -> tuple[bool, bool]:
    """Whether the caption, and the transcript, of a sample is learned.

    A caption goes with pictures and a transcript with sound: nobody should learn to make up what
    cannot be seen or heard. A sample with neither is text alone, and has all of its texts.
    """
    alone = not pictures and not windows
    return bool(pictures) or alone, bool(windows) or alone
