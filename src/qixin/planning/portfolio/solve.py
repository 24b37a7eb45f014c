"""The one call: problem in, result out. What the search is, the problem's features decide."""

from __future__ import annotations

import math

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.check import check
from qixin.planning.portfolio.conflicts import plain_conflicts
from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.explain import changes, lates
from qixin.planning.portfolio.general import Search, general
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.race import race
from qixin.planning.portfolio.result import Result, Schedule
from qixin.planning.portfolio.sparing import searched_conflict
from qixin.planning.portfolio.tables import is_plain
from qixin.planning.portfolio.windows import Windows
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import Stop

CONFLICT_SECONDS = 5.0


def solve(
    problem: Problem, *, stop: Stop, seed: int = 0, params: Params | None = None,
    on_progress: OnProgress | None = None, start: Schedule | None = None,
) -> Result:  # fmt: skip
    """The cheapest schedule found until `stop`, with a valid lower bound on the cheapest there is.

    `start`: an earlier answer, which may break rules by now (an activity has begun elsewhere, a
    crew is gone): the search begins there, and each change from it costs `prices.change`. A plain
    problem (makespan only, see `tables.is_plain`) goes to the compiled genetic search beside
    CP-SAT, any other to the linear relaxation and large neighbourhoods.
    Raises ValueError where `start` is not of this problem's shape.
    """
    if start is not None and len(start.starts) != len(problem.activities):
        raise ValueError(f"start has {len(start.starts)} activities, not {len(problem.activities)}")
    params = params or Params()
    run = Run(stop, on_progress)
    best = Best(run)
    windows = Windows(problem, problem.end)
    conflicts = plain_conflicts(problem, windows)
    if conflicts:
        return _impossible(run, conflicts)
    if start is not None:
        count = check(problem, start, start=start)
        if not count.faults:
            best.offer(start, count.cost)
    best.proved(0.0)
    if is_plain(problem, start is not None and problem.prices.change > 0):
        race(problem, best, params, seed)
    else:
        search = Search(problem, windows, best, params, seed, start)
        general(search)
        if search.infeasible:
            conflict = searched_conflict(problem, windows, run, CONFLICT_SECONDS)
            return _impossible(run, (conflict,))
    return _result(problem, windows, best, start)


def _impossible(run: Run, conflicts: tuple[Conflict, ...]) -> Result:
    return Result(
        status=Status.INFEASIBLE, cost=math.inf, bound=math.inf, conflicts=conflicts,
        curve=tuple(run.curve), seconds=run.seconds, work=run.work, schedule=None,
    )  # fmt: skip


def _result(problem: Problem, windows: Windows, best: Best, start: Schedule | None) -> Result:
    run, schedule = best.run, best.schedule
    terms = {} if schedule is None else terms_of(problem, windows, schedule, start)
    return Result(
        status=status_of(run), cost=run.cost, bound=run.bound, terms=terms, schedule=schedule,
        curve=tuple(run.curve), seconds=run.seconds, work=run.work,
        lates=() if schedule is None else lates(problem, windows, schedule),
        changes=() if schedule is None or start is None else changes(problem, schedule, start),
    )  # fmt: skip
