"""OR-Tools' routing solver: cheapest arcs first, then guided local search, as its manual says."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from qixin.bench.contests.contest import Solved
from qixin.planning.errors import ProblemError
from qixin.planning.routes.building import model_of
from qixin.planning.routes.model import Model
from qixin.planning.routes.problem import RoutesProblem, Vehicle
from qixin.planning.routes.terms import terms_of

# of vehicles that nobody counts (an instance without a limit), over those that goods need
SPARE = 1.3


def solve(problem: RoutesProblem, seconds: float, seed: int) -> Solved:
    """It knows no bound and no seed. ProblemError says what the model has no word for."""
    del seed
    _sayable(problem)
    model = model_of(problem)
    routing = _Routing(problem, model)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    first = routing_enums_pb2.FirstSolutionStrategy
    # from cheapest arcs it comes to no plan in which each vehicle has its rests
    parameters.first_solution_strategy = (
        first.PARALLEL_CHEAPEST_INSERTION if routing.rests else first.PATH_CHEAPEST_ARC
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(max(1, round(seconds * 1000)))
    found = routing.routing.SolveWithParameters(parameters)
    if found is None:
        return Solved(None, math.inf, -math.inf)
    tours = model.tours(routing.plan(found))
    return Solved(tours, sum(terms_of(problem, tours, None).values()), -math.inf)


def _sayable(problem: RoutesProblem) -> None:
    for vehicle in problem.vehicles:
        for told, said in (
            ("several trips", vehicle.trips > 1), ("goods on board", vehicle.on_board is not None),
        ):  # fmt: skip
            if said:
                raise ProblemError(
                    f"the peer's model knows no {told}", item=f"vehicle {vehicle.id}"
                )
    both = any(any(p.delivery) for p in problem.places) and any(
        any(p.pickup) for p in problem.places
    )
    if both:
        raise ProblemError("the peer's model knows no deliveries beside pickups", item="places")
    for place in problem.places:
        if place.release:
            raise ProblemError("the peer's model knows no release", item=f"place {place.id}")


@dataclass(frozen=True)
class _Node:
    """What a node is: its map row, its client in our model, its service and window."""

    row: int
    client: int
    service: int
    window: tuple[int, int]


class _Routing:
    """The problem in OR-Tools' terms: depots, then places, then a node for each spot of a rest."""

    def __init__(self, problem: RoutesProblem, model: Model) -> None:
        self.problem, self.model = problem, model
        self.fleet: list[tuple[int, int, int]] = []  # number, type in our model, which of its count
        for kind, number in enumerate(model.kind_of):
            for which in range(self._count(problem.vehicles[number])):
                self.fleet.append((number, kind, which))
        self.vehicles = [problem.vehicles[number] for number, _, _ in self.fleet]
        self.nodes = [_Node(depot.at, -1, 0, depot.window) for depot in problem.depots]
        self.nodes += [
            _Node(place.at, client, place.service, place.window)
            for client, place in enumerate(problem.places)
        ]
        self.rests = self._rests()
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.nodes), len(self.vehicles), [v.start for v in self.vehicles],
            [v.end for v in self.vehicles],
        )  # fmt: skip
        self.routing = pywrapcp.RoutingModel(self.manager)
        rows = np.array([node.row for node in self.nodes])
        self.distance = problem.distance[np.ix_(rows, rows)]
        self.duration = problem.duration[np.ix_(rows, rows)]
        self._costs()
        self._loads()
        self._times()
        self._who()

    def _count(self, vehicle: Vehicle) -> int:
        """All of them; of more than there are places, as many as the goods need and some."""
        problem = self.problem
        if len(problem.vehicles) > 1 or vehicle.rests or not vehicle.capacity:
            return min(vehicle.count, len(problem.places)) if not vehicle.rests else vehicle.count
        if vehicle.count < len(problem.places):
            return vehicle.count
        goods = sum(sum((*p.delivery[:1], *p.pickup[:1])) for p in problem.places)
        return min(vehicle.count, math.ceil(SPARE * goods / vehicle.capacity[0]) + 5)

    def _rests(self) -> list[tuple[int, list[int]]]:
        """For each rest of each vehicle its nodes, of which one is visited."""
        told = []
        for index, (_, kind, which) in enumerate(self.fleet):
            own = self.model.rests_of[kind][which] if self.model.rests_of[kind] else ()
            for clients in own:
                nodes = []
                for client in clients:
                    number, row = self.model.rests[client]
                    rest = self.vehicles[index].rests[number]
                    nodes.append(len(self.nodes))
                    self.nodes.append(_Node(row, client, rest.seconds, rest.window))
                told.append((index, nodes))
        return told

    def _costs(self) -> None:
        known: dict[int, int] = {}
        for index, vehicle in enumerate(self.vehicles):
            if vehicle.per_distance not in known:
                ways = (self.distance * vehicle.per_distance).tolist()
                known[vehicle.per_distance] = self.routing.RegisterTransitMatrix(ways)
            self.routing.SetArcCostEvaluatorOfVehicle(known[vehicle.per_distance], index)
            self.routing.SetFixedCostOfVehicle(vehicle.fixed, index)
            if vehicle.rests:
                self.routing.SetVehicleUsedWhenEmpty(True, index)
        if any(vehicle.farthest is not None for vehicle in self.vehicles):
            ways = self.routing.RegisterTransitMatrix(self.distance.tolist())
            limits = [2**40 if v.farthest is None else v.farthest for v in self.vehicles]
            self.routing.AddDimensionWithVehicleCapacity(ways, 0, limits, True, "way")

    def _loads(self) -> None:
        for kind in range(self.problem.kinds):
            load = [0] * len(self.nodes)
            for number, place in enumerate(self.problem.places):
                load[len(self.problem.depots) + number] = sum(
                    (*place.delivery[kind : kind + 1], *place.pickup[kind : kind + 1])
                )
            told = self.routing.RegisterUnaryTransitVector(load)
            room = [vehicle.capacity[kind] for vehicle in self.vehicles]
            self.routing.AddDimensionWithVehicleCapacity(told, 0, room, True, f"goods {kind}")

    def _times(self) -> None:
        if not self._timed():
            return
        service = np.array([node.service for node in self.nodes])
        told = self.routing.RegisterTransitMatrix((self.duration + service[:, None]).tolist())
        latest = max(vehicle.window[1] for vehicle in self.vehicles)
        self.routing.AddDimension(told, latest, latest, False, "time")
        time = self.routing.GetDimensionOrDie("time")
        for number, node in enumerate(self.nodes[len(self.problem.depots) :]):
            index = self.manager.NodeToIndex(len(self.problem.depots) + number)
            time.CumulVar(index).SetRange(node.window[0], min(node.window[1], latest))
        for index, vehicle in enumerate(self.vehicles):
            for depot, var in (
                (vehicle.start, time.CumulVar(self.routing.Start(index))),
                (vehicle.end, time.CumulVar(self.routing.End(index))),
            ):
                window = self.problem.depots[depot].window
                opens, closes = max(window[0], vehicle.window[0]), min(window[1], vehicle.window[1])
                var.SetRange(opens, closes)
            if vehicle.per_second:
                time.SetSpanCostCoefficientForVehicle(vehicle.per_second, index)
            if vehicle.longest is not None:
                time.SetSpanUpperBoundForVehicle(vehicle.longest, index)

    def _timed(self) -> bool:
        return (
            bool(self.duration.any())
            or any(node.service for node in self.nodes)
            or any(v.per_second or v.longest is not None for v in self.vehicles)
        )

    def _who(self) -> None:
        """Skills, what may be left out, groups, and whose a rest is."""
        groups: dict[str, list[int]] = {}
        for number, place in enumerate(self.problem.places):
            index = self.manager.NodeToIndex(len(self.problem.depots) + number)
            if place.needs:
                able = [n for n, v in enumerate(self.vehicles) if place.needs <= v.skills]
                # −1 is nobody: it may be left out, where it may
                self.routing.VehicleVar(index).SetValues([-1, *able])
            if place.group is not None:
                groups.setdefault(place.group, []).append(index)
            elif not place.must:
                self.routing.AddDisjunction([index], self.problem.prize(place))
        for members in groups.values():
            self.routing.AddDisjunction(members)
        for vehicle, nodes in self.rests:
            indices = [self.manager.NodeToIndex(node) for node in nodes]
            for index in indices:
                self.routing.VehicleVar(index).SetValues([-1, vehicle])
            self.routing.AddDisjunction(indices)

    def plan(self, found: pywrapcp.Assignment) -> list[tuple[int, list[tuple[bool, int]]]]:
        """Who visits whom, in the numbers of our model."""
        told = []
        for index, (_, kind, _) in enumerate(self.fleet):
            acts, at = [], found.Value(self.routing.NextVar(self.routing.Start(index)))
            while not self.routing.IsEnd(at):
                acts.append((True, self.nodes[self.manager.IndexToNode(at)].client))
                at = found.Value(self.routing.NextVar(at))
            if acts:
                told.append((kind, acts))
        return told
