"""PyVRP in this process and in a fellow, exchanging the best after each round."""

from __future__ import annotations

import math
from contextlib import ExitStack

from pyvrp import Solution

from qixin.planning.routes.fellow import Fellow
from qixin.planning.routes.iterating import cost_of, iterate
from qixin.planning.routes.model import Model, Plain, plain
from qixin.planning.routes.params import Params
from qixin.planning.routes.progress import limits
from qixin.planning.routes.resting import rested_plan
from qixin.planning.run import Run

LEAST_SECONDS = 4.0  # with less left, a second process costs more than it brings


class _Best:
    """The best plan of both processes, told to the run as it comes."""

    def __init__(self, model: Model, run: Run) -> None:
        self.model, self.run = model, run
        self.cost = 2**62
        self.plan: Plain | None = None

    def hear(self, cost: int, plan: Plain) -> None:
        if cost < self.cost:
            self.cost, self.plan = cost, plan
            self.run.found(cost / self.model.problem.scale)

    def found(self, solution: Solution) -> None:
        self.hear(cost_of(self.model, solution), plain(solution))


def search(model: Model, run: Run, params: Params, seed: int, start: Plain | None) -> Plain | None:
    """The best plan found from `start`, which may break rules, until the run is over; None where
    none keeps them.
    """
    best = _Best(model, run)
    if start is None and model.rests:
        start = rested_plan(model, run, lambda bare, part: search(bare, part, params, seed, None))
    if start is not None:
        solution = model.solution(start)
        if solution.is_feasible():
            best.found(solution)
    _seconds, steps = limits(run.stop)
    left = run.seconds_left()
    with ExitStack() as stack:
        fellow = None
        if params.workers > 1 and not run.stop.by_work and left > LEAST_SECONDS:
            fellow = stack.enter_context(Fellow(model))
        rounds = params.rounds if math.isfinite(left) else 10**9
        length = min(left / rounds, 10.0) if math.isfinite(left) else 10.0
        if run.stop.by_work:
            length = math.inf  # the clock would make other tours each time
        number = 0
        while not run.over() or (best.plan is None and number == 0 and steps is not None):
            last = number >= rounds - 1
            _round(
                model, run, params, seed + 2 * number, best, fellow, start,
                math.inf if last else length,
            )  # fmt: skip
            number += 1
            if run.over():
                break
    return best.plan


def _round(
    model: Model, run: Run, params: Params, seed: int, best: _Best, fellow: Fellow | None,
    first: Plain | None, length: float,
) -> None:  # fmt: skip
    ends = run.seconds + length
    begin = first if best.plan is None else best.plan
    if fellow is not None:
        fellow.search(begin, seed + 1, params.history, min(length, run.seconds_left()))

    def over() -> bool:
        run.worked()
        if fellow is not None and run.work % 50 == 0 and (told := fellow.take()) is not None:
            best.hear(*told)
        return run.over() or run.seconds >= ends

    start = None if begin is None else model.solution(begin)
    iterate(model.data, seed, params.history, start, over, best.found)
    if fellow is not None and (told := fellow.take()) is not None:
        best.hear(*told)
