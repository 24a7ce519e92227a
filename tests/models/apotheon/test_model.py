from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.apotheon.small import TOKENIZER, Sample, batch_of, small_model, small_template

from spark_trainer.core.errors import ConfigError
from spark_trainer.models.apotheon.batch import Batch
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.outputs import Outputs
from spark_trainer.models.apotheon.parts import named_parts
from spark_trainer.models.learner import parameter_groups
from spark_trainer.models.losses import weighted_sum

AWAKE = small_model().eval()
GOLDEN = Path(__file__).with_name("golden_steps.json")
CAPTION: Any = (("captioning", "a cat"),)
TRANSCRIPT: Any = (("transcription", "meow"),)

MISSING = {
    "nothing": [Sample(), Sample(seed=1)],
    "pictures": [Sample(frames=0), Sample(frames=0, seed=1)],
    "sound": [Sample(windows_s=()), Sample(windows_s=(), seed=1)],
    "pictures and sound": [Sample(frames=0, windows_s=())],
    "captions": [Sample(rows=TRANSCRIPT), Sample(rows=TRANSCRIPT, seed=1)],
    "transcripts": [Sample(rows=CAPTION)],
    "text": [Sample(rows=()), Sample(rows=(), seed=1)],
    "everything": [Sample(frames=0, windows_s=(), rows=())],
    "something in each sample": [
        Sample(frames=0, rows=TRANSCRIPT),
        Sample(windows_s=(), rows=CAPTION, seed=1),
        Sample(frames=3, windows_s=(0.4, 0.1), seed=2),
    ],
}


def total_loss(model: ApotheonMultiModalModel, batch: Batch) -> torch.Tensor:
    return weighted_sum(model(batch).losses(batch), model.config.objectives.weights())


def by_place(outputs: Outputs) -> dict[tuple[str, int, int], torch.Tensor]:
    """Logits by task, row and position."""
    return {
        (task, row, position): logits
        for task, scores in outputs.tokens.items()
        for row, position, logits in zip(
            scores.rows, scores.positions, scores.logits_NV, strict=True
        )
    }


def test_every_token_that_is_learned_has_scores_of_the_whole_vocabulary() -> None:
    batch = batch_of([Sample(), Sample(seed=1)])
    tokens = small_model()(batch).tokens
    assert tokens["captioning"].logits_NV.shape == (2 * len("a cat\0"), TOKENIZER.vocabulary)
    assert tokens["captioning"].targets_N.tolist()[:6] == [*b"a cat", TOKENIZER.end_id]
    assert tokens["transcription"].logits_NV.shape == (2 * len("meow\0"), TOKENIZER.vocabulary)


def test_at_the_start_the_scores_are_those_of_the_language_model_alone() -> None:
    model = small_model(awake=False).eval()
    batch = batch_of([Sample(frames=2), Sample(seed=1)])
    alone_RTV = model.text_encoder.model(input_ids=batch.rows.tokens_RT).logits
    for (_, row, position), logits in by_place(model(batch)).items():
        torch.testing.assert_close(logits, alone_RTV[row, position - 1])


def test_with_closed_gates_text_does_not_depend_on_pictures_or_sound() -> None:
    model = small_model()
    for layer in model.fusion.layers:
        torch.nn.init.zeros_(layer.gate_1)
    one, other = (by_place(model(batch_of([Sample(seed=seed)]))) for seed in (1, 2))
    for place, logits in one.items():
        assert torch.equal(logits, other[place])


@pytest.mark.parametrize("changed", ["pictures", "sound"])
def test_with_open_gates_text_depends_on_each_modality(changed: str) -> None:
    model = small_model().eval()
    batch, other = batch_of([Sample(seed=1)]), batch_of([Sample(seed=2)])
    kind = {"pictures": "frames", "sound": "sounds"}[changed]
    mixed = dataclasses.replace(batch, **{kind: getattr(other, kind)})
    before, after = by_place(model(batch)), by_place(model(mixed))
    assert all((after[place] - logits).abs().max() > 1e-4 for place, logits in before.items())


@pytest.mark.parametrize("missing", MISSING)
def test_where_something_is_missing_nothing_is_nan_and_every_part_still_runs(missing: str) -> None:
    model = small_model()
    loss = total_loss(model, batch_of(MISSING[missing]))
    loss.backward()
    assert torch.isfinite(loss)
    for name, parameter in model.named_parameters():
        if name != "audio_encoder.model.embed_positions.weight":
            assert parameter.grad is not None, f"no gradient reaches {name}"
            assert torch.isfinite(parameter.grad).all(), name


