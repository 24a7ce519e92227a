"""Which GPUs jobs may have. Values are those of CUDA's own documentation."""

from __future__ import annotations

import pytest

from spark_trainer.jobs.gpus import chosen, usable

UUIDS = ["GPU-8932f937-d72c-4106", "GPU-8932f937-0000-4106", "GPU-1c5e"]


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ("", []),
        ("1", ["1"]),
        (" 2, 0 ", ["2", "0"]),
        ("0,1,-1,2", ["0", "1"]),
        ("0,0,1", ["0", "1"]),
        ("all", []),
        ("GPU-1c,0", ["2", "0"]),
        ("GPU-8932f937-d", ["0"]),
        ("GPU-8932f937,1", []),
        ("GPU-nobody", []),
        ("MIG-b3a1,MIG-0c44", ["MIG-b3a1", "MIG-0c44"]),
    ],
)
def test_the_list_ends_at_what_names_no_gpu(named: str, wanted: list[str]) -> None:
    assert chosen(named, UUIDS) == wanted


def test_jobs_have_the_gpus_of_this_process_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,1,0")
    assert (usable(None), usable(2), usable(0)) == (["3", "1", "0"], ["3", "1"], [])
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
    assert usable(2) == ["0", "1"]
