"""What a roster must fulfil: days, shifts, posts, people and their rules, demands and prices.

Hard rules bind one person each (hours, runs, rest, weekends, limits, leave). People meet only in
`Demand`s and `Bond`s, which are priced: an answer exists whenever each person alone has one.
Prices are whole or broken units of cost; minutes are working minutes.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.limits import whole_numbers
from qixin.planning.rosters.soft import SoftLimits

DAY = 24 * 60
CHANGE_PRICE = 10.0  # of a turn that differs from an earlier roster, unless told otherwise
ANY = ""
# what a person has none or some of, or (None) no limit
AT_LEAST_NOTHING = ("min_off", "min_rest", "max_weekends", "max_week_minutes")


@dataclass(frozen=True)
class Shift:
    """A shift of the day. `minutes` count as work; `start` and `end` are minutes after midnight of
    its day (`end` may pass 1440: the shift crosses midnight) and serve the rest between two shifts.
    `not_before` names shifts that cannot follow on the next day.
    """

    id: str
    minutes: int
    start: int | None = None
    end: int | None = None
    not_before: frozenset[str] = frozenset()
    night: bool = False

    def __post_init__(self) -> None:
        whole_numbers(self.id, minutes=self.minutes, start=self.start, end=self.end)
        if self.minutes <= 0:
            raise ProblemError(f"a shift takes some minutes, not {self.minutes}", item=self.id)
        if (self.start is None) != (self.end is None):
            raise ProblemError("a shift has both a start and an end, or neither", item=self.id)
        if self.start is None or self.end is None:
            return
        if not 0 <= self.start < DAY or not self.start < self.end <= self.start + DAY:
            raise ProblemError(
                "a shift starts within its day and ends within 24 hours", item=self.id
            )


@dataclass(frozen=True)
class History:
    """How the last period ended for a person: the last day's shift ("" for off), days in a row.

    `week_minutes` were worked since the Monday of a week that goes on into this period. A weekend
    whose Saturday was worked then was counted then: its Sunday adds none. `in_shift` of the days
    in a row were in the last shift (None: all).
    """

    shift: str
    days: int
    week_minutes: int = 0
    in_shift: int | None = None

    @property
    def days_in_shift(self) -> int:
        return self.days if self.in_shift is None else self.in_shift

    def __post_init__(self) -> None:
        whole_numbers(
            self.shift, days=self.days, week_minutes=self.week_minutes, in_shift=self.in_shift
        )
        if self.days < 1:
            raise ProblemError(f"a history has at least one day, not {self.days}", item=self.shift)
        if self.week_minutes < 0:
            raise ProblemError(
                f"minutes of a week cannot be negative ({self.week_minutes})", item=self.shift
            )
        if not 1 <= self.days_in_shift <= self.days:
            raise ProblemError(
                f"{self.in_shift} of {self.days} days cannot be in one shift", item=self.shift
            )


@dataclass(frozen=True)
class Turn:
    """A person's duty on a day: a shift at a post."""

    shift: str
    post: str = ANY


@dataclass(frozen=True)
class Share:
    """A person's fair part; None: not counted. `fairness.with_shares` reckons it from demands."""

    minutes: int | None = None
    nights: int | None = None
    weekends: int | None = None


