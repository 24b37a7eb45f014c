"""Plain problems: herds of schedules in compiled code beside CP-SAT, which proves and shortens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.breeding import Breeder, Pen, offered
from qixin.planning.portfolio.exact import Limits, exact
from qixin.planning.portfolio.model import build
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.schemes import Ints
from qixin.planning.portfolio.tables import Track, track
from qixin.planning.portfolio.windows import Windows
from qixin.planning.stop import gap

A_WHILE = 0.02  # seconds between two looks for a first schedule


def race(problem: Problem, best: Best, params: Params, seed: int) -> None:
    """Search until the run is over or its bound meets its cost."""
    course = track(problem)
    best.proved(problem.prices.makespan * course.bound)
    offered(best, listed_by_rule(problem, course), problem, course)
    pen = Pen()
    breeder = Breeder(problem, course, best, params, pen, seed)
    if best.run.stop.by_work:
        _by_work(problem, course, best, breeder)
        return
    jobs: list[Callable[[], None]] = [breeder.breed]
    if params.threads > 1:
        other = Breeder(problem, course, best, params, pen, seed + 1)
        jobs.append(lambda: _prove_then_shrink(problem, course, best, other))
    together(jobs)


def listed_by_rule(problem: Problem, course: Track) -> Ints:
    """A first plan by latest ends, in plain numpy: at once, even before anything is compiled."""
    plain = course.plain
    free = np.repeat(plain.capacity[None, :], course.periods + 1, axis=0)
    starts = np.zeros_like(plain.duration)
    rank = {int(at): place for place, at in enumerate(plain.topological)}
    for at in sorted(rank, key=lambda at: (course.latest[at] - plain.duration[at], rank[at])):
        before = problem.forerunners[at]
        length, need = int(plain.duration[at]), plain.demand[at]
        start = int(max([plain.release[at], *(starts[b] + plain.duration[b] for b in before)]))
        while length:
            short = np.flatnonzero((free[start : start + length] < need).any(axis=1))
            if not len(short):
                break
            start += int(short[-1]) + 1
        free[start : start + length] -= need
        starts[at] = start
    return starts


def together(jobs: list[Callable[[], None]]) -> None:
    """Run jobs side by side; an error of any is raised here once all have ended."""
    errors: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 (raised again below)
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs[1:]]
    for thread in threads:
        thread.start()
    guarded(jobs[0])
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _prove_then_shrink(problem: Problem, course: Track, best: Best, breeder: Breeder) -> None:
    params, run = breeder.params, best.run
    # CP-SAT alone gets nowhere on thousands of activities
    share = params.proof_share * min(1.0, params.whole_most / len(problem.activities))
    seconds = share * min(run.seconds_left(), 1e6)
    _prove(problem, course, best, Limits(seconds=seconds), breeder.seed, params.hopeless_gap)
    while not run.over():
        if not breeder.shrink():
            time.sleep(A_WHILE)


def _prove(
    problem: Problem, course: Track, best: Best, limits: Limits, seed: int, hopeless: float = 1.0
) -> int:
    """CP-SAT for a shorter plan than the best, which the herd has by now; and for bounds.

    Given up after a third of the time where the gap is over `hopeless`.
    """
    span = course.periods if best.schedule is None else int(best.run.cost / problem.prices.makespan)
    model = build(problem, Windows(problem, span))
    if model.makespan is not None:
        model.cp.add(model.makespan >= course.bound)
    if best.schedule is not None:
        model.hint(best.schedule)
    until = best.run.seconds + limits.seconds / 3

    def over() -> bool:
        run = best.run
        return run.over() or (run.seconds > until and gap(run.cost, run.bound) > hopeless)

    status = exact(model, best, limits, seed=seed, over=over)
    if status == cp_model.INFEASIBLE:
        best.proved(best.run.cost)
    return status


def _by_work(problem: Problem, course: Track, best: Best, breeder: Breeder) -> None:
    """One after the other, each by counted work: the same seed gives the same answer."""
    children, units, attempts = 10_000, 0.5, 4
    while not best.run.over():
        breeder.breed(children)
        for _ in range(attempts):
            if not best.run.over():
                breeder.shrink()
        if not best.run.over():
            _prove(problem, course, best, Limits(units=units), breeder.seed)
        children, units, attempts = children * 4, units * 4, attempts * 4
