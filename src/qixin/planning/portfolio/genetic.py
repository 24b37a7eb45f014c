"""A genetic search over activity lists, compiled; every child is justified twice.

Sources: Hartmann 1998, NRL 45 (lists, two-point crossover); Valls, Ballestín & Quintanilla 2008,
EJOR 185 (keep the stretches of a parent that use the factors best); Debels & Vanhoucke 2007,
OR 55 (a window of the father's time set into the mother's order).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.portfolio.schemes import (
    Ints,
    Plain,
    by_time,
    forward,
    justify,
)

MULTIPLIER = np.uint64(2685821657736338717)
FAR = 1 << 40


class Herd(NamedTuple):
    """A population: schedules with their makespans, and the state of its chance."""

    starts: Ints  # (members, activities)
    spans: Ints  # (members,)
    chance: Any  # (1,) uint64, never 0
    keys: Ints  # (activities,) room to work in
    missing: Ints  # (activities,) room to work in
    open: Ints  # (activities,) room to work in
    order: Ints  # (activities,) room to work in
    child: Ints  # (activities,) room to work in
    used: Ints  # (periods + 2,) room to work in


def herd(plain: Plain, members: int, periods: int, seed: int) -> Herd:
    activities = len(plain.duration)

    def ints() -> Ints:
        return np.zeros(activities, dtype=np.int64)

    return Herd(
        starts=np.zeros((members, activities), dtype=np.int64),
        spans=np.full(members, FAR, dtype=np.int64),
        chance=np.array([seed * 2654435761 + 88172645463325252], dtype=np.uint64),
        keys=ints(), missing=ints(), open=ints(), order=ints(), child=ints(),
        used=np.zeros(periods + 2, dtype=np.int64),
    )  # fmt: skip


@compiled
def below(chance: Any, limit: int) -> Any:
    """A whole number in 0 … limit − 1 (xorshift64*)."""
    state = chance[0]
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    chance[0] = state
    return np.int64(((state * MULTIPLIER) >> np.uint64(33)) % np.uint64(limit))


@compiled
def listed(keys: Any, plain: Any, missing: Any, opened: Any, order: Any) -> None:
    """The activities by rising key, each after its forerunners."""
    activities = keys.shape[0]
    here = 0
    for activity in range(activities):
        missing[activity] = plain.before_at[activity + 1] - plain.before_at[activity]
        if missing[activity] == 0:
            opened[here] = activity
            here += 1
    for place in range(activities):
        best = 0
        for at in range(1, here):
            if keys[opened[at]] < keys[opened[best]]:
                best = at
        activity = opened[best]
        here -= 1
        opened[best] = opened[here]
        order[place] = activity
        for at in range(plain.after_at[activity], plain.after_at[activity + 1]):
            follower = plain.after[at]
            missing[follower] -= 1
            if missing[follower] == 0:
                opened[here] = follower
                here += 1


@compiled
def scattered(plain: Any, room: Any, herd: Any, ends: Any, bias: int) -> int:
    """A first member: by latest end (CPM), disturbed by up to `bias` periods; justified."""
    for activity in range(ends.shape[0]):
        herd.keys[activity] = ends[activity] * 8 + below(herd.chance, bias * 8 + 1)
    listed(herd.keys, plain, herd.missing, herd.open, herd.order)
    span = forward(herd.order, plain, room, herd.child)
    return justify(span, plain, room, herd.child)


@compiled
def usage(starts: Any, span: int, plain: Any, used: Any) -> None:
    """Sums up to each period of the share of the factors in use, in thousandths."""
    for at in range(span + 2):
        used[at] = 0
    for activity in range(starts.shape[0]):
        share = 0
        for factor in range(plain.capacity.shape[0]):
            share += plain.demand[activity, factor] * 1000 // plain.capacity[factor]
        used[starts[activity]] += share
        used[starts[activity] + plain.duration[activity]] -= share
    for at in range(1, span + 1):
        used[at] += used[at - 1]
    total = 0
    for at in range(span + 1):
        now = used[at]
        used[at] = total
        total += now
    used[span + 1] = total


@compiled
def mixed(plain: Any, herd: Any, mother: int, father: int, order: Any) -> None:
    """The mother's order with a window of the father's time in it, a window that is well used."""
    chance, span = herd.chance, herd.spans[father]
    usage(herd.starts[father], span, plain, herd.used)
    length = max(1, span // 4 + below(chance, max(1, span // 2)))
    from_, best = 0, -1
    for _ in range(2):
        tried = below(chance, max(1, span - length + 1))
        worth = herd.used[tried + length] - herd.used[tried]
        if worth > best:
            from_, best = tried, worth
    until = from_ + length
    for activity in range(order.shape[0]):
        his = herd.starts[father, activity]
        hers = herd.starts[mother, activity]
        if from_ <= his < until:
            key = his
        elif hers < from_:
            key = hers - FAR
        elif hers >= until:
            key = hers + FAR
        elif his < from_:
            key = hers - FAR
        else:
            key = hers + FAR
        herd.keys[activity] = key * 4 + below(chance, 4)
    listed(herd.keys, plain, herd.missing, herd.open, order)


@compiled
def crossed(plain: Any, room: Any, herd: Any, mother: int, father: int, order: Any) -> None:
    """Two-point crossover: the mother's list, its middle in the father's order."""
    activities = order.shape[0]
    by_time(herd.starts[mother], plain.topological, herd.spans[mother], room.tally, room.order)
    length = activities // 4 + below(herd.chance, max(1, activities // 2))
    first = below(herd.chance, max(1, activities - length + 1))
    for place in range(activities):
        herd.keys[room.order[place]] = place
    for place in range(first, first + length):
        # marked: the father says in what order these stand
        herd.keys[room.order[place]] = -1
    for place in range(activities):
        order[place] = room.order[place]
    by_time(herd.starts[father], plain.topological, herd.spans[father], room.tally, room.order)
    place = first
    for at in range(activities):
        if herd.keys[room.order[at]] == -1:
            order[place] = room.order[at]
            place += 1


@compiled
def swapped(plain: Any, chance: Any, order: Any, one_in: int) -> None:
    """Neighbours in the list change places here and there, unless one needs the other."""
    for place in range(order.shape[0] - 1):
        if below(chance, one_in) == 0:
            first, second = order[place], order[place + 1]
            bound = False
            for at in range(plain.before_at[second], plain.before_at[second + 1]):
                if plain.before[at] == first:
                    bound = True
            if not bound:
                order[place], order[place + 1] = second, first


@compiled
def same(one: Any, other: Any) -> bool:
    for at in range(one.shape[0]):  # noqa: SIM110 (no generators in compiled code)
        if one[at] != other[at]:
            return False
    return True


@compiled
def kept(herd: Any, span: int) -> bool:
    """The child takes the worst member's place unless it is worse, or stands there already."""
    worst, members = 0, herd.spans.shape[0]
    for member in range(members):
        if herd.spans[member] > herd.spans[worst]:
            worst = member
        if herd.spans[member] == span and same(herd.starts[member], herd.child):
            return False
    if span > herd.spans[worst]:
        return False
    herd.spans[worst] = span
    for activity in range(herd.child.shape[0]):
        herd.starts[worst, activity] = herd.child[activity]
    return True


