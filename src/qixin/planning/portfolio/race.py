"""Plain problems: herds of schedules in compiled code beside CP-SAT, which proves and repairs."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from qixin.planning.portfolio.ahead import compiling
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.exact import Limits, exact
from qixin.planning.portfolio.genetic import FAR, bred, founded, herd
from qixin.planning.portfolio.model import build
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.schemes import Ints, room
from qixin.planning.portfolio.tables import Track, track
from qixin.planning.portfolio.windows import Windows

SCHEDULES_A_CHILD = 3  # one by the list, two by justification
A_CHUNK = 2_000  # activities placed between two looks at the clock, times ten


def race(problem: Problem, best: Best, params: Params, seed: int) -> None:
    """Search until the run is over or its bound meets its cost."""
    course = track(problem)
    best.proved(problem.prices.makespan * course.bound)
    _offered(best, listed_by_rule(problem, course), problem, course)
    if best.run.stop.by_work:
        _by_work(problem, course, best, params, seed)
        return
    jobs: list[Callable[[], None]] = [lambda: _breed(problem, course, best, params, seed)]
    if params.threads > 1:
        jobs.append(lambda: _prove_then_breed(problem, course, best, params, seed + 1))
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


def _offered(best: Best, starts: Ints | tuple[int, ...], problem: Problem, course: Track) -> None:
    placed = tuple(int(start) for start in starts)
    span = int((np.array(placed) + course.plain.duration).max())
    best.offer(Schedule(placed, (0,) * len(placed)), problem.prices.makespan * span)


def _breed(
    problem: Problem, course: Track, best: Best, params: Params, seed: int,
    steps: float = float("inf"),
) -> None:  # fmt: skip
    """Herd after herd, each larger than the last, until the run is over or `steps` are done."""
    while not compiling().wait(0.02):
        if best.run.over():
            return
    plain, price = course.plain, problem.prices.makespan
    space = room(plain, course.periods)
    chunk = max(1, 10 * A_CHUNK // len(plain.duration))
    # a first herd that large problems, too, have bred through in seconds
    members = max(params.least_members, min(params.members, params.placings // len(plain.duration)))
    at, done = 0, 0
    while not best.run.over() and done < steps:
        flock = herd(plain, members, course.periods, 1 + seed * 1000 + at)
        span, stalled, founders = FAR, 0, 0
        while founders < members and not best.run.over():
            # a slice shares the herd's arrays, so it founds these members only
            part = flock._replace(
                starts=flock.starts[founders : founders + chunk],
                spans=flock.spans[founders : founders + chunk],
            )
            span = min(span, int(founded(plain, space, part, course.latest, params.spread)))
            founders += len(part.spans)
            best.worked(SCHEDULES_A_CHILD * len(part.spans))
            done += SCHEDULES_A_CHILD * len(part.spans)
            _tell(best, flock, price * span, problem, course)
        while stalled < params.patience * members and not best.run.over() and done < steps:
            now = int(bred(plain, space, flock, chunk, 0, params.swap_one_in))
            best.worked(SCHEDULES_A_CHILD * chunk)
            done += SCHEDULES_A_CHILD * chunk
            stalled = 0 if now < span else stalled + chunk
            span = now
            _tell(best, flock, price * span, problem, course)
            if flock.spans.max() == span:
                break
        members, at = min(members * params.growth, params.most_members), at + 1


def _tell(best: Best, flock: object, cost: int, problem: Problem, course: Track) -> None:
    if cost < best.run.cost:
        starts, spans = flock.starts, flock.spans  # type: ignore[attr-defined]
        _offered(best, starts[int(spans.argmin())], problem, course)


def _prove_then_breed(
    problem: Problem, course: Track, best: Best, params: Params, seed: int
) -> None:
    # CP-SAT alone gets nowhere on thousands of activities
    share = params.proof_share * min(1.0, params.whole_most / len(problem.activities))
    left = min(best.run.seconds_left(), 1e6)
    _prove(problem, course, best, Limits(seconds=left * share), seed)
    _breed(problem, course, best, params, seed)


def _prove(problem: Problem, course: Track, best: Best, limits: Limits, seed: int) -> int:
    """CP-SAT for a shorter plan than the best, which the herd has by now; and for bounds."""
    span = course.periods if best.schedule is None else int(best.run.cost / problem.prices.makespan)
    model = build(problem, Windows(problem, span))
    if model.makespan is not None:
        model.cp.add(model.makespan >= course.bound)
    if best.schedule is not None:
        model.hint(best.schedule)
    status = exact(model, best, limits, seed=seed)
    if status == cp_model.INFEASIBLE:
        best.proved(best.run.cost)
    return status


def _by_work(problem: Problem, course: Track, best: Best, params: Params, seed: int) -> None:
    """One after the other, each by counted work: the same seed gives the same answer."""
    steps, units, turn = 30_000, 0.5, 0
    while not best.run.over():
        _breed(problem, course, best, params, seed + turn, steps)
        if not best.run.over():
            _prove(problem, course, best, Limits(units=units), seed)
        steps, units, turn = steps * 4, units * 4, turn + 1
