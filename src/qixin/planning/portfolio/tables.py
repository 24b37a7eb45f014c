"""A problem's figures as arrays, and whether it is plain enough for the compiled search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.schemes import Ints, Plain, guards, lanes, packed


def is_plain(problem: Problem, changes_priced: bool) -> bool:
    """One mode an activity, even capacities, precedence, releases, and the makespan alone."""
    return not (
        changes_priced
        or problem.horizon is not None
        or problem.prices.makespan == 0
        or any(problem.prices.lateness * problem.weight(m) > 0 for m in problem.milestones)
        or any(len(factor.steps) != 1 or factor.steps[0].at for factor in problem.factors)
        or any(project.land for project in problem.projects)
        or any(
            len(activity.modes) > 1
            or any(activity.modes[0].spends.values())
            or activity.deadline is not None
            or activity.calendar
            or activity.started
            for activity in problem.activities
        )
    )


def rows(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of numbers end to end, and where each begins."""
    at = np.zeros(len(lists) + 1, dtype=np.int64)
    at[1:] = np.cumsum([len(items) for items in lists])
    return at, np.array([item for items in lists for item in items], dtype=np.int64)


@dataclass(frozen=True)
class Track:
    """A plain problem with its CPM dates: earliest ends from the front, tails to the back."""

    plain: Plain
    latest: Ints  # latest ends for the shortest makespan without factors
    periods: int  # no schedule that the schemes make is longer
    bound: int  # a makespan that none undercuts: critical path, work over capacity


def track(problem: Problem) -> Track:
    """The arrays of a plain problem."""
    order = list(problem.in_order)
    before = problem.forerunners
    after: list[list[int]] = [[] for _ in before]
    for item, forerunners in enumerate(before):
        for forerunner in forerunners:
            after[forerunner].append(item)
    duration = np.array([a.modes[0].duration for a in problem.activities], dtype=np.int64)
    capacity = np.array([factor.most for factor in problem.factors], dtype=np.int64)
    demand = _demand(problem)
    release = np.array([problem.release(a) for a in problem.activities], dtype=np.int64)
    bits, a_word = lanes(capacity)
    before_at, before_flat = rows(before)
    after_at, after_flat = rows(after)
    plain = Plain(
        duration=duration, need=packed(demand, bits, a_word),
        whole=packed(capacity, bits, a_word), guard=guards(len(capacity), bits, a_word),
        before_at=before_at, before=before_flat, after_at=after_at, after=after_flat,
        release=release, nothing=np.zeros_like(release),
        topological=np.array(order, dtype=np.int64),
        backward=np.array(order[::-1], dtype=np.int64), demand=demand, capacity=capacity,
    )  # fmt: skip
    heads, tails = _heads(order, before, duration, release), _tails(order, after, duration)
    path = int((heads + duration + tails).max())
    bound = max(path, *(_work(heads, tails, duration, demand[:, at], int(capacity[at]))
                        for at in range(len(capacity))), 0)  # fmt: skip
    periods = int(release.max() + duration.sum()) + 1
    return Track(plain, path - tails, periods, bound)


def _demand(problem: Problem) -> Ints:
    demand = np.zeros((len(problem.activities), len(problem.factors)), dtype=np.int64)
    for at, activity in enumerate(problem.activities):
        for name, amount in activity.modes[0].uses.items():
            demand[at, problem.factor_number[name]] = amount
    return demand


def _heads(
    order: list[int], before: Sequence[Sequence[int]], duration: Ints, release: Ints
) -> Ints:
    heads = release.copy()
    for item in order:
        for forerunner in before[item]:
            heads[item] = max(heads[item], heads[forerunner] + duration[forerunner])
    return heads


def _tails(order: list[int], after: Sequence[Sequence[int]], duration: Ints) -> Ints:
    tails = np.zeros_like(duration)
    for item in reversed(order):
        for follower in after[item]:
            tails[item] = max(tails[item], tails[follower] + duration[follower])
    return tails


def _work(heads: Ints, tails: Ints, duration: Ints, need: Ints, capacity: int) -> int:
    """The least makespan by work over capacity, of all sets {head ≥ h, tail ≥ t}: h + work + t."""
    uses = (need > 0) & (duration > 0)
    if not uses.any():
        return 0
    heads, tails, work = heads[uses], tails[uses], (need * duration)[uses]
    best = 0
    for head in np.unique(heads):
        late = heads >= head
        order = np.argsort(-tails[late], kind="stable")
        sums = np.cumsum(work[late][order])
        ends = -(-sums // capacity) + tails[late][order]
        best = max(best, int(head + ends.max()))
    return best
