"""One person's weeks anew, exactly, all else standing: quick enough for many thousand a second.

A window begins on a Monday; what follows it is walked as it stands until a rest has ended every run
that could begin inside. Minutes, weekends and limits are what the rest of the period leaves over,
so a window is a few days of a narrow band. Everybody's whole first roster is made by the same
program, kept near an even share of minutes and weekends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Open, count_kinds
from qixin.planning.rosters.program import NEVER, cheapest, minutes_band, weekend_range
from qixin.planning.rosters.sums import weekend_begun
from qixin.planning.rosters.tables import OFF, TURNS_OF, Choices, Floats, Ints, Tables

# cells that limits on turns may take; a person who needs more stays as they are
MOST_EXTRA = 64
# how many limits may be found broken one after the other
MOST_LIMITS = 4
# a first roster stays so near to an even share: units of minutes, weekends
BAND, WEEKENDS_BEHIND = 8, 1


class Cover(NamedTuple):
    """The rows' ranges and prices [R], and each person's least days off in a row [P]."""

    at_least: Floats
    at_most: Floats
    under: Floats
    over: Floats
    min_off: Ints


def cover_of(model: Model) -> Cover:
    """What the demands ask for, as the compiled parts read it."""
    min_off = np.array([max(1, person.min_off) for person in model.problem.people], np.int64)
    return Cover(model.at_least, model.at_most, model.under, model.over, min_off)


def suits(model: Model) -> bool:
    """Whether a person's weeks meet the others' in demands alone, and cost nothing but by day:
    no bonds, no shares of hours, nights and weekends, no soft limits.
    """
    own, problem = model.tables.own, model.problem
    prices = problem.fairness
    priced = any((model.tables.soft.any(), prices.hours, prices.nights, prices.weekends))
    return not problem.bonds and not priced and bool((own[:, 2] <= TURNS_OF).all())


@compiled
def one_more(tables: Tables, cover: Cover, cell: int, counts: Floats) -> float:
    """What one more person in a cell (option × day) costs the rows that count it."""
    cost = 0.0
    for met in range(tables.met_from[cell], tables.met_from[cell + 1]):
        row = tables.met[met]
        if counts[row] < cover.at_least[row]:
            cost -= cover.under[row]
        elif counts[row] >= cover.at_most[row]:
            cost += cover.over[row]
    return cost


@compiled
def put(
    tables: Tables, person: int, choice: Choices, first: int, end: int, sign: float, counts: Floats
) -> None:
    """Add `sign` times what a roster counts on the days [first, end) to the demands' rows."""
    options = tables.option_from[tables.profile[person]]
    for day in range(first, end):
        if choice[day] == OFF:
            continue
        cell = (options + choice[day]) * tables.days + day
        for met in range(tables.met_from[cell], tables.met_from[cell + 1]):
            counts[tables.met[met]] += sign


@compiled
def days_cost(
    tables: Tables, cover: Cover, person: int, choice: Choices, first: int, end: int, counts: Floats
) -> float:  # fmt: skip
    """What the days [first, end) of a roster cost, the rows of all others in `counts`."""
    base, options = tables.base_from[person], tables.option_from[tables.profile[person]]
    cost = 0.0
    for day in range(first, end):
        if choice[day] == OFF:
            cost += tables.off_base[person, day]
            continue
        cost += tables.base[base + choice[day], day]
        cost += one_more(tables, cover, (options + choice[day]) * tables.days + day, counts)
    return cost


@compiled
def seen_from(tables: Tables, person: int, choice: Choices, end: int, min_off: int) -> int:
    """The day from which on nothing depends on what was before `end`; no weekend is cut by it, and
    no week where weeks have a limit.
    """
    day, off = end, 0
    while day < tables.days and off < min_off:
        off = off + 1 if choice[day] == OFF else 0
        day += 1
    weekday = (tables.weekday + day) % 7
    if weekday == 6 or tables.week_limit[person] >= 0:
        day += (7 - weekday) % 7
    return min(tables.days, day)


@compiled
def outside(
    tables: Tables, person: int, choice: Choices, first: int, seen: int, turns: Ints
) -> tuple[int, int, int]:
    """The state before `first`; units and weekends outside [first, seen), `turns` of each shift."""
    contract, options = tables.contract[person], tables.option_from[tables.profile[person]]
    follows, rest = tables.follows[contract], tables.kinds[contract]
    state = tables.start[person]
    units, weekends, weekend = 0, 0, weekend_begun(tables, person)
    turns[:] = 0
    for day in range(tables.days):
        if first <= day < seen:
            continue
        if choice[day] == OFF:
            if day < first:
                state = follows[state, rest]
            continue
        shift = tables.option_shift[options + choice[day]]
        if day < first:
            state = follows[state, tables.kind_of[contract, shift]]
        turns[shift] += 1
        units += tables.units[shift]
        week, weekday = (day + tables.weekday) // 7, (day + tables.weekday) % 7
        if weekday >= 5 and week != weekend:
            weekend = week
            weekends += 1
    return state, units, weekends


