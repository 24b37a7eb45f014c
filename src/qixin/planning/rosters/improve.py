"""Ruin and recreate: free a crew over a window, price their rosters anew with all others standing.

The crew's problem is a small one of the same kind: column generation gives its bound, so that a
crew which cannot gain is left at once, and a dive gives its rosters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.dive import FREE, Dive, close_to
from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.master import Master
from qixin.planning.rosters.model import OFF, Floats, Ints, Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.pricing import Choices, Pricer, count_rows
from qixin.planning.run import Run

GAIN = 1e-6


class Standing:
    """A whole answer: each person's roster, what they count, what they cost."""

    def __init__(self, model: Model, choices: Choices) -> None:
        self.model = model
        self.choices = choices.copy()
        self.counts = np.zeros(model.rows)
        self.costs = np.array(
            [count_rows(model.tables, person, choices[person], 1.0, self.counts)
             for person in range(model.people)]
        )  # fmt: skip

    @property
    def cost(self) -> float:
        return self.model.constant + float(self.costs.sum()) + self.short() + self.surplus()

    def short(self) -> float:
        missing = np.maximum(0.0, self.model.at_least - self.counts)
        return float(missing @ self.model.under)

    def surplus(self) -> float:
        over = np.maximum(0.0, self.counts - self.model.at_most)
        return float(over @ self.model.over)

    def row_costs(self) -> Floats:
        model = self.model
        missing: Floats = np.maximum(0.0, model.at_least - self.counts) * model.under
        over: Floats = np.maximum(0.0, self.counts - model.at_most) * model.over
        total: Floats = missing + over
        return total

    def without(self, people: Ints) -> Floats:
        """What all others count."""
        counts = self.counts.copy()
        for person in people:
            count_rows(self.model.tables, person, self.choices[person], -1.0, counts)
        return counts

    def replace(self, people: Ints, choices: Choices) -> None:
        for person, choice in zip(people, choices, strict=True):
            count_rows(self.model.tables, person, self.choices[person], -1.0, self.counts)
            self.choices[person] = choice
            self.costs[person] = count_rows(self.model.tables, person, choice, 1.0, self.counts)


@dataclass
class Pool:
    """Rosters met on the way, by person: the newest and cheapest at the last prices stay."""

    model: Model
    most: int = 24

    def __post_init__(self) -> None:
        self._kept: list[dict[bytes, Choices]] = [{} for _ in range(self.model.people)]

    def take(self, owners: list[int], choices: list[Choices]) -> None:
        for owner, choice in zip(owners, choices, strict=True):
            kept = self._kept[owner]
            kept.pop(choice.tobytes(), None)
            kept[choice.tobytes()] = choice
            while len(kept) > self.most:
                kept.pop(next(iter(kept)))

    def of(self, person: int) -> list[Choices]:
        return list(self._kept[person].values())


