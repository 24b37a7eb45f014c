"""What keeps a person from a demand that stays short is told by its own name."""

import pytest

from qixin.planning.rosters.explain import gaps
from qixin.planning.rosters.problem import Demand, History, Turn
from qixin.planning.rosters.result import Roster
from tests.planning.rosters.factories import EARLY, LATE, NIGHT, need, person, problem


def row(text):
    return tuple(None if letter == "-" else Turn(letter) for letter in text)


def hindrance(rules, turns, demand):
    """Why one person with `rules`, who works `turns` from a Monday on, does not meet a demand."""
    one = problem(
        people=(person(**rules), person("other", unit="west", skills=frozenset({"nurse"}))),
        shifts=(EARLY, LATE, NIGHT), demands=(demand,),
    )  # fmt: skip
    on = tuple(Turn(demand.shifts[0]) if day == demand.day else None for day in range(one.days))
    (gap,) = gaps(one, Roster({"A": row(turns), "other": on}))
    (told,) = gap.hindrances
    return told


def two(day, shift="E", **parts):
    return Demand(day, 2, None, (shift,), **parts)


@pytest.mark.parametrize(
    ("rules", "turns", "demand", "told"),
    [
        ({"skills": frozenset({"nurse"})}, "-------", two(0, skill="nurse", unit="west"),
         "not of west"),
        ({"unit": "west"}, "-------", two(0, skill="nurse", unit="west"), "without nurse"),
        ({"max_minutes": 900}, "E------", two(3), "at their most minutes"),
        ({"max_week_minutes": 960}, "EE-----", two(3), "at their most minutes of the week"),
        ({"max_weekends": 0}, "-------", two(5), "at their most weekends"),
        ({"shift_limits": {"E": 1}}, "E------", two(3), "at the most turns of the shift"),
        ({"max_run": 2}, "EE-----", two(2), "at their most days in a row"),
        ({"max_run": 2, "history": History("E", 2)}, "-------", two(0),
         "at their most days in a row"),
        ({"min_off": 2}, "E--E---", two(2), "owed days off"),
        ({"min_off": 2, "history": History("", 1)}, "-------", two(0), "owed days off"),
        ({}, "L------", two(1), "on a shift that this one may not follow or precede"),
        ({}, "-E-----", two(0, "N"), "on a shift that this one may not follow or precede"),
        ({"min_rest": 660}, "-L-----", two(0, "N"), "resting"),
        ({"min_rest": 660, "history": History("N", 1)}, "-------", two(0, "L"), "resting"),
        ({"posts": frozenset()}, "-------", two(0), "not at these posts"),
        ({"min_off": 2}, "E---E--", two(6),
         "owed days off"),
        ({}, "-------", two(3), "free, but only by changing other days or at a higher price"),
    ],
)  # fmt: skip
def test_the_rule_that_keeps_somebody_away_is_named(rules, turns, demand, told):
    assert hindrance(rules, turns, demand) == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"skill": "nruse"}, "nobody has nruse"),
        ({"unit": "wets"}, "nobody is of wets"),
        ({"skill": "nurse", "unit": "east"}, "nobody of east has nurse"),
    ],
)
def test_a_demand_that_counts_nobody_is_told_first(parts, told):
    people = (person("A", unit="east"), person("B", unit="west", skills=frozenset({"nurse"})))
    one = problem(people=people, demands=(need(0, under=900.0), need(1, **parts)))
    first, second = gaps(one, Roster({"A": row("-------"), "B": row("-------")}))
    assert first.nobody == told
    assert told in str(first)
    assert second.nobody == ""
