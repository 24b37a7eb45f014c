"""Each person's cheapest roster at the rows' prices, and what a roster costs and counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.prices import clipped, rows_value
from qixin.planning.rosters.program import NEVER, cheapest, minutes_band, weekend_range
from qixin.planning.rosters.sums import soft_days, sums_cost, weekend_begun
from qixin.planning.rosters.tables import (
    COUNTED,
    EVERY_DAY,
    NIGHTS,
    OFF,
    TURNS_OF,
    Choices,
    Floats,
    Ints,
    Tables,
)
from qixin.planning.run import Run

Open = NDArray[np.bool_]
# person-days priced between two looks at the clock
PRICED_AT_ONCE = 4000


@compiled
def price_profiles(tables: Tables, prices: Floats) -> Floats:
    """What the demands' prices give to each option of each profile: [O, D]."""
    days = tables.days
    given = np.zeros((tables.option_shift.shape[0], days))
    for option in range(given.shape[0]):
        for day in range(days):
            at = option * days + day
            total = 0.0
            for met in range(tables.met_from[at], tables.met_from[at + 1]):
                total += prices[tables.met[met]]
            given[option, day] = total
    return given


@compiled
def option_prices(
    tables: Tables, person: int, given: Floats, prices: Floats, closed: Open, closed_off: Open,
    out: Floats,
) -> None:  # fmt: skip
    """A person's price of each option and of a day off (the last row of `out`) at `prices`."""
    days = tables.days
    base, profile = tables.base_from[person], tables.profile[person]
    options = tables.base_from[person + 1] - base
    first = tables.option_from[profile]
    for option in range(options):
        for day in range(days):
            price = tables.base[base + option, day]
            if closed[base + option, day]:
                price = NEVER
            out[option, day] = price - given[first + option, day] if price < NEVER else NEVER
    for day in range(days):
        out[options, day] = NEVER if closed_off[person, day] else tables.off_base[person, day]
    for at in range(tables.own_from[person], tables.own_from[person + 1]):
        row, on, which, weight = tables.own[at]
        price = prices[row] * weight
        if price == 0.0:
            continue
        for day in range(days):
            if on != EVERY_DAY and on != day:
                continue
            if which == NIGHTS:
                for option in range(options):
                    if tables.night[tables.option_shift[first + option]]:
                        out[option, day] -= price
            elif which <= TURNS_OF:
                for option in range(options):
                    if tables.option_shift[first + option] == TURNS_OF - which:
                        out[option, day] -= price
            elif which == OFF:
                out[options, day] -= price
            else:
                out[which, day] -= price


@compiled
def count_kinds(prices: Floats, limit: Ints, strides: Ints) -> int:
    """Give each kind whose `limit` can be reached its part of the extra count; returns its size.

    Days on which nothing else is open are taken off the limit beforehand and not counted.
    """
    kinds, days = strides.shape
    extra = 1
    for kind in range(kinds):
        if limit[kind] <= 0:
            continue
        forced, free = 0, 0
        for day in range(days):
            if prices[kind, day] >= NEVER:
                continue
            others = 0
            for other in range(kinds + 1):
                others += other != kind and prices[other, day] < NEVER
            if others:
                free += 1
                strides[kind, day] = extra
            else:
                forced += 1
        limit[kind] = max(0, limit[kind] - forced)
        if limit[kind] >= free:
            strides[kind] = 0
            continue
        extra *= limit[kind] + 1
    return extra


@compiled
def merge_options(
    tables: Tables, person: int, at_option: Floats, counted: Ints, at_kind: Floats,
    which: Choices, units: Ints, limit: Ints,
) -> None:  # fmt: skip
    """The cheapest option of each kind and day, and which it is; a kind's units and its limit."""
    contract = tables.contract[person]
    options = at_option.shape[0] - 1
    first = tables.option_from[tables.profile[person]]
    for option in range(options):
        shift = tables.option_shift[first + option]
        kind = tables.kind_of[contract, shift]
        units[kind] = tables.units[shift]
        limit[kind] = counted[person, shift]
        for day in range(tables.days):
            if at_option[option, day] < at_kind[kind, day]:
                at_kind[kind, day] = at_option[option, day]
                which[kind, day] = option
    at_kind[at_kind.shape[0] - 1] = at_option[options]


