"""Deliveries and rounds: vehicles or squads, depots, places, windows, trips, rests; on PyVRP."""

from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Prices, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind, RoutesResult, Tour, Visit
from qixin.planning.routes.running import Now, continued
from qixin.planning.routes.solve import solve
from qixin.planning.routes.ways import ways

__all__ = [
    "Depot",
    "Kind",
    "Now",
    "Params",
    "Place",
    "Prices",
    "Rest",
    "RoutesProblem",
    "RoutesResult",
    "Tour",
    "Vehicle",
    "Visit",
    "check",
    "continued",
    "solve",
    "ways",
]
