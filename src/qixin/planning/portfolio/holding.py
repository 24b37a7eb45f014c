"""Plans that hold on to an earlier answer: each activity where it was, or soon after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from qixin.planning.portfolio.dispatch import Serial, allotted, dispatched, handy, sequence
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows


def held(problem: Problem, windows: Windows, earlier: Earlier) -> Iterator[Schedule]:
    """The earlier answer as it is, where nothing is new; mended; and in its order without gaps.

    The first may break rules by now. What is new comes after all that is known, except what known
    work waits for.
    """
    whole = earlier.whole()
    if whole is not None:
        yield whole
    parcels = allotted(problem, earlier.parcels)
    if parcels is None:
        return
    modes = [
        handy(problem, windows, at)
        if was is None or was.mode is None or not windows.starts_from(at, was.mode, 0)
        else was.mode
        for at, was in enumerate(earlier.was)
    ]
    priority = [
        float(windows.latest_ends[at] if was is None else was.start)
        for at, was in enumerate(earlier.was)
    ]
    order = sequence(problem, priority)
    mended = _mended(problem, earlier, order, Serial(problem, windows, modes, parcels))
    if mended is not None:
        yield mended
    pushed = dispatched(problem, windows, priority, modes, parcels)
    if pushed is not None:
        yield pushed


def _mended(
    problem: Problem, earlier: Earlier, order: list[int], serial: Serial
) -> Schedule | None:
    """First whatever can stay where it was, then the rest: soon after its place, else before it."""
    waiting: dict[int, None] = {}
    awaited = _awaited(problem, earlier)
    for at in order:
        was = earlier.was[at]
        starts: Sequence[int] = ()
        if waiting.keys().isdisjoint(problem.forerunners[at]):
            starts = serial.possible(at)
        if was is not None:
            starts = (was.start,) if was.start in starts else ()
        elif not awaited[at]:
            starts = ()
        if not serial.put(at, starts):
            waiting[at] = None
    for at in waiting:
        was, starts = earlier.was[at], serial.possible(at)
        first = 0 if was is None else bisect_left(starts, was.start)
        if not serial.put(at, chain(starts[first:], reversed(starts[:first]))):
            return None
    return serial.schedule()


def _awaited(problem: Problem, earlier: Earlier) -> list[bool]:
    """By activity: whether work that is known waits for it."""
    awaited = [False] * len(problem.activities)
    for at in reversed(problem.in_order):
        if awaited[at] or earlier.was[at] is not None:
            for before in problem.forerunners[at]:
                awaited[before] = True
    return awaited
