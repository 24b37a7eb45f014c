"""The one call: problem in, result out. What the search is, the problem's features decide."""

from __future__ import annotations

import math
from dataclasses import replace

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.check import check
from qixin.planning.portfolio.conflicts import plain_conflicts
from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.explain import changes, lates
from qixin.planning.portfolio.general import Search, general
from qixin.planning.portfolio.holding import held
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
    crew is gone, work has come or gone): the search begins there, and each change from it costs
    `prices.change`. It goes by the names of activities and projects; what is new is free. A plain
    problem (makespan only, see `tables.is_plain`) goes to the compiled genetic search beside
    CP-SAT, any other to the linear relaxation and large neighbourhoods.
    Raises ValueError where `start` contradicts itself, see `Earlier.of`.
    """
    earlier = None if start is None else Earlier.of(problem, start)
    params = params or Params()
    run = Run(stop, on_progress)
    best = Best(run)
    windows = Windows(problem, problem.end)
    conflicts = plain_conflicts(problem, windows)
    if conflicts:
        return _impossible(run, conflicts)
    if earlier is not None:
        for plan in held(problem, windows, earlier):
            if not check(problem, plan).faults:
                best.offer(plan, sum(terms_of(problem, windows, plan, earlier).values()))
            if run.over():
                break
    best.proved(0.0)
    if is_plain(problem, earlier is not None and earlier.knows and problem.prices.change > 0):
        race(problem, best, params, seed)
    else:
        search = Search(problem, windows, best, params, seed, earlier)
        general(search)
        if search.infeasible:
            conflict = searched_conflict(problem, windows, run, CONFLICT_SECONDS)
            return _impossible(run, (conflict,))
    return _result(problem, windows, best, earlier)


def _impossible(run: Run, conflicts: tuple[Conflict, ...]) -> Result:
    return Result(
        status=Status.INFEASIBLE, cost=math.inf, bound=math.inf, conflicts=conflicts,
        curve=tuple(run.curve), seconds=run.seconds, work=run.work, schedule=None,
    )  # fmt: skip


def _result(problem: Problem, windows: Windows, best: Best, earlier: Earlier | None) -> Result:
    run, schedule = best.run, best.schedule
    if schedule is not None:
        schedule = replace(schedule, names=tuple(one.name for one in problem.activities))
    terms = {} if schedule is None else terms_of(problem, windows, schedule, earlier)
    return Result(
        status=status_of(run), cost=run.cost, bound=run.bound, terms=terms, schedule=schedule,
        curve=tuple(run.curve), seconds=run.seconds, work=run.work,
        lates=() if schedule is None else lates(problem, windows, schedule),
        changes=() if schedule is None or earlier is None else changes(problem, schedule, earlier),
    )  # fmt: skip
