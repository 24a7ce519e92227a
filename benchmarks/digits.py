"""Does Apotheon learn? Real digits, written and spoken, through the pipeline, from random weights.

Clips show a real handwritten digit that moves while a real voice says a digit; the pipeline makes
datasets of them, `apotheon-tiny` trains on one, and writes captions and transcripts of clips whose
pictures and recordings it has never met. Beside it stand specialists that know one thing each: the
support vector machine of scikit-learn's example, and a small convolutional net on log-mel.

Half of the training clips show one digit and say another: who only ever met matching pairs may read
the digit from either side, and a model that did so said the heard digit of nearly all pictures.

    .venv/bin/python benchmarks/digits.py --work /tmp/digits
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from digits_clips import SPEAKERS, WORDS, pictures, voices
from digits_datasets import Datasets, make_datasets
from digits_specialists import spoken_by_net, written_by_svm
from digits_training import SOUND, Run, nearby, other_voice, train

from spark_trainer.evaluation.retrieval import both_ways
from spark_trainer.models.apotheon.sampling import Decoding
from spark_trainer.models.apotheon.saving import load_model
from spark_trainer.trainers.apotheon.written import Answers, answers_of
from spark_trainer.trainers.apotheon_data.budget import Budget
from spark_trainer.trainers.apotheon_data.loader import Loader
from spark_trainer.trainers.multimodal_apotheon import ApotheonMultiModalDataset

MEDIA = Path(__file__).resolve().parents[2] / "shared/media/spoken_digits"
LEFT_OUT = "theo"
AIM, LEAST_OTHER, LEAST_RETRIEVAL = 0.97, 0.95, 0.9
MOST_MINUTES = 30
PICTURES = ("text", "image", "video")
DECODING = Decoding(max_new_tokens=32)


def main() -> int:
    options = _options()
    torch.set_num_threads(options.threads)
    if not options.voices.is_dir():
        print(f"error: no recordings in {options.voices}; give --voices FOLDER", file=sys.stderr)
        return 2
    began = time.perf_counter()
    data = make_datasets(options.work, options.voices, LEFT_OUT)
    print(f"datasets: {time.perf_counter() - began:.0f} s; {data.told()}", flush=True)
    run = train("all voices", options.work / "run", data.train, options.steps, augment=nearby)
    matched, other = (_answers(run, folder) for folder in (data.matched, data.other))
    shown, said = (_answers(run, data.matched, kinds) for kinds in (PICTURES, SOUND))
    svm = written_by_svm(pictures(test=False), pictures(test=True))
    net = spoken_by_net(
        voices(options.voices, test=False), voices(options.voices, test=True), run.processor_s
    )
    found = {
        "caption": _right(matched, "captioning"),
        "transcript": _by_recording(matched, data.matched),
        "caption, other digit spoken": _right(other, "captioning"),
        "transcript, other digit shown": _by_recording(other, data.other),
        "caption, nothing to hear": _right(shown, "captioning"),
        "transcript, nothing to see": _by_recording(said, data.matched),
        **_retrieval(matched),
    }
    _print_main(run, found, svm, net)
    plain = train(
        "left out", options.work / "run-left", data.others, options.left_steps, sound=True
    )
    helped = train(
        *("left out, augmented", options.work / "run-left-augmented", data.others),
        *(options.left_steps,),
        sound=True,
        augment=other_voice,
    )
    strange = {
        name: _right(_answers(each, data.speaker), "transcription")
        for name, each in (("as recorded", plain), ("augmented", helped))
    }
    _print_left_out(strange)
    met = _judge(found, svm.share, net.share, run.wall_s / 60)
    if options.json:
        options.json.write_text(json.dumps({"apotheon": found, "left_out": strange, "met": met}))
    return 0 if all(met.values()) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("/tmp/digits"), help="kept; goes on")
    parser.add_argument("--voices", type=Path, default=MEDIA)
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--left-steps", type=int, default=600)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _answers(
    run: Run, folder: Path, modalities: tuple[str, ...] | None = None
) -> tuple[ApotheonMultiModalDataset, Answers]:
    """What the run's model writes, freely, for every clip of a dataset; of what it trained on."""
    model, tokenizer = load_model(run.folder / "model")
    shown = modalities or run.modalities
    dataset = ApotheonMultiModalDataset(folder, tokenizer, model.config, modalities=shown)
    budget = Budget(frames=512, windows=512, tokens=1 << 16, samples=64)
    loader = Loader(dataset, budget, seed=0, epoch=0)
    return dataset, answers_of(model, tokenizer, dataset, loader, DECODING)


