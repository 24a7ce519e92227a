"""Captions by real model classes, loaded from folders as a user's are; weights are random."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.labelers.tiny_models import CHAT_SAVERS, SAVERS, Folders, byte_tokenizer

from spark_trainer.core.errors import BackendUnavailableError, MediaError, UsageError
from spark_trainer.labelers.base import Captioner, FrameRef, VideoRef
from spark_trainer.labelers.loading import load_model
from spark_trainer.labelers.pictures.model import PictureModel
from spark_trainer.labelers.registry import build_captioner

MODELS = {**{name: name for name in SAVERS}, **dict.fromkeys(CHAT_SAVERS, "vlm")}
"""Tiny models, and the back end that runs each."""


@pytest.fixture(scope="session")
def frames(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> list[FrameRef]:
    """Ten frames of the real clips, as the pipeline keeps them."""
    import av

    root = tmp_path_factory.mktemp("frames")
    refs = []
    for clip in ("bikes.mp4", "flipping_a_pancake.mkv"):
        video = VideoRef(clip, media_dir / "videos" / clip, 10.0)
        with av.open(str(video.source)) as container:
            for n, frame in enumerate(container.decode(video=0)):
                if n % 50 == 0 and n < 250:
                    path = root / f"{clip}_{n}.jpg"
                    frame.to_image().resize((224, 224)).save(path, quality=92)
                    refs.append(FrameRef(path, float(frame.time or 0), video))
    return refs


def captioner(name: str, folder: Path, **settings: Any) -> PictureModel:
    made = build_captioner(MODELS[name], model=str(folder), max_new_tokens=12, **settings)
    assert isinstance(made, PictureModel)
    made.resolve()
    made.load()
    return made


def texts(made: Captioner, frames: list[FrameRef]) -> list[str | None]:
    return [caption.text for caption in made.caption(frames)]


@pytest.mark.parametrize("name", MODELS)
def test_each_family_captions_real_frames_the_same_in_any_batch(
    name: str, folders: Folders, frames: list[FrameRef]
) -> None:
    made = captioner(name, folders(name))
    together = texts(made, frames)
    assert len(set(together)) > 2, "captions that do not depend on the picture prove nothing"
    assert all(together)
    assert [texts(made, [frame])[0] for frame in frames] == together
    assert texts(made, frames[:4]) + texts(made, frames[4:]) == together
    assert texts(made, frames[::-1])[::-1] == together


@pytest.mark.parametrize("name", MODELS)
def test_what_decides_the_captions_is_told(name: str, folders: Folders) -> None:
    made = captioner(name, folders(name))
    said = made.identity()
    assert said["model"] == name
    assert said["revision"].startswith("sha256:")
    assert said["precision"] == "fp32"
    assert str(folders(name).parent) not in str(said)


def test_int8_says_the_same_in_any_batch_and_is_told(
    folders: Folders, frames: list[FrameRef]
) -> None:
    made = captioner("blip", folders("blip"), precision="int8")
    together = texts(made, frames)
    assert [texts(made, [frame])[0] for frame in frames] == together
    assert made.identity()["precision"] == "int8"


def test_low_precision_wants_full_batches(folders: Folders) -> None:
    assert captioner("blip", folders("blip"), precision="bf16").full_batches
    assert not captioner("blip", folders("blip")).full_batches


def test_pictures_of_different_size_do_not_change_each_other(
    folders: Folders, frames: list[FrameRef], tmp_path: Path
) -> None:
    made = captioner("qwen", folders("qwen"))
    wide = tmp_path / "wide.jpg"
    with Image.open(frames[1].path) as picture:
        picture.resize((112, 56)).save(wide)
    mixed = [frames[0], FrameRef(wide, 0.0, frames[0].video), frames[2]]
    assert texts(made, mixed) == [texts(made, [frame])[0] for frame in mixed]


def test_a_prompt_begins_the_captions_of_blip(folders: Folders, frames: list[FrameRef]) -> None:
    said = texts(captioner("blip", folders("blip"), prompt="a picture of"), frames)
    assert all(text is not None and text.startswith("a picture of ") for text in said)


@pytest.mark.parametrize("name", ["blip2", "qwen"])
def test_a_prompt_is_asked_and_not_repeated(
    name: str, folders: Folders, frames: list[FrameRef]
) -> None:
    asked = captioner(name, folders(name), prompt="What colour is it?")
    other = captioner(name, folders(name), prompt="Who is there?")
    assert not any("colour" in (text or "") for text in texts(asked, frames))
    assert texts(asked, frames) != texts(other, frames)
    assert asked.identity() != other.identity()


def test_florence_takes_only_its_tasks(folders: Folders, frames: list[FrameRef]) -> None:
    with pytest.raises(UsageError, match="<DETAILED_CAPTION>, <MORE_DETAILED_CAPTION>"):
        captioner("florence2", folders("florence2"), prompt="describe")
    short = texts(captioner("florence2", folders("florence2")), frames)
    long = texts(captioner("florence2", folders("florence2"), prompt="<DETAILED_CAPTION>"), frames)
    assert short != long


def test_auto_finds_a_batch_size_that_fits(folders: Folders) -> None:
    assert captioner("blip", folders("blip"), batch_size="auto").most_pieces() == 16


def test_a_frame_that_is_no_jpeg_fails_alone(
    folders: Folders, frames: list[FrameRef], tmp_path: Path
) -> None:
    (tmp_path / "frame_000001.jpg").write_bytes(b"GIF89a")
    with pytest.raises(MediaError, match=r"frame_000001\.jpg: cannot be read as JPEG"):
        captioner("blip", folders("blip")).ready(
            FrameRef(tmp_path / "frame_000001.jpg", 0.0, frames[0].video)
        )


def test_a_model_of_another_kind_is_refused(folders: Folders) -> None:
    made = build_captioner("blip", model=str(folders("llava")))
    made.resolve()
    with pytest.raises(BackendUnavailableError, match="BlipProcessor|BlipForConditional"):
        made.load()


def test_weights_that_lack_parameters_are_refused_not_filled_up(
    folders: Folders, tmp_path: Path
) -> None:
    from safetensors.torch import load_file, save_file

    cut = tmp_path / "cut"
    shutil.copytree(folders("blip"), cut)
    tensors = load_file(cut / "model.safetensors")
    name = next(n for n in tensors if "vision_model.encoder.layers.1" in n)
    del tensors[name]
    save_file(tensors, cut / "model.safetensors", metadata={"format": "pt"})
    made = build_captioner("blip", model=str(cut))
    made.resolve()
    with pytest.raises(BackendUnavailableError, match="lack 1 of the parameters"):
        made.load()


def test_torn_weights_are_refused(folders: Folders, tmp_path: Path) -> None:
    torn = tmp_path / "torn"
    shutil.copytree(folders("blip"), torn)
    weights = torn / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    made = build_captioner("blip", model=str(torn))
    with pytest.raises(BackendUnavailableError, match=r"model\.safetensors"):
        made.resolve()
    with pytest.raises(BackendUnavailableError, match="cannot be loaded as BlipForConditional"):
        load_model("BlipForConditionalGeneration", torn, "cpu", "fp32")


def test_a_model_without_a_chat_template_cannot_be_asked(folders: Folders, tmp_path: Path) -> None:
    mute = tmp_path / "mute"
    shutil.copytree(folders("llava"), mute)
    (mute / "chat_template.jinja").unlink()
    made = build_captioner("vlm", model=str(mute))
    made.resolve()
    with pytest.raises(BackendUnavailableError, match="no chat template"):
        made.load()


def test_an_unknown_setting_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"--caption-backend blip takes no url; it takes model,"):
        build_captioner("blip", url="http://127.0.0.1:1/v1")


def test_bytes_come_back_as_text() -> None:
    tokenizer = byte_tokenizer("<s>")
    assert tokenizer.decode(tokenizer.encode("añ☃").ids) == "añ☃"
