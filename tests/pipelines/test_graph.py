"""A pipeline that exists holds: its steps fit together, whatever was done to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spark_trainer.core.errors import ConfigError
from spark_trainer.pipelines.graph import (
    Pipeline,
    Step,
    default_pipeline,
    load_pipeline,
    to_yaml,
    with_op,
    without,
)
from spark_trainer.pipelines.ops import (
    OPS,
    Audio,
    Captions,
    Frames,
    Ingest,
    Manifest,
    Op,
    Scenes,
    Transcript,
)


def pipeline(*steps: Step) -> Pipeline:
    return Pipeline("test", steps)


def ids(steps: tuple[Step, ...]) -> list[str]:
    return [step.id for step in steps]


DEFAULT = default_pipeline()
INGEST = Step("ingest", Ingest())
FRAMES = Step("frames", Frames(), ("ingest",))
CAPTIONS = Step("captions", Captions(), ("frames",))
MANIFEST = Step("manifest", Manifest(), ("ingest", "frames"))


def test_the_default_has_the_seven_steps_with_the_defaults_of_their_ops() -> None:
    default = default_pipeline()
    assert ids(default.steps) == [
        "ingest", "frames", "audio", "captions", "transcript", "scenes", "manifest"
    ]  # fmt: skip
    assert [step.op for step in default.steps] == [OPS[step.id]() for step in default.steps]
    assert default.feeds(Scenes, Frames)


def test_order_puts_needs_first_and_else_keeps_the_file() -> None:
    assert ids(default_pipeline().order) == [
        "ingest", "audio", "transcript", "scenes", "frames", "captions", "manifest"
    ]  # fmt: skip


def test_an_op_is_found_by_its_class_and_only_where_it_runs() -> None:
    made = pipeline(
        INGEST,
        Step("pictures", Frames(fps=3), ("ingest",)),
        Step("cuts", Scenes(), ("ingest",), enabled=False),
        Step("out", Manifest(), ("ingest", "pictures", "cuts")),
    )
    assert made.op(Frames) == Frames(fps=3)
    assert made.op(Scenes) is None
    assert made.op(Audio) is None
    assert ids(made.enabled) == ["ingest", "pictures", "out"]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (
            (INGEST, replace(FRAMES, needs=("ingest", "scene")), MANIFEST),
            r"key `steps\[1\].needs\[1\]`: no step has the id `scene`; ids are: ingest, frames",
        ),
        (
            (INGEST, replace(FRAMES, needs=("captions",)), CAPTIONS, MANIFEST),
            "in a circle: frames -> captions -> frames; remove",
        ),
        ((INGEST, replace(FRAMES, needs=("frames",)), MANIFEST), "circle: frames -> frames;"),
        (
            (INGEST, replace(FRAMES, needs=()), MANIFEST),
            "step `frames` needs videos, and none of its needs gives them; add `ingest` to its",
        ),
        (
            (INGEST, Step("captions", Captions()), Step("m", Manifest(), ("ingest", "captions"))),
            "needs frames, .* add a step of op `frames`, and its id to these needs",
        ),
        (
            (INGEST, FRAMES, replace(CAPTIONS, needs=("frames", "ingest")), MANIFEST),
            "op `captions` does not take the videos of `ingest`; it takes frames. Remove `ingest`",
        ),
        (
            (replace(INGEST, needs=("frames",)), FRAMES, MANIFEST),
            "it is the start and takes nothing",
        ),
        (
            (INGEST, FRAMES, replace(FRAMES, id="more"), MANIFEST),
            "second step of op `frames`, after `frames`; this version takes one step of each op",
        ),
        ((INGEST, replace(FRAMES, id="ingest"), MANIFEST), r"is the id of steps\[0\] already"),
        ((INGEST, FRAMES), "no step of op `manifest`; every pipeline needs one"),
        ((FRAMES, MANIFEST), "no step of op `ingest`"),
        (
            (replace(INGEST, enabled=False), Step("manifest", Manifest(), ("ingest",))),
            "step `ingest` cannot be disabled",
        ),
        (
            (
                INGEST,
                replace(FRAMES, enabled=False),
                CAPTIONS,
                replace(MANIFEST, needs=("ingest", "frames", "captions")),
            ),
            (
                "step `captions` cannot run without frames, and `frames`, which gives them, is "
                "disabled; enable it, or disable `captions` too"
            ),
        ),
        (
            (INGEST, FRAMES, CAPTIONS, MANIFEST),
            "step `captions` is not in the needs of `manifest`, so nothing would record it",
        ),
        ((INGEST, replace(FRAMES, id="../x"), MANIFEST), "must be a letter, then letters, digits"),
        ((INGEST, FRAMES, replace(MANIFEST, needs=("ingest",) * 2)), "names a step twice"),
        ((), "has 0 steps; 1 to 100 are taken"),
    ],
)
def test_steps_that_do_not_fit_are_refused_with_the_reason(
    steps: tuple[Step, ...], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        pipeline(*steps)


def test_two_circles_are_both_named() -> None:
    with pytest.raises(ConfigError) as caught:
        pipeline(
            INGEST,
            Step("a", Frames(), ("b",)),
            Step("b", Scenes(), ("a",)),
            Step("c", Audio(), ("d",)),
            Step("d", Transcript(), ("c",)),
            Step("manifest", Manifest(), ("ingest",)),
        )
    assert "circle: a -> b -> a;" in str(caught.value)
    assert "circle: c -> d -> c;" in str(caught.value)


def test_a_disabled_step_that_is_only_useful_is_simply_absent() -> None:
    default = default_pipeline()
    steps = tuple(replace(s, enabled=s.id != "scenes") for s in default.steps)
    without_scenes = replace(default, steps=steps)
    assert without_scenes.op(Scenes) is None
    assert not without_scenes.feeds(Scenes, Frames)


def test_settings_are_replaced_and_the_pipeline_before_stays_as_it_was() -> None:
    default = default_pipeline()
    changed = with_op(default, Frames(fps=5))
    assert changed.op(Frames) == Frames(fps=5)
    assert changed.find(Frames) == replace(default.steps[1], op=Frames(fps=5))
    assert default == default_pipeline()


def test_settings_for_an_op_that_is_not_there_are_refused() -> None:
    with pytest.raises(ConfigError, match="no step of op `scenes` to set; it has: ingest, frames,"):
        with_op(pipeline(INGEST, FRAMES, MANIFEST), Scenes())


def test_a_step_taken_out_leaves_all_needs() -> None:
    left = without(default_pipeline(), "scenes")
    assert "scenes" not in ids(left.steps)
    assert all("scenes" not in step.needs for step in left.steps)
    assert without(left, "scenes") == left


def test_a_step_that_others_cannot_do_without_stays() -> None:
    with pytest.raises(ConfigError, match="step `captions` needs frames"):
        without(default_pipeline(), "frames")


few = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SIDES = st.none() | st.tuples(st.integers(16, 8192), st.integers(16, 8192))
OP_STRATEGIES: tuple[st.SearchStrategy[Op], ...] = (
    st.builds(
        Ingest,
        min_duration_s=st.floats(0, allow_infinity=False),
        max_duration_s=st.none() | st.floats(0, exclude_min=True, allow_infinity=False),
        follow_symlinks=st.booleans(),
    ),
    st.builds(
        Frames,
        fps=st.floats(0, 1000, exclude_min=True),
        at=st.sampled_from(["rate", "keyframes"]),
        resolution=SIDES,
        duplicate_distance=st.integers(0, 2**62),
    ),
    st.just(Audio()),
    st.builds(Captions, backend=st.sampled_from(["none", "blip"]), batch_size=st.integers(1, 99)),
    st.builds(Transcript, model_size=st.text(st.characters(exclude_categories=["Cs"]), max_size=9)),
    st.builds(Scenes, threshold=st.floats(0, 255), min_scene_s=st.floats(0, 1e300)),
    st.builds(Manifest, provenance=st.booleans()),
)
ID = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,5}", fullmatch=True) | st.sampled_from(
    ["no", "on", "yes", "null", "y", "e1"]
)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@st.composite
def pipelines(draw: st.DrawFn) -> Pipeline:
    names = draw(st.lists(ID, min_size=7, max_size=7, unique=True))
    renamed = dict(zip(ids(DEFAULT.steps), names, strict=True))
    steps = [
        Step(
            renamed[step.id],
            draw(strategy),
            tuple(renamed[need] for need in step.needs),
            enabled=step.id not in ("captions", "scenes") or draw(st.booleans()),
        )
        for step, strategy in zip(DEFAULT.steps, OP_STRATEGIES, strict=True)
    ]
    return Pipeline(draw(NAMES), tuple(draw(st.permutations(steps))))


@few
@given(made=pipelines())
def test_a_pipeline_written_and_read_is_the_same(made: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(to_yaml(made), encoding="utf-8", newline="")
    assert load_pipeline(file) == made


@few
@given(made=pipelines())
def test_order_holds_every_step_once_after_its_needs(made: Pipeline) -> None:
    order = ids(made.order)
    assert sorted(order) == sorted(ids(made.steps))
    for step in made.steps:
        assert all(order.index(need) < order.index(step.id) for need in step.needs)


@few
@given(
    steps=st.lists(
        st.builds(
            Step,
            id=st.sampled_from("abcdefg"),
            op=st.one_of(*(st.just(kind()) for kind in OPS.values())),
            needs=st.lists(st.sampled_from("abcdefgh"), max_size=4).map(tuple),
            enabled=st.booleans(),
        ),
        max_size=9,
    )
)
def test_random_graphs_hold_or_are_refused_with_a_reason(steps: list[Step]) -> None:
    try:
        made = ids(pipeline(*steps).order)
    except ConfigError as error:
        made = str(error).splitlines()
        good = all(line.startswith("pipeline `test`: key `steps") for line in made)
    else:
        good = sorted(made) == sorted(ids(tuple(steps)))
    assert made
    assert good


@few
@given(made=pipelines(), name=st.sampled_from(sorted(OPS)))
def test_taking_a_step_out_gives_a_pipeline_or_a_reason(made: Pipeline, name: str) -> None:
    left = ""
    try:
        left = to_yaml(without(made, name))
    except ConfigError as error:
        assert name in str(error)
    assert f"op: {name}\n" not in left
