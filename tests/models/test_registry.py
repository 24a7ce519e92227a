from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from spark_trainer.core.errors import UsageError
from spark_trainer.models import registry
from spark_trainer.models.apotheon.config import read_config
from spark_trainer.models.registry import template, templates_source

SHIPPED = Path(registry.__file__).with_name("templates.yaml")


def test_the_file_has_its_three_keys() -> None:
    value = templates_source().value
    assert isinstance(value, dict)
    assert list(value) == ["templates", "categories", "trainer_autodiscovery"]
    assert value["trainer_autodiscovery"]["reload_interval"] == 300


def test_the_usual_loader_of_yaml_reads_the_same_values() -> None:
    assert yaml.safe_load(SHIPPED.read_text()) == templates_source().value
    assert templates_source().mistakes == ()


@pytest.mark.parametrize("name", ["apotheon-multimodal", "apotheon-tiny"])
def test_each_template_is_valid_and_of_a_known_category(name: str) -> None:
    config = read_config(template(name))
    value = templates_source().value
    assert isinstance(value, dict)
    assert config.category in value["categories"]


def test_a_template_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown template `apotheon-tin`.*mean `apotheon-tiny`"):
        template("apotheon-tin")
