"""Routes: CVRPLIB's sets, Solomon's, Gehring & Homberger's, a district; beside three peers."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from pathlib import Path

import pyvrp
from pyvrp.stop import MaxRuntime as PyvrpRuntime

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.peers import routing, timefold
from qixin.planning.routes.building import model_of
from qixin.planning.routes.check import check
from qixin.planning.routes.formats import read_problem, write_solution
from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.model import plain
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Tour
from qixin.planning.routes.solve import solve, warm_up
from qixin.planning.run import OnProgress, Point
from qixin.planning.stop import MaxRuntime

Tours = tuple[Tour, ...]
# made from a seed, not read: places and the squads that go to them
INFEASIBLE = 2**62  # what PyVRP says a plan costs that breaks a rule
DISTRICTS = {"district-2000": {"places": 2000, "squads": 50}}


def _instances(data: Path) -> Mapping[str, Path]:
    made = {name: data / name for name in DISTRICTS}
    return {**made, **files(data, "*.vrp"), **files(data, "*.txt")}


def _load(path: Path) -> RoutesProblem:
    warm_up()  # compiling is no part of solving
    if path.name in DISTRICTS:
        return disinfection(**DISTRICTS[path.name])
    return read_problem(path)


def _ours(problem: RoutesProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    return Solved(result.tours, result.cost, result.bound)


class _Watched:
    """PyVRP's criterion, which it asks in each iteration with its best cost so far."""

    def __init__(self, stop: PyvrpRuntime, scale: int, told: OnProgress) -> None:
        self._stop, self._scale, self._told = stop, scale, told
        self._best, self._began = INFEASIBLE, time.monotonic()

    def __call__(self, best_cost: int) -> bool:
        if best_cost < self._best:
            self._best = best_cost
            seconds = time.monotonic() - self._began
            self._told(Point(seconds, 0, best_cost / self._scale, -math.inf))
        return self._stop(best_cost)


def _pyvrp(problem: RoutesProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """PyVRP as its manual calls it, with its own parameters."""
    model = model_of(problem)
    stop = _Watched(PyvrpRuntime(seconds), problem.scale, told)
    result = pyvrp.solve(model.data, stop, seed=seed, display=False)
    if not result.is_feasible():
        return Solved(None, math.inf, -math.inf)
    tours = model.tours(plain(result.best))
    return Solved(tours, result.cost() / problem.scale, -math.inf)


def _check(problem: RoutesProblem, tours: Tours) -> Verdict:
    checked = check(problem, tours)
    return Verdict(checked.cost, checked.faults)


def _write(problem: RoutesProblem, tours: Tours, path: Path) -> Path:
    cost = check(problem, tours).cost
    return write_solution(problem, tours, cost, path.with_name(path.name + ".sol"))


CONTEST = Contest(
    name="routes", instances=_instances, load=_load, solve=_ours, check=_check, write=_write,
    best_known=best_known,
    peers={"pyvrp": _pyvrp, "ortools": routing.solve, "timefold": timefold.routes},
    missing={"timefold": timefold.missing},
)  # fmt: skip
