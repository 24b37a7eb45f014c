"""Timefold's usual search on a model, for so many seconds once its machine has started."""

import math
import time
from typing import Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

from qixin.planning.run import OnProgress, Point


def best_of(
    plan: Any, entities: list[type], rules: Any, *, seconds: float, seed: int, told: OnProgress,
    scale: int = 1,
) -> Any:  # fmt: skip
    """The best plan that it found, which may break hard rules; `scale`: its costs to one of ours.

    It knows no bound.
    """
    config = SolverConfig(
        solution_class=type(plan),
        entity_class_list=entities,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=round(1000 * seconds))
        ),
    )
    began = time.monotonic()
    solver = SolverFactory.create(config).build_solver()

    def heard(event: Any) -> None:
        score = event.new_best_score
        if score.hard_score == 0:
            cost = -score.soft_score / scale
            told(Point(time.monotonic() - began, 0, cost, -math.inf))

    solver.add_event_listener(heard)
    return solver.solve(plan)
