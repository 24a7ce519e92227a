"""What every model can be tried on."""

from __future__ import annotations

import wave

from spark_trainer.labelers.builtin import draw_picture, sentence_file


def test_the_picture_is_the_same_each_time_and_shows_something() -> None:
    picture = draw_picture()
    assert (picture.mode, picture.size) == ("RGB", (384, 384))
    assert picture.tobytes() == draw_picture().tobytes()
    assert len(picture.getcolors()) >= 8


def test_the_sentence_is_as_labellers_want_sound() -> None:
    with wave.open(str(sentence_file())) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16_000, 1, 2)
        assert 2 < sound.getnframes() / 16_000 < 4
