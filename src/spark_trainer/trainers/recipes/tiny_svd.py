"""A Stable Video Diffusion so small that it learns eight videos by heart in seconds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
import torch
from numpy.typing import NDArray
from transformers import CLIPImageProcessorPil, CLIPVisionConfig, CLIPVisionModelWithProjection

from spark_trainer.core.optional import require
from spark_trainer.trainers.recipes.tiny import SAMPLES, tiny_template

SIDE_PX, FRAMES, FPS = 64, 4, 4
HEADS = 2


def tiny_svd(folder: Path) -> tuple[Mapping[str, Any], Path]:
    """The template, and a manifest of videos of one second."""
    model = folder / "model"
    _pipeline().save_pretrained(model)
    template = tiny_template(
        "svd-video",
        model,
        architecture={"train": "full"},
        objectives={
            "denoising": {
                "loss": "edm",
                # Much noise: what is to be said then is the video itself, which is learned soon.
                "noise": {"p_mean": 2.0, "p_std": 0.3, "condition_dropout": 0.0},
            }
        },
        training={"learning_rate": 5.0e-3, "batch_size": 4},
        data={"frames": FRAMES, "height": SIDE_PX, "width": SIDE_PX, "fps": FPS},
    )
    return template, _write_videos(folder / "data")


def _pipeline() -> Any:
    """A `StableVideoDiffusionPipeline` with random weights."""
    diffusers = require("diffusers", extra="diffusion")
    unet = diffusers.UNetSpatioTemporalConditionModel(
        sample_size=SIDE_PX // 8,
        in_channels=8,
        out_channels=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        block_out_channels=(32, 32),
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=24,
        layers_per_block=1,
        cross_attention_dim=16,
        num_attention_heads=HEADS,
        num_frames=FRAMES,
    )
    vae = diffusers.AutoencoderKLTemporalDecoder(
        down_block_types=("DownEncoderBlock2D",) * 4,
        block_out_channels=(32,) * 4,
        layers_per_block=1,
        sample_size=SIDE_PX,
    )
    _spread(vae)
    encoder = CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=16,
            intermediate_size=32,
            projection_dim=16,
            num_hidden_layers=1,
            num_attention_heads=HEADS,
            image_size=224,
            patch_size=56,
        )
    )
    scheduler = diffusers.EulerDiscreteScheduler(
        prediction_type="v_prediction",
        timestep_type="continuous",
        timestep_spacing="leading",
        use_karras_sigmas=True,
        sigma_min=0.002,
        sigma_max=700.0,
    )
    return diffusers.StableVideoDiffusionPipeline(
        vae, encoder, unet, scheduler, CLIPImageProcessorPil()
    )


@torch.no_grad()
def _spread(vae: Any) -> None:
    """Latents of the videos as large as in trained models: a standard deviation of 1 when scaled.

    The first frame is shown to the UNet unscaled, and would hardly be seen beside the noise.
    """
    pictures = np.stack([_picture(number) for number in range(SAMPLES)])
    pictures_NCHW = torch.from_numpy(pictures).permute(0, 3, 1, 2) / 127.5 - 1
    latents_NCHW = vae.encode(pictures_NCHW).latent_dist.mode()
    for parameter in vae.quant_conv.parameters():
        parameter.div_(latents_NCHW.std() * vae.config.scaling_factor)


def _write_videos(folder: Path) -> Path:
    folder.mkdir(parents=True)
    lines = []
    for number in range(SAMPLES):
        _write_video(folder / f"{number}.mp4", number)
        lines.append(json.dumps(_line(number)))
    path = folder / "manifest.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def _write_video(path: Path, number: int) -> None:
    """Patches of colour that move to the right, in other colours in each video."""
    picture_HWC = _picture(number)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width = stream.height = SIDE_PX
        stream.pix_fmt = "yuv420p"
        for frame in range(FRAMES):
            moved_HWC = np.roll(picture_HWC, frame * 2, axis=1)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(moved_HWC, format="rgb24")))
        container.mux(stream.encode(None))


def _picture(number: int) -> NDArray[np.uint8]:
    patches_HWC = np.random.default_rng(number).integers(0, 256, (2, 2, 3), dtype=np.uint8)
    return patches_HWC.repeat(SIDE_PX // 2, 0).repeat(SIDE_PX // 2, 1)


def _line(number: int) -> dict[str, Any]:
    return {
        "id": f"video{number}",
        "frames_dir": "",
        "audio": None,
        "meta": {
            "source_path": f"{number}.mp4",
            "duration": FRAMES / FPS,
            "num_frames": 0,
            "caption": None,
            "all_captions": [],
            "transcript": None,
            "scenes": [],
            "video_info": {
                "duration": FRAMES / FPS,
                "width": SIDE_PX,
                "height": SIDE_PX,
                "fps": float(FPS),
                "codec": "h264",
            },
            "frames": [],
            "dropped": [],
        },
    }