def test_what_is_missing_teaches_nothing() -> None:
    model = small_model()
    total_loss(model, batch_of(MISSING["pictures"])).backward()
    for part in ("vision_encoder", "vision_projection"):
        for name, parameter in model.get_submodule(part).named_parameters():
            assert parameter.grad is not None
            assert not parameter.grad.any(), name


def test_gradient_reaches_every_part() -> None:
    model = small_model()
    total_loss(model, batch_of([Sample(frames=2), Sample(seed=1, rows=CAPTION)])).backward()
    for part, module in named_parts(model).items():
        gradients = [p.grad for p in module.parameters() if p.grad is not None]
        assert any(g.abs().max() > 0 for g in gradients), part


@settings(max_examples=20)
@given(
    texts=st.lists(st.text("abc ", min_size=0, max_size=12), min_size=1, max_size=3),
    changed_at=st.integers(0, 11),
)
def test_a_later_token_never_changes_an_earlier_score(texts: list[str], changed_at: int) -> None:
    model = AWAKE
    batch = batch_of([Sample(rows=(("captioning", t),), seed=i) for i, t in enumerate(texts)])
    at = min(changed_at + 2, batch.rows.tokens_RT.shape[1] - 1)
    tokens_RT = batch.rows.tokens_RT.clone()
    tokens_RT[:, at:] = (tokens_RT[:, at:] + 1) % 256
    changed = dataclasses.replace(batch, rows=dataclasses.replace(batch.rows, tokens_RT=tokens_RT))
    before, after = by_place(model(batch)), by_place(model(changed))
    for place, logits in before.items():
        if place[2] <= at:
            torch.testing.assert_close(after[place], logits, rtol=1e-5, atol=1e-5)


samples = st.builds(
    Sample,
    frames=st.integers(0, 3),
    windows_s=st.lists(st.sampled_from([0.02, 0.1, 0.37, 0.4]), max_size=2).map(tuple),
    rows=st.lists(
        st.tuples(st.sampled_from(["captioning", "transcription"]), st.text("xyz", max_size=9)),
        min_size=1,
        max_size=2,
    ).map(tuple),
    seed=st.integers(0, 99),
)


@settings(max_examples=25)
@given(together=st.lists(samples, min_size=1, max_size=3), pad_to=st.integers(0, 20))
def test_what_else_is_in_the_batch_and_padding_change_no_score(
    together: list[Sample], pad_to: int
) -> None:
    model = AWAKE
    joint = model(batch_of(together, pad_to=pad_to))
    joint_by_place, first_row = by_place(joint), 0
    for i, sample in enumerate(together):
        alone = model(batch_of([sample]))
        for (task, row, position), logits in by_place(alone).items():
            if task in [t for t, _ in sample.rows]:
                there = joint_by_place[task, first_row + row, position]
                torch.testing.assert_close(there, logits, rtol=1e-4, atol=1e-4)
        for name in ("vision_BJ", "audio_BJ"):
            has = getattr(alone.embeddings, f"has_{name[:-3]}_B")[0]
            one, of_many = getattr(alone.embeddings, name)[0], getattr(joint.embeddings, name)[i]
            assert not has or torch.allclose(one, of_many, atol=1e-4)
        first_row += len(sample.rows)


def test_features_computed_beforehand_give_the_same_scores() -> None:
    model = small_model().eval().requires_grad_(requires_grad=False)
    batch = batch_of([Sample(frames=2, windows_s=(0.3, 0.1)), Sample(seed=1)])
    assert batch.frames.pixels_NCHW is not None
    assert batch.sounds.mels_WMK is not None
    cached = dataclasses.replace(
        batch,
        frames=dataclasses.replace(
            batch.frames,
            pixels_NCHW=None,
            features_NPE=model.vision_encoder.features(batch.frames.pixels_NCHW),
        ),
        sounds=dataclasses.replace(
            batch.sounds,
            mels_WMK=None,
            features_WSE=model.audio_encoder.features(batch.sounds.mels_WMK),
        ),
    )
    for place, logits in by_place(model(batch)).items():
        torch.testing.assert_close(by_place(model(cached))[place], logits)