@compiled
def price_people(
    tables: Tables, people: Ints, given: Floats, prices: Floats, closed: Open, closed_off: Open,
    counted: Ints, choices: Choices, costs: Floats,
) -> None:  # fmt: skip
    """For each of `people`: the cheapest roster (`choices`) and its reduced cost (`costs`).

    `counted` [person, shift]: the limit of a shift that is to be kept, 0 where it is not counted.
    """
    days = tables.days
    for number in range(people.shape[0]):
        person = people[number]
        contract = tables.contract[person]
        states, kinds = tables.states[contract], tables.kinds[contract]
        base = tables.base_from[person]
        options = tables.base_from[person + 1] - base
        at_option = np.empty((options + 1, days))
        option_prices(tables, person, given, prices, closed, closed_off, at_option)
        at_kind = np.full((kinds + 1, days), NEVER)
        which = np.zeros((kinds, days), np.int16)
        units = np.zeros(kinds, np.int64)
        limit = np.zeros(kinds, np.int64)
        merge_options(tables, person, at_option, counted, at_kind, which, units, limit)
        strides = np.zeros((kinds, days), np.int64)
        extra = count_kinds(at_kind, limit, strides)
        week_stride = 0
        if tables.week_limit[person] >= 0:
            week_stride = extra
            extra *= tables.week_limit[person] + 1
        follows = tables.follows[contract, :states, : kinds + 1]
        low = np.empty((days + 1, states), np.int64)
        high = np.empty((days + 1, states), np.int64)
        least, most = tables.least[person], tables.most[person]
        start = tables.start[person]
        costs[number] = NEVER
        if not minutes_band(follows, start, units, at_kind, least, most, low, high):
            continue
        weekends = tables.weekends[person]
        weekend_prices, end_prices = np.zeros(weekends + 1), np.zeros(most + 1)
        for weekend in range(weekends):
            weekend_prices[weekend] = sums_cost(tables, person, 0, weekend + 1)
            weekend_prices[weekend] -= sums_cost(tables, person, 0, weekend)
        for worked in range(most + 1):
            end_prices[worked] = sums_cost(tables, person, worked, 0)
        works = tables.works[contract]
        fewest, slots = weekend_range(at_kind, tables.weekday, weekends, works[start])
        choice = choices[number]
        costs[number] = cheapest(
            follows, works, tables.moves[contract], tables.half_weekend[person], start, units,
            at_kind, least, most, tables.weekday, weekends, weekend_prices, end_prices,
            strides, limit, extra, week_stride,
            tables.week_limit[person], tables.week_begun[person], low, high, fewest, slots, choice,
        )  # fmt: skip
        if costs[number] < NEVER:
            for day in range(days):
                if choice[day] != OFF:
                    choice[day] = which[choice[day], day]


@compiled
def count_rows(tables: Tables, person: int, choice: Choices, sign: float, counts: Floats) -> float:
    """Add `sign` times what a roster counts to the rows; returns the roster's own cost."""
    days = tables.days
    base = tables.base_from[person]
    first = tables.option_from[tables.profile[person]]
    cost, units, weekends, weekend = 0.0, 0, 0, weekend_begun(tables, person)
    for day in range(days):
        option = choice[day]
        if option == OFF:
            cost += tables.off_base[person, day]
            continue
        cost += tables.base[base + option, day]
        units += tables.units[tables.option_shift[first + option]]
        week, today = (day + tables.weekday) // 7, (day + tables.weekday) % 7
        if today >= 5 and week != weekend:
            weekend = week
            weekends += 1
        at = (first + option) * days + day
        for met in range(tables.met_from[at], tables.met_from[at + 1]):
            counts[tables.met[met]] += sign
    for at in range(tables.own_from[person], tables.own_from[person + 1]):
        row, on, which, weight = tables.own[at]
        for day in range(days):
            if on != EVERY_DAY and on != day:
                continue
            option = choice[day]
            if which <= NIGHTS:
                if option == OFF:
                    continue
                shift = tables.option_shift[first + option]
                if shift == TURNS_OF - which or (which == NIGHTS and tables.night[shift]):
                    counts[row] += sign * weight
            elif option == which:
                counts[row] += sign * weight
    if tables.soft[person]:
        cost += soft_days(tables, person, choice)
    return cost + sums_cost(tables, person, units, weekends)


@compiled
def learn_limits(
    tables: Tables, people: Ints, choices: Choices, costs: Floats, counted: Ints, most_cells: int,
    again: Ints,
) -> int:  # fmt: skip
    """Count from now on, for each of `people`, the first limit on a shift's turns that their roster
    breaks; puts their places into `again` and returns how many they are.
    """
    shifts = counted.shape[1]
    turns = np.zeros(shifts, np.int64)
    found = 0
    for at in range(people.shape[0]):
        if costs[at] >= NEVER:
            continue
        person = people[at]
        first = tables.option_from[tables.profile[person]]
        turns[:] = 0
        cells = 1
        for day in range(tables.days):
            if choices[at, day] != OFF:
                turns[tables.option_shift[first + choices[at, day]]] += 1
        for shift in range(shifts):
            cells *= counted[person, shift] + 1
        for shift in range(shifts):
            limit = tables.turn_limit[person, shift]
            if limit == 0 or turns[shift] <= limit or counted[person, shift] > 0:
                continue
            if limit <= COUNTED or cells * (limit + 1) <= most_cells:
                counted[person, shift] = limit
                again[found] = at
                found += 1
                break
    return found


