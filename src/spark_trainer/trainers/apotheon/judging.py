"""Evaluation while a model trains: losses of the validation split, and metrics of a few texts."""

from __future__ import annotations

from itertools import islice

from spark_trainer.core.errors import DatasetError
from spark_trainer.core.optional import is_installed
from spark_trainer.models.apotheon.model import ApotheonMultiModalModel
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.trainers.apotheon.data import RunData
from spark_trainer.trainers.apotheon.evaluating import measures_of, table_of
from spark_trainer.trainers.apotheon.written import answers_of
from spark_trainer.trainers.apotheon_data.dataset import ApotheonMultiModalDataset
from spark_trainer.trainers.apotheon_data.loader import Loader
from spark_trainer.trainers.training.config import TrainingConfig
from spark_trainer.trainers.training.engines.engine import Engine
from spark_trainer.trainers.training.mean_losses import mean_losses
from spark_trainer.trainers.training.task import Judge, Judged


def judge_of(data: RunData, config: TrainingConfig) -> Judge | None:
    """None where nothing is to be evaluated, or there is nothing to evaluate with."""
    if config.evaluate_samples == 0:
        return None
    try:
        samples = data.dataset("val")
    except DatasetError:
        return None

    def judge(engine: Engine, step: int) -> Judged:
        del step
        shown = samples.showing(data.samples.modalities)
        most = -(-config.evaluate_samples // (config.batch_size * engine.place.ranks))
        weights = data.template.objectives.weights()
        losses = mean_losses(engine, islice(_loader(engine, shown, data), most), weights)
        if not (engine.can_write and config.generate_samples):
            return losses, ()
        texts: Judged = ({}, ())
        if engine.place.first:
            texts = _texts(engine, shown, data, config.generate_samples)
        engine.place.wait()
        return {**losses, **texts[0]}, texts[1]

    return judge


def _loader(engine: Engine, samples: ApotheonMultiModalDataset, data: RunData) -> Loader:
    ranks = {"rank": engine.place.rank, "ranks": engine.place.ranks}
    return Loader(samples, data.budget, seed=0, epoch=0, broken="leave_out", **ranks)


def _texts(engine: Engine, samples: ApotheonMultiModalDataset, data: RunData, most: int) -> Judged:
    """Error rates and exact matches of what the model writes for the first samples."""
    loader = Loader(samples, data.budget, seed=0, epoch=0, broken="leave_out")
    batches = islice(loader, -(-most // data.budget.samples))
    decoding = Decoding(max_new_tokens=_longest(samples))
    with engine.autocast():
        answers = answers_of(_model_of(engine), data.tokenizer, samples, batches, decoding)
    names = ["exact_match", *(["wer"] if is_installed("jiwer") else [])]
    measures = measures_of(answers, names, seed=0)
    metrics = {measure.name: measure.value for measure in measures if measure.value is not None}
    return metrics, table_of(samples, answers.written)


def _model_of(engine: Engine) -> ApotheonMultiModalModel:
    assert isinstance(engine.model, ApotheonMultiModalModel)
    return engine.model


def _longest(samples: ApotheonMultiModalDataset) -> int:
    """Tokens of the longest text of the split: a model that never ends is cut there."""
    sizes = (samples.size(index).longest_row for index in range(len(samples)))
    return max(2, *sizes)