def test_features_of_an_encoder_that_trains_are_refused() -> None:
    model = small_model()
    batch = batch_of([Sample()])
    features = torch.zeros(1, 4, 16)
    frames = dataclasses.replace(batch.frames, pixels_NCHW=None, features_NPE=features)
    with pytest.raises(ValueError, match="beforehand, but the vision encoder trains"):
        model(dataclasses.replace(batch, frames=frames))


def test_checkpointing_changes_no_gradient() -> None:
    model, batch = small_model().train(), batch_of([Sample(frames=2), Sample(seed=1)])
    total_loss(model, batch).backward()
    before = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    model.set_gradient_checkpointing(True)
    total_loss(model, batch).backward()
    for name, parameter in model.named_parameters():
        if name in before:
            torch.testing.assert_close(parameter.grad, before[name], msg=name)


def test_frozen_parts_neither_train_nor_drop() -> None:
    model = small_model()
    model.freeze(["vision_encoder", "text_encoder"])
    model.train()
    assert not model.vision_encoder.training
    assert model.fusion.training
    total_loss(model, batch_of([Sample()])).backward()
    assert all(p.grad is None for p in model.text_encoder.parameters())
    model.freeze([])
    assert model.text_encoder.training
    assert all(p.requires_grad for p in model.text_encoder.parameters())


def test_whisper_positions_stay_fixed_when_all_is_unfrozen() -> None:
    model = small_model()
    model.freeze(["audio_encoder"])
    model.freeze([])
    assert not model.audio_encoder.model.embed_positions.weight.requires_grad
    assert model.audio_encoder.model.conv1.weight.requires_grad


def test_a_part_that_does_not_exist_is_named() -> None:
    with pytest.raises(ConfigError, match=r"cannot freeze \['vision'\]: the parts are vision_enc"):
        small_model().freeze(["vision"])


def test_the_template_freezes_what_it_says() -> None:
    chosen = small_template()
    chosen["training"]["frozen"] = ["text_encoder"]
    model = small_model(chosen=chosen)
    assert model.frozen == {"text_encoder"}
    assert not any(p.requires_grad for p in model.text_encoder.parameters())


def test_in_bf16_the_loss_is_finite_and_close() -> None:
    model, batch = small_model(), batch_of([Sample(frames=2), Sample(seed=1)])
    exact = total_loss(model, batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rough = total_loss(model, batch)
    assert rough.dtype == torch.float32
    torch.testing.assert_close(rough, exact, rtol=0.05, atol=0.05)


def test_weights_in_bf16_run() -> None:
    model, batch = small_model().cast(torch.bfloat16), batch_of([Sample(frames=2), Sample(seed=1)])
    loss = total_loss(model, batch)
    loss.backward()
    assert torch.isfinite(loss)
    assert loss.dtype == torch.float32


def test_frozen_encoders_in_bf16_serve_parts_in_fp32() -> None:
    model, batch = small_model(), batch_of([Sample(frames=2), Sample(seed=1)])
    exact = total_loss(model, batch)
    model.cast(torch.bfloat16, ["vision_encoder", "audio_encoder", "text_encoder"])
    torch.testing.assert_close(total_loss(model, batch), exact, rtol=0.05, atol=0.05)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.isfinite(total_loss(model, batch))


def learn(model: ApotheonMultiModalModel, batch: Batch, steps: int) -> list[float]:
    groups = parameter_groups(model, weight_decay=0.0, learning_rate=3e-3)
    optimizer = torch.optim.AdamW(groups)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = total_loss(model, batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def test_four_samples_are_learned_by_heart() -> None:
    texts = [("a red car", "one"), ("a dog", "two"), ("the sea", "three"), ("a red cat", "four")]
    batch = batch_of([
        Sample(rows=(("captioning", seen), ("transcription", said)), seed=i)
        for i, (seen, said) in enumerate(texts)
    ])  # fmt: skip
    model = small_model(awake=False)
    losses = learn(model, batch, 170)
    assert losses[0] > 5
    assert losses[-1] < 0.05
    assert all(layer.gate_1.abs() > 1e-3 for layer in model.fusion.layers)


def test_seeded_steps_are_those_of_the_golden_file() -> None:
    batch = batch_of(MISSING["something in each sample"])
    losses = learn(small_model(awake=False), batch, 5)
    golden = json.loads(GOLDEN.read_text())
    assert losses == pytest.approx(golden["losses"], rel=2e-3)
