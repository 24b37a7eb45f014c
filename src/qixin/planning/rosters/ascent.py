"""A bound for problems whose master would be too large for an LP: the volume algorithm.

Prices climb along what an average of the people's cheapest rosters leaves uncovered (Barahona &
Anbil 2000, The volume algorithm); each round's Lagrangian value is a valid bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qixin.planning.rosters.generation import Closed, clipped, rows_value
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Choices, Pricer, count_rows
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import Floats
from qixin.planning.run import Run


@dataclass
class Ascent:
    """Climbs from `prices`; `on_bound` hears each better bound, `on_rosters` each round."""

    model: Model
    pricer: Pricer
    run: Run
    prices: Floats
    on_bound: Callable[[float], None]
    on_rosters: Callable[[Choices], None]
    bound: float = -np.inf
    reach: float = 0.1
    memory: float = 0.15

    def go(self, target: float, rounds: int, seconds: float) -> Floats:
        """At most `rounds` rounds and about `seconds` towards `target`; the best prices."""
        model = self.model
        until = self.run.seconds + seconds
        self.prices = clipped(model, self.prices)
        value, counts = self._value(self.prices)
        self._keep(value, self.prices)
        average, poor = counts, 0
        for _ in range(rounds):
            if self.run.over() or self.run.seconds > until:
                break
            lack = _lack(model, self.prices, average)
            length = float(lack @ lack)
            if length < 1e-9:
                break
            step = self.reach * max(1.05 * target - self.bound, 1e-3 * abs(target)) / length
            trial = clipped(model, self.prices + step * lack)
            value, counts = self._value(trial)
            average = self.memory * counts + (1 - self.memory) * average
            if value > self.bound:
                along = float(_lack(model, trial, counts) @ lack)
                self._keep(value, trial)
                self.reach = min(1.9, self.reach * (1.1 if along < 0 else 1.6))
                poor = 0
                continue
            poor += 1
            if poor % 4 == 0:
                self.reach = max(1e-4, self.reach * 0.7)
        return self.prices

    def _value(self, prices: Floats) -> tuple[float, Floats]:
        model = self.model
        people = np.arange(model.people)
        closed = Closed.nothing(model)
        priced = self.pricer.price(people, prices, closed.options, closed.off)
        self.run.worked(len(people))
        if (priced.costs >= NEVER).any():
            return -np.inf, np.zeros(model.rows)
        counts = np.zeros(model.rows)
        for person in people:
            count_rows(model.tables, int(person), priced.choices[person], 1.0, counts)
        self.on_rosters(priced.choices)
        return rows_value(model, prices, np.zeros(model.rows)) + float(priced.costs.sum()), counts

    def _keep(self, value: float, prices: Floats) -> None:
        if value > self.bound:
            self.bound = value
            self.prices = prices
            self.on_bound(value)


def _lack(model: Model, prices: Floats, counts: Floats) -> Floats:
    """How many are missing of what a row asks for (negative: too many), at its price's end."""
    missing = model.at_least - counts
    surplus = model.at_most - counts
    lack: Floats = np.where(missing > 0, missing, np.where(surplus < 0, surplus, 0.0))
    # a price other than nothing pulls back to its end of the range
    lack = np.where((prices > 0) & (missing < 0), missing, lack)
    return np.where((prices < 0) & (surplus > 0), surplus, lack)
