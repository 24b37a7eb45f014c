"""Ruin and recreate: free a crew over a window, price their rosters anew with all others standing.

The crew's problem is a small one of the same kind: column generation gives its bound, so that a
crew which cannot gain is left at once, and a dive gives its rosters. Few people over the whole
period and many over a week are different neighbourhoods; which of them pays is learned on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qixin.planning.rosters.dive import FREE, Dive
from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.master import Master
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.neighbours import shared_posts
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.pricing import Pricer, count_rows
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, Choices, Floats, Ints
from qixin.planning.rosters.window import (
    Window,
    choices_back,
    choices_in,
    stands_alone,
    window_of,
)
from qixin.planning.run import Run

GAIN = 1e-6
# a window is cut out of a period of over so many days, and so many times its own
LONG, LONGER = 56, 4
# what a shape of crew brought counts this much less after each further crew
FADING = 0.8
# how often a shape is taken whether it has paid or not
CURIOUS = 0.15
# a simplex step takes as long as pricing so many people (seconds would not repeat themselves)
PIVOT = 3


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


@dataclass
class Shape:
    """A size of crew and window, and what it brought: its gain and the effort of so many tries."""

    crew: int
    window: int
    gain: float = 0.0
    effort: float = 0.0
    tries: float = 0.0

    def tried(self, gain: float, effort: float) -> None:
        self.gain = FADING * self.gain + gain
        self.effort = FADING * self.effort + effort
        self.tries = FADING * self.tries + 1


def shapes_of(model: Model, sizes: tuple[tuple[int, int], ...]) -> list[Shape]:
    """The shapes that fit a problem: none frees more people or days than there are."""
    fitting = [(min(crew, model.people), min(window, model.days)) for crew, window in sizes]
    return [Shape(*size) for size in dict.fromkeys(fitting)]


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
        self.shapes = shapes_of(model, params.crews)
        self._iterations = 0

    def step(self) -> bool:
        """One crew of the shape that has paid best so far; True if the answer got better."""
        shape = self._shape()
        before, work = self.standing.cost, self.run.work
        self._iterations = 0
        long = stands_alone(self.model) and self.model.days > max(LONG, LONGER * shape.window)
        better = self._free_apart(shape) if long else self._free(shape)
        effort = self.run.work - work + PIVOT * self._iterations
        shape.tried(before - self.standing.cost, effort)
        return better

    def _shape(self) -> Shape:
        """Each once, then mostly the best by gain per effort, now and then a cheap one."""
        untried = [shape for shape in self.shapes if not shape.tries]
        if untried:
            return untried[0]
        if self.random.random() < CURIOUS:
            cheap = np.array([shape.tries / max(1.0, shape.effort) for shape in self.shapes])
            return self.shapes[int(self.random.choice(len(cheap), p=cheap / cheap.sum()))]
        paid = [shape.gain / max(1.0, shape.effort) for shape in self.shapes]
        best = [shape for shape, pay in zip(self.shapes, paid, strict=True) if pay >= max(paid)]
        return best[int(self.random.integers(len(best)))]

    def _free(self, shape: Shape) -> bool:
        window = self._window(shape.window)
        people = self._crew(shape.crew, window)
        fixed = self.standing.without(people)
        before = self._part(people, fixed, self.standing.choices[people])
        closed = self._closed(people, window)
        rows = self.model.rows_of(people, window)
        master = Master(self.model, people, fixed, rows)
        master.add(people, self.standing.choices[people])
        for person in people:
            self._from_pool(master, int(person), window)
        generation = Generation(
            self.model, self.pricer, master, fixed, closed, self.run, centre=self.centre
        )
        relaxed = generation.go(30, 1e-3)
        self._iterations += master.iterations()
        if relaxed.value > before - GAIN:
            return False
        ready = np.full((self.model.people, self.model.days), FREE, np.int16)
        chosen = Dive(self.model, generation, self.params, ready).go(relaxed)
        self._iterations += master.iterations()
        self.pool.take(master.owner, master.choice)
        if chosen is None:
            return False
        after = self._part(people, fixed, chosen)
        if after > before + GAIN or not all_keep_rules(self.model, people, chosen):
            return False
        self.standing.replace(people, chosen)
        return after < before - GAIN

    def _free_apart(self, shape: Shape) -> bool:
        """As `_free`, in a problem of its own: a short window in a long period."""
        first, end = self._window(shape.window)
        people = self._crew(shape.crew, (first, end))
        window = window_of(self.standing, people, first, end - first)
        inner = Model(window.problem)
        standing = Standing(inner, choices_in(window, inner, self.standing))
        pricer = Pricer(inner, 1, self.params.crew_cells)
        part = Improver(
            inner, standing, pricer, self.params, self.run, 0, Pool(inner),
            self._centre_in(window, inner),
        )  # fmt: skip
        better = part._free(Shape(inner.people, inner.days))
        self._iterations += part._iterations
        if not better:
            return False
        choices = choices_back(window, inner, standing.choices, self.standing)
        before, old = self.standing.cost, self.standing.choices[people].copy()
        self.standing.replace(people, choices)
        if self.standing.cost < before - GAIN and all_keep_rules(self.model, people, choices):
            return True
        self.standing.replace(people, old)
        return False

    def _centre_in(self, window: Window, inner: Model) -> Floats | None:
        """The prices to begin with, of the window's demands alone."""
        if self.centre is None:
            return None
        own = np.zeros(inner.rows - len(window.demands))
        return np.concatenate((self.centre[list(window.demands)], own))

    def _part(self, people: Ints, fixed: Floats, choices: Choices) -> float:
        """The cost of the crew's rosters, with that of all rows."""
        counts = fixed.copy()
        own = sum(
            count_rows(self.model.tables, person, choice, 1.0, counts)
            for person, choice in zip(people, choices, strict=True)
        )
        return float(own + self.model.row_costs(counts).sum())

    def _window(self, length: int) -> tuple[int, int]:
        """[first, end) of the days that are freed."""
        if length >= self.model.days:
            return 0, self.model.days
        first = int(self.random.integers(-length // 2, self.model.days - length // 2))
        return max(0, first), min(self.model.days, first + length)

    def _crew(self, wanted: int, window: tuple[int, int]) -> Ints:
        """Up to half who could take part in something that costs now, the rest near them."""
        first = self._first(wanted, window)
        others = np.setdiff1d(np.arange(self.model.people), first)
        self.random.shuffle(others)
        nearest = np.argsort(-shared_posts(self.model, first, others), kind="stable")
        rest = others[nearest[: wanted - len(first)]]
        return np.sort(np.concatenate((first, rest)).astype(np.int64))

    def _first(self, wanted: int, window: tuple[int, int]) -> Ints:
        """Some who could stand where a row costs, or one whose own roster does."""
        own = np.maximum(0.0, self.standing.costs)
        rows = self.standing.row_costs()
        if self.random.random() * (own.sum() + rows.sum()) < rows.sum():
            able = self._able(rows, window)
            if len(able):
                return self.random.choice(able, min(len(able), (wanted + 1) // 2), replace=False)
        if own.sum() > 0:
            return self.random.choice(self.model.people, 1, p=own / own.sum())
        return self.random.choice(self.model.people, 1)

    def _able(self, costs: Floats, window: tuple[int, int]) -> Ints:
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
        """Outside the window nothing is open to `people` but what they stand in."""
        closed = Closed.nothing(self.model)
        outside = np.ones(self.model.days, bool)
        outside[window[0] : window[1]] = False
        for person in people:
            first, end = self.model.base_from[person], self.model.base_from[person + 1]
            choice = self.standing.choices[person]
            closed.options[first:end] = outside
            on = np.flatnonzero(outside & (choice != OFF))
            closed.options[first + choice[on], on] = False
            closed.off[person, on] = True
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
