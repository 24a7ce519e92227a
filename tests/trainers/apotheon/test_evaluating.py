"""What a model is worth, from what it writes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from tests.models.apotheon.small import TOKENIZER, small_model
from tests.trainers.apotheon_data.hand_made import dataset, mixed, write_dataset

from spark_trainer.core.errors import UsageError
from spark_trainer.evaluation.report import Measure
from spark_trainer.evaluation.texts import check_metrics
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.trainers.apotheon.evaluating import NAMES, evaluate, measures_of
from spark_trainer.trainers.apotheon.written import Answers, Written, answers_of
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.loader import Loader

LARGE = Budget(frames=64, windows=64, tokens=4000, samples=16)
ALONE = Budget(frames=8, windows=8, tokens=200, samples=1)
SHORT = Decoding(max_new_tokens=6)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> ApotheonMultiModalDataset:
    return dataset(write_dataset(tmp_path_factory.mktemp("evaluating") / "data", mixed(10)))


def by_name(measures: Any) -> dict[str, Measure]:
    return {measure.name: measure for measure in measures}


def test_no_number_depends_on_how_samples_are_batched(samples: ApotheonMultiModalDataset) -> None:
    model = small_model()
    found = [
        evaluate(model, TOKENIZER, samples, budget, decoding=SHORT) for budget in (LARGE, ALONE)
    ]
    together, alone = (by_name(result.measures) for result in found)
    assert together.keys() == alone.keys()
    for name, measure in together.items():
        if name == "loss, contrastive":
            continue  # compares the samples of a batch with each other
        assert measure.value == pytest.approx(alone[name].value, rel=1e-4, nan_ok=True), name
    texts = [{s.id: s.output for s in result.samples} for result in found]
    assert texts[0] == texts[1]


def test_every_text_is_asked_for_and_no_reference_is_shown(
    samples: ApotheonMultiModalDataset,
) -> None:
    """The same is written whatever the reference says: nothing of it reaches the model."""
    model = small_model()
    loader = Loader(samples, LARGE, seed=0, epoch=0)
    answers = answers_of(model, TOKENIZER, samples, loader, SHORT)
    wanted = {
        (index, task): text
        for index in range(len(samples))
        for task, text in samples.texts(index).items()
    }
    assert {(w.index, w.task): w.reference for w in answers.written} == wanted
    assert not any(w.output == w.reference for w in answers.written)


def answers_with(outputs: dict[str, str], *, vectors: int = 0) -> Answers:
    """Transcripts and captions, one of each by reference; vectors that are equal in all kinds."""
    found = Answers()
    for index, (reference, output) in enumerate(outputs.items()):
        found.written.append(Written(index, "transcription", reference, output))
        found.written.append(Written(index, "captioning", reference, output))
    side = np.eye(max(vectors, 1), dtype=np.float32)
    for index in range(vectors):
        found.texts[index, "captioning"] = found.texts[index, "transcription"] = f"text {index}"
        for kind in (found.pictures, found.sounds, found.captions, found.transcripts):
            kind[index] = side[index]
    return found


def test_who_is_right_in_all_gets_the_best_of_every_metric() -> None:
    texts = ["the man is cooking pasta now", "a big red car stops here", "two birds sit on a wire"]
    answers = answers_with({text: text for text in texts}, vectors=3)
    for measure in measures_of(answers, [n for n in NAMES if n != "loss"], seed=0):
        best = 0.0 if not measure.higher_is_better else None
        if best is not None:
            assert measure.value == best, measure.name
        elif "cider" not in measure.name:
            assert measure.value == pytest.approx(100 if measure.value > 1.5 else 1), measure.name


def test_error_rates_count_words_and_letters() -> None:
    found = by_name(
        measures_of(answers_with({"one two three four": "one two free"}), ["wer", "cer"], seed=0)
    )
    assert found["transcripts, wer, raw"].value == pytest.approx(2 / 4)
    assert found["transcripts, cer, raw"].value == pytest.approx(7 / 18)


def test_retrieval_is_right_only_where_the_pair_is_nearest() -> None:
    answers = answers_with({}, vectors=4)
    answers.sounds[0], answers.sounds[1] = answers.sounds[1], answers.sounds[0]
    found = by_name(measures_of(answers, ["retrieval"], seed=0))
    assert found["R@1, picture to sound"].value == pytest.approx(0.5)
    assert found["R@1, picture to caption"].value == pytest.approx(1)
    assert found["R@5, sound to picture"].value == pytest.approx(1)


def test_samples_with_the_same_text_are_all_right_answers_to_it() -> None:
    answers = answers_with({}, vectors=4)
    answers.captions[0], answers.captions[1] = answers.captions[1], answers.captions[0]
    answers.texts[1, "captioning"] = answers.texts[0, "captioning"]
    found = by_name(measures_of(answers, ["retrieval"], seed=0))
    assert found["R@1, picture to caption"].value == 1
    assert found["R@1, caption to picture"].value == 1


def test_a_split_without_texts_has_metrics_without_values() -> None:
    found = measures_of(Answers(), NAMES, seed=0)
    assert len(found) > 20
    assert all(measure.value is None or math.isnan(measure.value) for measure in found)


def test_unknown_metrics_are_refused_before_anything_runs() -> None:
    with pytest.raises(UsageError, match=r"metrics: .*`werr`.*wer"):
        check_metrics(["werr"])


def test_the_model_trains_on_after_it_was_asked(samples: ApotheonMultiModalDataset) -> None:
    model = small_model()
    model.train()
    answers_of(model, TOKENIZER, samples, Loader(samples, LARGE, seed=0, epoch=0), SHORT)
    assert model.training
    assert torch.is_grad_enabled()
