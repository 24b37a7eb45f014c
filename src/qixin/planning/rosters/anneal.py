"""Few people over two weeks anew, tens of thousands of times: for long periods of many people.

Two or three people leave a fortnight and take its cheapest days again one after the other, each
exactly; what is worse stays with a chance that falls as the search cools (Kirkpatrick, Gelatt &
Vecchi 1983). Between, chains of people take each other's place day by day. Halves of the people
on either side of a day have nothing in common, so two threads work side by side, and the answer
does not depend on how many there are.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.rosters.chains import chains, tasks_of
from qixin.planning.rosters.cooling import Cooling
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.replan import Cover, cover_of, days_cost, even_roster, put, replan
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, Choices, Floats, Ints, Tables
from qixin.planning.run import Run

WINDOW = 14
CREW = 3
# crews of one half of the people between two looks at the clock
AT_ONCE = 100
# rounds between two chains through all days
CHAINS_EVERY = 12
# shares of the dearest demand's price: where the search begins and ends to be choosy
WARM, COLD = 0.08, 0.01
# without a limit to cool towards: what is left of the warmth after a round
COOLING = 0.995
GAIN = 1e-9


@compiled
def anneal(
    tables: Tables, cover: Cover, choices: Choices, counts: Floats, people: Ints, first_day: int,
    last_day: int, warmth: float, draws: Floats,
) -> float:  # fmt: skip
    """A crew of `people` within [first_day, last_day) for each of `draws` [n, 2 + crew], uniform
    numbers: week, chance, people. Returns what was gained.
    """
    size = draws.shape[1] - 2
    turns = np.zeros(tables.turn_limit.shape[1], np.int64)
    fresh = np.empty(tables.days, np.int16)
    old = np.empty((size, WINDOW), np.int16)
    crew = np.empty(size, np.int64)
    weeks = max(1, (last_day - first_day - WINDOW) // 7 + 2)
    gained = 0.0
    for at in range(draws.shape[0]):
        first = first_day + 7 * int(draws[at, 0] * weeks)
        first = max(first_day, first - (first + tables.weekday) % 7)
        end = min(last_day, first + WINDOW)
        count = 0
        for draw in range(size):
            person = people[int(draws[at, 2 + draw] * people.shape[0])]
            if not np.any(crew[:count] == person):
                crew[count] = person
                count += 1
        worse = 0.0
        for place in range(count):
            person = crew[place]
            old[place, : end - first] = choices[person, first:end]
            put(tables, person, choices[person], first, end, -1.0, counts)
            worse -= days_cost(tables, cover, person, choices[person], first, end, counts)
        for place in range(count):
            person = crew[place]
            replan(tables, cover, person, choices[person], first, end, counts, turns, fresh)
            worse += days_cost(tables, cover, person, choices[person], first, end, counts)
            put(tables, person, choices[person], first, end, 1.0, counts)
        if worse <= GAIN or worse < -warmth * math.log(max(1e-12, draws[at, 1])):
            gained -= worse
            continue
        for place in range(count):
            put(tables, crew[place], choices[crew[place]], first, end, -1.0, counts)
            choices[crew[place], first:end] = old[place, : end - first]
        for place in range(count):
            put(tables, crew[place], choices[crew[place]], first, end, 1.0, counts)
    return gained


def even_answer(model: Model, run: Run, random: np.random.Generator) -> Choices | None:
    """Everybody in turn takes a cheap roster near an even share; None where somebody finds none."""
    cover = cover_of(model)
    choices = np.full((model.people, model.days), OFF, np.int16)
    counts = np.zeros(model.rows)
    for person in random.permutation(model.people).tolist():
        if run.over() or not even_roster(model.tables, cover, person, counts, choices[person]):
            return None
        put(model.tables, person, choices[person], 0, model.days, 1.0, counts)
        run.worked()
    return choices


class Annealer:
    """Anneals an answer; `standing` is as it is now, not always the best so far."""

    def __init__(
        self, model: Model, choices: Choices, run: Run, random: np.random.Generator, threads: int
    ) -> None:
        self.model = model
        self.run = run
        self._random = random
        self._threads = threads
        self._cover = cover_of(model)
        self._tasks = tasks_of(model)
        self._choices = choices.copy()
        self._counts = Standing(model, choices).counts
        # the rows of people's own limits have a price beyond all others, and are never broken here
        demands = len(model.problem.demands)
        price = float(model.under[:demands].max(initial=1.0))
        self._cooling = Cooling(run, price * WARM, price * COLD, COOLING)

    def __enter__(self) -> Annealer:
        self._pool = ThreadPoolExecutor(self._threads)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def step(self) -> Choices:
        """Some rounds of crews, and chains through all days; the answer as it is then."""
        for _ in range(CHAINS_EVERY):
            if self.run.over():
                break
            self._round()
        if self._tasks is not None:
            days = self._random.permutation(self.model.days)
            chains(
                self.model.tables, self._cover, self._tasks, self._choices, self._counts, days
            )  # fmt: skip
        return self._choices

    def _round(self) -> None:
        """Crews of either half of the people, one half before a Monday, the other after."""
        model, random = self.model, self._random
        order = random.permutation(model.people)
        third = model.days // 3
        middle = int(random.integers(third, 2 * third + 1))
        middle = max(0, middle - (middle + model.tables.weekday) % 7)
        half = -(-model.people // 2)
        parts = ((order[:half], 0, middle), (order[half:], middle, model.days))
        warmth = self._cooling.warmth()
        waiting = [
            self._pool.submit(
                anneal, model.tables, self._cover, self._choices, self._counts, people, first, last,
                warmth, random.random((AT_ONCE, 2 + CREW)),
            )
            for people, first, last in parts if len(people) and first < last
        ]  # fmt: skip
        for one in waiting:
            one.result()
        self.run.worked(len(waiting) * AT_ONCE)
        self._cooling.rounds += 1
