"""One day anew for everybody: who stands where, all other days as they are (an assignment MIP).

What a person's roster costs with each option on that day is counted exactly, so the rows of the day
are all that couples people; such assignments are nearly always whole in the LP. Days in turn are a
neighbourhood across the one that answers person by person; along an outline they make an answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled
from qixin.planning.highs import quiet_highs
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.neighbours import in_order
from qixin.planning.rosters.outline import Outline
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.rules import own_cost
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import (
    ENDLESS,
    NIGHTS,
    OFF,
    TURNS_OF,
    Choices,
    Floats,
    Ints,
    Tables,
)
from qixin.planning.run import Run

GAIN = 1e-6
WHOLE = 1e-6
# a day whose LP is not whole is left after so many nodes: the answer that stands is one
MOST_NODES = 200
# more people than this are assigned in parts, neighbours together
MOST_PEOPLE = 1500
# a turn beyond those of the outline costs so much more, twice as much from two on
BEYOND = 1.0


@compiled
def own_rows_cost(tables: Tables, person: int, turns: Ints, at_most: Floats, over: Floats) -> float:
    """What a person's own rows (nights, large limits) cost with so many `turns` of each shift."""
    cost = 0.0
    for at in range(tables.own_from[person], tables.own_from[person + 1]):
        row, which = tables.own[at, 0], tables.own[at, 2]
        if which > NIGHTS:
            continue
        count = 0
        for shift in range(turns.shape[0]):
            if shift == TURNS_OF - which or (which == NIGHTS and tables.night[shift]):
                count += turns[shift]
        cost += max(0.0, count - at_most[row]) * over[row]
    return cost


@compiled
def day_costs(
    tables: Tables, people: Ints, choices: Choices, day: int, at_most: Floats, over: Floats,
    costs: Floats,
) -> None:  # fmt: skip
    """What the roster of each of `people` costs with each option on `day`: [n, options + 1], a day
    off last; NEVER where a rule is broken.
    """
    turns = np.zeros(tables.turn_limit.shape[1], np.int64)
    for at in range(people.shape[0]):
        person = people[at]
        choice = choices[person].copy()
        options = tables.base_from[person + 1] - tables.base_from[person]
        for option in range(OFF, options):
            choice[day] = option
            cost = own_cost(tables, person, choice, turns)
            if cost < NEVER:
                cost += own_rows_cost(tables, person, turns, at_most, over)
            # OFF is −1: the last
            costs[at, option] = cost


@dataclass(frozen=True)
class _Columns:
    """A column for each person and option that may be taken; people by their place."""

    person: Ints
    option: Ints
    cost: Floats
    starts: Ints  # [n + 1] into rows
    rows: Ints  # the day's rows that count the column


