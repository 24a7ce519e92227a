from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.models.apotheon.small import TOKENIZER
from tests.trainers.apotheon_data.hand_made import Video, dataset, mixed, write_dataset, write_wav

from spark_trainer.core.errors import DatasetError, UsageError
from spark_trainer.datasets.split import Shares
from spark_trainer.models.apotheon.collate import Sample
from spark_trainer.trainers.apotheon_data.augment import Media
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.features import FeatureStore
from spark_trainer.trainers.apotheon_data.files import BrokenSampleError


def text_of(sample: Sample) -> dict[str, str]:
    return {row.task: TOKENIZER.decode(row.tokens) for row in sample.rows}


def change(folder: Path, line: int, **values: Any) -> None:
    """Other values in a line of the manifest; keys of `meta` by their own name."""
    path = folder / "manifest.jsonl"
    lines = [json.loads(text) for text in path.read_text().splitlines()]
    for key, value in values.items():
        (lines[line] if key in lines[line] else lines[line]["meta"])[key] = value
    path.write_text("".join(json.dumps(each) + "\n" for each in lines))


def test_a_video_comes_as_frames_with_their_times_windows_and_rows(tmp_path: Path) -> None:
    (sample,) = dataset(write_dataset(tmp_path, [Video("v", frames=3, sound_s=0.9)]))
    assert sample.squares_FHWC is not None and sample.squares_FHWC.shape == (3, 16, 16, 3)
    assert sample.times_s == (0.0, 0.5, 1.0)
    assert [(w.start_s, w.length_s) for w in sample.windows] == [
        (0.0, 0.4), (0.4, 0.4), (0.8, pytest.approx(0.1))
    ]  # fmt: skip
    assert text_of(sample) == {"captioning": "a cat", "transcription": "meow"}
    assert [row.tokens[row.prompt - 1] for row in sample.rows] == [259, 260]


def test_at_most_max_frames_are_shown_spread_over_the_video(tmp_path: Path) -> None:
    (sample,) = dataset(write_dataset(tmp_path, [Video("v", frames=20)]))
    assert len(sample.times_s) == 4
    assert sample.times_s[0] < 2.5 and sample.times_s[-1] > 7.0


