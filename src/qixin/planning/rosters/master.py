"""The restricted master: which mix of known rosters covers the demands most cheaply (an LP).

One column is one person's roster of the whole period; rows are the model's, and one for each person
that says "one roster". Solved by HiGHS, warm from solve to solve.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from qixin.planning.highs import quiet_highs
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import column_entries
from qixin.planning.rosters.tables import ENDLESS, Choices, Floats, Ints

# a person without a roster costs so many times a turn over a limit: never worth it where one exists
NO_ROSTER = 100


@dataclass(frozen=True)
class Relaxed:
    """An LP solution: its value, the rows' prices [R], the people's [P], the columns' shares."""

    value: float
    prices: Floats
    people_prices: Floats
    shares: Floats


class Master:
    """The LP over `people`, the others' counts `fixed` [R] taken as they are."""

    def __init__(self, model: Model, people: Ints, fixed: Floats, rows: Ints | None = None) -> None:
        self.model = model
        self.people = people
        self.rows = np.arange(model.rows) if rows is None else rows
        self._row_at = np.full(model.rows, -1)
        self._row_at[self.rows] = np.arange(len(self.rows))
        self._person_at = np.full(model.people, -1)
        self._person_at[people] = np.arange(len(people))
        tables = model.tables
        met = int(np.diff(tables.met_from).max(initial=0))
        self._most_entries = met * model.days + int(np.diff(tables.own_from).max(initial=0))
        self.owner: list[int] = []
        self.choice: list[Choices] = []
        self.cost: list[float] = []
        self._known: set[tuple[int, bytes]] = set()
        self._lp = quiet_highs()
        self._lp.setOptionValue("presolve", "off")
        # the last basis stays feasible when columns come in: primal simplex goes on from it
        self._lp.setOptionValue("simplex_strategy", 4)
        self._slacks = 0
        self._steps = 0
        self._lay_rows(fixed)

    def _lay_rows(self, fixed: Floats) -> None:
        model, rows = self.model, self.rows
        lower = model.at_least[rows] - fixed[rows]
        upper = np.where(
            model.at_most[rows] >= ENDLESS, highspy.kHighsInf, model.at_most[rows] - fixed[rows]
        )
        count, people = len(rows), len(self.people)
        nothing: NDArray[np.int32] = np.zeros(0, np.int32)
        lower = np.concatenate((lower, np.ones(people)))
        upper = np.concatenate((upper, np.ones(people)))
        total = count + people
        self._lp.addRows(total, lower, upper, 0, np.zeros(total, np.int32), nothing, np.zeros(0))
        under = np.flatnonzero(model.at_least[rows] > -ENDLESS)
        over = np.flatnonzero(model.at_most[rows] < ENDLESS)
        index = np.concatenate((under, over, count + np.arange(people))).astype(np.int32)
        value = np.concatenate((np.ones(len(under)), -np.ones(len(over)), np.ones(people)))
        cost = np.concatenate(
            (
                model.under[rows][under],
                model.over[rows][over],
                np.full(people, NO_ROSTER * model.hard),
            )
        )
        self._slacks = len(index)
        self._add(cost, np.arange(len(index), dtype=np.int32), index, value)

    def _add(
        self, cost: Floats, starts: NDArray[np.int32], index: NDArray[np.int32], value: Floats
    ) -> None:
        count = len(cost)
        self._lp.addCols(
            count, cost, np.zeros(count), np.full(count, highspy.kHighsInf), len(index), starts,
            index, value,
        )  # fmt: skip

    def add(self, people: Ints, choices: Choices) -> int:
        """Take in rosters that are not known yet; returns how many there were."""
        keys = [
            (person, choice.tobytes())
            for person, choice in zip(np.asarray(people).tolist(), choices, strict=True)
        ]
        new = []
        for at, key in enumerate(keys):
            if key not in self._known:
                self._known.add(key)
                new.append(at)
        if not new:
            return 0
        people, choices = np.asarray(people)[new], np.asarray(choices)[new]
        costs, starts = np.empty(len(new)), np.empty(len(new) + 1, np.int64)
        index = np.empty(len(new) * self._most_entries, np.int64)
        value = np.empty(len(index))
        column_entries(
            self.model.tables, people, choices, self._row_at, np.zeros(self.model.rows), costs,
            starts, index, value,
        )  # fmt: skip
        # the row that says "one roster" of a person comes first
        size = int(starts[-1])
        index = np.insert(index[:size], starts[:-1], len(self.rows) + self._person_at[people])
        value = np.insert(value[:size], starts[:-1], 1.0)
        first = starts[:-1] + np.arange(len(new))
        self._add(costs, first.astype(np.int32), index.astype(np.int32), value)
        self.owner += people.tolist()
        self.choice += list(choices.copy())
        self.cost += costs.tolist()
        return len(new)

    def shut(self, columns: Ints, open_again: bool = False) -> None:
        """Forbid columns (or allow them again)."""
        if len(columns):
            top = highspy.kHighsInf if open_again else 0.0
            self._lp.changeColsBounds(
                len(columns), (columns + self._slacks).astype(np.int32), np.zeros(len(columns)),
                np.full(len(columns), top),
            )  # fmt: skip

    def iterations(self) -> int:
        """Simplex steps since this was last asked."""
        steps, self._steps = self._steps, 0
        return steps

    def solve(self) -> Relaxed:
        self._lp.run()
        self._steps += max(0, self._lp.getInfo().simplex_iteration_count)
        solution = self._lp.getSolution()
        duals = np.array(solution.row_dual)
        prices = np.zeros(self.model.rows)
        prices[self.rows] = duals[: len(self.rows)]
        people_prices = np.zeros(self.model.people)
        people_prices[self.people] = duals[len(self.rows) :]
        shares = np.array(solution.col_value)[self._slacks :]
        return Relaxed(self._lp.getInfo().objective_function_value, prices, people_prices, shares)
