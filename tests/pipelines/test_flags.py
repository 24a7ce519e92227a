"""The form's fields are the command's flags."""

from __future__ import annotations

import inspect
import re

from spark_trainer.cli.dataset import build_command
from spark_trainer.pipelines.flags import FLAGS, settings_of
from spark_trainer.pipelines.multimodal_pipeline import STEPS
from spark_trainer.pipelines.ops import OPS

HOW_IT_RUNS = {"input", "output", "pipeline", "workers", "retry-failed", "strict", "json", "quiet"}


def told() -> dict[str, str]:
    """The help of each option, by its name."""
    found = {}
    for parameter in inspect.signature(build_command, eval_str=True).parameters.values():
        option = parameter.annotation.__metadata__[0]
        name = parameter.name.removesuffix("_output").replace("_", "-")
        found[name] = option.help
    return found


def test_every_flag_of_the_command_is_a_field_and_every_field_a_flag() -> None:
    names = [flag.name for flag in FLAGS]
    assert len(names) == len(set(names))
    assert {*names, *HOW_IT_RUNS} == told().keys()


def test_the_defaults_of_the_fields_are_those_that_the_help_tells() -> None:
    by_back_end = {"[default: the best that works here; it is said which]"}
    for step in STEPS:
        for field in settings_of(step):
            said = re.search(r"\[default: (.*)\]$", told()[field.flag])
            if said is None or said[0] in by_back_end or field.default is None:
                continue
            default = field.default
            text = f"{default:g}" if isinstance(default, float) else str(default)
            assert said[1] == text, field.flag


def test_every_field_belongs_to_a_parameter_that_there_is() -> None:
    for flag in FLAGS:
        assert flag.parameter is None or flag.parameter in OPS[flag.step].model_fields
