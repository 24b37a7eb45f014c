"""Serial generation schemes and justification, compiled: a million schedules a minute and more.

What all factors have free in one period is packed into a few 64-bit words, a lane a factor with a
guard bit above it, so that one subtraction compares an activity's need of several factors at once.

Sources: Kolisch 1996, EJOR 90 (serial scheme); Valls, Ballestín & Quintanilla 2005, EJOR 165
(double justification: shift everything right, then left again; never longer, often shorter).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled

Ints = NDArray[np.int64]
WORD_BITS = 62


class Plain(NamedTuple):
    """A plain problem as arrays: one mode an activity, factors of one capacity at all times.

    `before[before_at[i]:before_at[i + 1]]` are i's forerunners, `after` alike its followers;
    `topological` has forerunners first, `backward` followers first. Periods are whole numbers.
    """

    duration: Ints
    need: Ints  # (activities, words)
    whole: Ints  # (words,)
    guard: Ints  # (words,)
    before_at: Ints
    before: Ints
    after_at: Ints
    after: Ints
    release: Ints
    nothing: Ints  # zeros, in place of releases when time runs backward
    topological: Ints
    backward: Ints
    demand: Ints  # (activities, factors), unpacked
    capacity: Ints  # (factors,)


class Room(NamedTuple):
    """Room to work in, one a thread."""

    free: Ints  # (periods, words)
    mirrored: Ints
    tally: Ints
    order: Ints


def room(plain: Plain, periods: int) -> Room:
    """Room for schedules of at most `periods` periods."""
    activities = len(plain.duration)
    return Room(
        free=np.zeros((periods + 1, len(plain.whole)), dtype=np.int64),
        mirrored=np.zeros(activities, dtype=np.int64),
        tally=np.zeros(periods + 3, dtype=np.int64),
        order=np.zeros(activities, dtype=np.int64),
    )


def lanes(capacity: Ints) -> tuple[int, int]:
    """(bits of a lane with its guard, lanes a word) for capacities that fit into 61 bits."""
    bits = max(int(capacity.max(initial=1)).bit_length(), 1) + 1
    if bits > WORD_BITS:
        raise OverflowError("a capacity over 2**61")
    return bits, WORD_BITS // bits


def packed(amounts: Ints, bits: int, a_word: int) -> Ints:
    """Amounts (…, factors) as words (…, words)."""
    factors = amounts.shape[-1]
    words = max(1, -(-factors // a_word))
    packed_words = np.zeros((*amounts.shape[:-1], words), dtype=np.int64)
    for factor in range(factors):
        shift = (factor % a_word) * bits
        packed_words[..., factor // a_word] |= amounts[..., factor] << shift
    return packed_words


def guards(factors: int, bits: int, a_word: int) -> Ints:
    """The guard bit of every lane in use, by word."""
    return packed(np.full(factors, 1 << (bits - 1), dtype=np.int64), bits, a_word)


@compiled
def earliest(free: Any, guard: Any, need: Any, duration: int, start: int) -> int:
    """The first period from `start` on from which `need` is free for `duration` periods."""
    run, at = 0, start
    if need.shape[0] == 1:
        wanted, marks = need[0], guard[0]
        while run < duration:
            run = run + 1 if ((free[at, 0] | marks) - wanted) & marks == marks else 0
            at += 1
        return at - duration
    while run < duration:
        fits = True
        for word in range(need.shape[0]):
            if ((free[at, word] | guard[word]) - need[word]) & guard[word] != guard[word]:
                fits = False
        run = run + 1 if fits else 0
        at += 1
    return at - duration


@compiled
def take(free: Any, need: Any, start: int, duration: int) -> None:
    for word in range(need.shape[0]):
        wanted = need[word]
        if wanted:
            for at in range(start, start + duration):
                free[at, word] -= wanted


@compiled
def serial(
    order: Any, plain: Any, before_at: Any, before: Any, release: Any, free: Any, starts: Any
) -> int:
    """Start each activity of `order` as early as its forerunners and factors let it.

    `order`: every forerunner stands before its followers. `free` (periods, words) is room to work
    in: filled here as far as it is used, so that it needs no clearing. Returns the makespan.
    """
    filled, makespan = 0, 0
    for place in range(order.shape[0]):
        activity = order[place]
        start = release[activity]
        for at in range(before_at[activity], before_at[activity + 1]):
            forerunner = before[at]
            start = max(start, starts[forerunner] + plain.duration[forerunner])
        length = plain.duration[activity]
        if length > 0:
            # nothing stands past the makespan: a start there always fits
            reach = max(makespan, start) + length
            while filled < reach:
                for word in range(plain.whole.shape[0]):
                    free[filled, word] = plain.whole[word]
                filled += 1
            start = earliest(free, plain.guard, plain.need[activity], length, start)
            take(free, plain.need[activity], start, length)
        starts[activity] = start
        makespan = max(makespan, start + length)
    return makespan


@compiled
def forward(order: Any, plain: Any, room: Any, starts: Any) -> int:
    """The schedule of a list of activities, forerunners first; returns its makespan."""
    return serial(order, plain, plain.before_at, plain.before, plain.release, room.free, starts)


@compiled
def by_time(times: Any, activities: Any, span: int, count: Any, order: Any) -> None:
    """`activities` in order of `times` (0 … span), ties as they stand in `activities`."""
    for at in range(span + 2):
        count[at] = 0
    for activity in activities:
        count[times[activity] + 1] += 1
    for at in range(span + 1):
        count[at + 1] += count[at]
    for activity in activities:
        order[count[times[activity]]] = activity
        count[times[activity]] += 1


@compiled
def rightward(makespan: int, plain: Any, room: Any, starts: Any) -> int:
    """Shift a schedule right, by falling ends; returns the makespan, which starts keep to.

    Works on the mirrored problem, where the end of the schedule is period 0.
    """
    for activity in range(starts.shape[0]):
        room.mirrored[activity] = makespan - starts[activity] - plain.duration[activity]
    by_time(room.mirrored, plain.backward, makespan, room.tally, room.order)
    span = serial(
        room.order, plain, plain.after_at, plain.after, plain.nothing, room.free, room.mirrored
    )
    for activity in range(starts.shape[0]):
        starts[activity] = span - room.mirrored[activity] - plain.duration[activity]
    return span


@compiled
def justify(makespan: int, plain: Any, room: Any, starts: Any) -> int:
    """Double justification: right, then left by rising starts. Returns the makespan."""
    span = rightward(makespan, plain, room, starts)
    by_time(starts, plain.topological, span, room.tally, room.order)
    return forward(room.order, plain, room, starts)