class OneDay:
    """Betters an answer a day at a time; people in a bond stay, as their rows join two people."""

    def __init__(self, model: Model) -> None:
        self.model = model
        tables = model.tables
        self._options = int((tables.base_from[1:] - tables.base_from[:-1]).max()) + 1
        bound = {bond.first for bond in model.problem.bonds}
        bound |= {bond.second for bond in model.problem.bonds}
        free = np.array([person.id not in bound for person in model.problem.people])
        self._order = in_order(model)
        self._order = self._order[free[self._order]]
        by_day: dict[int, list[int]] = defaultdict(list)
        for row, demand in enumerate(model.problem.demands):
            by_day[demand.day].append(row)
        self._rows = {day: np.array(rows, np.int64) for day, rows in by_day.items()}

    def sweep(self, standing: Standing, run: Run, random: np.random.Generator) -> float:
        """Every day once, in random order; returns what was gained."""
        before = standing.cost
        for day in random.permutation(self.model.days):
            for people in self._parts():
                if run.over():
                    return before - standing.cost
                self._improve(standing, int(day), people)
                run.worked(len(people))
            standing.tell(run)
        return before - standing.cost

    def along(self, begun: Outline, run: Run, random: np.random.Generator) -> Standing:
        """An answer of days in random order along an outline; least minutes may be missed."""
        model, tables = self.model, self.model.tables
        loose = tables._replace(least=np.zeros_like(tables.least))
        standing = Standing(model, np.full((model.people, model.days), OFF, np.int16))
        left = begun.turns.copy()
        shift = np.concatenate(
            [tables.option_shift[tables.option_from[at] : tables.option_from[at + 1]]
             for at in tables.profile]
        )  # fmt: skip
        person = np.repeat(np.arange(model.people), np.diff(model.base_from))
        own = begun.own_prices[person] * tables.units[shift]
        for day in random.permutation(model.days):
            extra = own + BEYOND * np.clip(1 - left, 0.0, 2.0)
            for people in self._parts():
                if run.over():
                    return standing
                rows = self._rows.get(int(day), np.zeros(0, np.int64))
                columns = self._columns(loose, standing, int(day), people, rows, extra)
                taken = self._solve(columns, len(people), rows, standing.counts[rows])
                if taken is not None:
                    choices = standing.choices[people]
                    choices[columns.person[taken], day] = columns.option[taken]
                    standing.replace(people, choices)
                run.worked(len(people))
            on = np.flatnonzero(standing.choices[:, day] != OFF)
            left[model.base_from[on] + standing.choices[on, day]] -= 1.0
        return standing

    def _parts(self) -> list[Ints]:
        """The people who may move, in parts of neighbours."""
        count = -(-len(self._order) // MOST_PEOPLE)
        return [np.sort(part) for part in np.array_split(self._order, count)] if count else []

    def _improve(self, standing: Standing, day: int, people: Ints) -> None:
        """Give `people` their cheapest options on `day` together."""
        rows = self._rows.get(day, np.zeros(0, np.int64))
        columns = self._columns(self.model.tables, standing, day, people, rows)
        taken = self._solve(columns, len(people), rows, standing.without(people)[rows])
        if taken is None:
            return
        before, old = standing.cost, standing.choices[people].copy()
        choices = old.copy()
        choices[columns.person[taken], day] = columns.option[taken]
        standing.replace(people, choices)
        if standing.cost > before - GAIN:
            standing.replace(people, old)

    def _columns(
        self, tables: Tables, standing: Standing, day: int, people: Ints, rows: Ints,
        extra: Floats | None = None,
    ) -> _Columns:  # fmt: skip
        """Every option of `people` that keeps the rules; `extra` [B] is added to its cost."""
        model = self.model
        costs = np.full((len(people), self._options), NEVER)
        day_costs(tables, people, standing.choices, day, model.at_most, model.over, costs)
        person, option = np.nonzero(costs < NEVER)
        cost = costs[person, option]
        off = option == self._options - 1
        if extra is not None:
            cost = cost + np.where(
                off, 0.0, extra[tables.base_from[people[person]] + option * ~off]
            )
        cell = (tables.option_from[tables.profile[people[person]]] + option) * model.days + day
        cell[off] = 0
        count = np.where(off, 0, tables.met_from[cell + 1] - tables.met_from[cell])
        starts = np.concatenate(([0], np.cumsum(count)))
        # one run of `met` a column, laid end to end
        at = np.arange(starts[-1]) + np.repeat(tables.met_from[cell] - starts[:-1], count)
        return _Columns(
            person, np.where(off, OFF, option), cost, starts, np.searchsorted(rows, tables.met[at])
        )

    def _solve(
        self, columns: _Columns, people: int, rows: Ints, fixed: Floats
    ) -> NDArray[np.bool_] | None:
        """Which columns are taken; None where no answer was found."""
        model, count = self.model, len(columns.person)
        capped = np.flatnonzero(model.at_most[rows] < ENDLESS)
        slacks = len(rows) + len(capped)
        # a column's entries: the row of its person, then the day's rows
        starts = np.concatenate(
            (columns.starts[:-1] + np.arange(count), columns.starts[-1] + count + np.arange(slacks))
        )
        size = int(columns.starts[-1]) + count
        own = starts[:count]
        index = np.empty(size, np.int64)
        index[own] = len(rows) + columns.person
        index[np.setdiff1d(np.arange(size), own, assume_unique=True)] = columns.rows
        entries = np.concatenate((index, np.arange(len(rows)), capped))
        values = np.concatenate((np.ones(size + len(rows)), -np.ones(len(capped))))
        at_most = np.where(model.at_most[rows] < ENDLESS, model.at_most[rows] - fixed, np.inf)
        total = count + slacks
        solver = quiet_highs()
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
        solver.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        solver.setOptionValue("mip_detect_symmetry", False)
        solver.passModel(
            total, len(rows) + people, len(entries), int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize), 0.0,
            np.concatenate((columns.cost, model.under[rows], model.over[rows][capped])),
            np.zeros(total),
            np.concatenate((np.ones(count), np.full(slacks, np.inf))),
            np.concatenate((model.at_least[rows] - fixed, np.ones(people))),
            np.concatenate((at_most, np.ones(people))),
            np.append(starts, len(entries)).astype(np.int32), entries.astype(np.int32), values,
            np.concatenate((np.ones(count, np.int32), np.zeros(slacks, np.int32))),
        )  # fmt: skip
        # nearly always whole in the LP; what a MIP solver does before its own takes twice as long
        for relaxed in (True, False):
            solver.setOptionValue("solve_relaxation", relaxed)
            solver.run()
            share = np.array(solver.getSolution().col_value)[:count]
            taken: NDArray[np.bool_] = share > 0.5
            if np.abs(share - taken).max(initial=0.0) < WHOLE:
                break
        return taken if taken.sum() == people else None