def _right(answers: tuple[ApotheonMultiModalDataset, Answers], task: str) -> float:
    hits = [w.output == w.reference for w in answers[1].written if w.task == task]
    return float(np.mean(hits))


def _by_recording(answers: tuple[ApotheonMultiModalDataset, Answers], folder: Path) -> float:
    """Mean over recordings: some stand under more clips than others."""
    recordings = Datasets.recordings(folder)
    hits = defaultdict(list)
    for w in answers[1].written:
        if w.task == "transcription":
            hits[recordings[answers[0].facts(w.index).id]].append(w.output == w.reference)
    return float(np.mean([np.mean(each) for each in hits.values()]))


def _retrieval(answers: tuple[ApotheonMultiModalDataset, Answers]) -> dict[str, float]:
    """R@1 between pictures and sounds; right is what has the same digit."""
    dataset, found = answers
    both = sorted(found.pictures.keys() & found.sounds.keys())
    digits_N = np.array([WORDS.index(dataset.texts(index)["transcription"]) for index in both])
    sides = [np.stack([kind[index] for index in both]) for kind in (found.pictures, found.sounds)]
    recalls, _ = both_ways(
        sides[0], sides[1], digits_N, digits_N, names=("picture", "sound"), at=(1,)
    )
    return {metric.name: metric.value for metric in recalls}


def _print_main(run: Run, found: dict[str, float], svm: Any, net: Any) -> None:
    print(
        f"\nApotheon: {run.steps} steps, {run.processor_s:.0f} s of processor, {run.wall_s:.0f} s"
    )
    print(f"pictures: {svm.told}\nsound: {net.told}\n")
    beside = {"caption": svm.share, "transcript": net.share}
    print(f"{'by free generation, on what was never met':44} {'Apotheon':>9} {'specialist':>11}")
    for name, share in found.items():
        known = f"{beside[name]:.4f}" if name in beside else ""
        print(f"{name:44} {share:9.4f} {known:>11}")


def _print_left_out(strange: dict[str, float]) -> None:
    print(f"\ntranscripts of {LEFT_OUT}, trained on {', '.join(set(SPEAKERS) - {LEFT_OUT})} alone")
    for name, share in strange.items():
        print(f"{name:44} {share:9.4f}")


def _judge(found: dict[str, float], svm: float, net: float, minutes: float) -> dict[str, bool]:
    met = {
        f"caption >= specialist ({svm:.4f})": found["caption"] >= svm,
        f"transcript >= specialist ({net:.4f})": found["transcript"] >= net,
        f"both >= {AIM}": min(found["caption"], found["transcript"]) >= AIM,
        f"pairs that do not match >= {LEAST_OTHER}": min(
            found["caption, other digit spoken"], found["transcript, other digit shown"]
        )
        >= LEAST_OTHER,
        f"R@1 >= {LEAST_RETRIEVAL}": min(v for k, v in found.items() if k.startswith("R@1"))
        >= LEAST_RETRIEVAL,
        f"trained in {minutes:.0f} minutes, at most {MOST_MINUTES}": minutes <= MOST_MINUTES,
    }
    print()
    for name, is_met in met.items():
        print(f"{'met' if is_met else 'NOT MET':8} {name}")
    return met


if __name__ == "__main__":
    sys.exit(main())