@dataclass(frozen=True)
class Person:
    """One person and the hard rules for them.

    Minutes are over the whole period, `max_week_minutes` over each week from Monday. `shift_limits`
    is the most turns of a shift (0: never). `leave` are days off for sure. `locked` fixes a day to
    a turn, or to None for a day off. `posts` are where they may stand (None: everywhere; none in
    it: nowhere). `min_rest` needs the times of every shift that they may work.
    Without a `history` the day before the first was off, and neither runs nor rests count as begun.
    """

    id: str
    max_minutes: int
    min_minutes: int = 0
    max_run: int = 6
    min_run: int = 1
    min_off: int = 1
    max_weekends: int | None = None
    max_week_minutes: int | None = None
    min_rest: int = 0
    shift_limits: Mapping[str, int] = field(default_factory=dict)
    leave: frozenset[int] = frozenset()
    locked: Mapping[int, Turn | None] = field(default_factory=dict)
    unit: str = ""
    skills: frozenset[str] = frozenset()
    posts: frozenset[str] | None = None
    history: History | None = None
    share: Share = Share()
    soft: SoftLimits = field(default_factory=SoftLimits)

    def __post_init__(self) -> None:
        names = ("min_minutes", "max_minutes", "min_run", "max_run", *AT_LEAST_NOTHING)
        whole_numbers(self.id, **{name: getattr(self, name) for name in names})
        whole_numbers(self.id, **self.shift_limits)
        if not 0 <= self.min_minutes <= self.max_minutes:
            raise ProblemError(
                f"minutes from {self.min_minutes} to {self.max_minutes} are no range", item=self.id
            )
        if not 1 <= self.min_run <= self.max_run:
            raise ProblemError(
                f"a run of {self.min_run} to {self.max_run} days is no range", item=self.id
            )
        for name in AT_LEAST_NOTHING:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ProblemError(f"{name} cannot be negative ({value})", item=self.id)
        for shift, limit in self.shift_limits.items():
            if limit < 0:
                raise ProblemError(f"a limit of {limit} turns of {shift}", item=self.id)


@dataclass(frozen=True)
class Wish:
    """`price` is due where the wish is not met: a turn wanted (or, `wanted` False, not wanted)."""

    person: str
    day: int
    shift: str
    price: float
    wanted: bool = True


@dataclass(frozen=True)
class Demand:
    """How many people stand somewhere: each missing one costs `under`, each above `over`.

    `shifts` and `posts` empty: any. With `skill` or `unit` only those people are counted: "at least
    one with …" is a demand of 1 with a skill; a unit's quota of a day is one with a unit alone.
    A `hard` one is kept whatever that costs: what misses it is no answer, and its prices are idle.
    """

    day: int
    at_least: int
    at_most: int | None = None
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    skill: str = ""
    unit: str = ""
    under: float = 100.0
    over: float = 0.0
    hard: bool = False

    @property
    def name(self) -> str:
        parts = ("/".join(self.shifts), "/".join(self.posts), self.skill, self.unit)
        return " ".join(("day " + str(self.day), *filter(None, parts)))

    def __post_init__(self) -> None:
        most = self.at_most
        whole_numbers(self.name, day=self.day, at_least=self.at_least, at_most=most)
        if self.at_least < 0:
            raise ProblemError(f"a demand cannot be negative ({self.at_least})", item=self.name)
        if most is not None and most < self.at_least:
            raise ProblemError(f"at least {self.at_least}, but at most {most}", item=self.name)


@dataclass(frozen=True)
class Bond:
    """Two people kept together (or apart): `price` for each day on which they are not (or are)."""

    first: str
    second: str
    price: float
    together: bool = True

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ProblemError("a bond is between two people", item=self.first)


@dataclass(frozen=True)
class Fairness:
    """Prices for what lies over a person's fair share: per hour, per night, per weekend."""

    hours: float = 0.0
    nights: float = 0.0
    weekends: float = 0.0


