"""Criteria compose, and a run knows when it is over."""

import math
import threading
import time

import pytest

from qixin.planning.run import Run
from qixin.planning.stop import (
    CancelToken,
    FirstFeasible,
    Gap,
    MaxRuntime,
    MaxWork,
    NoImprovement,
    SoFar,
    gap,
)


def so_far(**told):
    usual = {"seconds": 1.0, "work": 10, "cost": math.inf, "bound": -math.inf}
    return SoFar(**(usual | {"seconds_since_better": 0.0, "work_since_better": 0} | told))


@pytest.mark.parametrize(
    ("criterion", "told", "met"),
    [
        (MaxRuntime(2), {"seconds": 1.9}, False),
        (MaxRuntime(2), {"seconds": 2.0}, True),
        (MaxWork(10), {"work": 9}, False),
        (MaxWork(10), {"work": 10}, True),
        (Gap(0.01), {"cost": 100.0, "bound": 98.0}, False),
        (Gap(0.01), {"cost": 100.0, "bound": 99.0}, True),
        (Gap(0.01), {"cost": 100.0}, False),
        (FirstFeasible(), {}, False),
        (FirstFeasible(), {"cost": 5.0}, True),
        (NoImprovement(steps=5), {"work_since_better": 9}, False),
        (NoImprovement(steps=5), {"work_since_better": 5, "cost": 1.0}, True),
        (NoImprovement(seconds=5), {"seconds_since_better": 5.0, "cost": 1.0}, True),
        (MaxRuntime(2) | MaxWork(5), {}, True),
        (MaxRuntime(2) & MaxWork(5), {}, False),
        (MaxRuntime(1) & MaxWork(5), {}, True),
    ],
)
def test_each_criterion_is_met_when_it_says(criterion, told, met):
    assert criterion.met(so_far(**told)) is met


def test_the_shorter_of_two_limits_is_what_is_left():
    assert (MaxRuntime(5) | MaxRuntime(3)).seconds_left(so_far(seconds=1.0)) == 2.0
    assert (MaxRuntime(5) & MaxRuntime(3)).seconds_left(so_far(seconds=1.0)) == 4.0


def test_the_shorter_of_two_limits_of_work_is_what_is_left():
    assert (MaxWork(25) | MaxWork(40)).work_left(so_far()) == 15
    assert (MaxWork(25) & MaxWork(40)).work_left(so_far()) == 30
    assert MaxRuntime(5).work_left(so_far()) == math.inf


def test_only_counted_work_makes_an_answer_repeatable():
    assert (MaxWork(5) | Gap(0.1)).by_work
    assert not (MaxWork(5) | MaxRuntime(1)).by_work


@pytest.mark.parametrize("wrong", [-1, math.nan])
def test_a_negative_runtime_is_refused(wrong):
    with pytest.raises(ValueError, match="at least 0"):
        MaxRuntime(wrong)


@pytest.mark.parametrize(
    "make",
    [
        lambda: MaxRuntime(math.inf),
        lambda: MaxWork(math.nan),
        lambda: Gap(math.nan),
        lambda: Gap(-0.01),
        lambda: Gap(math.inf),
        lambda: NoImprovement(steps=-3),
        lambda: NoImprovement(seconds=math.nan),
        lambda: NoImprovement(seconds=-1.0),
        lambda: NoImprovement(seconds=math.inf),
    ],
)
def test_a_criterion_that_would_never_or_at_once_be_met_is_refused(make):
    with pytest.raises(ValueError, match="at least 0"):
        make()


def test_the_gap_of_an_answer_without_a_bound_is_endless():
    assert gap(10.0, -math.inf) == math.inf
    assert gap(0.0, 0.0) == 0.0
    assert gap(200.0, 199.0) == pytest.approx(0.005)


def test_a_run_ends_where_the_bound_meets_the_cost():
    run = Run(MaxRuntime(1000))
    run.found(12.0)
    assert not run.over()
    run.proved(12.0)
    assert run.over()


def test_the_curve_only_improves():
    told = []
    run = Run(MaxRuntime(1000), told.append)
    assert run.found(12.0)
    assert not run.found(13.0)
    assert run.proved(3.0)
    assert not run.proved(2.0)
    assert [(p.cost, p.bound) for p in run.curve] == [(12.0, -math.inf), (12.0, 3.0)]
    assert told == run.curve


def test_a_cancel_ends_a_foreign_solver_while_it_runs():
    cancel, ended = CancelToken(), threading.Event()
    run = Run(cancel)
    with run.watched(ended.set, every=0.01):
        cancel.cancel()
        assert ended.wait(5)


def test_a_watched_solver_that_ends_by_itself_is_not_ended_again():
    ended = []
    with Run(MaxRuntime(1000)).watched(lambda: ended.append(1), every=0.01):
        time.sleep(0.03)
    assert ended == []
