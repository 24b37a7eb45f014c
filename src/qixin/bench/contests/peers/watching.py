"""CP-SAT, as a peer, tells of its answers and bounds as they come."""

from __future__ import annotations

import math
import time

from ortools.sat.python import cp_model

from qixin.planning.run import OnProgress, Point


class Watch(cp_model.CpSolverSolutionCallback):
    """Goes with a solver to its `solve`."""

    def __init__(self, solver: cp_model.CpSolver, told: OnProgress) -> None:
        super().__init__()
        self._told, self._began = told, time.monotonic()
        self._cost, self._bound = math.inf, -math.inf
        solver.best_bound_callback = self._proved

    def on_solution_callback(self) -> None:
        self._cost = self.objective_value
        self._tell()

    def _proved(self, bound: float) -> None:
        self._bound = bound
        self._tell()

    def _tell(self) -> None:
        self._told(Point(time.monotonic() - self._began, 0, self._cost, self._bound))
