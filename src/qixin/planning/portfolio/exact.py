"""CP-SAT on a model, as a part of a run: it hears of the stop, and tells of answers and bounds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.model import Model

WORK_A_UNIT = 50_000  # steps of work that a unit of CP-SAT's deterministic time counts for


@dataclass(frozen=True)
class Limits:
    """Seconds of wall time, units of deterministic time, threads."""

    seconds: float = math.inf
    units: float = math.inf
    workers: int = 1


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, best: Best, over: Callable[[], bool]) -> None:
        super().__init__()
        self._model, self._best, self._over = model, best, over

    def on_solution_callback(self) -> None:
        self._best.offer(*self._model.priced(self))
        if self._over():
            self.stop_search()


def exact(
    model: Model, best: Best, limits: Limits, *, seed: int = 0, whole: bool = True,
    over: Callable[[], bool] | None = None,
) -> int:  # fmt: skip
    """Search `model` within `limits`; returns CP-SAT's status.

    `whole`: the model stands for the whole problem, so its bound is one of the problem; a part's
    answer is put back into the whole only once, at its end.
    `over`: ends it earlier than the run does.
    """
    run = best.run
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = limits.workers
    parameters.random_seed = seed
    parameters.max_time_in_seconds = max(0.01, min(limits.seconds, run.seconds_left(), 1e7))
    units = min(limits.units, run.work_left() / WORK_A_UNIT)
    if math.isfinite(units):
        parameters.max_deterministic_time = max(0.001, units)
        parameters.interleave_search = limits.workers > 1
    if whole:
        solver.best_bound_callback = best.proved
    watch = _Watch(model, best, over or run.over) if whole else None
    with run.watched(solver.stop_search, over=over):
        status = solver.solve(model.cp, watch)
    if not whole and status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        best.offer(*model.priced(solver))
    best.worked(int(solver.response_proto.deterministic_time * WORK_A_UNIT))
    if whole and status == cp_model.OPTIMAL:
        best.proved(round(solver.objective_value))
    elif whole and status == cp_model.FEASIBLE:
        best.proved(math.ceil(solver.best_objective_bound - 1e-6))
    return int(status)
