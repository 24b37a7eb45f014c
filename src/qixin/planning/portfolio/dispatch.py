"""A first plan without a solver: one activity after another, each as early as all rules let it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from qixin.planning.portfolio.factors import Step
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.schemes import Ints
from qixin.planning.portfolio.windows import Windows, parcels_for

FAR = 1 << 40
Amounts = Mapping[str, int]


class Stock:
    """What is free of every factor by period, and of every budget from each period on."""

    def __init__(self, problem: Problem, end: int) -> None:
        self.end = end
        self.free = {factor.name: self._profile(factor.steps, end) for factor in problem.factors}
        self.purse = {
            budget.name: np.array([budget.arrived(at) for at in range(end + 1)], dtype=np.int64)
            for budget in problem.budgets
        }

    @staticmethod
    def _profile(steps: Sequence[Step], end: int) -> Ints:
        profile = np.zeros(end + 1, dtype=np.int64)
        for step in steps:
            profile[min(step.at, end) :] = step.amount
        profile[end:] = 0
        return profile

    def fits(
        self, uses: Mapping[str, int], spends: Mapping[str, int], start: int, end: int
    ) -> bool:
        return all(
            bool((self.free[name][start:end] >= need).all()) for name, need in uses.items()
        ) and all(int(self.purse[name][start:].min()) >= need for name, need in spends.items())

    def take(
        self, uses: Mapping[str, int], spends: Mapping[str, int], start: int, end: int
    ) -> None:
        for name, need in uses.items():
            self.free[name][start:end] -= need
        for name, need in spends.items():
            self.purse[name][start:] -= need


def dispatched(
    problem: Problem, windows: Windows, priority: Sequence[float], modes: Sequence[int],
    parcels: dict[str, str],
) -> Schedule | None:  # fmt: skip
    """The schedule of the serial scheme by rising priority; None where something never fits."""
    stock = Stock(problem, windows.end)
    ready = {parcel.name: parcel.ready for parcel in problem.parcels}
    starts, ends = [0] * len(modes), [0] * len(modes)
    for at in _sequence(problem, priority):
        activity = problem.activities[at]
        mode = activity.modes[modes[at]]
        uses = {name: need for name, need in mode.uses.items() if need and mode.duration}
        spends = {name: need for name, need in mode.spends.items() if need}
        from_ = max((ends[before] for before in problem.forerunners[at]), default=0)
        if activity.on_land and activity.started is None:
            from_ = max(from_, ready.get(parcels.get(activity.project, ""), 0))
        for start in windows.starts(at, modes[at]):
            if start < from_:
                continue
            end = windows.finish(activity, modes[at], start)
            if stock.fits(uses, spends, start, end):
                break
        else:
            return None
        stock.take(uses, spends, start, end)
        starts[at], ends[at] = start, end
    return Schedule(tuple(starts), tuple(modes), parcels)


def _sequence(problem: Problem, priority: Sequence[float]) -> list[int]:
    """Begun work first, since its place is taken; then by priority, forerunners before."""
    keys = [priority[at] for at in range(len(priority))]
    for at in reversed(problem.in_order):
        for before in problem.forerunners[at]:
            keys[before] = min(keys[before], keys[at])
    rank = {at: place for place, at in enumerate(problem.in_order)}
    begun = [at for at, activity in enumerate(problem.activities) if activity.started is not None]
    others = sorted(
        (at for at in rank if at not in set(begun)), key=lambda at: (keys[at], rank[at])
    )
    return sorted(begun, key=lambda at: rank[at]) + others


def allotted(problem: Problem) -> dict[str, str] | None:
    """Parcels by project, the earliest ready to the weightiest; None where they do not suffice."""
    projects = [project for project in problem.projects if project.land]
    if not projects:
        return {}
    if len(problem.parcels) < len(projects):
        return None
    cost = np.full((len(projects), len(problem.parcels)), float(FAR))
    for row, project in enumerate(projects):
        weight = problem.prices.levels.get(project.level, 1)
        for lot in parcels_for(problem, project):
            cost[row, lot] = weight * problem.parcels[lot].ready
    chosen, lots = linear_sum_assignment(cost)
    if cost[chosen, lots].max() >= FAR:
        return None
    return {
        projects[row].name: problem.parcels[lot].name for row, lot in zip(chosen, lots, strict=True)
    }
