from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.models.places import Places, make_places

from spark_trainer.core.errors import ConfigError, UsageError
from spark_trainer.models import registry
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.registry import (
    Registry,
    gallery,
    gallery_with,
    template,
    templates_source,
)

SHIPPED = Path(registry.__file__).with_name("templates.yaml")
SPEC = {  # section 4
    "whisper-finetune": ("asr", "openai/whisper-base"),
    "blip2-caption": ("vision-language", "Salesforce/blip2-opt-2.7b"),
    "qwen2-vl": ("vision-language", "Qwen/Qwen2-VL-7B-Instruct"),
    "svd-video": ("diffusion", "stabilityai/stable-video-diffusion-img2vid-xt"),
    "llama3-instruction": ("language", "meta-llama/Meta-Llama-3-8B"),
}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return make_places(tmp_path, monkeypatch)


def test_the_file_has_its_three_keys() -> None:
    value = templates_source().value
    assert isinstance(value, dict)
    assert list(value) == ["templates", "categories", "trainer_autodiscovery"]
    assert value["trainer_autodiscovery"]["reload_interval"] == 300


def test_the_usual_loader_of_yaml_reads_the_same_values() -> None:
    assert yaml.safe_load(SHIPPED.read_text()) == templates_source().value
    assert templates_source().mistakes == ()


@pytest.mark.usefixtures("places")
def test_the_shipped_gallery_has_no_mistake_and_all_templates() -> None:
    shipped = gallery(look_now=True)
    assert (shipped.problems, shipped.remarks, shipped.broken) == ((), (), {})
    assert set(shipped.entries) == {"apotheon-multimodal", "apotheon-tiny", *SPEC}
    assert all(
        shipped.categories[entry.settings.category].description
        for entry in shipped.entries.values()
    )


@pytest.mark.parametrize("name", SPEC)
def test_each_template_has_the_category_and_base_model_of_the_contract(name: str) -> None:
    mapping = template(name)
    assert (mapping["category"], mapping["base_model"]) == SPEC[name]
    assert mapping["architecture"]["model"] == mapping["base_model"]


@pytest.mark.parametrize("name", ["apotheon-multimodal", "apotheon-tiny"])
def test_the_templates_of_apotheon_are_what_its_model_takes(name: str) -> None:
    mapping = template(name)
    assert read_config(mapping).name == mapping["name"]


def test_a_template_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown template `apotheon-tin`.*mean `apotheon-tiny`"):
        template("apotheon-tin")


def test_what_a_caller_changes_in_a_template_changes_no_other() -> None:
    template("whisper-finetune")["training"]["batch_size"] = 99
    assert template("whisper-finetune")["training"]["batch_size"] == 16


def test_a_template_of_the_project_goes_before_that_of_the_home_and_both_before_ours(
    places: Places,
) -> None:
    for steps, write in ((5, places.mine), (6, places.project)):
        write(
            f"""\
            templates:
              whisper-finetune:
                extends: whisper-finetune
                training: {{num_epochs: {steps}}}
            """
        )
        assert template("whisper-finetune")["training"]["num_epochs"] == steps
    assert template("whisper-finetune")["training"]["batch_size"] == 16
    (said,) = gallery(look_now=True).remarks
    home = f"{places.home}/.spark_trainer/templates/mine.yaml:2"
    assert said.endswith(f"`templates.whisper-finetune`: takes the place of the one in {home}")


def test_files_of_one_folder_are_read_by_name_and_the_later_one_is_taken(places: Places) -> None:
    for name, epochs in (("b.yaml", 2), ("a.yaml", 1)):
        places.project(
            f"templates: {{w: {{extends: whisper-finetune, training: {{num_epochs: {epochs}}}}}}}",
            name,
        )
    assert template("w")["training"]["num_epochs"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("templates: {a: [", r"templates/project.yaml:1: not YAML"),
        ("", r"templates/project.yaml:1: the file is empty"),
        ("a: !!python/object/apply:os.system [x]", r"project.yaml:1: the tag .* is not taken"),
        ("3", r"project.yaml:1: is `3`; wanted a mapping of templates, categories, "),
        ("{}", r"project.yaml:1: holds nothing; wanted templates"),
        ("template: {}", r"project.yaml:1: key `template`: unknown key .*mean `templates`"),
        ("templates: [1]", r"key `templates`: is `\[1\]`; wanted names"),
        ("templates: {../x: {}}", r"key `templates.../x`: `../x` is no name of a template; wanted"),
        ("templates: {a: 1}", r"key `templates.a`: is `1`; wanted the settings of a template"),
        ("categories: {x: {name: X}}", r"key `categories.x.icon`: is missing"),
        ("trainer_autodiscovery: {reload: 5}", r"unknown key `reload`.*reload_interval"),
        ("trainer_autodiscovery: {pattern: x}", r"unknown key `pattern`; known: search_paths, rel"),
        ("trainer_autodiscovery: {reload_interval: 0}", r"`trainer_autodiscovery.reload_interval`"),
    ],
)
def test_a_broken_file_is_reported_and_takes_no_other_down(
    places: Places, text: str, told: str
) -> None:
    places.mine("templates: {good: {extends: whisper-finetune}}")
    path = places.project("x: 1")
    path.write_text(text)
    found = gallery(look_now=True)
    assert set(found.entries) == {"apotheon-multimodal", "apotheon-tiny", *SPEC, "good"}
    assert re.search(told, "\n".join(found.problems))


