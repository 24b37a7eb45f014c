"""Tours of least cost: annealing by strings where vehicles are alike, PyVRP for everything else.

Both are heuristics; the bound says how far from the best they may be. A problem of one depot and
vehicles alike is searched by `annealing` on threads (a smaller one on one, with PyVRP beside it in
a process of its own), all routes met are recombined, and PyVRP polishes; any other is searched by
PyVRP in two processes that exchange their best.
"""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import replace

import numpy as np

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.routes.annealing import Annealing, Routes
from qixin.planning.routes.before import Before
from qixin.planning.routes.bounds import lower_bound
from qixin.planning.routes.building import model_of
from qixin.planning.routes.conflicts import plain_conflicts
from qixin.planning.routes.fellow import Fellow
from qixin.planning.routes.model import Model, Plain
from qixin.planning.routes.params import Params
from qixin.planning.routes.plain import ground_of, is_plain, keeps_rules
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.progress import progress_of
from qixin.planning.routes.pyvrping import LEAST_SECONDS, search
from qixin.planning.routes.recombining import recombined
from qixin.planning.routes.result import RoutesResult, Tour
from qixin.planning.routes.starting import before_of, begun, changed_places
from qixin.planning.routes.terms import moved_places, terms_of
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import Stop

# of a search that nobody limits: the process beside it ends with it anyway
LONGEST = 1e6


def solve(
    problem: RoutesProblem, *, stop: Stop, seed: int = 0, params: Params | None = None,
    on_progress: OnProgress | None = None, start: RoutesResult | None = None,
) -> RoutesResult:  # fmt: skip
    """Find tours. Work is counted in rounds of ruin and recreate, or iterations of PyVRP.

    `start`: earlier tours to begin from, also of a problem of which this one is the rest of the day
    (`running.continued`). Places, vehicles and depots are known again by their ids; what is not
    known, or breaks a rule by now, is made anew. Places that another vehicle visits than before are
    in `moved`, and cost `prices.change` each; those that only change their order cost nothing.
    """
    params = params or Params()
    run = Run(stop, on_progress)
    conflicts = plain_conflicts(problem)
    if conflicts:
        return _result(problem, run, None, conflicts, None, start)
    before = before_of(problem, start)
    run.proved(lower_bound(problem, before))
    model = model_of(problem, before)
    first = begun(model, start)
    plan: Plain | None = None
    if is_plain(problem) and model.before is None:
        plan = _by_strings(model, run, params, seed, first)
    if plan is None:
        plan = search(model, run, params, seed, first)
    tours = None if plan is None else model.tours(plan)
    return _result(problem, run, tours, (), before, start)


def _by_strings(
    model: Model, run: Run, params: Params, seed: int, first: Plain | None
) -> Plain | None:
    """None where more vehicles would be needed than there are, or a place has no tour of its own.

    The search puts a place alone where it fits nowhere else: only a detour may reach it in time.
    """
    problem = model.problem
    ground, most = ground_of(problem), problem.vehicles[0].count
    if not all(keeps_rules(ground, [row]) for row in range(1, len(ground.demand))):
        return None
    points = problem.points
    depot = problem.depots[problem.vehicles[0].start]
    rows = [depot.at, *(place.at for place in problem.places)]
    where = np.zeros((len(rows), 2)) if points is None else np.asarray(points)[rows]
    earlier = None if first is None else [[n + 1 for _, n in acts] for _, acts in first]
    if earlier is not None:
        earlier = [route for route in earlier if keeps_rules(ground, route)]
    beside = params.workers > 1 and len(problem.places) <= params.beside
    beside = beside and not run.stop.by_work and run.seconds_left() > LEAST_SECONDS
    threads = replace(params, workers=1) if beside else params
    annealing = Annealing(ground, run, threads, seed, earlier, where)
    if len(annealing.best) <= most:
        run.found(annealing.cost / problem.scale)

    def found(routes: Routes, cost: int) -> None:
        if len(routes) <= most:
            run.found(cost / problem.scale)

    annealing.found = found
    share = 1 - params.recombine - params.polish
    with ExitStack() as stack:
        fellow = stack.enter_context(Fellow(model)) if beside else None
        if fellow is not None:
            fellow.search(first, seed, params.history, min(run.seconds_left() * share, LONGEST))
        annealing.go(progress_of(run, share))
        told = None if fellow is None else fellow.take()
    if told is not None:
        annealing.take([[number + 1 for _, number in acts] for _, acts in told[1]], told[0])
    best = annealing.best
    if not run.stop.by_work:
        best = _recombine(annealing, run, params, most)
    if len(best) > most:
        return None
    plan: Plain = [(0, [(True, row - 1) for row in route]) for route in best]
    return search(model, run, params, seed, plan) if not run.over() else plan


def _recombine(annealing: Annealing, run: Run, params: Params, most: int) -> Routes:
    columns = [(cost, [row - 1 for row in route]) for cost, route in annealing.seen.values()]
    number = {key: index for index, key in enumerate(annealing.seen)}
    known = [number.get(frozenset(route)) for route in annealing.best]
    left = run.seconds_left()
    if any(index is None for index in known) or not math.isfinite(left) or run.over():
        return annealing.best
    share = params.recombine / max(1e-9, params.recombine + params.polish)
    members = len(annealing.ground.demand) - 1
    start = [index for index in known if index is not None]
    chosen = recombined(columns, members, start, run, left * share, most)
    if chosen is None:
        return annealing.best
    best = [[place + 1 for place in columns[index][1]] for index in chosen]
    annealing.found(best, sum(columns[index][0] for index in chosen))
    return best


def _result(
    problem: RoutesProblem, run: Run, tours: tuple[Tour, ...] | None,
    conflicts: tuple[Conflict, ...], before: Before | None, start: RoutesResult | None,
) -> RoutesResult:  # fmt: skip
    terms = {} if tours is None else terms_of(problem, tours, before)
    cost = math.inf if tours is None else sum(terms.values())
    if tours is not None:
        run.found(cost)
    status = Status.INFEASIBLE if conflicts else status_of(run)
    return RoutesResult(
        status=status, cost=cost, bound=math.inf if conflicts else run.bound, terms=terms,
        conflicts=conflicts, curve=tuple(run.curve), seconds=run.seconds, work=run.work,
        problem=problem, tours=tours, changed=changed_places(problem, tours, start),
        moved=tuple(moved_places(tours or (), before)),
    )  # fmt: skip


def warm_up() -> None:
    """Compile the inner loops (some 20 s once a machine, from the cache in a second after)."""
    from qixin.planning.routes.generate import town
    from qixin.planning.stop import MaxWork

    for timed in (False, True):
        problem = town(places=12, vehicles=3, seed=1, timed=timed)
        ground = ground_of(problem)
        run = Run(MaxWork(100))
        points = np.zeros((len(ground.demand), 2))
        Annealing(ground, run, Params(workers=1), 0, None, points).go(progress_of(run, 1.0))
