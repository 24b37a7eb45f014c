"""The cheapest roster of one person at given prices, by dynamic programming over days.

A cell is (state, weekends, extra count, minutes); a layer per day. Only minutes from which the
person's total can still come into its range are kept (`low`, `high` per day and state), so that a
long period costs a narrow band. Compiled; does not hold the interpreter's lock.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEVER = 1e17
TOO_LARGE = 2e17
UNMET = NEVER / 2
MOST_CELLS = 60_000_000
NONE = -1
OFF = -1


@compiled
def minutes_band(
    follows: NDArray[np.int16], start: int, units: Ints, prices: Floats, least: int, most: int,
    low: Ints, high: Ints,
) -> bool:  # fmt: skip
    """Fill `low` and `high` [day + 1, state]: units worked so far from which [least, most] can
    still be reached; high < low where a state cannot be met. `prices` [kind + 1, day] are NEVER
    where a kind is closed, the last row for a day off. False where no roster fits.
    """
    kinds, days = prices.shape[0] - 1, prices.shape[1]
    states = follows.shape[0]
    ahead_low = np.full((days + 1, states), 1 << 40)
    ahead_high = np.full((days + 1, states), -1)
    for state in range(states):
        ahead_low[days, state] = 0
        ahead_high[days, state] = 0
    for day in range(days - 1, -1, -1):
        for state in range(states):
            for kind in range(kinds + 1):
                to = follows[state, kind]
                if to < 0 or prices[kind, day] >= NEVER or ahead_high[day + 1, to] < 0:
                    continue
                more = units[kind] if kind < kinds else 0
                ahead_low[day, state] = min(ahead_low[day, state], ahead_low[day + 1, to] + more)
                ahead_high[day, state] = max(ahead_high[day, state], ahead_high[day + 1, to] + more)
    for day in range(days + 1):
        for state in range(states):
            low[day, state] = 1 << 40
            high[day, state] = -1
    low[0, start] = 0
    high[0, start] = 0
    for day in range(days):
        for state in range(states):
            if high[day, state] < low[day, state]:
                continue
            for kind in range(kinds + 1):
                to = follows[state, kind]
                if to < 0 or prices[kind, day] >= NEVER or ahead_high[day + 1, to] < 0:
                    continue
                more = units[kind] if kind < kinds else 0
                low[day + 1, to] = min(low[day + 1, to], low[day, state] + more)
                high[day + 1, to] = max(high[day + 1, to], high[day, state] + more)
        for state in range(states):
            low[day + 1, state] = max(low[day + 1, state], least - ahead_high[day + 1, state])
            high[day + 1, state] = min(high[day + 1, state], most - ahead_low[day + 1, state])
    return bool(np.any(high[days] >= low[days]))


@compiled
def weekend_range(
    prices: Floats, weekday: int, weekends: int, on_before: bool
) -> tuple[Ints, Ints]:  # fmt: skip
    """[day + 1]: the fewest weekends that must have been worked before a day, and how many counts
    from there on are possible, `weekends` at most. A first Sunday adds none where its Saturday was
    worked (`on_before`).
    """
    kinds, days = prices.shape[0] - 1, prices.shape[1]
    fewest = np.zeros(days + 1, np.int64)
    slots = np.ones(days + 1, np.int64)
    must, may = 0, 0
    saturday_may, saturday_must = on_before, on_before
    for day in range(days):
        today = (weekday + day) % 7
        if today >= 5:
            can = False
            for kind in range(kinds):
                can = can or prices[kind, day] < NEVER
            has_to = prices[kinds, day] >= NEVER
            if today == 5:
                saturday_may, saturday_must = can, has_to
                may += can
                must += has_to
            else:
                may += can and not saturday_may
                must += has_to and not saturday_must
                saturday_may, saturday_must = False, False
        fewest[day + 1] = must
        slots[day + 1] = max(1, min(weekends, may) - must + 1)
    return fewest, slots


@compiled
def cheapest(
    follows: NDArray[np.int16], works: NDArray[np.bool_], moves: Floats, half: float,
    start: int, units: Ints, prices: Floats, least: int, most: int, weekday: int, weekends: int,
    weekend_prices: Floats, end_prices: Floats,
    strides: Ints, limits: Ints, extra: int, week_stride: int, week_limit: int, week_begun: int,
    low: Ints, high: Ints, fewest: Ints, slots: Ints, choice: NDArray[np.int16],
) -> float:  # fmt: skip
    """The cost of the cheapest roster, its kinds of each day in `choice` (OFF: -1).

    `moves` [state, kind + 1] prices a move; `half` a weekend of which one day is worked and one
    free. `weekend_prices` [weekends] prices the n-th weekend; `end_prices` [most + 1] the total of
    units.
    Extra counts: kind k moves the count by `strides[k, day]` (0: not counted) up to `limits[k]`; a
    week's units are the highest part, of `week_stride` cells, and start anew on Mondays;
    `week_begun` of them are spent before the first day.
    Returns NEVER where no roster fits, TOO_LARGE where the cells would not fit into memory.
    """
    kinds, days = prices.shape[0] - 1, prices.shape[1]
    states = follows.shape[0]
    if fewest[days] > weekends:
        return NEVER
    offsets = np.empty((days + 1, states), np.int64)
    total = 0
    for day in range(days + 1):
        for state in range(states):
            offsets[day, state] = total
            total += max(0, high[day, state] - low[day, state] + 1) * slots[day] * extra
    if total > MOST_CELLS:
        return TOO_LARGE
    cost = np.full(total, NEVER)
    came = np.full(total, NONE, np.int32)
    cost[offsets[0, start] + week_stride * week_begun * (high[0, start] - low[0, start] + 1)] = 0.0
    for day in range(days):
        today = (weekday + day) % 7
        for state in range(states):
            first, last = low[day, state], high[day, state]
            width = last - first + 1
            if width <= 0:
                continue
            base = offsets[day, state]
            for kind in range(kinds + 1):
                to = follows[state, kind]
                if to < 0 or prices[kind, day] >= NEVER:
                    continue
                to_first, to_last = low[day + 1, to], high[day + 1, to]
                to_width = to_last - to_first + 1
                if to_width <= 0:
                    continue
                more = units[kind] if kind < kinds else 0
                begin = max(first, to_first - more)
                end = min(last, to_last - more)
                if end < begin:
                    continue
                on = kind < kinds
                counts = on and (today == 5 or (today == 6 and not works[state]))
                move = moves[state, kind]
                # of the day before the first nothing is known in state 0
                if today == 6 and on != works[state] and (day > 0 or start > 0):
                    move += half
                to_base = offsets[day + 1, to]
                for weekend in range(fewest[day], fewest[day] + slots[day]):
                    to_slot = weekend - fewest[day + 1] + (1 if counts else 0)
                    if to_slot < 0 or to_slot >= slots[day + 1]:
                        continue
                    price = prices[kind, day] + move
                    if counts:
                        price += weekend_prices[weekend]
                    for count in range(extra):
                        to_count = count
                        if week_stride > 0:
                            spent = 0 if today == 0 else count // week_stride
                            if on:
                                spent += units[kind]
                            if spent > week_limit:
                                continue
                            to_count = count % week_stride + spent * week_stride
                        if on and strides[kind, day] > 0:
                            had = (count // strides[kind, day]) % (limits[kind] + 1)
                            if had >= limits[kind]:
                                continue
                            to_count += strides[kind, day]
                        source = base + ((weekend - fewest[day]) * extra + count) * width - first
                        target = to_base + (to_slot * extra + to_count) * to_width + more - to_first
                        code = (state * (kinds + 1) + kind) * extra + count
                        for worked in range(begin, end + 1):
                            value = cost[source + worked] + price
                            # a cell that cannot be met stays so, whatever is paid on the way
                            if value < min(UNMET, cost[target + worked]):
                                cost[target + worked] = value
                                came[target + worked] = code
    best, where_state, where_slot, where_units = UNMET, -1, 0, 0
    for state in range(states):
        first, width = low[days, state], high[days, state] - low[days, state] + 1
        for slot in range(slots[days] * extra):
            for at in range(width):
                worked = first + at
                if worked < least or worked > most:
                    continue
                value = cost[offsets[days, state] + slot * width + at] + end_prices[worked]
                if value < best:
                    best, where_state, where_slot, where_units = value, state, slot, worked
    if where_state < 0:
        return NEVER
    state, worked = where_state, where_units
    weekend = int(fewest[days]) + where_slot // extra
    count = where_slot % extra
    for day in range(days - 1, -1, -1):
        width = high[day + 1, state] - low[day + 1, state] + 1
        slot = (weekend - fewest[day + 1]) * extra + count
        code = came[offsets[day + 1, state] + slot * width + worked - low[day + 1, state]]
        count = code % extra
        kind = (code // extra) % (kinds + 1)
        state = code // extra // (kinds + 1)
        choice[day] = OFF if kind == kinds else kind
        if kind < kinds:
            worked -= units[kind]
            today = (weekday + day) % 7
            if today == 5 or (today == 6 and not works[state]):
                weekend -= 1
    return best
