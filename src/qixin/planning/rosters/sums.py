"""What a person's sums (hours, weekends) and soft limits cost."""

from __future__ import annotations

from qixin.planning.compiled import compiled
from qixin.planning.rosters.tables import OFF, Choices, Floats, Tables


@compiled
def off_span(span: Floats, amount: float) -> float:
    """What an amount costs under the least or over the most of a soft limit."""
    cost = 0.0
    if span[2] > 0.0 and amount < span[0]:
        cost += (span[0] - amount) * span[2]
    if span[3] > 0.0 and amount > span[1]:
        cost += (amount - span[1]) * span[3]
    return cost


@compiled
def over_shares(tables: Tables, person: int, units: int, weekends: int) -> float:
    """What lies over a person's fair share of hours and of weekends costs."""
    cost = 0.0
    over = units * tables.unit_minutes - tables.unit_share[person]
    if over > 0:
        cost += over * tables.unit_price
    if weekends > tables.weekend_share[person]:
        cost += (weekends - tables.weekend_share[person]) * tables.weekend_price
    return cost


@compiled
def sums_cost(tables: Tables, person: int, units: int, weekends: int) -> float:
    """What so many units and weekends cost: what is over a fair share, and by soft limits."""
    cost = over_shares(tables, person, units, weekends)
    if tables.soft[person]:
        cost += off_span(tables.soft_units[person], units)
        cost += off_span(tables.soft_weekends[person], weekends)
    return cost


@compiled
def soft_day(tables: Tables, person: int, day: int, state: int, kind: int) -> float:
    """What soft limits make of a day of this kind in a state."""
    contract = tables.contract[person]
    cost = float(tables.moves[contract, state, kind])
    sunday = (day + tables.weekday) % 7 == 6 and (day > 0 or state > 0)
    if sunday and (kind < tables.kinds[contract]) != tables.works[contract, state]:
        cost += tables.half_weekend[person]
    return cost


@compiled
def soft_days(tables: Tables, person: int, choice: Choices) -> float:
    """What soft limits make of the days of a roster that keeps the rules on sequences."""
    contract = tables.contract[person]
    first = tables.option_from[tables.profile[person]]
    state, cost = tables.start[person], 0.0
    for day in range(tables.days):
        kind = tables.kinds[contract]
        if choice[day] != OFF:
            kind = tables.kind_of[contract, tables.option_shift[first + choice[day]]]
        if state < 0:
            break
        cost += soft_day(tables, person, day, state, kind)
        state = tables.follows[contract, state, kind]
    return cost


@compiled
def soft_part(tables: Tables, person: int, choice: Choices) -> float:
    """What a roster costs by soft limits, its sums among them."""
    first = tables.option_from[tables.profile[person]]
    units, weekends, weekend = 0, 0, weekend_begun(tables, person)
    for day in range(tables.days):
        if choice[day] == OFF:
            continue
        units += tables.units[tables.option_shift[first + choice[day]]]
        week, today = (day + tables.weekday) // 7, (day + tables.weekday) % 7
        if today >= 5 and week != weekend:
            weekend = week
            weekends += 1
    sums = sums_cost(tables, person, units, weekends) - over_shares(tables, person, units, weekends)
    return sums + soft_days(tables, person, choice)


@compiled
def weekend_begun(tables: Tables, person: int) -> int:
    """The week whose weekend was counted before the first day; −1 where none was."""
    on_before = tables.works[tables.contract[person], tables.start[person]]
    return 0 if tables.weekday == 6 and on_before else -1
