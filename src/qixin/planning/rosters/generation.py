"""Column generation: the best mix of rosters, and a bound that holds whenever it is stopped.

Prices are smoothed towards those of the best bound so far (Pessoa, Sadykov, Uchoa & Vanderbeck
2018, dual price smoothing, with a fixed share), and the Lagrangian bound of each round is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.master import Master, Relaxed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.prices import clipped, rows_value
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import Floats
from qixin.planning.run import Run


@dataclass
class Closed:
    """What is fixed: options [B, D] and days off [P, D] that are shut."""

    options: NDArray[np.bool_]
    off: NDArray[np.bool_]

    @classmethod
    def nothing(cls, model: Model) -> Closed:
        return cls(np.zeros(model.base.shape, bool), np.zeros(model.off_base.shape, bool))


@dataclass
class Generation:
    """Column generation over a master. `bound` is valid for what `closed` leaves open."""

    model: Model
    pricer: Pricer
    master: Master
    fixed: Floats
    closed: Closed
    run: Run
    smoothing: float = 0.6
    centre: Floats | None = None
    on_bound: Callable[[float], None] | None = None
    bound: float = field(default=-np.inf, init=False)

    def go(self, rounds: int, tolerance: float) -> Relaxed:
        """At most `rounds` rounds, or until value − bound ≤ tolerance · |value|; the last LP."""
        relaxed = self.master.solve()
        self.bound = -np.inf
        smoothing = self.smoothing if self.centre is not None else 0.0
        for _ in range(rounds):
            if self.run.over():
                break
            added, better = self._round(relaxed, smoothing)
            if added == 0:
                if smoothing == 0.0:
                    break
                smoothing = 0.0 if smoothing < 0.3 else smoothing / 2
                continue
            smoothing = self.smoothing if better else smoothing * 0.7
            relaxed = self.master.solve()
            if relaxed.value - self.bound <= tolerance * abs(relaxed.value):
                break
        return relaxed

    def _round(self, relaxed: Relaxed, smoothing: float) -> tuple[int, bool]:
        prices = clipped(self.model, relaxed.prices)
        if self.centre is not None and smoothing:
            prices = smoothing * self.centre + (1 - smoothing) * prices
        people = self.master.people
        priced = self.pricer.price(people, prices, self.closed.options, self.closed.off)
        self.run.worked(len(people))
        fits = priced.costs < NEVER
        bound = -np.inf
        if fits.all():
            bound = rows_value(self.model, prices, self.fixed) + float(priced.costs.sum())
        better = bound > self.bound
        if better or self.centre is None:
            self.bound = max(bound, self.bound)
            self.centre = prices
            if self.on_bound is not None:
                self.on_bound(self.bound)
        return self.master.add(people[fits], priced.choices[fits]), better
