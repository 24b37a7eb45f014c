"""The general search: a relaxation for bound and order, CP-SAT for plans and repairs."""

from __future__ import annotations

import math
import random
import threading
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from qixin.planning.portfolio.ahead import compiling_elimination
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.check import check
from qixin.planning.portfolio.clusters.choice import choose
from qixin.planning.portfolio.clusters.cluster import clusters_of
from qixin.planning.portfolio.clusters.generation import columns_of, generate, plan_of
from qixin.planning.portfolio.clusters.generation import leaning as mixture
from qixin.planning.portfolio.clusters.links import links_of
from qixin.planning.portfolio.clusters.master import Master
from qixin.planning.portfolio.clusters.pricing import Pricer
from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.dispatch import allotted, dispatched, handy
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.exact import Limits, exact
from qixin.planning.portfolio.leaning import Leaning
from qixin.planning.portfolio.linear import MOST_COLUMNS, columns, leaning, relaxed
from qixin.planning.portfolio.model import build
from qixin.planning.portfolio.neighbours import Neighbours
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.race import together
from qixin.planning.portfolio.relaxation import relaxation
from qixin.planning.portfolio.residual import Residual
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows


@dataclass
class Search:
    """What the parts of one search share; changes are priced from the earlier answer."""

    problem: Problem
    windows: Windows
    best: Best
    params: Params
    seed: int
    earlier: Earlier | None
    infeasible: bool = False
    first: threading.Event = field(default_factory=threading.Event)

    def offer(self, schedule: Schedule | None) -> None:
        if schedule is not None:
            self.best.offer(schedule, self.cost(schedule))

    def cost(self, schedule: Schedule) -> float:
        return sum(terms_of(self.problem, self.windows, schedule, self.earlier).values())


def general(search: Search) -> None:
    """Search until the run is over; `search.infeasible` where no plan keeps every rule, proven."""
    _by_rule(search)
    by_work = search.best.run.stop.by_work
    if by_work or search.params.threads == 1:
        _relax(search)
        _exact_and_neighbours(search, search.seed, by_work)
        return

    def bound_then_neighbours() -> None:
        _relax(search)
        search.first.wait()
        if not search.infeasible:
            _neighbours(search, search.seed + 1)

    together([lambda: _exact_and_neighbours(search, search.seed, False), bound_then_neighbours])


def _by_rule(search: Search) -> None:
    """Plans by rule: by latest end or due date, in the fastest modes, then in the cheapest."""
    problem, windows = search.problem, search.windows
    parcels = allotted(problem)
    if parcels is None:
        return
    priority = [float(end) for end in windows.latest_ends]
    for milestone in problem.milestones:
        at = problem.number[milestone.activity]
        priority[at] = min(priority[at], float(milestone.due))
    for cheapest in (False, True):
        modes = [
            handy(problem, windows, at, cheapest=cheapest) for at in range(len(problem.activities))
        ]
        search.offer(dispatched(problem, windows, priority, modes, parcels))


def _relax(search: Search) -> None:
    """A relaxation's bound, and plans that lean where it does."""
    problem, windows = search.problem, search.windows
    if columns(problem, windows) > MOST_COLUMNS or search.best.run.over():
        return
    links = links_of(problem, windows.end)
    clusters = clusters_of(problem, windows, links, search.earlier)
    if clusters is not None:
        _by_cluster(search, Pricer(links, clusters, windows.end))
        return
    chance = random.Random(search.seed)  # noqa: S311 (a search, not a secret)
    for answer in relaxed(relaxation(problem, windows, search.earlier), search.best):
        _draw(search, leaning(answer), chance)


def _by_cluster(search: Search, pricer: Pricer) -> None:
    """Columns until the bound stands; plans that lean alike, then a choice among the columns."""
    best = search.best
    while not compiling_elimination().wait(0.02):
        if best.run.over():
            return
    master = Master(pricer)
    if best.schedule is not None:
        master.add(columns_of(pricer, best.schedule))
    mixed = generate(master, best)
    if mixed is None:
        return
    chance = random.Random(search.seed)  # noqa: S311 (a search, not a secret)
    _draw(search, mixture(search.problem, master, mixed), chance)
    known = None
    if best.schedule is not None:
        known = columns_of(pricer, best.schedule)
        master.add(known)
    seconds = best.run.seconds_left() * search.params.choice_share
    chosen = choose(pricer, master.columns, known, best.run, seconds)
    if chosen is not None:
        search.offer(plan_of(search.problem, pricer, chosen))


