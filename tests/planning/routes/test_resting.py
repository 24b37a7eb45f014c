"""The first plan where vehicles rest: each has one rest, and who must be visited is."""

import pytest

from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.model import model_of
from qixin.planning.routes.params import Params
from qixin.planning.routes.pyvrping import search
from qixin.planning.routes.resting import rested_plan
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork


@pytest.mark.parametrize("seed", [1, 2])
def test_every_squad_has_its_one_rest_and_every_rule_is_kept(seed):
    problem = disinfection(places=160, squads=12, depots=3, seed=seed)
    model, run = model_of(problem), Run(MaxWork(600))
    plan = rested_plan(
        model, run, lambda bare, part: search(bare, part, Params(workers=1), seed, None)
    )
    rests = [number for _, acts in plan for is_client, number in acts if number in model.rests]
    assert sorted(rests) == sorted(model.rests)
    solution = model.solution(plan)
    assert solution.is_feasible()
    assert solution.num_missing_clients() == 0
    assert run.work > 0
