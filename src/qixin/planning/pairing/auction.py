"""Raising prices until nobody has too many: a start near the optimum for the exact search."""

from __future__ import annotations

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.pairing.flow import (
    FAR,
    NOBODY,
    Ints,
    Lists,
    Small,
    State,
    join,
    leave,
    too_many,
)


@compiled
def _margins(
    officer: int, lists: Lists, state: State, margin: Ints, who: Small, where: Small
) -> int:
    """What each of an officer's people would pay more elsewhere; how many could go at all."""
    count, person = 0, state.head[officer]
    while person != NOBODY:
        here, best, chosen = state.paid[person] + state.price[officer], FAR, -1
        for place in range(lists.length[person]):
            other = lists.officer[person, place]
            if other == officer:
                continue
            value = lists.cost[person, place] + state.price[other]
            if value < best:
                best, chosen = value, place
        if chosen >= 0:
            margin[count], who[count], where[count] = best - here, person, chosen
            count += 1
        person = state.following[person]
    return count


@compiled
def _sort(margin: Ints, order: Ints, count: int) -> None:
    """`order[:count]`: by rising margin; an officer has few people."""
    if count > 64:
        order[:count] = np.argsort(margin[:count])
        return
    for at in range(count):
        key, place = margin[at], at
        while place > 0 and margin[order[place - 1]] > key:
            order[place] = order[place - 1]
            place -= 1
        order[place] = at


@compiled
def _leaving(
    officer: int, state: State, margin: Ints, order: Ints, count: int, step: int
) -> int:  # fmt: skip
    """How many must go so that the rest fit at the price at which these go; -1: too many would."""
    load, slope = state.load[officer], state.slope[officer]
    gone = max(0, load - state.capacity[officer])
    while gone <= count:
        rise = margin[order[gone - 1]] + step if gone else 0
        if gone < count:
            rise = max(rise, margin[order[gone]])
        if slope * (load - gone - 1) <= state.price[officer] + rise:
            return int(gone)
        gone += 1
    return -1


@compiled
def _raise(officer: int, gone: int, state: State, margin: Ints, order: Ints, step: int) -> None:
    rise = margin[order[gone - 1]] + step if gone else 0
    borne = state.slope[officer] * (state.load[officer] - gone - 1)
    state.price[officer] = max(state.price[officer] + rise, borne)


@compiled
def auction(
    lists: Lists, state: State, queue: Small, waiting: Small, most: int, steps: Ints
) -> int:
    """Raise overfull officers' prices until just as many stay as they bear; the raises made.

    An officer's price rises by what the last person to go pays more elsewhere plus their step, so
    that afterwards each stands within a step of the best: the auction for transport of Bertsekas &
    Castañón (1989), seen from the officers. It ends after `most` raises if not at a balance.
    """
    size, first, raises, room = 0, 0, 0, queue.size
    for officer in range(room):
        waiting[officer] = 0
        if too_many(officer, state):
            queue[size] = officer
            waiting[officer] = 1
            size += 1
    people = state.at.size
    margin = np.zeros(people, dtype=np.int64)
    order = np.zeros(people, dtype=np.int64)
    who, where = np.zeros(people, dtype=np.int32), np.zeros(people, dtype=np.int32)
    while size and raises < most:
        officer = queue[first]
        first = (first + 1) % room
        size -= 1
        waiting[officer] = 0
        raises += 1
        step = steps[officer]
        count = _margins(officer, lists, state, margin, who, where)
        _sort(margin, order, count)
        gone = _leaving(officer, state, margin, order, count, step)
        if gone < 0:
            continue
        _raise(officer, gone, state, margin, order, step)
        for index in range(gone):
            person, place = who[order[index]], where[order[index]]
            other = lists.officer[person, place]
            leave(state, person)
            join(state, person, other, lists.cost[person, place])
            if too_many(other, state) and not waiting[other]:
                queue[(first + size) % room] = other
                waiting[other] = 1
                size += 1
    return raises