@compiled
def founded(plain: Any, room: Any, herd: Any, ends: Any, bias: int) -> int:
    """A new population; returns its shortest makespan."""
    best = FAR
    for member in range(herd.spans.shape[0]):
        herd.spans[member] = scattered(plain, room, herd, ends, bias)
        for activity in range(ends.shape[0]):
            herd.starts[member, activity] = herd.child[activity]
        best = min(best, herd.spans[member])
    return best


@compiled
def picked(herd: Any) -> int:
    one = below(herd.chance, herd.spans.shape[0])
    other = below(herd.chance, herd.spans.shape[0])
    return int(one if herd.spans[one] <= herd.spans[other] else other)


@compiled
def bred(plain: Any, room: Any, herd: Any, children: int, windows: int, one_in: int) -> int:
    """`children` more children, `windows` per cent of them by windows; the shortest makespan."""
    for _ in range(children):
        mother, father = picked(herd), picked(herd)
        if mother == father:
            father = below(herd.chance, herd.spans.shape[0])
        if below(herd.chance, 100) < windows:
            mixed(plain, herd, mother, father, herd.order)
        else:
            crossed(plain, room, herd, mother, father, herd.order)
        swapped(plain, herd.chance, herd.order, one_in)
        span = forward(herd.order, plain, room, herd.child)
        span = justify(span, plain, room, herd.child)
        kept(herd, span)
    best = FAR
    for member in range(herd.spans.shape[0]):
        best = min(best, int(herd.spans[member]))
    return best