@compiled
def replan(
    tables: Tables, cover: Cover, person: int, choice: Choices, first: int, end: int,
    counts: Floats, turns: Ints, fresh: Choices,
) -> bool:  # fmt: skip
    """Put the cheapest options of [first, end) into `choice`; False where none was found.

    `counts` are those of all others on these days; `turns` [shifts] and `fresh` [D] are scratch.
    """
    seen = seen_from(tables, person, choice, end, cover.min_off[person])
    state, units_out, weekends_out = outside(tables, person, choice, first, seen, turns)
    contract = tables.contract[person]
    base, options_from = tables.base_from[person], tables.option_from[tables.profile[person]]
    states, kinds, length = tables.states[contract], tables.kinds[contract], seen - first
    prices = np.full((kinds + 1, length), NEVER)
    which = np.zeros((kinds, length), np.int16)
    units = np.zeros(kinds, np.int64)
    left = np.zeros(kinds, np.int64)
    for option in range(tables.base_from[person + 1] - base):
        shift = tables.option_shift[options_from + option]
        kind = tables.kind_of[contract, shift]
        units[kind] = tables.units[shift]
        remaining = tables.turn_limit[person, shift] - turns[shift]
        if remaining <= 0:
            continue
        # shifts of one kind have no limit, or one that shuts them: any that is open tells
        left[kind] = max(left[kind], remaining)
        for day in range(first, end):
            price = tables.base[base + option, day]
            if price >= NEVER:
                continue
            price += one_more(tables, cover, (options_from + option) * tables.days + day, counts)
            if price < prices[kind, day - first]:
                prices[kind, day - first] = price
                which[kind, day - first] = option
    prices[kinds, : end - first] = tables.off_base[person, first:end]
    for day in range(end, seen):
        kind = kinds
        if choice[day] != OFF:
            kind = tables.kind_of[contract, tables.option_shift[options_from + choice[day]]]
        prices[kind, day - first] = 0.0
    least = max(0, tables.least[person] - units_out)
    most, weekends = tables.most[person] - units_out, tables.weekends[person] - weekends_out
    follows = tables.follows[contract, :states, : kinds + 1]
    low = np.empty((length + 1, states), np.int64)
    high = np.empty((length + 1, states), np.int64)
    if most < 0 or weekends < 0:
        return False
    if not minutes_band(follows, state, units, prices, least, most, low, high):
        return False
    weekday = (tables.weekday + first) % 7
    works = tables.works[contract]
    fewest, slots = weekend_range(prices, weekday, weekends, works[state])
    # a window begins on a Monday or with the period
    week_begun = tables.week_begun[person] if first == 0 else 0
    counted = np.zeros(kinds, np.int64)
    for _ in range(MOST_LIMITS):
        limit = counted.copy()
        strides = np.zeros((kinds, length), np.int64)
        extra, week_stride = count_kinds(prices, limit, strides), 0
        if extra > MOST_EXTRA:
            return False
        if tables.week_limit[person] >= 0:
            week_stride = extra
            extra *= tables.week_limit[person] + 1
        cost = cheapest(
            follows, works, tables.moves[contract], 0.0, state, units, prices, least, most, weekday,
            weekends, np.zeros(weekends + 1), np.zeros(most + 1), strides, limit, extra,
            week_stride, tables.week_limit[person], week_begun, low, high, fewest, slots,
            fresh[:length],
        )  # fmt: skip
        if cost >= NEVER:
            return False
        if not _over_left(fresh, length, left, counted):
            for day in range(first, end):
                kind = fresh[day - first]
                choice[day] = OFF if kind == OFF else which[kind, day - first]
            return True
    return False


@compiled
def _over_left(kinds_of: Choices, length: int, left: Ints, counted: Ints) -> bool:
    """Whether more of a kind is taken than is left; such kinds are counted from now on."""
    used = np.zeros(left.shape[0], np.int64)
    for day in range(length):
        if kinds_of[day] != OFF:
            used[kinds_of[day]] += 1
    over = False
    for kind in range(left.shape[0]):
        if used[kind] > left[kind]:
            over = True
            counted[kind] = left[kind]
    return over


