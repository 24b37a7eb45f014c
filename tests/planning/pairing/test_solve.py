"""Pairings against brute force and a plain flow; bounds, changes, conflicts, cancels."""

import threading
import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.outcome import Status
from qixin.planning.pairing.check import check
from qixin.planning.pairing.generate import town
from qixin.planning.pairing.params import Params
from qixin.planning.pairing.problem import Officers, PairingProblem, People, Prices
from qixin.planning.pairing.solve import solve
from qixin.planning.stop import CancelToken, MaxRuntime, MaxWork

LONG = MaxRuntime(60)


@st.composite
def small(draw):
    n, m = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    spot = st.tuples(st.integers(0, 20), st.integers(0, 20))
    prices = Prices(
        missing=draw(st.sampled_from([None, 3])),
        bond=draw(st.integers(0, 9)),
        even=draw(st.integers(0, 6)),
        unpaired=draw(st.sampled_from([None, 12])),
    )
    needs = [draw(st.sampled_from([0, 0, 1, 2, 3])) for _ in range(n)]
    people = People(
        [f"p{i}" for i in range(n)],
        np.array([draw(spot) for _ in range(n)], dtype=float),
        needs,
        [draw(st.integers(-1, m - 1)) for _ in range(n)],
    )
    officers = Officers(
        [f"o{j}" for j in range(m)],
        np.array([draw(spot) for _ in range(m)], dtype=float),
        [draw(st.integers(1, 3)) for _ in range(m)],
        [draw(st.integers(0, 3)) for _ in range(m)],
    )
    return PairingProblem(people, officers, prices)


def cheapest_by_hand(problem):
    choices = [*problem.officers.ids.tolist(), None]
    costs = []
    for chosen in product(choices, repeat=len(problem.people)):
        checked = check(problem, dict(zip(problem.people.ids, chosen, strict=True)))
        if not checked.faults:
            costs.append(checked.cost)
    return min(costs, default=None)


@settings(max_examples=120, deadline=None)
@given(problem=small(), neighbours=st.integers(1, 3))
def test_no_pairing_by_hand_is_cheaper_than_the_one_proven(problem, neighbours):
    result = solve(problem, stop=LONG, params=Params(neighbours=neighbours, threads=1))
    cheapest = cheapest_by_hand(problem)
    if cheapest is None:
        assert result.status is Status.INFEASIBLE
        assert result.conflicts
        assert result.explain()
        return
    checked = check(problem, result.pairs())
    assert not checked.faults
    assert checked.cost == result.cost == result.bound == cheapest
    assert result.status is Status.OPTIMAL
    assert {name: float(value) for name, value in checked.terms.items()} == result.terms


@settings(max_examples=60, deadline=None)
@given(problem=small(), steps=st.integers(0, 6))
def test_a_search_that_is_cut_short_still_has_bound_at_most_optimum_at_most_cost(problem, steps):
    cheapest = cheapest_by_hand(problem)
    result = solve(problem, stop=MaxWork(steps), params=Params(neighbours=1))
    if cheapest is None or result.officer_of is None:
        return
    checked = check(problem, result.pairs())
    assert not checked.faults
    assert result.bound <= cheapest <= checked.cost == result.cost


@pytest.mark.parametrize(
    "shape",
    [
        {"filled": 0.99}, {"villages": 3}, {"needing": 0.3}, {"prices": Prices(even=40)},
        {"known": 0.5, "prices": Prices(bond=400)},
        {"filled": 1.4, "prices": Prices(unpaired=5000)},
        {"needing": 0.5, "prices": Prices(missing=700)},
    ],
)  # fmt: skip
@pytest.mark.parametrize("neighbours", [1, 8, 60])
def test_how_long_the_first_lists_are_does_not_change_the_optimum(shape, neighbours):
    problem = town(people=600, officers=60, seed=5, **shape)
    all_pairs = solve(problem, stop=LONG, params=Params(neighbours=60, step=0.0))
    result = solve(problem, stop=LONG, params=Params(neighbours=neighbours))
    checked = check(problem, result.pairs())
    assert not checked.faults
    assert checked.cost == result.cost == result.bound == all_pairs.cost


def changed(problem, chance, leaving=10, coming=10):
    stay = np.sort(chance.choice(len(problem.people), len(problem.people) - leaving, replace=False))
    people = problem.people
    fresh = People(
        [*people.ids[stay], *(f"new{i}" for i in range(coming))],
        np.concatenate((people.places[stay], chance.uniform(0, 30e3, (coming, 2)))),
        np.concatenate((people.needs[stay], np.zeros(coming, dtype=np.uint64))),
        np.concatenate((people.bond[stay], np.full(coming, -1))),
    )
    return PairingProblem(fresh, problem.officers, problem.prices, problem.skills)


