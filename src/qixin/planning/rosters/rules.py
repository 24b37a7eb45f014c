"""Whether a roster keeps every hard rule of its person, and what it costs by itself.

Walks the days once, without the program that makes rosters: what that finds is checked here.
"""

from __future__ import annotations

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.sums import soft_day, sums_cost, weekend_begun
from qixin.planning.rosters.tables import OFF, Choices, Ints, Tables


@compiled
def own_cost(tables: Tables, person: int, choice: Choices, turns: Ints) -> float:
    """A roster's own cost, without what its rows cost; NEVER where it breaks a rule.

    Fills `turns` [shifts]: how many of each it has.
    """
    contract, profile = tables.contract[person], tables.profile[person]
    base, first = tables.base_from[person], tables.option_from[profile]
    state = tables.start[person]
    cost, units, weekends, weekend = 0.0, 0, 0, weekend_begun(tables, person)
    this_week, week_units = 0, tables.week_begun[person]
    soft = tables.soft[person]
    turns[:] = 0
    for day in range(tables.days):
        option = choice[day]
        kind, price = tables.kinds[contract], tables.off_base[person, day]
        if option != OFF:
            shift = tables.option_shift[first + option]
            kind, price = tables.kind_of[contract, shift], tables.base[base + option, day]
            week, weekday = (day + tables.weekday) // 7, (day + tables.weekday) % 7
            week_units = tables.units[shift] + (week_units if week == this_week else 0)
            this_week = week
            units += tables.units[shift]
            turns[shift] += 1
            if weekday >= 5 and week != weekend:
                weekend = week
                weekends += 1
            if 0 <= tables.week_limit[person] < week_units:
                return NEVER
        if soft:
            cost += soft_day(tables, person, day, state, kind)
        state = tables.follows[contract, state, kind]
        if state < 0 or price >= NEVER:
            return NEVER
        cost += price
    for shift in range(turns.shape[0]):
        if turns[shift] > tables.turn_limit[person, shift]:
            return NEVER
    if not tables.least[person] <= units <= tables.most[person]:
        return NEVER
    if weekends > tables.weekends[person]:
        return NEVER
    return cost + sums_cost(tables, person, units, weekends)


@compiled
def find_broken(tables: Tables, people: Ints, choices: Choices, found: Ints) -> int:
    """Put those of `people` whose roster breaks a rule into `found`; returns how many."""
    turns = np.zeros(tables.turn_limit.shape[1], np.int64)
    count = 0
    for at in range(people.shape[0]):
        if own_cost(tables, people[at], choices[at], turns) >= NEVER:
            found[count] = people[at]
            count += 1
    return count


def broken(model: Model, people: Ints, choices: Choices) -> Ints:
    """Those of `people` whose roster of `choices` [n, D] breaks a rule."""
    found = np.empty(len(people), np.int64)
    return found[: find_broken(model.tables, np.asarray(people), np.asarray(choices), found)]


def all_keep_rules(model: Model, people: Ints, choices: Choices) -> bool:
    """Whether each of `people` may have their roster of `choices` [n, D]."""
    return not len(broken(model, people, choices))