@dataclass(frozen=True)
class Problem:
    """A period of `days` days that starts on `first_weekday` (0: Monday).

    `travel` prices a turn by person and post. Raises ProblemError where parts contradict each other
    or name what is not there.
    """

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    demands: tuple[Demand, ...] = ()
    wishes: tuple[Wish, ...] = ()
    posts: tuple[str, ...] = (ANY,)
    bonds: tuple[Bond, ...] = ()
    travel: Mapping[tuple[str, str], float] = field(default_factory=dict)
    fairness: Fairness = Fairness()
    first_weekday: int = 0

    def __post_init__(self) -> None:
        whole_numbers("period", days=self.days, first_weekday=self.first_weekday)
        if self.days < 1:
            raise ProblemError(f"a period has at least one day, not {self.days}")
        if not 0 <= self.first_weekday < 7:
            raise ProblemError(f"weekdays go from 0 to 6, not {self.first_weekday}")
        for things, what in ((self.shifts, "shift"), (self.people, "person"), (self.posts, "post")):
            if not things:
                raise ProblemError(f"there is no {what}")
            _no_double(what, [thing if isinstance(thing, str) else thing.id for thing in things])
        self._check_names()
        _check_rests(self)
        _check_prices(self)

    def _check_names(self) -> None:
        shifts = {shift.id for shift in self.shifts}
        people = {person.id for person in self.people}
        posts = set(self.posts)
        for shift in self.shifts:
            _known("shift", shift.not_before, shifts, shift.id)
        for person in self.people:
            _known("shift", person.shift_limits, shifts, person.id)
            _known("shift", person.soft.shift_runs, shifts, person.id)
            _known("post", person.posts or (), posts, person.id)
            _days_within(self.days, chain(person.leave, person.locked), person.id)
            turns = [turn for turn in person.locked.values() if turn]
            _known("shift", (turn.shift for turn in turns), shifts, person.id)
            _known("post", (turn.post for turn in turns), posts, person.id)
            if person.history and person.history.shift:
                _known("shift", [person.history.shift], shifts, person.id)
        for wish in self.wishes:
            _known("person", [wish.person], people, f"wish on day {wish.day}")
            _known("shift", [wish.shift], shifts, f"wish of {wish.person}")
            _days_within(self.days, [wish.day], f"wish of {wish.person}")
        for demand in self.demands:
            _known("shift", demand.shifts, shifts, demand.name)
            _known("post", demand.posts, posts, demand.name)
            _days_within(self.days, [demand.day], demand.name)
        for bond in self.bonds:
            _known("person", (bond.first, bond.second), people, "bond")
        for person_id, post in self.travel:
            _known("person", [person_id], people, "travel")
            _known("post", [post], posts, "travel")


def _check_rests(problem: Problem) -> None:
    """A rest can only be kept between shifts whose times are known."""
    untimed = [shift.id for shift in problem.shifts if shift.start is None]
    for person in problem.people:
        for shift in untimed:
            if person.min_rest and person.shift_limits.get(shift) != 0:
                raise ProblemError(
                    f"{person.id} needs {person.min_rest} minutes of rest, but the shift has no"
                    " times",
                    item=shift,
                )


def _check_prices(problem: Problem) -> None:
    fairness = problem.fairness
    prices = chain(
        ((wish.price, f"wish of {wish.person}") for wish in problem.wishes),
        ((demand.under, demand.name) for demand in problem.demands),
        ((demand.over, demand.name) for demand in problem.demands),
        ((bond.price, f"bond of {bond.first}") for bond in problem.bonds),
        ((price, f"travel of {key[0]}") for key, price in problem.travel.items()),
        ((price, "fairness") for price in (fairness.hours, fairness.nights, fairness.weekends)),
    )
    for price, item in prices:
        if not math.isfinite(price):
            raise NumbersMissing(f"a price must be a number, not {price}", item=item)
        if price < 0:
            raise ProblemError(f"a price cannot be negative ({price})", item=item)


def _no_double(what: str, ids: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for one in ids:
        if one in seen:
            raise ProblemError(f"the {what} is there twice", item=str(one))
        seen.add(one)


def _known(what: str, names: Iterable[str], there: set[str], item: str) -> None:
    for name in names:
        if name not in there:
            raise ProblemError(f"there is no {what} {name!r}", item=item)


def _days_within(days: int, asked: Iterable[int], item: str) -> None:
    for day in asked:
        if not 0 <= day < days:
            raise ProblemError(f"day {day} is outside the period of {days} days", item=item)