@pytest.mark.parametrize(
    "shape",
    [{}, {"prices": Prices(even=40)}, {"known": 0.5, "prices": Prices(bond=400)}, {"needing": 0.3}],
)
def test_a_warm_start_reaches_the_optimum_of_a_cold_one(shape):
    problem = town(people=600, officers=60, seed=6, filled=0.9, **shape)
    first = solve(problem, stop=LONG)
    after = changed(problem, np.random.default_rng(3))
    warm, cold = solve(after, stop=LONG, start=first), solve(after, stop=LONG)
    assert warm.cost == cold.cost == warm.bound
    assert not check(after, warm.pairs()).faults


def test_a_start_in_which_nothing_changed_is_proven_again_without_a_search():
    # all on a few points: ties everywhere, which must stay as they were
    chance = np.random.default_rng(4)
    people = People(range(900), chance.integers(0, 12, (900, 2)) * 500.0)
    officers = Officers(range(90), chance.integers(0, 12, (90, 2)) * 500.0, [11] * 90)
    first = solve(PairingProblem(people, officers), stop=LONG)
    again = solve(PairingProblem(people, officers), stop=LONG, start=first)
    assert again.status is Status.OPTIMAL
    assert again.cost == first.cost
    assert not again.moved.size
    assert again.work == 1  # the proof


@pytest.mark.parametrize("filled", [0.85, 0.99])
def test_a_flow_over_all_pairs_costs_the_same_before_and_after_a_change(filled):
    problem = town(people=300, officers=30, seed=11, filled=filled, villages=4)
    first = solve(problem, stop=LONG)
    assert first.cost == cheapest_flow(problem)
    after = changed(problem, np.random.default_rng(5), leaving=6, coming=6)
    warm = solve(after, stop=LONG, start=first)
    assert warm.cost == warm.bound == cheapest_flow(after)


