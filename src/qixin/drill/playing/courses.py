"""Courses of events side by side: each is a generator that yields how long until it goes on."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from qixin.core import clock

Course = Iterator[timedelta]

# Nobody files or decides at night; what would fall into it happens the next morning.
OPENS, CLOSES = 8, 19


def play(courses: Iterable[tuple[datetime, Course]], *, until: datetime) -> None:
    """Run every course from its start on, all in the order of time; what lies after `until` is
    left undone."""
    order = itertools.count()
    waiting = [(start, next(order), course) for start, course in courses]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, _order, course = heapq.heappop(waiting)
        with clock.pretend(at):
            delay = next(course, None)
        if delay is not None:
            heapq.heappush(waiting, (at + delay, next(order), course))


def by_day(delay: timedelta) -> timedelta:
    """From now `delay` on, and to the next morning where that lies in the night."""
    then = clock.local(clock.now() + delay)
    opens = then.replace(hour=OPENS, minute=then.minute, second=0, microsecond=0)
    if then.hour < OPENS:
        return delay + (opens - then)
    if then.hour >= CLOSES:
        return delay + (opens + timedelta(days=1) - then)
    return delay
