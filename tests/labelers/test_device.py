"""Devices and precisions: what `auto` means, what is refused."""

from __future__ import annotations

import pytest
import torch

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.device import check_spelling, choose_device, choose_precision


@pytest.mark.parametrize("name", ["gpu", "cuda:", "cuda:x", "", "CPU", "cuda:1234"])
def test_an_unknown_device_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="wanted auto, cpu, cuda or cuda:N"):
        check_spelling(name, "auto")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_here_is_never_replaced() -> None:
    with pytest.raises(BackendUnavailableError, match="this machine has 0 GPUs"):
        choose_device("cuda:0")
    assert choose_device("auto") == "cpu"


def test_auto_precision_on_the_processor_is_exact() -> None:
    assert choose_precision("auto", "cpu") == "fp32"
    assert choose_precision("int8", "cpu") == "int8"


def test_a_precision_that_the_device_lacks_is_refused() -> None:
    with pytest.raises(UsageError, match="not on cpu; there it is fp32, bf16, int8"):
        choose_precision("fp16", "cpu")
    with pytest.raises(UsageError, match="wanted one of auto, fp32"):
        check_spelling("cpu", "half")
