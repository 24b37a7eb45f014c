"""The restricted master: which mix of known rosters covers the demands most cheaply (an LP).

One column is one person's roster of the whole period; rows are the model's, and one for each person
that says "one roster". Solved by HiGHS, warm from solve to solve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Choices, count_rows
from qixin.planning.rosters.tables import ENDLESS, Floats, Ints

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
        self.owner: list[int] = []
        self.choice: list[Choices] = []
        self.cost: list[float] = []
        self._known: set[tuple[int, bytes]] = set()
        self._lp: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._lp.setOptionValue("output_flag", False)
        self._lp.setOptionValue("threads", 1)
        self._lp.setOptionValue("presolve", "off")
        # the last basis stays feasible when columns come in: primal simplex goes on from it
        self._lp.setOptionValue("simplex_strategy", 4)
        self._slacks = 0
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
        costs: list[float] = []
        starts: list[int] = []
        index: list[Any] = []
        value: list[Any] = []
        size = 0
        for person, choice in zip(people, choices, strict=True):
            key = (int(person), choice.tobytes())
            if key in self._known:
                continue
            self._known.add(key)
            counts = np.zeros(self.model.rows)
            cost = count_rows(self.model.tables, person, choice, 1.0, counts)
            counts = counts[self.rows]
            filled = np.flatnonzero(counts)
            starts.append(size)
            index.append(filled)
            index.append([len(self.rows) + self._person_at[person]])
            value.append(counts[filled])
            value.append([1.0])
            size += len(filled) + 1
            costs.append(cost)
            self.owner.append(int(person))
            self.choice.append(choice.copy())
            self.cost.append(cost)
        if costs:
            self._add(
                np.array(costs), np.array(starts, np.int32),
                np.concatenate(index).astype(np.int32), np.concatenate(value).astype(float),
            )  # fmt: skip
        return len(costs)

    def shut(self, columns: Ints, open_again: bool = False) -> None:
        """Forbid columns (or allow them again)."""
        if len(columns):
            top = highspy.kHighsInf if open_again else 0.0
            self._lp.changeColsBounds(
                len(columns), (columns + self._slacks).astype(np.int32), np.zeros(len(columns)),
                np.full(len(columns), top),
            )  # fmt: skip

    def solve(self) -> Relaxed:
        self._lp.run()
        solution = self._lp.getSolution()
        duals = np.array(solution.row_dual)
        prices = np.zeros(self.model.rows)
        prices[self.rows] = duals[: len(self.rows)]
        people_prices = np.zeros(self.model.people)
        people_prices[self.people] = duals[len(self.rows) :]
        shares = np.array(solution.col_value)[self._slacks :]
        return Relaxed(self._lp.getInfo().objective_function_value, prices, people_prices, shares)