def test_a_template_with_mistakes_is_not_replaced_by_the_shipped_one(places: Places) -> None:
    places.project("templates: {whisper-finetune: {extends: whisper-finetune, icon: A B}}")
    with pytest.raises(ConfigError, match=r"project.yaml:1: key `templates.whisper-finetune.icon`"):
        template("whisper-finetune")


def test_an_unknown_template_is_told_with_the_files_that_could_not_be_read(places: Places) -> None:
    places.project("templates: {my-thing: [")
    with pytest.raises(
        UsageError, match=r"(?s)unknown template `my-thing`.*project.yaml:1: not YA"
    ):
        template("my-thing")


def test_a_person_may_add_a_category_and_a_search_path(places: Places) -> None:
    places.project(
        """\
        templates: {w: {extends: whisper-finetune, category: birds}}
        categories: {birds: {name: Birds, icon: bird, description: Their songs.}}
        trainer_autodiscovery: {search_paths: [more], reload_interval: 5}
        """
    )
    found = gallery(look_now=True)
    assert found.entries["w"].settings.category == "birds"
    assert found.autodiscovery.search_paths[-1] == "more"
    assert "src/spark_trainer/trainers" in found.autodiscovery.search_paths
    assert (found.autodiscovery.reload_interval, found.autodiscovery.pattern) == (5, "**/*.py")


def test_a_file_that_ends_in_yml_is_not_read_and_that_is_said(places: Places) -> None:
    places.project("templates: {w: {extends: whisper-finetune}}", "w.yml")
    found = gallery(look_now=True)
    assert "w" not in found.entries
    assert found.remarks == ("templates/w.yml is not read: rename it to end in .yaml",)


def test_a_user_without_a_home_and_a_removed_working_directory_still_have_the_shipped_ones(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = places.here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("HOME", "")
    assert "qwen2-vl" in Registry().gallery().entries


def test_the_home_as_working_directory_is_read_once(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.mine("templates: {w: {extends: whisper-finetune}}")
    monkeypatch.chdir(places.home / ".spark_trainer")
    found = gallery(look_now=True)
    assert ("w" in found.entries, found.remarks) == (True, ())


def test_a_long_running_process_looks_again_after_the_interval(places: Places) -> None:
    now_s = 0.0
    registry = Registry(clock=lambda: now_s)
    assert "w" not in registry.gallery().entries
    path = places.project("templates: {w: {extends: whisper-finetune}}")
    now_s = 299.0
    assert "w" not in registry.gallery().entries
    now_s = 300.0
    first = registry.gallery()
    assert first.entries["w"].extends == "whisper-finetune"
    assert registry.gallery(look_now=True) is first  # no file changed: nothing is read
    path.write_text("templates: {w: {extends: blip2-caption}}")
    now_s = 301.0
    assert registry.gallery() is first
    assert registry.gallery(look_now=True).entries["w"].extends == "blip2-caption"
    path.unlink()
    assert "w" not in registry.gallery(look_now=True).entries


def test_a_file_is_checked_over_the_others_wherever_it_lies(places: Places) -> None:
    places.mine("templates: {base: {extends: whisper-finetune, training: {num_epochs: 7}}}")
    path = places.here / "elsewhere.yaml"
    path.write_text("templates: {w: {extends: base}}")
    found, file = gallery_with(path)
    assert list(file.templates) == ["w"]
    assert found.entries["w"].mapping["training"]["num_epochs"] == 7
    with pytest.raises(UsageError, match="none.yaml: no such file"):
        gallery_with(places.here / "none.yaml")
    with pytest.raises(UsageError, match="here: is a folder; give one of its files"):
        gallery_with(places.here)