def cheapest_flow(problem):
    """The least way by OR-Tools' flow over every pair."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    n, m = len(problem.people), len(problem.officers)
    ways = problem.people.places[:, None] - problem.officers.places[None]
    metres = np.rint(np.sqrt(ways[..., 0] ** 2 + ways[..., 1] ** 2)).astype(np.int64)
    person, officer = np.divmod(np.arange(n * m), m)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(person, n + officer, np.ones(n * m), metres.ravel())
    into = np.full(m, n + m)
    room = problem.officers.capacity
    flow.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), into, room, np.zeros(m))
    flow.set_nodes_supplies(np.arange(n), np.ones(n))
    flow.set_node_supply(n + m, -n)
    assert flow.solve() == flow.OPTIMAL
    return flow.optimal_cost()


def test_a_price_of_change_is_paid_for_each_who_moves_and_keeps_most_where_they_were():
    free = town(people=600, officers=60, seed=7, filled=0.95)
    dear = PairingProblem(free.people, free.officers, Prices(change=800))
    first = solve(free, stop=LONG)
    loose = solve(changed(free, np.random.default_rng(3)), stop=LONG, start=first)
    after = changed(dear, np.random.default_rng(3))
    tight = solve(after, stop=LONG, start=first)
    checked = check(after, tight.pairs(), first.pairs())
    assert checked.cost == tight.cost == tight.bound
    assert checked.terms["change"] == 800 * len(tight.moved)
    assert len(tight.moved) < len(loose.moved)


def test_an_officer_who_leaves_hands_everybody_on():
    problem = town(people=300, officers=40, seed=8, filled=0.8)
    first = solve(problem, stop=LONG)
    officers = problem.officers
    fewer = Officers(officers.ids[1:], officers.places[1:], officers.capacity[1:])
    after = PairingProblem(problem.people, fewer)
    warm, cold = solve(after, stop=LONG, start=first), solve(after, stop=LONG)
    assert warm.cost == cold.cost
    assert not check(after, warm.pairs()).faults


def test_too_few_places_are_told_with_their_numbers():
    problem = town(people=100, officers=10, seed=1, filled=1.5)
    short = Officers(problem.officers.ids, problem.officers.places, [9] * 10)
    result = solve(PairingProblem(problem.people, short), stop=LONG)
    assert result.status is Status.INFEASIBLE
    assert result.explain() == ["100 people, but 90 places with 10 officers"]


def test_a_need_that_nobody_meets_is_named():
    people = People(["wang", "li"], np.zeros((2, 2)), [1, 0])
    officers = Officers(["zhao"], np.zeros((1, 2)), [5])
    result = solve(PairingProblem(people, officers, skills=("nursing",)), stop=LONG)
    assert result.conflicts[0].items == ("person wang",)
    assert "need nursing" in result.explain()[0]


def test_two_needs_that_share_their_officers_are_found_to_be_too_many():
    # nursing alone and sign language alone have room enough; together they crowd two officers
    people = People([f"p{i}" for i in range(6)], np.zeros((6, 2)), [1, 1, 1, 2, 2, 2])
    officers = Officers(["a", "b", "c"], np.zeros((3, 2)), [2, 2, 9], [3, 3, 0])
    result = solve(PairingProblem(people, officers, skills=("nursing", "sign")), stop=LONG)
    assert result.status is Status.INFEASIBLE
    assert "6 people can only go to the same 2 officers, who take 4" in result.explain()[0]


def test_the_same_work_gives_the_same_answer():
    problem = town(people=2000, officers=200, seed=9, filled=0.97)
    one, two = (solve(problem, stop=MaxWork(900)) for _ in range(2))
    assert one.work == two.work
    assert np.array_equal(one.officer_of, two.officer_of)


def test_a_cancelled_search_returns_everybody_paired():
    problem = town(people=20_000, officers=2_000, seed=9, filled=0.99, villages=5)
    cancel = CancelToken()
    threading.Timer(0.05, cancel.cancel).start()
    began = time.monotonic()
    result = solve(problem, stop=cancel)
    assert time.monotonic() - began < 30  # a hang, not a slow machine
    assert not check(problem, result.pairs()).faults
    assert result.bound <= result.cost


def test_prices_say_what_a_place_more_would_save():
    problem = town(people=400, officers=40, seed=4, filled=0.97)
    before = solve(problem, stop=LONG)
    dearest = int(before.prices.argmax())
    room = problem.officers.capacity.copy()
    room[dearest] += 1
    wider = Officers(problem.officers.ids, problem.officers.places, room)
    after = solve(PairingProblem(problem.people, wider), stop=LONG)
    assert 0 <= before.cost - after.cost <= before.prices[dearest]
    assert any("one more place" in line for line in before.explain())


def test_a_need_that_nobody_meets_leaves_the_person_out_where_that_has_a_price():
    people = People(["wang", "li"], np.zeros((2, 2)), [1, 0])
    officers = Officers(["zhao"], np.zeros((1, 2)), [5])
    result = solve(PairingProblem(people, officers, Prices(unpaired=12)), stop=LONG)
    assert result.pairs() == {"wang": None, "li": "zhao"}


def why_nobody(people, capacity, skills, unpaired):
    """What is told of those without an officer; officers stand ten metres apart on a line."""
    officers = Officers(
        [f"o{j}" for j in range(len(capacity))],
        np.array([[10.0 * j, 0.0] for j in range(len(capacity))]), capacity, skills,
    )  # fmt: skip
    problem = PairingProblem(people, officers, Prices(unpaired=unpaired), ("nursing",))
    return [line for line in solve(problem, stop=LONG).explain() if "has no officer" in line]


def test_a_person_without_an_officer_is_told_why():
    wang = People(["wang"], np.zeros((1, 2)), [1])
    both = People(["wang", "li"], np.zeros((2, 2)), [1, 1])
    far = People(["wang"], np.array([[500.0, 0.0]]))
    assert why_nobody(wang, [5, 5], [0, 0], 12) == [
        "person wang has no officer: nobody has nursing"
    ]
    (line,) = why_nobody(both, [1, 5], [1, 0], 12)
    assert line.endswith("all 1 officers who have nursing are full")
    (line,) = why_nobody(both, [1], [1], 12)
    assert line.endswith("all officers are full")
    assert why_nobody(far, [5], [0], 12) == [
        "person wang has no officer: every free place costs more than 12 m"
    ]


def test_a_search_that_found_nothing_says_so():
    # nursing alone is enough for one of the two; a run that is over at once cannot tell
    people = People([f"p{i}" for i in range(6)], np.zeros((6, 2)), [1, 1, 1, 2, 2, 2])
    officers = Officers(["a", "b", "c"], np.zeros((3, 2)), [2, 2, 9], [3, 3, 0])
    result = solve(PairingProblem(people, officers), stop=MaxWork(0))
    assert result.status is Status.UNKNOWN
    assert result.explain() == ["no pairing was found in time"]
