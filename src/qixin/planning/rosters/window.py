"""Some people over some weeks of a long period as a problem of its own, all else standing.

Pricing walks every day of a period, also those that are shut; a crew in a year would pay for the
whole year. Weeks begin on Mondays, so no week and no weekend is cut; the days after the freed ones
are locked until every run that could begin before them has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.problem import Demand, Person, Problem, Share
from qixin.planning.rosters.rolling import history_of, weekends_of
from qixin.planning.rosters.soft import Span
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, Choices, Ints


@dataclass(frozen=True)
class Window:
    """`problem` holds the people of `people` on days [first, seen); [first, end) are free."""

    problem: Problem
    people: Ints
    first: int
    end: int
    demands: tuple[int, ...]


def stands_alone(model: Model) -> bool:
    """Whether parts of the problem can be cut out: nothing joins two people but demands."""
    return not model.problem.bonds and not model.has_start


def window_of(standing: Standing, people: Ints, first: int, length: int) -> Window:
    """The problem of `people` on about `length` days from the Monday on or before `first`."""
    model = standing.model
    problem = model.problem
    first = max(0, first - (first + problem.first_weekday) % 7)
    end = min(problem.days, first + length)
    crew = [problem.people[at] for at in people]
    seen = end + 1 + max(max(person.max_run, person.min_off) for person in crew)
    seen = min(problem.days, seen + (-seen - problem.first_weekday) % 7)
    others = standing.without(people)
    inside = [
        at for at, demand in enumerate(problem.demands)
        if first <= demand.day < end
    ]  # fmt: skip
    ids = {person.id for person in crew}
    parts = [
        _part_of(model, person, standing.choices[at], first, end, seen)
        for at, person in zip(people.tolist(), crew, strict=True)
    ]
    made = replace(
        problem,
        days=seen - first,
        first_weekday=(problem.first_weekday + first) % 7,
        people=tuple(parts),
        demands=tuple(_rest_of(problem.demands[at], others[at], first) for at in inside),
        wishes=tuple(
            replace(wish, day=wish.day - first)
            for wish in problem.wishes
            if first <= wish.day < seen and wish.person in ids
        ),
        travel={key: price for key, price in problem.travel.items() if key[0] in ids},
    )
    return Window(made, people, first, end, tuple(inside))


def choices_in(window: Window, inner: Model, standing: Standing) -> Choices:
    """What the window's people do on its days, as options of its own model: [n, days]."""
    model, last = standing.model, window.first + window.problem.days
    choices = np.full((len(window.people), window.problem.days), OFF, np.int16)
    for at, person in enumerate(window.people.tolist()):
        options = model.options[model.profile[person]]
        where = inner.option_at[inner.profile[at]]
        for day, option in enumerate(standing.choices[person, window.first : last].tolist()):
            if option != OFF:
                choices[at, day] = where[options[option]]
    return choices


def choices_back(window: Window, inner: Model, found: Choices, standing: Standing) -> Choices:
    """`found` in the whole period, as options of the whole model: [n, D]."""
    model, length = standing.model, window.end - window.first
    choices: Choices = standing.choices[window.people].copy()
    for at, person in enumerate(window.people.tolist()):
        options = inner.options[inner.profile[at]]
        where = model.option_at[model.profile[person]]
        for day, option in enumerate(found[at, :length].tolist()):
            choices[at, window.first + day] = OFF if option == OFF else where[options[option]]
    return choices


def _rest_of(demand: Demand, others: float, first: int) -> Demand:
    there = int(others)
    most = demand.at_most
    return replace(
        demand, day=demand.day - first, at_least=max(0, demand.at_least - there),
        at_most=None if most is None else max(0, most - there),
    )  # fmt: skip


def _part_of(
    model: Model, person: Person, choice: NDArray[np.int16], first: int, end: int, seen: int
) -> Person:
    problem = model.problem
    turns = [model.turn(model.person_at[person.id], int(option)) for option in choice]
    outside = [turn for day, turn in enumerate(turns) if not first <= day < seen]
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    worked = sum(minutes[turn.shift] for turn in outside if turn)
    counts: dict[str, int] = {}
    for turn in outside:
        if turn:
            counts[turn.shift] = counts.get(turn.shift, 0) + 1
    apart = [None if first <= day < seen else turn for day, turn in enumerate(turns)]
    weekends = weekends_of(problem, person, apart)
    nights = sum(counts.get(shift.id, 0) for shift in problem.shifts if shift.night)
    locked = {day - first: turn for day, turn in person.locked.items() if first <= day < seen}
    locked |= {day - first: turns[day] for day in range(end, seen)}
    return replace(
        person,
        min_minutes=max(0, person.min_minutes - worked),
        max_minutes=person.max_minutes - worked,
        max_weekends=_less(person.max_weekends, weekends),
        shift_limits=_limits(person.shift_limits, counts),
        leave=frozenset(day - first for day in person.leave if first <= day < seen),
        locked=locked,
        history=history_of(person, tuple(turns[:first])),
        share=Share(
            _less(person.share.minutes, worked), _less(person.share.nights, nights),
            _less(person.share.weekends, weekends),
        ),
        soft=replace(
            person.soft,
            minutes=_rest_of_span(person.soft.minutes, worked),
            weekends=_rest_of_span(person.soft.weekends, weekends),
        ),
    )  # fmt: skip


def _limits(limits: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    return {shift: max(0, most - counts.get(shift, 0)) for shift, most in limits.items()}


def _rest_of_span(span: Span, used: int) -> Span:
    return replace(span, least=max(0, span.least - used), most=_less(span.most, used))


def _less(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)
