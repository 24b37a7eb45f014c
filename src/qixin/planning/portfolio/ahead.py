"""Compiling the inner loops beside the search, so that no run waits longer than it may.

numba compiles at the first call, for seconds, and keeps the result on disk. A daemon thread makes
that call on a tiny problem: until it is done, the search does without, and a run that ends first
does not wait.
"""

from __future__ import annotations

import threading
from functools import cache

from qixin.planning.portfolio.factors import Factor
from qixin.planning.portfolio.genetic import bred, founded, herd
from qixin.planning.portfolio.problem import Activity, Mode, Problem
from qixin.planning.portfolio.schemes import room
from qixin.planning.portfolio.tables import track


@cache
def compiling() -> threading.Event:
    """Set once all is compiled; the first call starts the work."""
    done = threading.Event()
    threading.Thread(target=_compile, args=(done,), daemon=True).start()
    return done


def _compile(done: threading.Event) -> None:
    course = track(
        Problem(
            activities=(Activity("a", (Mode(1, {"f": 1}),)), Activity("b", (Mode(1, {"f": 1}),))),
            factors=(Factor("f", 1),),
        )
    )
    space = room(course.plain, course.periods)
    flock = herd(course.plain, 2, course.periods, 1)
    founded(course.plain, space, flock, course.latest, 1)
    bred(course.plain, space, flock, 1, 50, 2)
    done.set()
