"""The plan: one decode for all steps that want media, and no more of it than they want."""

from __future__ import annotations

import pytest

from spark_trainer.pipelines.graph import Pipeline, default_pipeline, with_op, without
from spark_trainer.pipelines.ops import Audio, Captions, Frames, Scenes, Transcript
from spark_trainer.pipelines.planner import plan, step_key


def cut(*op_names: str) -> Pipeline:
    left = default_pipeline()
    for name in op_names:
        left = without(left, name)
    return left


def test_all_steps_that_want_media_are_one_stage() -> None:
    made = plan(default_pipeline())
    assert [stage.title for stage in made.stages] == ["media pass", "commit", "labels", "manifest"]
    assert made.stages[0].steps == ("ingest", "audio", "scenes", "frames")
    assert made.stages[2].steps == ("transcript", "captions")
    assert "pictures: every frame is decoded, once" in made.stages[0].does


KEYFRAMES = Frames(at="keyframes")


@pytest.mark.parametrize(
    ("pipeline", "decode"),
    [
        (default_pipeline(), "every frame"),
        (with_op(default_pipeline(), KEYFRAMES), "every frame"),
        (cut("scenes"), "candidates"),
        (with_op(cut("scenes"), KEYFRAMES), "keyframes"),
        (cut("captions", "frames"), "every frame"),
        (cut("captions", "frames", "scenes"), "nothing"),
    ],
)
def test_no_more_is_decoded_than_a_step_wants(pipeline: Pipeline, decode: str) -> None:
    assert plan(pipeline).decode == decode


def test_the_plan_holds_the_settings_of_the_steps_that_run_and_no_others() -> None:
    made = plan(with_op(cut("transcript", "audio"), Captions(backend="none")))
    assert made.frames == Frames()
    assert made.scenes == Scenes()
    assert made.captions == Captions(backend="none")
    assert made.audio is None
    assert made.transcript is None
    assert made.scenes_guide_frames
    assert [op.op for op in made.ops] == ["ingest", "frames", "captions", "scenes", "manifest"]
    assert "sound: not decoded" in made.stages[0].does


def test_stages_without_work_are_left_out() -> None:
    made = plan(cut("captions", "frames", "transcript"))
    assert [stage.title for stage in made.stages] == ["media pass", "manifest"]
    assert made.audio == Audio()


def test_light_labellers_run_in_the_workers_and_models_in_one_place() -> None:
    def place(captions: Captions, transcript: Transcript) -> str:
        made = with_op(with_op(default_pipeline(), captions), transcript)
        return plan(made).stages[2].place

    light, sound = Captions(backend="sidecar"), Transcript(backend="pocketsphinx")
    assert place(light, sound) == "worker processes"
    assert place(Captions(), Transcript()) == "main process"
    assert place(Captions(), sound) == "worker processes or main process"


def test_a_step_key_names_inputs_op_settings_and_what_else_decides() -> None:
    key = step_key(Frames(), ["a", "b"], {})
    assert key == step_key(Frames(fps=1), ["a", "b"], {})
    assert len(key) == 64
    others = [
        step_key(Frames(), ["b", "a"], {}),
        step_key(Frames(fps=2), ["a", "b"], {}),
        step_key(Frames(), ["a", "b"], {"model": "x"}),
        step_key(Scenes(), ["a", "b"], {}),
    ]
    assert len({key, *others}) == 5