@compiled
def column_entries(
    tables: Tables, people: Ints, choices: Choices, place: Ints, counts: Floats, costs: Floats,
    starts: Ints, index: Ints, value: Floats,
) -> None:  # fmt: skip
    """What each roster costs by itself and counts: entries [starts[n], starts[n + 1]) of `index`
    (the rows' `place`, where it is not −1) and `value`. `counts` [R] is nothing before and after.
    """
    size = 0
    for at in range(people.shape[0]):
        person, choice = people[at], choices[at]
        starts[at] = size
        costs[at] = count_rows(tables, person, choice, 1.0, counts)
        first = tables.option_from[tables.profile[person]]
        for day in range(tables.days):
            if choice[day] == OFF:
                continue
            cell = (first + choice[day]) * tables.days + day
            for met in range(tables.met_from[cell], tables.met_from[cell + 1]):
                size = _move(tables.met[met], place, counts, index, value, size)
        for own in range(tables.own_from[person], tables.own_from[person + 1]):
            size = _move(tables.own[own, 0], place, counts, index, value, size)
    starts[people.shape[0]] = size


@compiled
def _move(row: int, place: Ints, counts: Floats, index: Ints, value: Floats, size: int) -> int:
    """Move a row's count to the entries; the size afterwards."""
    if counts[row] != 0.0 and place[row] >= 0:
        index[size] = place[row]
        value[size] = counts[row]
        size += 1
    counts[row] = 0.0
    return size


@dataclass(frozen=True)
class Priced:
    """Rosters of some people: [n], [n, D], and their reduced cost (NEVER: none fits)."""

    people: Ints
    choices: Choices
    costs: Floats


class Pricer:
    """Prices people side by side; learns which limits a person's cheapest rosters run into.

    Limits on a shift's turns are left out of the program until a roster breaks one (Righini &
    Salani 2008, decremental state-space relaxation): few people ever need them. Large limits have
    a row each; they are counted only where at most `most_cells` extra cells come of it.
    """

    def __init__(self, model: Model, threads: int = 2, most_cells: int = 1) -> None:
        self.model = model
        self._most_cells = most_cells
        self.counted = np.zeros((model.people, len(model.problem.shifts)), np.int64)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def price(self, people: Ints, prices: Floats, closed: Open, closed_off: Open) -> Priced:
        """The cheapest roster of each of `people` that keeps every hard rule."""
        given = price_profiles(self.model.tables, prices)
        choices = np.full((len(people), self.model.days), OFF, np.int16)
        costs = np.empty(len(people))
        waiting = np.arange(len(people))
        while len(waiting):
            found = choices[waiting], costs[waiting]
            self._run(people[waiting], given, prices, closed, closed_off, *found)
            choices[waiting], costs[waiting] = found
            again = np.empty(len(waiting), np.int64)
            learned = learn_limits(
                self.model.tables, people[waiting], *found, self.counted, self._most_cells, again
            )
            waiting = waiting[again[:learned]]
        return Priced(people, choices, costs)

    def _run(
        self, people: Ints, given: Floats, prices: Floats, closed: Open, closed_off: Open,
        choices: Choices, costs: Floats,
    ) -> None:  # fmt: skip
        shares = [(0, len(people))]
        if self._pool and len(people) > 1:
            middle = len(people) // 2
            shares = [(0, middle), (middle, len(people))]

        def work(share: tuple[int, int]) -> None:
            here = slice(*share)
            price_people(
                self.model.tables, people[here], given, prices, closed, closed_off, self.counted,
                choices[here], costs[here],
            )  # fmt: skip

        if self._pool and len(shares) > 1:
            list(self._pool.map(work, shares))
        else:
            work(shares[0])


def lagrangian(
    model: Model, pricer: Pricer, prices: Floats, run: Run, until: float
) -> float | None:  # fmt: skip
    """The Lagrangian bound at given prices, without the model's constant; None where the run is
    over, or `until` seconds of it gone, before everybody is priced.
    """
    prices = clipped(model, prices)
    bound = rows_value(model, prices, np.zeros(model.rows))
    shut, shut_off = np.zeros(model.base.shape, bool), np.zeros(model.off_base.shape, bool)
    parts = -(-model.people * model.days // PRICED_AT_ONCE)
    for people in np.array_split(np.arange(model.people), min(parts, model.people)):
        priced = pricer.price(people, prices, shut, shut_off)
        run.worked(len(people))
        if (priced.costs >= NEVER).any() or run.over() or run.seconds > until:
            return None
        bound += float(priced.costs.sum())
    return bound
