"""A problem as arrays: options of people, rows between them, automata of their rules.

An option is a task (shift at a post) that people of one profile (unit, skills, posts) may take. A
row counts options: each demand is one, each bond some, each person's share of nights one. A row's
range is [at_least, at_most], with a price for each below and above.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.arrays import tables_of
from qixin.planning.rosters.problem import Bond, Demand, Problem, Turn
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.result import Roster
from qixin.planning.rosters.tables import (
    ENDLESS,
    EVERY_DAY,
    NIGHTS,
    OFF,
    TURNS_OF,
    Floats,
    Ints,
    Rows,
    priced_limits,
)

LEAST_HARD = 10_000.0


class Model:
    """The arrays of a problem; `start` and `change_price` price each turn that differs."""

    def __init__(
        self, problem: Problem, start: Roster | None = None, change_price: float = 0.0
    ) -> None:
        self.problem = problem
        self.days = problem.days
        self.shift_at = {shift.id: at for at, shift in enumerate(problem.shifts)}
        self.person_at = {person.id: at for at, person in enumerate(problem.people)}
        self.minutes_per_unit = reduce(math.gcd, (shift.minutes for shift in problem.shifts))
        self._rows = Rows()
        self._change_price = change_price
        self.has_start = start is not None
        self._met_by: list[dict[int, list[int]]] = []
        self._able: dict[int, Ints] = {}
        self._profiles()
        met = self._demands()
        self.row_day = np.array([demand.day for demand in problem.demands], np.int64)
        self.must = np.array([demand.hard for demand in problem.demands], np.bool_)
        self.hard = self._more_than_anything(met)
        self._price_musts()
        own = self._own_rows()
        self._base()
        self._wishes()
        self._changes(start, change_price)
        self.tables = tables_of(self, met, own)
        rows = self._rows
        self.at_least = np.array(rows.at_least, float)
        self.at_most = np.array(rows.at_most, float)
        self.under = np.array(rows.under, float)
        self.over = np.array(rows.over, float)

    @property
    def people(self) -> int:
        return len(self.problem.people)

    @property
    def rows(self) -> int:
        return len(self.at_least)

    def turn(self, person: int, option: int) -> Turn | None:
        """The turn of a person's option; None for a day off."""
        if option == OFF:
            return None
        shift, post = self.options[self.profile[person]][option]
        return Turn(self.problem.shifts[shift].id, post)

    def roster(self, choices: NDArray[np.int16]) -> Roster:
        """`choices` [people, days] as a roster."""
        return Roster(
            {
                person.id: tuple(self.turn(at, int(option)) for option in choices[at])
                for at, person in enumerate(self.problem.people)
            }
        )

    def choices(self, roster: Roster) -> NDArray[np.int16]:
        """A roster as options [people, days]; turns that nobody may take count as off."""
        choices = np.full((self.people, self.days), OFF, np.int16)
        for at, person in enumerate(self.problem.people):
            where = self.option_at[self.profile[at]]
            for day, turn in enumerate(roster.turns.get(person.id, ())):
                if turn is not None and day < self.days:
                    key = (self.shift_at.get(turn.shift, -1), turn.post)
                    choices[at, day] = where.get(key, OFF)
        return choices

    def row_costs(self, counts: Floats) -> Floats:
        """What each row costs where so many are counted: [R]."""
        missing: Floats = np.maximum(0.0, self.at_least - counts) * self.under
        costs: Floats = missing + np.maximum(0.0, counts - self.at_most) * self.over
        return costs

    def missed(self, counts: Floats) -> Ints:
        """The hard demands that are not kept where so many are counted."""
        out = (counts < self.at_least) | (counts > self.at_most)
        return np.flatnonzero(out[: len(self.must)] & self.must)

    def rows_of(self, people: Ints, window: tuple[int, int]) -> Ints:
        """The rows that count anything of `people` on the days [first, end) of `window`."""
        tables, found = self.tables, []
        for profile in np.unique(tables.profile[people]):
            first = tables.met_from[tables.option_from[profile] * self.days]
            last = tables.met_from[tables.option_from[profile + 1] * self.days]
            rows = tables.met[first:last]
            day = self.row_day[rows]
            found.append(rows[(day >= window[0]) & (day < window[1])])
        found += [
            tables.own[tables.own_from[person] : tables.own_from[person + 1], 0]
            for person in people
        ]
        return np.unique(np.concatenate(found))

    def able(self, demand: int) -> Ints:
        """The people who could be counted by a demand on its day."""
        if demand not in self._able:
            self._able[demand] = self._who_is_able(demand)
        return self._able[demand]

    def _who_is_able(self, demand: int) -> Ints:
        day = self.problem.demands[demand].day
        met = self._met_by[demand]
        able = [
            person
            for person in range(self.people)
            if any(
                self.base[self.base_from[person] + option, day] < NEVER
                for option in met.get(self.profile[person], ())
            )
        ]
        return np.array(able, np.int64)

    # --- profiles and rows

    def _profiles(self) -> None:
        numbers: dict[tuple[str, frozenset[str], frozenset[str] | None], int] = {}
        self.profile: list[int] = []
        self.options: list[list[tuple[int, str]]] = []
        self._unit: list[str] = []
        self._skills: list[frozenset[str]] = []
        wanted = self._tasks()
        for person in self.problem.people:
            key = (person.unit, person.skills, person.posts)
            if key not in numbers:
                numbers[key] = len(numbers)
                posts = person.posts if person.posts is not None else self.problem.posts
                self.options.append([task for task in wanted if task[1] in posts])
                self._unit.append(person.unit)
                self._skills.append(person.skills)
            self.profile.append(numbers[key])
        self.posts_of = [{post for _, post in options} for options in self.options]
        self.option_at = [{task: at for at, task in enumerate(options)} for options in self.options]

    def _tasks(self) -> list[tuple[int, str]]:
        return [(at, post) for at in range(len(self.problem.shifts)) for post in self.problem.posts]

    def _demands(self) -> dict[tuple[int, int, int], list[int]]:
        """Rows of the demands; the rows that count (profile, option, day)."""
        met: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        by_task: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for profile, options in enumerate(self.options):
            for option, task in enumerate(options):
                by_task[task].append((profile, option))
        for demand in self.problem.demands:
            self._met_by.append({})
            priced = 0.0 if demand.hard else 1.0
            row = self._rows.add(
                demand.at_least, ENDLESS if demand.at_most is None else demand.at_most,
                priced * demand.under, priced * demand.over if demand.at_most is not None else 0.0,
            )  # fmt: skip
            for task in self._tasks_of(demand):
                for profile, option in by_task.get(task, ()):
                    if self._counts(demand, profile):
                        met[profile, option, demand.day].append(row)
                        self._met_by[row].setdefault(profile, []).append(option)
        return met

    def _price_musts(self) -> None:
        """The search may break hard demands at a price beyond all others; what it tells may not."""
        for row in np.flatnonzero(self.must).tolist():
            self._rows.under[row] = self.hard
            if self.problem.demands[row].at_most is not None:
                self._rows.over[row] = self.hard

    def _tasks_of(self, demand: Demand) -> list[tuple[int, str]]:
        shifts = demand.shifts or tuple(self.shift_at)
        posts = demand.posts or self.problem.posts
        return [(self.shift_at[shift], post) for shift in shifts for post in posts]

    def _counts(self, demand: Demand, profile: int) -> bool:
        return (not demand.skill or demand.skill in self._skills[profile]) and (
            not demand.unit or demand.unit == self._unit[profile]
        )

    def _own_rows(self) -> list[list[tuple[int, int, int, int]]]:
        own: list[list[tuple[int, int, int, int]]] = [[] for _ in self.problem.people]
        first = len(self._rows.under)
        for bond in self.problem.bonds:
            self._bind(bond, own)
        self.bond_rows = slice(first, len(self._rows.under))
        price = self.problem.fairness.nights
        for at, person in enumerate(self.problem.people):
            if price and person.share.nights is not None:
                row = self._rows.add(0, person.share.nights, 0.0, price)
                own[at].append((row, EVERY_DAY, NIGHTS, 1))
            for shift, limit in priced_limits(person, self.days):
                row = self._rows.add(0, limit, 0.0, self.hard)
                own[at].append((row, EVERY_DAY, TURNS_OF - self.shift_at[shift], 1))
        return own

    def _more_than_anything(self, met: dict[tuple[int, int, int], list[int]]) -> float:
        """A price for a turn over a limit: more than one person's whole roster can be worth."""
        problem, fairness, rows = self.problem, self.problem.fairness, self._rows
        worth = [0.0] * self.days
        for (_, _, day), counting in met.items():
            gain = sum(rows.under[row] + rows.over[row] for row in counting)
            worth[day] = max(worth[day], gain)
        a_day = (
            max((wish.price for wish in problem.wishes), default=0.0)
            + sum(bond.price for bond in problem.bonds)
            + max(problem.travel.values(), default=0.0)
            + fairness.hours * 24 + fairness.nights + fairness.weekends + self._change_price
        )  # fmt: skip
        return float(max(LEAST_HARD, 2 * math.ceil(sum(worth) + a_day * self.days)))

    def _bind(self, bond: Bond, own: list[list[tuple[int, int, int, int]]]) -> None:
        first, second = self.person_at[bond.first], self.person_at[bond.second]
        mine = self.option_at[self.profile[first]]
        theirs = self.option_at[self.profile[second]]
        for day in range(self.days):
            if not bond.together:
                for task in sorted(mine.keys() & theirs.keys()):
                    row = self._rows.add(0, 1, 0.0, bond.price)
                    own[first].append((row, day, mine[task], 1))
                    own[second].append((row, day, theirs[task], 1))
                continue
            # both differ from each other in exactly two of the options (a day off among them)
            half = bond.price / 2
            for task in sorted(mine.keys() | theirs.keys()):
                row = self._rows.add(0, 0, half, half)
                if task in mine:
                    own[first].append((row, day, mine[task], 1))
                if task in theirs:
                    own[second].append((row, day, theirs[task], -1))
            row = self._rows.add(0, 0, half, half)
            own[first].append((row, day, OFF, 1))
            own[second].append((row, day, OFF, -1))

    # --- prices

    def _base(self) -> None:
        sizes = [len(self.options[profile]) for profile in self.profile]
        self.base_from = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self.base = np.zeros((int(self.base_from[-1]), self.days))
        self.off_base = np.zeros((self.people, self.days))
        self.constant = 0.0
        travel = self.problem.travel
        for at, person in enumerate(self.problem.people):
            for option, (shift, post) in enumerate(self.options[self.profile[at]]):
                line = self.base[self.base_from[at] + option]
                line += travel.get((person.id, post), 0.0)
                if person.shift_limits.get(self.problem.shifts[shift].id) == 0:
                    line[:] = NEVER
            for day in person.leave:
                self._options(at)[:, day] = NEVER
            for day, turn in person.locked.items():
                self._lock(at, day, turn)

    def _options(self, person: int) -> Floats:
        return self.base[self.base_from[person] : self.base_from[person + 1]]

    def _lock(self, person: int, day: int, turn: Turn | None) -> None:
        options = self._options(person)
        keep = None
        if turn is not None:
            key = (self.shift_at[turn.shift], turn.post)
            keep = self.option_at[self.profile[person]].get(key)
            self.off_base[person, day] = NEVER
        for option in range(len(options)):
            if option != keep:
                options[option, day] = NEVER

    def _wishes(self) -> None:
        for wish in self.problem.wishes:
            at, shift = self.person_at[wish.person], self.shift_at[wish.shift]
            self.constant += wish.price * wish.wanted
            for option, (of_shift, _) in enumerate(self.options[self.profile[at]]):
                if of_shift == shift:
                    price = -wish.price if wish.wanted else wish.price
                    self._pay(self.base[self.base_from[at] + option], wish.day, price)

    @staticmethod
    def _pay(line: Floats, day: int, price: float) -> None:
        """Add a price; what is closed stays so, which a sum would not make sure of."""
        if line[day] < NEVER:
            line[day] += price

    def _changes(self, start: Roster | None, price: float) -> None:
        if start is None or not price:
            return
        for at, person in enumerate(self.problem.people):
            where = self.option_at[self.profile[at]]
            for day, turn in enumerate(start.turns.get(person.id, ())[: self.days]):
                self.constant += price
                if turn is None:
                    self._pay(self.off_base[at], day, -price)
                    continue
                option = where.get((self.shift_at.get(turn.shift, -1), turn.post))
                if option is not None:
                    self._pay(self.base[self.base_from[at] + option], day, -price)
