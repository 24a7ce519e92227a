"""What requests may cost: counted for all threads, asked before each is sent."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spark_trainer.core.errors import BackendUnavailableError, UsageError
from spark_trainer.labelers.chat.budget import Budget


def spend(budget: Budget, tokens: int | None) -> None:
    with budget.request() as bill:
        bill.tokens = tokens


def spend_all(budget: Budget, costs: list[int | None]) -> int:
    """How many requests were sent before the budget was used up."""
    for sent, cost in enumerate(costs):
        try:
            spend(budget, cost)
        except BackendUnavailableError:
            return sent
    return len(costs)


def test_no_limit_is_no_limit() -> None:
    budget = Budget()
    assert spend_all(budget, [10**9, None] * 50) == 100
    assert budget.sent == 100


@pytest.mark.parametrize("limits", [{"tokens": 0}, {"requests": 0}, {"tokens": -5}])
def test_a_budget_of_nothing_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(UsageError, match=r"a budget of (0|-5) (tokens|requests): wanted 1 or more"):
        Budget(**limits)


@given(st.integers(1, 50), st.integers(1, 500), st.integers(1, 16))
def test_equal_requests_use_the_budget_to_its_end(cost: int, tokens: int, threads: int) -> None:
    budget = Budget(tokens=tokens)
    most = max(1, tokens // cost)

    def ask(_: int) -> bool:
        try:
            spend(budget, cost)
        except BackendUnavailableError:
            return False
        return True

    if threads == 1:
        sent = sum(map(ask, range(most + 3)))
    else:
        with ThreadPoolExecutor(threads) as pool:
            sent = sum(pool.map(ask, range(most + 3)))
    assert sent == budget.sent == most
    assert budget.used == most * cost


@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1), st.integers(1, 400))
def test_no_request_is_sent_that_costs_too_much_as_far_as_is_known(
    costs: list[int | None], tokens: int
) -> None:
    budget = Budget(tokens=tokens)
    sent = spend_all(budget, costs)
    known = [cost or 0 for cost in costs[:sent]]
    if sent < len(costs):
        assert budget.used + max([1, *known]) > tokens
    if budget.used > tokens:  # only a request dearer than all before it passes the limit
        assert known[-1] > max([0, *known[:-1]])


def test_a_lost_answer_is_counted_as_the_dearest_so_far() -> None:
    budget = Budget(tokens=1000)
    spend(budget, 70)
    spend(budget, 30)
    spend(budget, None)
    assert budget.used == 170


def test_requests_are_counted_whatever_became_of_them() -> None:
    budget = Budget(requests=3)

    def fail() -> None:
        with budget.request():
            raise ConnectionError

    for _ in range(3):
        with pytest.raises(ConnectionError):
            fail()
    with pytest.raises(BackendUnavailableError, match="budget of 3 requests is used up"):
        spend(budget, 1)


def test_the_message_says_what_was_used_and_what_to_type() -> None:
    budget = Budget(tokens=100)
    spend(budget, 60)
    with pytest.raises(BackendUnavailableError) as told:
        spend(budget, 60)
    assert str(told.value) == (
        "the budget of 100 tokens is used up: 60 tokens in 1 requests, and one more could take up "
        "to 60 tokens. Captions so far are kept; to go on, run again: --caption-budget-tokens "
        "counts anew in each run, or give it a larger number."
    )


def test_the_first_request_is_sent_alone_then_as_many_as_fit() -> None:
    budget = Budget(tokens=1000)
    at_once: list[int] = []
    flying, lock = 0, threading.Lock()

    def ask(_: int) -> None:
        nonlocal flying
        with budget.request() as bill:
            with lock:
                flying += 1
                at_once.append(flying)
            time.sleep(0.005)
            with lock:
                flying -= 1
            bill.tokens = 100

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(10)))
    assert at_once[:2] == [1, 1]
    assert max(at_once) > 2
    assert budget.used == 1000


def test_a_server_that_does_not_say_what_it_takes_cannot_have_a_budget_of_tokens() -> None:
    budget = Budget(tokens=1000)
    refused = pytest.raises(BackendUnavailableError, match="Take --caption-budget-requests")
    with budget.request() as bill, refused:
        budget.pay(bill, None)


def test_without_a_budget_of_tokens_a_server_need_not_say_what_it_takes() -> None:
    budget = Budget(requests=1)
    with budget.request() as bill:
        budget.pay(bill, None)
    assert budget.used == 0
