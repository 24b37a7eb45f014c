"""What clusters share, as rows: a factor's period, money until a date, a parcel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from qixin.planning.portfolio.clusters.elimination import Floats
from qixin.planning.portfolio.problem import Problem

Start = tuple[int, int, int, int]  # activity, mode, start, end


@dataclass(frozen=True)
class Links:
    """`capacity` by row; the row of a factor's first period; (date, row) by budget, by date."""

    problem: Problem
    capacity: Floats
    factors: dict[str, int]
    budgets: dict[str, list[tuple[int, int]]]
    parcels: int

    def uses(self, starts: list[Start]) -> csr_matrix:
        """What each of these takes of each row."""
        columns: list[int] = []
        values: list[int] = []
        begins = [0]
        for at, number, start, end in starts:
            mode = self.problem.activities[at].modes[number]
            for name, need in mode.uses.items():
                if need:
                    first = self.factors[name]
                    columns += range(first + start, first + end)
                    values += [need] * (end - start)
            for name, spent in mode.spends.items():
                if spent:
                    rows = [row for until, row in self.budgets[name] if start < until]
                    columns += rows
                    values += [spent] * len(rows)
            begins.append(len(columns))
        shape = (len(starts), len(self.capacity))
        return csr_matrix((np.array(values, np.float64), columns, begins), shape=shape)


def links_of(problem: Problem, end: int) -> Links:
    """The rows of a problem whose work all ends by `end`."""
    capacity: list[float] = []
    factors, budgets = {}, {}
    for factor in problem.factors:
        factors[factor.name] = len(capacity)
        capacity += [float(factor.at(period)) for period in range(end)]
    for budget in problem.budgets:
        dates = sorted({step.at for step in budget.arrivals} | {0, end + 1})[1:]
        budgets[budget.name] = [(until, len(capacity) + at) for at, until in enumerate(dates)]
        capacity += [float(budget.arrived(until - 1)) for until in dates]
    parcels = len(capacity)
    capacity += [1.0] * len(problem.parcels)
    return Links(problem, np.array(capacity), factors, budgets, parcels)