class Improver:
    """Improves an answer crew by crew until the run is over."""

    def __init__(
        self, model: Model, standing: Standing, pricer: Pricer, params: Params, run: Run, seed: int,
        pool: Pool, centre: Floats | None,
    ) -> None:  # fmt: skip
        self.model = model
        self.standing = standing
        self.cost = standing.cost
        self.pricer = pricer
        self.params = params
        self.run = run
        self.random = np.random.default_rng(seed)
        self.pool = pool
        self.centre = centre
        self.prices = np.full(model.rows, np.nan) if centre is None else centre.copy()
        self.tried = self.left = self.gained = 0

    def step(self) -> bool:
        """One crew; True if the answer got better."""
        window = self._window()
        people = self._crew(window)
        fixed = self.standing.without(people)
        before = self._part(people, fixed, self.standing.choices[people])
        closed = self._closed(people, window)
        master = Master(self.model, people, fixed, self.model.rows_of(people))
        master.add(people, self.standing.choices[people])
        for person in people:
            self._from_pool(master, int(person), window)
        generation = Generation(
            self.model, self.pricer, master, fixed, closed, self.run, centre=self.centre
        )
        relaxed = generation.go(30, 1e-3)
        self._learn(master.rows, relaxed.prices)
        self.tried += 1
        if relaxed.value > before - GAIN:
            self.left += 1
            return False
        ready = np.full((self.model.people, self.model.days), FREE, np.int16)
        chosen = Dive(self.model, generation, self.params, ready).go(relaxed)
        self.pool.take(master.owner, master.choice)
        if chosen is None:
            return False
        after = self._part(people, fixed, chosen)
        if after > before + GAIN:
            return False
        self.standing.replace(people, chosen)
        self.cost += after - before
        self.gained += after < before - GAIN
        return after < before - GAIN

    def _learn(self, rows: Ints, prices: Floats) -> None:
        """Remember what the crews' mixes would pay for each row: together, prices for the whole."""
        old = self.prices[rows]
        fresh = np.isnan(old)
        self.prices[rows] = np.where(fresh, prices[rows], 0.6 * old + 0.4 * prices[rows])

    def _part(self, people: Ints, fixed: Floats, choices: Choices) -> float:
        """The cost of the crew's rosters, with that of all rows."""
        counts = fixed.copy()
        own = sum(
            count_rows(self.model.tables, person, choice, 1.0, counts)
            for person, choice in zip(people, choices, strict=True)
        )
        model = self.model
        short = np.maximum(0.0, model.at_least - counts) @ model.under
        return float(own + short + np.maximum(0.0, counts - model.at_most) @ model.over)

    def _window(self) -> tuple[int, int]:
        """[first, end) of the days that are freed."""
        length = self.params.window
        if length >= self.model.days:
            return 0, self.model.days
        first = int(self.random.integers(-length // 2, self.model.days - length // 2))
        return max(0, first), min(self.model.days, first + length)

    def _crew(self, window: tuple[int, int]) -> Ints:
        """Half of those who could take part in something that costs now, the rest anybody."""
        wanted = min(self.params.crew, self.model.people)
        first: NDArray[np.int64] = np.zeros(0, np.int64)
        able = self._able(window)
        if len(able):
            first = self.random.choice(able, min(len(able), (wanted + 1) // 2), replace=False)
        else:
            first = self.random.choice(self.model.people, 1)
        others = np.setdiff1d(self.model.near(first), first)
        count = min(len(others), wanted - len(first))
        rest = self.random.choice(others, count, replace=False)
        return np.sort(np.concatenate((first, rest)).astype(np.int64))

    def _able(self, window: tuple[int, int]) -> Ints:
        costs = self.standing.row_costs()
        rows = [
            row for row in np.flatnonzero(costs > GAIN)
            if row < len(self.model.problem.demands)
            and window[0] <= self.model.problem.demands[row].day < window[1]
        ]  # fmt: skip
        if not rows:
            return np.zeros(0, np.int64)
        weights = costs[rows] / costs[rows].sum()
        return self.model.able(int(self.random.choice(rows, p=weights)))

    def _closed(self, people: Ints, window: tuple[int, int]) -> Closed:
        closed = Closed.nothing(self.model)
        outside = [day for day in range(self.model.days) if not window[0] <= day < window[1]]
        for person in people:
            for day in outside:
                close_to(self.model, closed, person, day, int(self.standing.choices[person, day]))
        return closed

    def _from_pool(self, master: Master, person: int, window: tuple[int, int]) -> None:
        standing = self.standing.choices[person]
        outside = np.ones(self.model.days, bool)
        outside[window[0] : window[1]] = False
        fitting = [
            choice for choice in self.pool.of(person)
            if (choice[outside] == standing[outside]).all()
        ]  # fmt: skip
        if fitting:
            master.add(np.full(len(fitting), person), np.array(fitting))


def empty(model: Model) -> Choices:
    """Everybody off every day."""
    return np.full((model.people, model.days), OFF, np.int16)
