"""Soft limits counted again from the problem alone: nothing here is shared with the solver."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from qixin.planning.rosters.problem import Person, Problem, Turn
from qixin.planning.rosters.soft import Span

Row = tuple[Turn | None, ...]


class Stretch(NamedTuple):
    """What goes on, for how many days, so many of them before the period; whether both its ends
    are known.
    """

    what: str
    days: int
    before: int
    whole: bool


def soft_cost(problem: Problem, person: Person, row: Row) -> float:
    """What a person's roster costs by their soft limits."""
    soft, history = person.soft, person.history
    on = ["on" if turn else "" for turn in row]
    before = ("on" if history.shift else "", history.days) if history else None
    cost = 0.0
    for stretch in _stretches(on, before):
        cost += _off_limits(soft.run if stretch.what else soft.rest, stretch)
    before = (history.shift, history.days_in_shift) if history else None
    for stretch in _stretches([turn.shift if turn else "" for turn in row], before):
        if stretch.what in soft.shift_runs:
            cost += _off_limits(soft.shift_runs[stretch.what], stretch)
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    worked = sum(minutes[turn.shift] for turn in row if turn)
    cost += _outside(soft.minutes, worked) / 60
    return cost + _weekends(problem, person, row)


def _stretches(row: list[str], before: tuple[str, int] | None) -> list[Stretch]:
    """Stretches of the same, `before` the period and in it."""
    found = [(what, len(list(same))) for what, same in groupby(row)]
    known = 0
    if before:
        known = before[1]
        if found[0][0] == before[0]:
            found[0] = (before[0], known + found[0][1])
        else:
            found.insert(0, before)
    last = len(found) - 1
    return [
        Stretch(what, days, known if place == 0 else 0, place < last and (place > 0 or known > 0))
        for place, (what, days) in enumerate(found)
    ]


def _off_limits(span: Span, stretch: Stretch) -> float:
    """What is too short, if it is whole, and the period's days that are too many."""
    cost = span.under * max(0, span.least - stretch.days) if stretch.whole else 0.0
    if span.most is not None:
        too_many = max(0, stretch.days - span.most) - max(0, stretch.before - span.most)
        cost += span.over * too_many
    return cost


def _outside(span: Span, amount: int) -> float:
    cost = span.under * max(0, span.least - amount)
    if span.most is not None:
        cost += span.over * max(0, amount - span.most)
    return cost


def _weekends(problem: Problem, person: Person, row: Row) -> float:
    """The number of weekends, and those of which one day is worked and the other free."""
    saturday = bool(person.history.shift) if person.history else None
    weekends, halves = 0, 0
    for day, turn in enumerate(row):
        weekday = (day + problem.first_weekday) % 7
        if weekday == 6:
            # where the Saturday was before the period, the weekend was counted then
            weekends += turn is not None and not saturday
            halves += saturday is not None and saturday != (turn is not None)
        elif weekday == 5:
            weekends += turn is not None
        saturday = turn is not None
    return _outside(person.soft.weekends, weekends) + person.soft.half_weekend * halves
