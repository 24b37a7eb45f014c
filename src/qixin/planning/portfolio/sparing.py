"""Why a problem proven infeasible cannot work: what cannot be spared, found by leaving out.

Groups of rules are left out whole, then halved (Junker 2004, QuickXplain): a problem of a thousand
activities has thousands of rules, of which a conflict needs a few.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from qixin.planning.outcome import Conflict
from qixin.planning.portfolio.model import build
from qixin.planning.portfolio.problem import Activity, Problem
from qixin.planning.portfolio.windows import Windows
from qixin.planning.run import Run

NAMED = 20  # rules and items in a sentence


@dataclass(frozen=True)
class _Rule:
    """`name` as told; `item` it is of; what an activity is without it (None: see `build`)."""

    name: str
    item: str
    told: str
    without: Callable[[Activity], Activity] | None = None


def searched_conflict(problem: Problem, windows: Windows, run: Run, seconds: float) -> Conflict:
    """Rules that cannot be spared, as far as `seconds` and the run's own stop let it search."""
    search = _Sparing(problem, windows, run, time.monotonic() + seconds)
    for group in _groups(problem):
        search.spare(group)
    left = [rule for group in _groups(problem) for rule in group if rule not in search.spared]
    told = [f"the horizon {windows.end}", *(rule.told for rule in left[:NAMED])]
    if len(left) > NAMED:
        told.append(f"{len(left) - NAMED} more")
    named = ", ".join(told)
    return Conflict(
        (*(rule.name for rule in left), "dates"),
        tuple(dict.fromkeys(rule.item for rule in left)),
        f"No plan until {windows.end} keeps all of these and what waits for what: {named}. "
        "Without any one it might.",
    )  # fmt: skip


def _groups(problem: Problem) -> list[list[_Rule]]:
    """Rules by kind; what most often has no part in a conflict is left out first."""
    calendars = problem.calendar_named
    factors = [
        _Rule(f"factor {one.name}", one.name, f"factor {one.name}") for one in problem.factors
    ]
    budgets = [
        _Rule(f"budget {one.name}", one.name, f"budget {one.name}") for one in problem.budgets
    ]
    land = [_Rule("land", "land", "land")] if any(p.land for p in problem.projects) else []
    work, begun, closed, releases, deadlines = [], [], [], [], []
    for one in problem.activities:
        name = one.name
        if any(any((*mode.uses.values(), *mode.spends.values())) for mode in one.modes):
            work.append(_Rule(f"work {name}", name, f"the work of {name}", _without_work))
        if one.started is not None:
            told = f"{name} begun at {one.started.at}"
            begun.append(_Rule(f"begun {name}", name, told, _not_begun))
        if one.calendar and calendars[one.calendar].closed:
            told = f"{name}'s calendar {one.calendar}"
            closed.append(_Rule(f"calendar {name}", name, told, _always_open))
        if one.release:
            told = f"{name}'s release {one.release}"
            releases.append(_Rule(f"release {name}", name, told, _unreleased))
        if one.deadline is not None:
            told = f"{name}'s deadline {one.deadline}"
            deadlines.append(_Rule(f"deadline {name}", name, told, _without_deadline))
    kinds = (closed, releases, begun, land, budgets, factors, work, deadlines)
    return [group for group in kinds if group]


def _without_work(activity: Activity) -> Activity:
    modes = tuple(replace(mode, uses={}, spends={}) for mode in activity.modes)
    return replace(activity, modes=modes)


def _not_begun(activity: Activity) -> Activity:
    return replace(activity, started=None)


def _always_open(activity: Activity) -> Activity:
    return replace(activity, calendar="")


def _unreleased(activity: Activity) -> Activity:
    return replace(activity, release=0)


def _without_deadline(activity: Activity) -> Activity:
    return replace(activity, deadline=None)


class _Sparing:
    """The rules spared so far: without them all there still is no plan."""

    def __init__(self, problem: Problem, windows: Windows, run: Run, until: float) -> None:
        self.problem, self.windows, self.run, self.until = problem, windows, run, until
        self.spared: set[_Rule] = set()

    def spare(self, rules: list[_Rule]) -> None:
        """Spare of `rules` what can be spared."""
        if self._over():
            return
        if self._infeasible_without(rules):
            self.spared.update(rules)
        elif len(rules) > 1:
            half = len(rules) // 2
            self.spare(rules[:half])
            self.spare(rules[half:])

    def _over(self) -> bool:
        return self.run.over() or time.monotonic() >= self.until

    def _infeasible_without(self, rules: list[_Rule]) -> bool:
        out = self.spared.union(rules)
        problem = self._without(out)
        model = build(
            problem, Windows(problem, self.windows.end), without={rule.name for rule in out}
        )
        if model.impossible:
            return True
        if self._over():
            return False
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.stop_after_first_solution = True
        left = min(self.until - time.monotonic(), self.run.seconds_left())
        solver.parameters.max_time_in_seconds = max(0.01, left)
        with self.run.watched(solver.stop_search):
            return bool(solver.solve(model.cp) == cp_model.INFEASIBLE)

    def _without(self, rules: set[_Rule]) -> Problem:
        of: dict[str, list[Callable[[Activity], Activity]]] = {}
        for rule in rules:
            if rule.without is not None:
                of.setdefault(rule.item, []).append(rule.without)
        activities = []
        for activity in self.problem.activities:
            for changed in of.get(activity.name, ()):
                activity = changed(activity)
            activities.append(activity)
        # the end of time stays, whatever durations and dates are left
        return replace(self.problem, activities=tuple(activities), horizon=self.windows.end)
