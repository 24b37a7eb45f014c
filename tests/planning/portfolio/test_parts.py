"""The parts of the search keep their words: relaxation, residual problems, the district."""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from qixin.planning.portfolio import Params, check, solve
from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.district import district
from qixin.planning.portfolio.firstorder import FirstOrder
from qixin.planning.portfolio.residual import Residual
from qixin.planning.portfolio.windows import Windows
from qixin.planning.stop import FirstFeasible, MaxRuntime
from tests.planning.portfolio.small import rich_problems


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_first_order_method_comes_to_the_optimum_of_a_linear_program(seed):
    chance = np.random.default_rng(seed)
    matrix = csr_matrix(chance.integers(-2, 5, (12, 20)).astype(float))
    cost, high = chance.integers(-9, 3, 20).astype(float), np.full(12, 9.0)
    truth = linprog(cost, A_ub=matrix.toarray(), b_ub=high, bounds=(0, 1)).fun
    method = FirstOrder(cost, matrix, np.full(12, -np.inf), high)
    assert method.solve(lambda: False, tolerance=1e-6, most=50_000)
    assert cost @ method.answer()[0] == pytest.approx(truth, abs=1e-2)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(rich_problems())
def test_a_part_of_a_plan_is_a_problem_that_its_plan_solves(problem):
    plan = solve(problem, stop=FirstFeasible() | MaxRuntime(5)).schedule
    if plan is None:
        return
    windows = Windows(problem, problem.end)
    free = {at for at, a in enumerate(problem.activities) if a.started is None and at != 1}
    rest = Residual(problem, windows, plan, free, None)
    assert check(rest.problem, rest.now).faults == ()
    better = solve(rest.problem, stop=MaxRuntime(5)).schedule
    whole = rest.back(better, plan)
    assert check(problem, whole).faults == ()
    costs = [sum(terms_of(problem, windows, one, None).values()) for one in (plan, whole)]
    assert costs[1] <= costs[0]


def test_the_district_is_the_same_for_a_seed_and_its_first_plan_keeps_every_rule():
    assert district(3, projects=25) == district(3, projects=25)
    assert district(3, projects=25) != district(4, projects=25)
    problem = district(random.Random(5).randrange(100), projects=25)
    result = solve(problem, stop=FirstFeasible(), params=Params(threads=1))
    assert check(problem, result.schedule).faults == ()
