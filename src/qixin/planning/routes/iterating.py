"""PyVRP's iterated local search on a model, from nothing or from a plan."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from pyvrp import (
    CostEvaluator,
    IteratedLocalSearch,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from qixin.planning.routes.model import Model, plain
from qixin.planning.routes.terms import sums_of


class _Told(IteratedLocalSearchCallbacks):
    def __init__(self, found: Callable[[Solution], None]) -> None:
        self.found = found

    def on_best(self, best: Solution) -> None:
        if best.is_feasible():
            self.found(best)


def iterate(
    data: ProblemData, seed: int, history: int, start: Solution | None,
    over: Callable[[], bool], found: Callable[[Solution], None],
) -> Solution:  # fmt: skip
    """Search until `over` says so, which is asked before each iteration; the best solution."""
    rng = RandomNumberGenerator(seed=seed % 2**31)
    neighbours = compute_neighbours(data, NeighbourhoodParams())
    search = LocalSearch(data, rng, neighbours, PerturbationManager(PerturbationParams()))
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    penalties = PenaltyParams()
    manager = PenaltyManager(penalties.midpoint_penalties(data), penalties)
    if start is None or not start.is_feasible():
        raw = Solution.make_random(data, rng) if start is None else start
        start = search(raw, manager.max_cost_evaluator(), exhaustive=True)
    if start.is_feasible():
        found(start)
    params = IteratedLocalSearchParams(history_length=history, callbacks=_Told(found))
    algorithm = IteratedLocalSearch(data, manager, search, start, params)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        best: Solution = algorithm.run(lambda cost: over(), collect_stats=False, display=False).best
    return best


def cost_of(model: Model, solution: Solution) -> int:
    """The cost of a feasible solution, prizes left out included.

    Where changes have a price it is counted from the tours: vehicles alike may have changed places,
    and not every price finds room in PyVRP's matrices.
    """
    if not solution.is_feasible():
        return 2**62
    if model.before is not None:
        tours = model.tours(plain(solution))
        return sum(sums_of(model.problem, tours, model.before).values())
    none = CostEvaluator([0.0] * model.data.num_load_dimensions, 0.0, 0.0)
    return int(none.cost(solution))
