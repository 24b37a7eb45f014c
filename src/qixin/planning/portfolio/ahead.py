"""Compiling the inner loops beside the search, so that no run waits longer than it may.

numba compiles at the first call, for seconds, and keeps the result on disk. A daemon thread makes
that call on a tiny problem: until it is done, the search does without, and a run that ends first
does not wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

import numpy as np

from qixin.planning.portfolio.clusters.elimination import Options, cheapest, program, room
from qixin.planning.portfolio.factors import Factor
from qixin.planning.portfolio.genetic import bred, founded, herd
from qixin.planning.portfolio.problem import Activity, Mode, Problem
from qixin.planning.portfolio.schemes import room as workroom
from qixin.planning.portfolio.tables import track


@cache
def compiling() -> threading.Event:
    """Set once the genetic search is compiled; the first call starts the work."""
    return _beside(_breeding)


@cache
def compiling_elimination() -> threading.Event:
    """Set once the pricing of clusters is compiled; the first call starts the work."""
    return _beside(_eliminating)


def _beside(work: Callable[[], None]) -> threading.Event:
    done = threading.Event()

    def job() -> None:
        work()
        done.set()

    threading.Thread(target=job, daemon=True).start()
    return done


def _eliminating() -> None:
    steps = program((1, 1), ((0, 1),), 2)
    assert steps is not None
    options = Options(np.array([0, 1, 2]), np.array([0, 1]), np.array([1, 2]))
    cheapest(steps, options, np.zeros(2), room(steps.cells))


def _breeding() -> None:
    course = track(
        Problem(
            activities=(Activity("a", (Mode(1, {"f": 1}),)), Activity("b", (Mode(1, {"f": 1}),))),
            factors=(Factor("f", 1),),
        )
    )
    space = workroom(course.plain, course.periods)
    flock = herd(course.plain, 2, 1)
    founded(course.plain, space, flock, course.latest, 1)
    bred(course.plain, space, flock, 1, 2)
