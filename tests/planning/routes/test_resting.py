"""Rests: the first plan where vehicles rest, and several rests a vehicle."""

from dataclasses import replace

import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.routes.building import model_of
from qixin.planning.routes.check import check
from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Place, Rest, Vehicle
from qixin.planning.routes.pyvrping import search
from qixin.planning.routes.resting import rested_plan
from qixin.planning.routes.result import Kind
from qixin.planning.routes.running import Now, continued
from qixin.planning.routes.solve import solve
from qixin.planning.routes.starting import begun
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork
from tests.planning.routes.lines import ONE, on_a_line, sound


@pytest.mark.parametrize(("seed", "rests"), [(1, 1), (2, 1), (1, 2), (2, 3)])
def test_every_squad_has_its_rests_and_every_rule_is_kept(seed, rests):
    problem = disinfection(places=160, squads=12, depots=3, seed=seed, rests=rests)
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


NOON, TEA = Rest(10, (40, 60), (3,)), Rest(5, (70, 90))


def resting(rests, **told):
    places = [Place(f"p{n}", n, (1,)) for n in range(1, 6)]
    van = Vehicle("van", (9,), window=(0, 200), rests=rests, **told)
    return on_a_line(places, [van])


def rests_of(result):
    return [
        (visit.which, visit.number, visit.begins, visit.ends)
        for tour in result.tours for visit in tour.visits if visit.kind is Kind.REST
    ]  # fmt: skip


@pytest.mark.parametrize("trips", [{}, {"trips": 2, "reload": (0,)}])
@pytest.mark.parametrize("turned", [False, True])
def test_each_rest_is_taken_in_its_window_whatever_order_they_stand_in(trips, turned):
    problem = resting((TEA, NOON) if turned else (NOON, TEA), **trips)
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    noon, tea = rests_of(result)
    assert noon[1] == 3
    assert 40 <= noon[2] <= 60
    assert tea[1] == 0
    assert 70 <= tea[2] <= 90
    assert (noon[0], tea[0]) == ((1, 0) if turned else (0, 1))


def test_two_rests_alike_are_two():
    problem = resting((NOON, NOON))
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    assert sorted(which for which, *_ in rests_of(result)) == [0, 1]


def test_rests_that_cannot_both_be_kept_are_not_pretended():
    problem = resting((Rest(10, (40, 45), (3,)), Rest(10, (40, 45), (3,))))
    assert solve(problem, stop=MaxWork(200), params=ONE).tours is None


def test_a_rest_taken_twice_or_left_out_is_a_fault():
    problem = resting((NOON, TEA))
    result = solve(problem, stop=MaxWork(300), params=ONE)
    (tour,) = result.tours
    for visits in (
        [v for v in tour.visits if v.which == 0],
        [replace(v, which=0) for v in tour.visits],
    ):
        told = check(problem, (replace(tour, visits=tuple(visits)),)).faults
        assert any("must rest 2 times, once each rest" in fault for fault in told)
    unasked = tuple(replace(v, which=2) for v in tour.visits)
    told = check(problem, (replace(tour, visits=unasked),)).faults
    assert any("has a rest that nobody asked for" in fault for fault in told)


def test_the_rest_of_the_day_has_the_rests_still_to_come():
    problem = resting((NOON, TEA))
    plan = solve(problem, stop=MaxWork(300), params=ONE)
    now = Now("van", 3, 55, (3,), rested=(0,))
    later = continued(problem, done=["p1", "p2"], under_way=[now], still_in={}, not_before=55)
    assert later.vehicles[0].rests == (replace(TEA, at=(3,)),)
    result = solve(later, stop=MaxWork(300), params=ONE, start=plan)
    sound(later, result)
    assert [which for which, *_ in rests_of(result)] == [0]
    with pytest.raises(ProblemError, match="vehicle van now: has no rest number 2"):
        continued(
            problem, done=[], under_way=[replace(now, rested=(2,))], still_in={}, not_before=55
        )


def test_a_start_is_known_again_with_all_its_rests():
    problem = resting((NOON, TEA))
    plan = solve(problem, stop=MaxWork(300), params=ONE)
    model = model_of(problem)
    assert model.tours(begun(model, plan)) == plan.tours
    fewer = replace(problem, vehicles=(replace(problem.vehicles[0], rests=(TEA,)),))
    again = solve(fewer, stop=MaxWork(100), params=ONE, start=plan)
    sound(fewer, again)
    more = replace(problem, vehicles=(replace(problem.vehicles[0], rests=(NOON, TEA, TEA)),))
    sound(more, solve(more, stop=MaxWork(300), params=ONE, start=plan))
