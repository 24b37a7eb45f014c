"""A genetic search over activity lists, compiled; every child is justified twice.

Sources: Hartmann 1998, NRL 45 (lists, two-point crossover); Valls, Ballestín & Quintanilla 2005,
EJOR 165 (double justification); Mahfoud 1992, PPSN 2 (a child competes with its nearer parent).
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


def herd(plain: Plain, members: int, seed: int) -> Herd:
    activities = len(plain.duration)

    def ints() -> Ints:
        return np.zeros(activities, dtype=np.int64)

    return Herd(
        starts=np.zeros((members, activities), dtype=np.int64),
        spans=np.full(members, FAR, dtype=np.int64),
        chance=np.array([seed * 2654435761 + 88172645463325252], dtype=np.uint64),
        keys=ints(), missing=ints(), open=ints(), order=ints(), child=ints(),
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
def apart(one: Any, other: Any) -> int:
    """Periods by which the starts of two schedules differ, over all activities."""
    sum_ = 0
    for at in range(one.shape[0]):
        sum_ += abs(one[at] - other[at])
    return sum_


@compiled
def kept(herd: Any, span: int, mother: int, father: int) -> bool:
    """The child takes its nearer parent's place unless it is worse, or the same.

    So the herd keeps its variety.
    """
    to_mother = apart(herd.starts[mother], herd.child)
    to_father = apart(herd.starts[father], herd.child)
    to = mother if to_mother <= to_father else father
    if span > herd.spans[to] or min(to_mother, to_father) == 0:
        return False
    herd.spans[to] = span
    for activity in range(herd.child.shape[0]):
        herd.starts[to, activity] = herd.child[activity]
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
def bred(plain: Any, room: Any, herd: Any, children: int, one_in: int) -> int:
    """`children` more children; the herd's shortest makespan."""
    for _ in range(children):
        mother, father = picked(herd), picked(herd)
        if mother == father:
            father = below(herd.chance, herd.spans.shape[0])
        crossed(plain, room, herd, mother, father, herd.order)
        swapped(plain, herd.chance, herd.order, one_in)
        span = forward(herd.order, plain, room, herd.child)
        span = justify(span, plain, room, herd.child)
        kept(herd, span, mother, father)
    best = FAR
    for member in range(herd.spans.shape[0]):
        best = min(best, int(herd.spans[member]))
    return best