def _draw(search: Search, leaning: Leaning, chance: random.Random) -> None:
    problem = search.problem
    for _ in range(search.params.draws):
        if search.best.run.over():
            return
        priority, modes, lots = leaning.drawn(chance, chance.uniform(0.0, 1.0))
        parcels = {name: problem.parcels[lot].name for name, lot in lots.items()}
        if len(set(parcels.values())) < len(parcels):
            parcels = allotted(problem) or {}
        search.offer(dispatched(problem, search.windows, priority, modes, parcels))


def _exact_and_neighbours(search: Search, seed: int, by_work: bool) -> None:
    """The whole model for a while, then repairs of its parts for as long; and over again.

    A large problem that has a plan goes to the repairs at once: the whole model seldom betters it.
    """
    run, best = search.best.run, search.best
    large = len(search.problem.activities) > search.params.whole_most
    units, steps = 4.0, 25
    try:
        while not run.over():
            if best.schedule is None or not large:
                _exact(search, seed, units if by_work else math.inf)
            search.first.set()
            if search.infeasible:
                return
            _neighbours(search, seed, steps if by_work or not large else None)
            units, steps = units * 2, steps * 2
    finally:
        search.first.set()


def _exact(search: Search, seed: int, units: float) -> None:
    run, best = search.best.run, search.best
    model = build(search.problem, search.windows, earlier=search.earlier)
    if best.schedule is not None:
        model.hint(best.schedule)
    elif search.earlier is not None:
        model.lean(search.earlier)
    seconds = math.inf if best.schedule is None else run.seconds_left() * search.params.proof_share
    status = exact(model, best, Limits(seconds=seconds, units=units), seed=seed)
    if status == cp_model.INFEASIBLE and best.schedule is None:
        search.infeasible = True


def _neighbours(search: Search, seed: int, steps: int | None = None) -> None:
    """Free a part of the plan, keep the rest, let CP-SAT find a better one; again and again."""
    best, run, params = search.best, search.best.run, search.params
    chance = random.Random(seed)  # noqa: S311 (a search, not a secret)
    neighbours = Neighbours(search.problem, search.windows, params.window, chance)
    done = 0
    while best.schedule is not None and not run.over() and (steps is None or done < steps):
        free = neighbours.free(best.schedule)
        status = _repaired(search, best.schedule, free, chance.randrange(1 << 30))
        neighbours.learn(solved=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE))
        done += 1


def _repaired(search: Search, plan: Schedule, free: frozenset[int], seed: int) -> int:
    """Search the part for a cheaper answer; returns CP-SAT's status."""
    if not free:
        return int(cp_model.INFEASIBLE)
    rest = Residual(search.problem, search.windows, plan, free, search.earlier)
    windows = Windows(rest.problem, search.windows.end)
    model = build(rest.problem, windows, earlier=rest.earlier)
    model.hint(rest.now)
    now = sum(terms_of(rest.problem, windows, rest.now, rest.earlier).values())
    model.cp.add(sum(model.terms) <= int(now) - 1)
    model.whole = lambda part: _joined(search, rest, part)
    by_work = search.best.run.stop.by_work
    limits = Limits(units=0.5) if by_work else Limits(seconds=search.params.window_seconds)
    return exact(model, search.best, limits, seed=seed, whole=False)


def _joined(search: Search, rest: Residual, part: Schedule) -> tuple[Schedule, float]:
    """The part in the best plan, which another thread may have bettered meanwhile, if it fits."""
    best = search.best.schedule
    if best is not None and best is not rest.plan:
        both = rest.back(part, best)
        if not check(search.problem, both).faults:
            return both, search.cost(both)
    whole = rest.back(part, rest.plan)
    return whole, search.cost(whole)
