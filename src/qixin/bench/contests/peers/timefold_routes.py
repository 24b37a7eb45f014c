"""Timefold on capacitated routing, modelled as its manual does: a list of visits a vehicle.

See `timefold_rosters` for why the types stand here as they are.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningListVariable,
    PlanningScore,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintFactory,
    HardSoftScore,
    constraint_provider,
)

from qixin.bench.contests.contest import Solved, unheard
from qixin.bench.contests.peers.timefold_running import best_of
from qixin.planning.errors import ProblemError
from qixin.planning.routes.check import check
from qixin.planning.routes.model import model_of
from qixin.planning.routes.plain import is_plain
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.run import OnProgress

SPARE = 1.1  # vehicles beyond those that the load alone needs: more only slow it down


@dataclass(frozen=True)
class Visit:
    """A place, and the way from it to the depot (number 0) and to each other place."""

    number: int
    demand: int
    way: list[int]


@planning_entity
@dataclass
class Vehicle:
    """Its tour; `way`: from the depot to each place."""

    id: Annotated[int, PlanningId]
    capacity: int
    way: list[int]
    visits: Annotated[list[Visit], PlanningListVariable] = field(default_factory=list)

    def load(self) -> int:
        load = 0
        for visit in self.visits:
            load += visit.demand
        return load

    def length(self) -> int:
        length = 0
        way = self.way
        for visit in self.visits:
            length += way[visit.number]
            way = visit.way
        return length + way[0]


@planning_solution
@dataclass
class Plan:
    """All that there is, and how well it goes."""

    visits: Annotated[list[Visit], ProblemFactCollectionProperty, ValueRangeProvider]
    vehicles: Annotated[list[Vehicle], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """No vehicle is too full; the way is short."""
    return [
        factory.for_each(Vehicle)
        .filter(lambda vehicle: vehicle.load() > vehicle.capacity)
        .penalize(HardSoftScore.ONE_HARD, lambda vehicle: vehicle.load() - vehicle.capacity)
        .as_constraint("capacity"),
        factory.for_each(Vehicle)
        .filter(lambda vehicle: len(vehicle.visits) > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda vehicle: vehicle.length())
        .as_constraint("way"),
    ]


def solve(problem: RoutesProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Its usual search; ProblemError where there is more than capacity: windows, limits, kinds."""
    plan = _plan(problem)
    best = best_of(
        plan, [Vehicle], rules, seconds=seconds, seed=seed, told=told, scale=problem.scale
    )
    if best.score.hard_score < 0:
        return Solved(None, math.inf, -math.inf)
    tours = model_of(problem).tours([
        (0, [(True, visit.number - 1) for visit in vehicle.visits])
        for vehicle in best.vehicles if vehicle.visits
    ])  # fmt: skip
    return Solved(tours, check(problem, tours).cost, -math.inf)


def _plan(problem: RoutesProblem) -> Plan:
    van = problem.vehicles[0]
    if not is_plain(problem) or problem.duration.any() or not van.capacity or van.fixed:
        raise ProblemError("the plain model knows one depot and one kind of vehicle, no times")
    rows = [problem.depots[van.start].at, *(place.at for place in problem.places)]
    ways = [[int(problem.distance[a, b]) * van.per_distance for b in rows] for a in rows]
    visits = [
        Visit(at, place.delivery[0], ways[at]) for at, place in enumerate(problem.places, start=1)
    ]
    load = sum(visit.demand for visit in visits)
    count = min(van.count, math.ceil(SPARE * load / van.capacity[0]) + 1)
    return Plan(visits, [Vehicle(at, van.capacity[0], ways[0]) for at in range(count)])
