from __future__ import annotations

import numpy as np
import torch
from tests.models.apotheon.small import TOKENIZER, small_model, small_template

from spark_trainer.models.apotheon.collate import (
    Sample,
    TextRow,
    collate,
    prepare,
    prompt_batch,
    prompt_rows,
)
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.apotheon.generation import write
from spark_trainer.models.apotheon.inputs import InputSizes
from spark_trainer.models.apotheon.sampling import Decoding

SIZES = InputSizes.of(read_config(small_template()))
RANDOM = np.random.default_rng(0)


def picture() -> np.ndarray:
    return RANDOM.integers(0, 256, (24, 20, 3), np.uint8)


def sound(seconds: float) -> np.ndarray:
    return RANDOM.normal(0, 0.1, round(seconds * 16000)).astype(np.float32)


def test_samples_lie_one_after_another_and_counts_say_whose() -> None:
    rows = (TextRow("captioning", (257, 259, 65, 258), 2), TextRow("transcription", (257, 260), 2))
    seen = prepare(SIZES, [picture(), picture()], [0.5, 1.5], rows=rows, video=7)
    heard = prepare(SIZES, sound_S=sound(1.0), rows=rows[:1], video=8)

    batch = collate([seen, heard, Sample()], SIZES, TOKENIZER.pad_id)

    assert batch.frames.counts == (2, 0, 0)
    assert batch.frames.times_s_N.tolist() == [0.5, 1.5]
    assert batch.sounds.counts == (0, 3, 0)
    assert batch.sounds.starts_s_W.tolist() == torch.tensor([0.0, 0.4, 0.8]).tolist()
    assert batch.rows.samples == (0, 0, 1)
    assert batch.rows.lengths == (4, 2, 4)
    assert batch.rows.tokens_RT[1].tolist() == [257, 260, 256, 256]
    assert batch.videos_B.tolist() == [7, 8, -1]


def test_a_batch_of_nothing_runs_through_the_model_and_weighs_nothing() -> None:
    batch = collate([], SIZES, TOKENIZER.pad_id)
    losses = small_model()(batch).losses(batch)
    assert [loss.count.item() for loss in losses.values()] == [0, 0, 0]
    assert all(torch.isfinite(loss.total) for loss in losses.values())


def test_prompts_are_written_behind_whatever_a_sample_has() -> None:
    samples = [
        prepare(SIZES, [picture()], [0.0], sound(0.5)),
        prepare(SIZES, sound_S=sound(0.3)),
        prepare(SIZES, [picture()], [3.0]),
    ]
    batch = prompt_batch(samples, ["captioning", "transcription"], TOKENIZER, SIZES)
    assert batch.rows.tasks == ("captioning", "transcription") * 3
    assert len(write(small_model(), TOKENIZER, batch, Decoding(max_new_tokens=3))) == 6


def test_features_take_the_place_of_pictures_and_sound_also_in_a_blank_batch() -> None:
    encoders = ("vision_encoder", "audio_encoder")
    model = small_model()
    model.freeze(encoders)
    model.eval()
    raw = prepare(
        SIZES, [picture()], [0.0], sound(0.7), rows=prompt_rows(["captioning"], TOKENIZER)
    )
    batch = collate([raw], SIZES, TOKENIZER.pad_id)
    assert batch.frames.pixels_NCHW is not None and batch.sounds.mels_WMK is not None
    known = Sample(
        times_s=raw.times_s, windows=raw.windows, rows=raw.rows,
        features_FPE=model.vision_encoder.features(batch.frames.pixels_NCHW),
        features_WSE=model.audio_encoder.features(batch.sounds.mels_WMK),
    )  # fmt: skip

    cached = collate([known], SIZES, TOKENIZER.pad_id, encoders)
    assert cached.frames.pixels_NCHW is None and cached.sounds.mels_WMK is None
    assert torch.equal(model.remember(cached).states_BMD, model.remember(batch).states_BMD)
    blank = collate([], SIZES, TOKENIZER.pad_id, encoders)
    losses = model(blank).losses(blank)
    assert [loss.count.item() for loss in losses.values()] == [0, 0, 0]
