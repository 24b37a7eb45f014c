"""Ruin and recreate: free a crew over a window, price their rosters anew with all others standing.

The crew's problem is a small one of the same kind: column generation gives its bound, so that a
crew which cannot gain is left at once, and a dive gives its rosters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qixin.planning.rosters.dive import FREE, Dive, close_to
from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.master import Master
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.pricing import Choices, Pricer, count_rows
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import Floats, Ints
from qixin.planning.run import Run

GAIN = 1e-6


@dataclass
class Pool:
    """Rosters met on the way, by person; the newest stay."""

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
        self.pricer = pricer
        self.params = params
        self.run = run
        self.random = np.random.default_rng(seed)
        self.pool = pool
        self.centre = centre

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
        if relaxed.value > before - GAIN:
            return False
        ready = np.full((self.model.people, self.model.days), FREE, np.int16)
        chosen = Dive(self.model, generation, self.params, ready).go(relaxed)
        self.pool.take(master.owner, master.choice)
        if chosen is None:
            return False
        after = self._part(people, fixed, chosen)
        if after > before + GAIN or not all_keep_rules(self.model, people, chosen):
            return False
        self.standing.replace(people, chosen)
        return after < before - GAIN

    def _part(self, people: Ints, fixed: Floats, choices: Choices) -> float:
        """The cost of the crew's rosters, with that of all rows."""
        counts = fixed.copy()
        own = sum(
            count_rows(self.model.tables, person, choice, 1.0, counts)
            for person, choice in zip(people, choices, strict=True)
        )
        return float(own + self.model.row_costs(counts).sum())

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
