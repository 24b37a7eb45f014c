"""Prices to begin with: the problem without days, as a small LP of who takes how many turns.

Demands that differ only in their day are added up, apart for weekdays and weekends; people take
so many turns of each option within their minutes, limits, weekends and shares; a day that costs
somebody something else than usual has a column of its own. What one more turn costs there is a
first price for each day's demand; what a person's next night costs, for that row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import highspy
import numpy as np
from scipy.sparse import coo_matrix

from qixin.planning.highs import quiet_highs
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import ENDLESS, EVERY_DAY, NIGHTS, TURNS_OF, Floats, Ints
from qixin.planning.run import Run

ANY_DAY = -1


@dataclass(frozen=True)
class Outline:
    """A price for each row [R], what a person's turn costs beside [P], and how many turns of each
    option everybody takes [B].
    """

    prices: Floats
    own_prices: Floats
    turns: Floats


class _Turns(NamedTuple):
    """Columns of the LP: turns of an option of somebody, on weekdays or at weekends."""

    person: Ints
    option: Ints
    weekend: Ints
    cost: Floats
    most: Floats
    day: Ints  # the day that costs less than others, ANY_DAY elsewhere


@dataclass
class _Program:
    """An LP of columns from nothing to `most`, rows at most `top`."""

    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    def columns(self, cost: Floats, most: Floats) -> Ints:
        first = len(self.cost)
        self.cost += cost.tolist()
        self.most += most.tolist()
        return np.arange(first, first + len(cost))

    def rows(self, top: Floats) -> Ints:
        first = len(self.top)
        self.top += top.tolist()
        return np.arange(first, first + len(top))

    def put(self, rows: Ints, columns: Ints, value: Floats | float) -> None:
        self.entries.append((rows, columns, np.broadcast_to(value, len(rows)).astype(float)))

    def solve(self, run: Run) -> tuple[Floats, Floats] | None:
        """The columns' amounts and the rows' duals (what one more costs, at most 0); None where the
        LP has no answer, or the run is over before.
        """
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        matrix = coo_matrix((values, (rows, columns)), (len(self.top), len(self.cost))).tocsc()
        count, solver = len(self.cost), quiet_highs()
        solver.passModel(
            count, len(self.top), matrix.nnz, int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize), 0.0,
            np.array(self.cost), np.zeros(count), np.array(self.most),
            np.full(len(self.top), -np.inf), np.array(self.top),
            matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
            np.zeros(count, np.int32),
        )  # fmt: skip
        solver.HandleUserInterrupt = True
        with run.watched(solver.cancelSolve):
            solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = solver.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)


def outline(model: Model, run: Run) -> Outline:
    """Prices are 0 for rows that join two people; all is 0 where the LP has no answer, or the run
    is over before.
    """
    program = _Program()
    turns = _turns(model)
    columns = program.columns(turns.cost, turns.most)
    group_of, groups = _demands(model, program, turns, columns)
    _favours(model, program, turns, columns)
    hours = _hours(model, program, turns, columns)
    rows, own = _own_rows(model, program, turns, columns)
    solved = program.solve(run)
    prices, taken = np.zeros(model.rows), np.zeros(len(model.base))
    if solved is None:
        return Outline(prices, np.zeros(model.people), taken)
    amounts, duals = solved
    prices[: len(group_of)] = -duals[groups[group_of]]
    prices[rows] = duals[own]
    at = model.base_from[turns.person] + turns.option
    np.add.at(taken, at, amounts[columns])
    return Outline(prices, -duals[hours], taken)


def _weekend(model: Model) -> Ints:
    """[D]: 1 on Saturdays and Sundays."""
    return ((np.arange(model.days) + model.problem.first_weekday) % 7 >= 5).astype(np.int64)


def _turns(model: Model) -> _Turns:
    """Columns at an option's usual price, and one for each day on which it costs something else."""
    weekend = _weekend(model)
    person = np.repeat(np.arange(model.people), np.diff(model.base_from))
    option = np.arange(len(model.base)) - model.base_from[person]
    found = []
    for at_weekend in (0, 1):
        days = np.flatnonzero(weekend == at_weekend)
        base = model.base[:, days]
        there = base < NEVER
        middle = np.maximum(there.sum(axis=1) - 1, 0) // 2
        usual = np.take_along_axis(np.sort(base, axis=1), middle[:, None], axis=1)
        count = (there & (base == usual)).sum(axis=1)
        some = np.flatnonzero(count)
        row, other = np.nonzero(there & (base != usual))
        at = np.concatenate((some, row))
        found.append(
            (
                person[at],
                option[at],
                np.full(len(at), at_weekend),
                np.concatenate((usual[some, 0], base[row, other])),
                np.concatenate((count[some], np.ones(len(row)))),
                np.concatenate(
                    (
                        np.full(len(some), ANY_DAY),
                        np.where(base[row, other] < usual[row, 0], days[other], ANY_DAY),
                    )
                ),
            )
        )
    return _Turns(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _favours(model: Model, program: _Program, turns: _Turns, columns: Ints) -> None:
    """A day that costs somebody less (a wish) does so once, wherever they stand on it."""
    cheaper = np.flatnonzero(turns.day != ANY_DAY)
    key = turns.person[cheaper] * model.days + turns.day[cheaper]
    keys, row = np.unique(key, return_inverse=True)
    rows = program.rows(np.ones(len(keys)))
    program.put(rows[row], columns[cheaper], 1.0)


def _demands(model: Model, program: _Program, turns: _Turns, columns: Ints) -> tuple[Ints, Ints]:
    """The group of each demand, and the row of each group: what is missing is priced."""
    weekend, demands = _weekend(model), model.problem.demands
    numbers: dict[tuple[object, ...], int] = defaultdict(lambda: len(numbers))
    group_of = np.array(
        [numbers[d.shifts, d.posts, d.skill, d.unit, d.hard, int(weekend[d.day])] for d in demands],
        np.int64,
    )
    count = len(numbers)
    needs = np.bincount(group_of, model.at_least[: len(demands)], count).astype(float)
    under = np.bincount(group_of, model.under[: len(demands)], count) / np.bincount(group_of)
    rows = program.rows(-needs)
    program.put(rows, program.columns(under, np.full(count, np.inf)), -1.0)
    tables, days = model.tables, model.days
    met: dict[tuple[int, int], Ints] = {}
    cell = tables.option_from[tables.profile[turns.person]] + turns.option
    for option, at_weekend in {(int(c), int(w)) for c, w in zip(cell, turns.weekend, strict=True)}:
        found = [
            tables.met[tables.met_from[at] : tables.met_from[at + 1]]
            for at in option * days + np.flatnonzero(weekend == at_weekend)
        ]
        met[option, at_weekend] = rows[np.unique(group_of[np.concatenate(found)])]
    counted = [met[int(c), int(w)] for c, w in zip(cell, turns.weekend, strict=True)]
    sizes = [len(groups) for groups in counted]
    program.put(np.concatenate(counted), np.repeat(columns, sizes), -1.0)
    return group_of, rows


def _hours(model: Model, program: _Program, turns: _Turns, columns: Ints) -> Ints:
    """The rows of each person's most minutes; beside them their least minutes and weekends."""
    tables = model.tables
    units = tables.units[_shift(model, turns)].astype(float)
    most = program.rows(tables.most.astype(float))
    least = program.rows(-tables.least.astype(float))
    program.put(most[turns.person], columns, units)
    program.put(least[turns.person], columns, -units)
    share = np.minimum(tables.weekend_share, tables.weekends)
    weekends = program.rows(share.astype(float))
    more = program.columns(
        np.full(model.people, float(tables.weekend_price)), (tables.weekends - share).astype(float)
    )
    program.put(weekends, more, -1.0)
    # a weekend with two turns counts once: half a weekend each is the least they can cost
    there = turns.weekend == 1
    program.put(weekends[turns.person[there]], columns[there], 0.5)
    return most


def _own_rows(model: Model, program: _Program, turns: _Turns, columns: Ints) -> tuple[Ints, Ints]:
    """People's own rows on every day (nights, large limits) and small limits on a shift's turns:
    the model's rows, and their rows here.
    """
    tables = model.tables
    own = tables.own
    kept = np.flatnonzero((own[:, 1] == EVERY_DAY) & (own[:, 2] <= NIGHTS))
    person = np.searchsorted(tables.own_from, kept, side="right") - 1
    rows = program.rows(model.at_most[own[kept, 0]])
    more = program.columns(model.over[own[kept, 0]], np.full(len(kept), np.inf))
    program.put(rows, more, -1.0)
    row_of = {
        (int(one), int(which)): int(row)
        for one, which, row in zip(person, own[kept, 2], rows, strict=True)
    }
    limited = [(int(p), int(s)) for p, s in np.argwhere(tables.turn_limit < ENDLESS)]
    limits = program.rows(np.array([float(tables.turn_limit[key]) for key in limited]))
    limit_of = dict(zip(limited, limits.tolist(), strict=True))
    for column, who, shift in zip(columns, turns.person, _shift(model, turns), strict=True):
        told = [row_of.get((int(who), TURNS_OF - int(shift))), limit_of.get((int(who), int(shift)))]
        if tables.night[shift]:
            told.append(row_of.get((int(who), NIGHTS)))
        inside = np.array([row for row in told if row is not None], np.int64)
        program.put(inside, np.full(len(inside), column), 1.0)
    return own[kept, 0], rows


def _shift(model: Model, turns: _Turns) -> Ints:
    tables = model.tables
    first: Ints = tables.option_from[tables.profile[turns.person]]
    return np.asarray(tables.option_shift[first + turns.option])