@compiled
def even_roster(
    tables: Tables, cover: Cover, person: int, counts: Floats, choice: Choices
) -> bool:  # fmt: skip
    """A cheap roster of the whole period near an even share of it; False where none was found.

    Where a shift comes more often than its limit, only as many of its days stay open, evenly spread
    over those that were taken.
    """
    contract, days = tables.contract[person], tables.days
    base, options_from = tables.base_from[person], tables.option_from[tables.profile[person]]
    states, kinds = tables.states[contract], tables.kinds[contract]
    shifts = tables.turn_limit.shape[1]
    least, most, weekends = tables.least[person], tables.most[person], tables.weekends[person]
    follows = tables.follows[contract, :states, : kinds + 1]
    shut = np.zeros((shifts, days), np.bool_)
    low = np.empty((days + 1, states), np.int64)
    high = np.empty((days + 1, states), np.int64)
    units = np.zeros(kinds, np.int64)
    for _ in range(shifts + 1):
        prices = np.full((kinds + 1, days), NEVER)
        which = np.zeros((kinds, days), np.int16)
        prices[kinds] = tables.off_base[person]
        for option in range(tables.base_from[person + 1] - base):
            shift = tables.option_shift[options_from + option]
            kind = tables.kind_of[contract, shift]
            units[kind] = tables.units[shift]
            for day in range(days):
                price = tables.base[base + option, day]
                if price >= NEVER or shut[shift, day]:
                    continue
                price += one_more(tables, cover, (options_from + option) * days + day, counts)
                if price < prices[kind, day]:
                    prices[kind, day] = price
                    which[kind, day] = option
        start = tables.start[person]
        if not minutes_band(follows, start, units, prices, least, most, low, high):
            return False
        works = tables.works[contract]
        fewest, slots = weekend_range(prices, tables.weekday, weekends, works[start])
        _even(prices, least, most, weekends, low, high, fewest, slots)
        cost = cheapest(
            follows, works, tables.moves[contract], 0.0, start, units, prices, least, most,
            tables.weekday, weekends, np.zeros(weekends + 1), np.zeros(most + 1),
            np.zeros((kinds, days), np.int64), np.zeros(kinds, np.int64), 1, 0, -1, 0, low, high,
            fewest, slots, choice,
        )  # fmt: skip
        if cost >= NEVER:
            return False
        for day in range(days):
            if choice[day] != OFF:
                choice[day] = which[choice[day], day]
        if not _shut_over(tables, person, choice, shut):
            return True
    return False


@compiled
def _even(
    prices: Floats, least: int, most: int, weekends: int, low: Ints, high: Ints, fewest: Ints,
    slots: Ints,
) -> None:  # fmt: skip
    """Narrow the ranges of units and weekends to those near an even share of the days open."""
    kinds, days = prices.shape[0] - 1, prices.shape[1]
    open_until = np.zeros(days + 1)
    for day in range(days):
        can = False
        for kind in range(kinds):
            can = can or prices[kind, day] < NEVER
        open_until[day + 1] = open_until[day] + can
    for day in range(1, days + 1):
        share = open_until[day] / max(1.0, open_until[days])
        for state in range(low.shape[1]):
            low[day, state] = max(low[day, state], int(least * share) - BAND)
            high[day, state] = min(high[day, state], int(most * share) + BAND)
        even = int(weekends * share)
        last = fewest[day] + slots[day] - 1
        fewest[day] = max(fewest[day], min(last, even - WEEKENDS_BEHIND))
        slots[day] = max(1, min(last, even + 1) - fewest[day] + 1)


@compiled
def _shut_over(tables: Tables, person: int, choice: Choices, shut: Open) -> bool:
    """Shut the shifts of which a roster has too many but on the days that the limit allows."""
    options = tables.option_from[tables.profile[person]]
    turns = np.zeros(shut.shape[0], np.int64)
    for day in range(tables.days):
        if choice[day] != OFF:
            turns[tables.option_shift[options + choice[day]]] += 1
    over = False
    for shift in range(shut.shape[0]):
        limit, taken = tables.turn_limit[person, shift], 0
        if turns[shift] <= limit:
            continue
        over = True
        shut[shift] = True
        for day in range(tables.days):
            if choice[day] != OFF and tables.option_shift[options + choice[day]] == shift:
                stays = (taken + 1) * limit // turns[shift] > taken * limit // turns[shift]
                shut[shift, day] = not stays
                taken += 1
    return over
