"""`qixin bench portfolio`: PSPLIB's, Patterson's and MPLIB's files, and a district."""

from __future__ import annotations

import math
from pathlib import Path

from ortools.sat.python import cp_model

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.peers.watching import Watch
from qixin.planning.errors import ProblemError
from qixin.planning.portfolio import Problem, Schedule, check, formats, solve
from qixin.planning.portfolio.ahead import compiling
from qixin.planning.portfolio.district import district
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

# made from a seed, not read: projects and months
DISTRICTS = {"district-100": {"projects": 100, "months": 36}}
PATTERNS = ("*.sm", "*.mm", "*.rcp", "MPLIB*.txt")


def _instances(data: Path) -> dict[str, Path]:
    made = {name: data / name for name in DISTRICTS}
    return made | {
        name: path for pattern in PATTERNS for name, path in files(data, pattern).items()
    }


def _load(path: Path) -> Problem:
    # what is compiled once a checkout is no part of a run
    compiling().wait()
    if path.name in DISTRICTS:
        return district(**DISTRICTS[path.name])
    return formats.read(path)


def _solve(problem: Problem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    return Solved(result.schedule, result.cost, result.bound)


def _check(problem: Problem, schedule: Schedule) -> Verdict:
    count = check(problem, schedule)
    return Verdict(count.cost, count.faults)


def _ortools(problem: Problem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """CP-SAT alone, 2 workers, on the model as its manual writes it: intervals and cumulatives.

    Plain files only: one budget period, no land, calendar or due date is in these formats.
    """
    if problem.milestones or problem.parcels:
        raise ProblemError("the plain model knows neither due dates nor land", item=problem.name)
    cp = cp_model.CpModel()
    end = problem.end
    starts, ends, ways = [], [], []
    for activity in problem.activities:
        start, stop = cp.new_int_var(0, end, ""), cp.new_int_var(0, end, "")
        chosen = [cp.new_bool_var("") for _ in activity.modes]
        cp.add_exactly_one(chosen)
        own = [
            cp.new_optional_interval_var(start, mode.duration, stop, here, "")
            for mode, here in zip(activity.modes, chosen, strict=True)
        ]
        cp.add(start >= problem.release(activity))
        starts.append(start)
        ends.append(stop)
        ways.append(list(zip(activity.modes, chosen, own, strict=True)))
    for at, before in enumerate(problem.forerunners):
        for forerunner in before:
            cp.add(starts[at] >= ends[forerunner])
    every = [way for own in ways for way in own]
    for factor in problem.factors:
        needs = [mode.uses.get(factor.name, 0) for mode, _, _ in every]
        cp.add_cumulative([interval for _, _, interval in every], needs, factor.most)
    for budget in problem.budgets:
        cp.add(sum(m.spends.get(budget.name, 0) * here for m, here, _ in every) <= budget.total)
    makespan = cp.new_int_var(0, end, "")
    cp.add_max_equality(makespan, ends)
    cp.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 2, seed
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(cp, Watch(solver, told))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solved(None, math.inf, -math.inf)
    modes = tuple(
        next(at for at, (_, here, _) in enumerate(own) if solver.value(here)) for own in ways
    )
    answer = Schedule(tuple(solver.value(start) for start in starts), modes)
    return Solved(answer, solver.objective_value, math.ceil(solver.best_objective_bound - 1e-6))


CONTEST = Contest(
    name="portfolio", instances=_instances, load=_load, solve=_solve, check=_check,
    write=formats.write_starts, best_known=best_known, peers={"ortools": _ortools},
)  # fmt: skip
