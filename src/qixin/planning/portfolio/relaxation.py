"""The linear relaxation by period: a bound that knows factors, money, land and lateness at once.

y[i, m, t] is the share of activity i that has started in mode m by period t. In these steps a
precedence is a row of a few entries a period, and the bound is that of the disaggregated model of
Christofides, Alvarez-Valdés & Tamarit 1987, EJOR 29 (Artigues 2017, Op. Res. Letters 45).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from qixin.planning.portfolio.cost import arrived_lying, cost_of_start, late_prices
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.windows import Windows, parcels_for

Entries = list[tuple[int, float]]


@dataclass
class Steps:
    """One mode of an activity: the starts it may have, their ends, a column for each."""

    mode: int
    times: list[int]
    ends: list[int]
    columns: list[int]

    def begun(self, until: int) -> int | None:
        """The column of what has started in or before a period."""
        return self._last(self.times, until)

    def ended(self, until: int) -> int | None:
        """The column of what has ended by the beginning of a period."""
        return self._last(self.ends, until)

    def _last(self, dates: list[int], until: int) -> int | None:
        low, high = 0, len(dates)
        while low < high:
            middle = (low + high) // 2
            if dates[middle] <= until:
                low = middle + 1
            else:
                high = middle
        return self.columns[low - 1] if low else None


@dataclass
class Relaxation:
    """Columns in 0 … 1 with costs, rows `low ≤ Σ value·column ≤ high`, and a constant."""

    problem: Problem
    windows: Windows
    earlier: Earlier | None = None
    cost: list[float] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    begins: list[int] = field(default_factory=lambda: [0])
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    steps: list[list[Steps]] = field(default_factory=list)
    lots: dict[str, dict[int, int]] = field(default_factory=dict)
    constant: float = 0.0

    def column(self, cost: float = 0.0) -> int:
        self.cost.append(cost)
        return len(self.cost) - 1

    def row(self, entries: Entries, low: float, high: float) -> None:
        for column, value in entries:
            self.columns.append(column)
            self.values.append(value)
        self.begins.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)


def relaxation(problem: Problem, windows: Windows, earlier: Earlier | None = None) -> Relaxation:
    """The LP; its optimum plus `constant` is a valid bound if every activity has a start."""
    lp = Relaxation(problem, windows, earlier)
    late = late_prices(problem)
    for at in range(len(problem.activities)):
        lp.steps.append(_steps(lp, at, late.get(at, [])))
        whole = [(way.columns[-1], 1.0) for way in lp.steps[at]]
        lp.row(whole, 1, 1)
    _precedence(lp)
    _factors(lp)
    _budgets(lp)
    _land(lp)
    _makespan(lp)
    if problem.prices.idle:
        lp.constant += problem.prices.idle * arrived_lying(problem)
    return lp


def _steps(lp: Relaxation, at: int, late: list[tuple[int, int]]) -> list[Steps]:
    problem, activity = lp.problem, lp.problem.activities[at]
    ways = []
    for mode in range(len(activity.modes)):
        times = lp.windows.starts(at, mode)
        if not times:
            continue
        ends = [lp.windows.finish(activity, mode, time) for time in times]
        costs = [
            cost_of_start(problem, lp.earlier, at, mode, time, end, late)
            for time, end in zip(times, ends, strict=True)
        ]
        # started by t costs what starting at t does less what starting one later would
        columns = [lp.column(cost - later) for cost, later in pairwise([*costs, 0.0])]
        for one, other in pairwise(columns):
            lp.row([(one, 1.0), (other, -1.0)], -math.inf, 0)
        ways.append(Steps(mode, times, ends, columns))
    assert ways, problem.name
    return ways


def _precedence(lp: Relaxation) -> None:
    """By every period: no more has started than its forerunner has ended."""
    for at, forerunners in enumerate(lp.problem.forerunners):
        times = sorted({time for way in lp.steps[at] for time in way.times})
        for before in forerunners:
            last = max(end for way in lp.steps[before] for end in way.ends)
            for time in times:
                if time >= last:
                    break
                begun = _those(way.begun(time) for way in lp.steps[at])
                ended = _those((way.ended(time) for way in lp.steps[before]), -1.0)
                lp.row(begun + ended, -math.inf, 0)


def _those(columns: Iterable[int | None], value: float = 1.0) -> Entries:
    return [(column, value) for column in columns if column is not None]


def _factors(lp: Relaxation) -> None:
    problem = lp.problem
    for factor in problem.factors:
        used: dict[int, Entries] = {}
        for at, ways in enumerate(lp.steps):
            for way in ways:
                need = float(problem.activities[at].modes[way.mode].uses.get(factor.name, 0))
                if not need or way.ends[0] == way.times[0]:
                    continue
                for period in range(way.times[0], way.ends[-1]):
                    here = used.setdefault(period, [])
                    here += _those([way.begun(period)], need) + _those([way.ended(period)], -need)
        for period, entries in used.items():
            lp.row(entries, -math.inf, factor.at(period))


def _budgets(lp: Relaxation) -> None:
    problem = lp.problem
    for budget in problem.budgets:
        dates = sorted({s.at for s in budget.arrivals} | {0, lp.windows.end + 1})
        for until in dates[1:]:
            entries: Entries = []
            for at, ways in enumerate(lp.steps):
                for way in ways:
                    spent = problem.activities[at].modes[way.mode].spends.get(budget.name, 0)
                    if spent:
                        entries += _those([way.begun(until - 1)], float(spent))
            if entries:
                lp.row(entries, -math.inf, budget.arrived(until - 1))


def _land(lp: Relaxation) -> None:
    problem = lp.problem
    claims: dict[int, Entries] = {}
    for project in problem.projects:
        if not project.land:
            continue
        lots = lp.lots[project.name] = {}
        kept = lp.earlier.parcels.get(project.name) if lp.earlier is not None else None
        for lot in parcels_for(problem, project):
            moved = kept is not None and kept != problem.parcels[lot].name
            lots[lot] = lp.column(problem.prices.change * float(moved))
            claims.setdefault(lot, []).append((lots[lot], 1.0))
        lp.row([(column, 1.0) for column in lots.values()], 1, 1)
        for until in sorted({problem.parcels[lot].ready for lot in lots}):
            given = [(c, -1.0) for lot, c in lots.items() if problem.parcels[lot].ready < until]
            for at, activity in enumerate(problem.activities):
                if activity.project == project.name and activity.on_land and not activity.started:
                    early = _those(way.begun(until - 1) for way in lp.steps[at])
                    if early:
                        lp.row(early + given, -math.inf, 0)
    for entries in claims.values():
        if len(entries) > 1:
            lp.row(entries, -math.inf, 1)


def _makespan(lp: Relaxation) -> None:
    """z[t] = 1 while anything is unfinished after t; the makespan is their sum."""
    problem = lp.problem
    if not problem.prices.makespan:
        return
    followed = {before for forerunners in problem.forerunners for before in forerunners}
    last = [at for at in range(len(lp.steps)) if at not in followed]
    least = max(min(way.ends[0] for way in lp.steps[at]) for at in last)
    lp.constant += problem.prices.makespan * least
    longest = max(way.ends[-1] for at in last for way in lp.steps[at])
    after = {time: lp.column(problem.prices.makespan) for time in range(least, longest)}
    for at in last:
        for time, column in after.items():
            ended = _those(way.ended(time) for way in lp.steps[at])
            lp.row([*ended, (column, 1.0)], 1, math.inf)
