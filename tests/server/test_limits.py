"""What a client has to pay for requests."""

from __future__ import annotations

import pytest

from spark_trainer.server.problems import ProblemError
from spark_trainer.server.security.limits import RateLimit, cost_of


def test_a_folder_of_hundreds_of_files_is_begun_without_a_wait() -> None:
    limit = RateLimit(a_second=0.001)
    for _ in range(500):
        limit.take("ada", cost_of("POST", "/api/uploads", b""))


def test_jobs_and_searches_without_end_are_told_to_wait() -> None:
    for method, path, query in (
        ("POST", "/api/jobs", b""),
        ("GET", "/api/runs/0123456789abcdef/log/search", b"text=nan"),
    ):
        limit = RateLimit(a_second=0.001)
        cost = cost_of(method, path, query)
        for _ in range(int(60 / cost)):
            limit.take("ada", cost)
        with pytest.raises(ProblemError, match=r"too many requests; again in \d+ s"):
            limit.take("ada", cost)
