"""A first plan without a solver: one activity after another, each as early as all rules let it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    serial = Serial(problem, windows, modes, parcels)
    for at in sequence(problem, priority):
        if not serial.put(at, serial.possible(at)):
            return None
    return serial.schedule()


class Serial:
    """A plan in the making: each activity gets a start that those before it have left free."""

    def __init__(
        self, problem: Problem, windows: Windows, modes: Sequence[int], parcels: dict[str, str]
    ) -> None:
        self._problem, self._windows, self._modes = problem, windows, modes
        self._parcels = parcels
        self._stock = Stock(problem, windows.end)
        self._ready = {parcel.name: parcel.ready for parcel in problem.parcels}
        self._starts, self._ends = [0] * len(modes), [0] * len(modes)

    def possible(self, at: int) -> Sequence[int]:
        """Starts of an activity whose forerunners are put, as far as dates and land go."""
        activity = self._problem.activities[at]
        first = max((self._ends[before] for before in self._problem.forerunners[at]), default=0)
        if activity.on_land and activity.started is None:
            first = max(first, self._ready.get(self._parcels.get(activity.project, ""), 0))
        return self._windows.starts_from(at, self._modes[at], first)

    def put(self, at: int, starts: Iterable[int]) -> bool:
        """Give an activity the first of these starts at which factors and money suffice."""
        activity = self._problem.activities[at]
        mode = activity.modes[self._modes[at]]
        uses = {name: need for name, need in mode.uses.items() if need and mode.duration}
        spends = {name: need for name, need in mode.spends.items() if need}
        for start in starts:
            end = self._windows.finish(activity, self._modes[at], start)
            if self._stock.fits(uses, spends, start, end):
                self._stock.take(uses, spends, start, end)
                self._starts[at], self._ends[at] = start, end
                return True
        return False

    def schedule(self) -> Schedule:
        return Schedule(tuple(self._starts), tuple(self._modes), self._parcels)


def sequence(problem: Problem, priority: Sequence[float]) -> list[int]:
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


def handy(problem: Problem, windows: Windows, at: int, *, cheapest: bool = False) -> int:
    """The fastest mode that an activity can be done in, or the one that takes least."""
    modes = problem.activities[at].modes

    def rank(number: int) -> tuple[int, int]:
        mode = modes[number]
        taken = sum(mode.spends.values()) + sum(mode.uses.values())
        return (taken, mode.duration) if cheapest else (mode.duration, taken)

    return min((m for m in range(len(modes)) if windows.starts_from(at, m, 0)), key=rank)


def allotted(problem: Problem, kept: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """Parcels by project, the earliest ready to the weightiest; None where they do not suffice.

    `kept`: parcels that projects had; as many as fit still are theirs.
    """
    kept = kept or {}
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
            if problem.parcels[lot].name == kept.get(project.name):
                cost[row, lot] -= FAR / (2 * len(projects))
    chosen, lots = linear_sum_assignment(cost)
    if cost[chosen, lots].max() >= FAR:
        return None
    return {
        projects[row].name: problem.parcels[lot].name for row, lot in zip(chosen, lots, strict=True)
    }