def test_one_frame_is_shown_without_video_with_its_own_caption(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v", frames=3, captions=("one", None, "three"))])
    images = dataset(folder, modalities=("text", "image", "audio"))
    shown = {
        (images.sample(0, epoch).times_s, text_of(images.sample(0, epoch))["captioning"])
        for epoch in range(20)
    }
    assert shown == {((0.0,), "one"), ((1.0,), "three")}
    assert (
        images.sample(0, 3).times_s == dataset(folder, modalities=("image",)).sample(0, 3).times_s
    )
    several = dataset(folder).sample(0)
    assert text_of(several)["captioning"] == "a cat"


def test_a_caption_goes_with_pictures_and_a_transcript_with_sound(tmp_path: Path) -> None:
    folder = write_dataset(
        tmp_path, [Video("both"), Video("seen", sound_s=0), Video("heard", frames=0)]
    )
    assert [sorted(text_of(sample)) for sample in dataset(folder)] == [
        ["captioning", "transcription"], ["captioning"], ["transcription"]
    ]  # fmt: skip
    seen = dataset(folder, modalities=("text", "image"))
    assert [sorted(text_of(sample)) for sample in seen] == [
        ["captioning"], ["captioning"], ["captioning", "transcription"]
    ]  # fmt: skip


def test_null_and_empty_texts_make_no_row(tmp_path: Path) -> None:
    (sample,) = dataset(write_dataset(tmp_path, [Video("v", caption=" \n", transcript=None)]))
    assert sample.rows == ()


def test_a_video_with_nothing_to_show_is_left_out_and_counted(tmp_path: Path) -> None:
    nothing = Video("n", frames=0, sound_s=0, caption=None, transcript=None)
    folder = write_dataset(tmp_path, [nothing, Video("v"), nothing.__class__("w", sound_s=0.0)])
    assert (len(dataset(folder)), dataset(folder).left_out) == (2, 1)
    heard = dataset(folder, modalities=("audio",))
    assert (len(heard), heard.left_out) == (1, 2)
    with pytest.raises(DatasetError, match="of 1 videos in the split `train`, none has anything"):
        dataset(write_dataset(tmp_path / "b", [nothing]), split="train", shares=Shares(0, 0))


def test_a_text_is_cut_at_max_text_tokens(tmp_path: Path) -> None:
    (sample,) = dataset(write_dataset(tmp_path, [Video("v", caption="x" * 100)]))
    assert [len(row.tokens) for row in sample.rows] == [64, 7]
    assert sample.rows[0].tokens[-1] != TOKENIZER.end_id


def test_sizes_say_before_decoding_what_a_sample_has(tmp_path: Path) -> None:
    data = dataset(write_dataset(tmp_path, mixed(28)))
    for view in (data, data.showing(("text", "image")), data.showing(("text", "audio"))):
        for index in range(len(view)):
            for epoch in (0, 1):
                size, sample = view.size(index, epoch), view.sample(index, epoch)
                assert size.frames == len(sample.times_s)
                assert min(1, size.windows) <= len(sample.windows) <= size.windows
                assert size.rows == len(sample.rows)
                assert size.longest_row == max((len(row.tokens) for row in sample.rows), default=0)


def test_splits_are_told_by_the_line_or_by_shares(tmp_path: Path) -> None:
    videos = [Video(f"v{n}", split="test" if n < 3 else None) for n in range(60)]
    folder = write_dataset(tmp_path, videos)
    found = {
        split: {data.facts(i).id for i in range(len(data))}
        for split in ("train", "val", "test")
        for data in [dataset(folder, split=split, shares=Shares(0.2, 0.0))]
    }
    assert found["test"] == {"v0", "v1", "v2"}
    assert found["val"] and found["train"]
    assert sum(map(len, found.values())) == len(set().union(*found.values())) == 60


def test_manifests_of_older_builds_are_read(tmp_path: Path) -> None:
    (sample,) = dataset(write_dataset(tmp_path, [Video("v", frames=2, sound_s=0)], older=True))
    assert sample.times_s == (0.25, 0.75)


def test_paths_of_older_builds_are_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_dataset(tmp_path / "out", [Video("v")])
    change(folder, 0, frames_dir="out/aa/v/frames", audio="out/aa/v/audio.wav")
    monkeypatch.chdir(tmp_path)
    (sample,) = dataset(folder)
    assert len(sample.times_s) == len(sample.windows) - 1 == 1


@pytest.mark.parametrize(
    "name", ["../canary", "{outside}", "aa/v/link", "aa/v/frames/../../../../canary"]
)
def test_frames_outside_the_dataset_are_refused(tmp_path: Path, name: str) -> None:
    folder = write_dataset(tmp_path / "out", [Video("v")])
    canary = tmp_path / "canary"
    canary.mkdir()
    (folder / "aa/v/frames/frame_000001.jpg").rename(canary / "frame_000001.jpg")
    (folder / "aa/v/link").symlink_to(canary)
    change(folder, 0, frames_dir=name.format(outside=canary))
    with pytest.raises(BrokenSampleError, match="lies outside the dataset"):
        dataset(folder).sample(0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such file"),
        (b"", "not a readable JPEG"),
        (b"\xff\xd8\xff\xe0 not much", "not a readable JPEG"),
        (b"\x89PNG\r\n\x1a\n", "not a readable JPEG"),
    ],
)
def test_a_frame_that_cannot_be_read_breaks_its_sample(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    folder = write_dataset(tmp_path, [Video("v")])
    frame = folder / "aa/v/frames/frame_000001.jpg"
    frame.unlink()
    if content is not None:
        frame.write_bytes(content)
    with pytest.raises(BrokenSampleError, match=told):
        dataset(folder).sample(0)


@pytest.mark.parametrize("size", [(20_000, 1), (8_000, 8_000)])
def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = write_dataset(tmp_path, [Video("v")])
    Image.new("RGB", size).save(folder / "aa/v/frames/frame_000001.jpg")
    with pytest.raises(BrokenSampleError, match=f"{size[0]} x {size[1]} pixels; at most 16384"):
        dataset(folder).sample(0)


def test_a_frame_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v")])
    frame = folder / "aa/v/frames/frame_000001.jpg"
    frame.unlink()
    os.mkfifo(frame)
    with pytest.raises(BrokenSampleError, match="no such file"):
        dataset(folder).sample(0)


def test_a_sound_that_cannot_be_read_breaks_its_sample(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v")])
    wav = folder / "aa/v/audio.wav"
    whole = wav.read_bytes()
    wav.write_bytes(whole[:-900])
    with pytest.raises(BrokenSampleError, match="cut off: 7550 of 8000 samples"):
        dataset(folder).sample(0)
    wav.write_bytes(whole[:44])
    with pytest.raises(BrokenSampleError, match="cut off: 0 of 8000 samples"):
        dataset(folder).sample(0)
    write_wav(wav, np.zeros(0))
    with pytest.raises(BrokenSampleError, match="empty"):
        dataset(folder).sample(0)
    write_wav(wav, np.zeros(8000), rate_hz=8000)
    with pytest.raises(BrokenSampleError, match="8000 Hz, 1 channels, 16 bits; wanted 16000 Hz"):
        dataset(folder).sample(0)
    wav.write_bytes(b"RIFF no wave")
    with pytest.raises(BrokenSampleError, match="not a WAV file"):
        dataset(folder).sample(0)


def test_a_manifest_written_anew_is_noticed_also_by_what_is_held(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v"), Video("w")])
    data = dataset(folder)
    assert data.sample(0).rows
    change(folder, 0, caption="a dog")
    for index in (0, 1):
        with pytest.raises(DatasetError, match="was written anew since it was opened"):
            data.sample(index)


def test_a_bad_line_is_named_when_the_dataset_is_opened(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v"), Video("w")])
    change(folder, 1, num_frames=-1)
    with pytest.raises(DatasetError, match=r"manifest.jsonl:2: key `meta.num_frames`"):
        dataset(folder)


def test_what_is_held_in_memory_is_read_once_up_to_the_limit(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v", frames=2)])
    held, anew = dataset(folder), dataset(folder, kept_bytes=0)
    first = held.sample(0)
    assert same(first, anew.sample(0))
    for frame in (folder / "aa/v/frames").iterdir():
        frame.unlink()
    assert same(first, held.sample(0))
    with pytest.raises(BrokenSampleError, match="no such file"):
        anew.sample(0)
    with pytest.raises(BrokenSampleError, match="no such file"):
        pickle.loads(pickle.dumps(held)).sample(0)


def same(left: Sample, right: Sample) -> bool:
    assert left.squares_FHWC is not None and right.squares_FHWC is not None
    return (
        np.array_equal(left.squares_FHWC, right.squares_FHWC)
        and left.rows == right.rows
        and all(
            np.array_equal(one.mel_MK, other.mel_MK)
            for one, other in zip(left.windows, right.windows, strict=True)
            if one.mel_MK is not None and other.mel_MK is not None
        )
    )


def noisier(media: Media, rng: np.random.Generator) -> Media:
    noise_S = rng.normal(0, 0.01, media.sound_S.shape).astype(np.float32)
    return Media(255 - media.squares_FHWC, media.sound_S + noise_S)


def test_augmenting_is_seeded_by_sample_and_epoch(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v"), Video("w")])
    plain, changed = dataset(folder), dataset(folder, augment=noisier)
    assert same(changed.sample(0, 4), dataset(folder, augment=noisier).sample(0, 4))
    assert not same(changed.sample(0, 4), changed.sample(0, 5))
    before, after = plain.sample(0).squares_FHWC, changed.sample(0).squares_FHWC
    assert before is not None and after is not None and np.array_equal(255 - before, after)


def longer(media: Media, _rng: np.random.Generator) -> Media:
    return Media(media.squares_FHWC, np.tile(media.sound_S, 9))


def test_what_a_batch_was_not_planned_for_is_not_taken(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [Video("v")])
    assert same(dataset(folder, augment=longer).sample(0), dataset(folder).sample(0))


def test_augmenting_and_features_do_not_go_together(tmp_path: Path) -> None:
    data: ApotheonMultiModalDataset = dataset(
        write_dataset(tmp_path, [Video("v")]), augment=noisier
    )
    with pytest.raises(UsageError, match="use one of the two"):
        data.with_features(FeatureStore(tmp_path, {}))
