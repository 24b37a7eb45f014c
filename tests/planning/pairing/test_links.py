"""Links against a plain CP-SAT model; bounds, changes, conflicts, bad input."""

import math
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from qixin.planning.errors import ProblemError
from qixin.planning.outcome import Status
from qixin.planning.pairing.links.check import check
from qixin.planning.pairing.links.generate import district
from qixin.planning.pairing.links.params import Params
from qixin.planning.pairing.links.problem import LinkPrices, LinksProblem, ways_from_homes
from qixin.planning.pairing.links.solve import solve
from qixin.planning.stop import CancelToken, FirstFeasible, Gap, MaxRuntime, MaxWork, NoImprovement

LONG = MaxRuntime(60)
# Ways are means of distances, so costs are sums of fractions.
ROUNDING = 1e-6


@st.composite
def small(draw):
    units, communities, days = (
        draw(st.integers(1, 4)),
        draw(st.integers(1, 3)),
        draw(st.integers(1, 3)),
    )
    figure = st.integers(0, 5)

    def table(rows, columns):
        return np.array([[draw(figure) for _ in range(columns)] for _ in range(rows)])

    return LinksProblem(
        tuple(f"u{u}" for u in range(units)),
        tuple(f"c{c}" for c in range(communities)),
        table(units, days), table(communities, days), table(units, communities),
        draw(st.integers(1, 2)),
        LinkPrices(
            draw(st.sampled_from([0, 4])), draw(st.sampled_from([0, 3])),
            draw(st.sampled_from([None, 9])),
        ),
    )  # fmt: skip


def by_cp_sat(problem, before):
    """The least cost, None where the rules conflict."""
    model = cp_model.CpModel()
    (units, communities), days = problem.way.shape, problem.need.shape[1]
    link, cost = {}, []
    for u in range(units):
        for c in range(communities):
            link[u, c] = one = model.new_bool_var("")
            cost.append(problem.prices.link * one)
            if before is not None:
                cost.append(problem.prices.change * ((1 - one) if before[u, c] else one))
        model.add(sum(link[u, c] for c in range(communities)) <= problem.places)
    sent = {}
    for (u, c), one in link.items():
        for d in range(days):
            sent[u, c, d] = model.new_int_var(0, 5, "")
            model.add(sent[u, c, d] <= 5 * one)
            cost.append(int(problem.way[u, c]) * sent[u, c, d])
    for d in range(days):
        for u in range(units):
            total = sum(sent[u, c, d] for c in range(communities))
            model.add(total <= int(problem.strength[u, d]))
        for c in range(communities):
            most = 0 if problem.prices.short is None else 5
            short = model.new_int_var(0, most, "")
            cost.append((problem.prices.short or 0) * short)
            total = sum(sent[u, c, d] for u in range(units))
            model.add(total + short >= int(problem.need[c, d]))
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.objective_value if solver.solve(model) == cp_model.OPTIMAL else None


@settings(max_examples=60, deadline=None)
@given(problem=small(), near=st.integers(1, 3))
def test_links_cost_what_a_plain_model_says(problem, near):
    result = solve(problem, stop=LONG, params=Params(near=near))
    cheapest = by_cp_sat(problem, None)
    if cheapest is None:
        assert result.linked is None
        assert result.explain()
        return
    checked = check(problem, result.linked, result.members)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost) == cheapest
    assert result.bound <= cheapest + ROUNDING
    assert result.status is Status.OPTIMAL


@settings(max_examples=30, deadline=None)
@given(problem=small(), chance=st.integers(0, 1000))
def test_changes_from_last_week_cost_what_a_plain_model_says(problem, chance):
    first = solve(problem, stop=LONG)
    if first.linked is None:
        return
    need = np.random.default_rng(chance).integers(0, 5, problem.need.shape)
    after = replace(problem, need=need)
    result = solve(after, stop=LONG, start=first)
    cheapest = by_cp_sat(after, first.linked)
    if cheapest is None:
        assert result.linked is None
        return
    checked = check(after, result.linked, result.members, first.linked)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost) == cheapest
    assert result.bound <= cheapest + ROUNDING


def test_a_district_of_thirty_units_is_proven_and_later_weeks_change_little():
    problem = district(units=30, communities=10, seed=4)
    first = solve(problem, stop=LONG)
    assert check(problem, first.linked, first.members).faults == ()
    need = problem.need.copy()
    need[0] += 3
    after = replace(problem, need=need, prices=LinkPrices(change=20_000))
    second = solve(after, stop=LONG, start=first)
    checked = check(after, second.linked, second.members, first.linked)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(second.cost)
    assert (first.linked != second.linked).sum() <= 6


def test_a_search_cut_short_has_a_bound_below_its_cost():
    problem = district(units=30, communities=10, seed=5, prices=LinkPrices(link=3000))
    result = solve(problem, stop=MaxWork(3))
    assert result.bound <= result.cost
    assert result.bound > 0


def test_a_cancelled_search_ends():
    problem = district(units=60, communities=20, seed=5, prices=LinkPrices(link=3000))
    cancel = CancelToken()
    threading.Timer(0.3, cancel.cancel).start()
    began = time.monotonic()
    result = solve(problem, stop=cancel)
    assert time.monotonic() - began < 30  # a hang, not a slow machine
    assert result.bound <= result.cost


def dear_links():
    return district(units=40, communities=12, seed=5, prices=LinkPrices(link=3000))


@pytest.mark.parametrize("stop", [FirstFeasible(), Gap(0.05)])
def test_a_criterion_that_looks_at_the_answer_ends_the_search_inside(stop):
    problem = dear_links()
    result = solve(problem, stop=stop)
    assert result.status is Status.FEASIBLE  # the proof would take far longer
    assert result.gap > 0
    assert check(problem, result.linked, result.members).faults == ()


@pytest.mark.parametrize("stop", [MaxWork(25), NoImprovement(steps=8)])
def test_counted_work_ends_a_search_inside_and_always_at_the_same_answer(stop):
    one, other = (solve(dear_links(), stop=stop, seed=3) for _ in range(2))
    assert one.status is Status.FEASIBLE
    assert (one.work, one.cost, one.bound) == (other.work, other.cost, other.bound)
    assert (one.linked == other.linked).all()
    assert (one.members == other.members).all()


def test_work_is_not_passed_by_more_than_the_look_that_counts_it():
    assert solve(dear_links(), stop=MaxWork(25)).work <= 26


def test_answers_are_told_while_the_search_goes_on():
    told = []
    result = solve(dear_links(), stop=MaxRuntime(3), on_progress=told.append)
    answered = [point for point in told if math.isfinite(point.cost)]
    assert answered[0].work < result.work  # before the search that found it had ended
    assert all(point.bound <= result.cost for point in told)


def test_a_community_that_stays_short_is_told_which_limit_binds():
    prices = LinkPrices(short=1000)
    few = LinksProblem(("u",), ("c",), [[5]], [[8]], [[100]], prices=prices)
    assert solve(few, stop=LONG).explain() == [
        "community c is short of 3 on day 1: all 5 members of that day are sent"
    ]
    bound = LinksProblem(("u",), ("c1", "c2"), [[9]], [[5], [3]], [[100, 100]], 1, prices=prices)
    (line,) = solve(bound, stop=LONG).explain()
    assert line.startswith("community c2 is short of 3 on day 1: every unit with members left")
    assert line.endswith("the nearest is u")
    far = LinksProblem(("u",), ("c",), [[9]], [[5]], [[1001]], prices=prices)
    assert "a further link would cost more" in solve(far, stop=LONG).explain()[0]


def test_a_day_with_too_few_members_is_named():
    problem = LinksProblem(("u",), ("c",), [[5, 2]], [[4, 4]], [[100]])
    result = solve(problem, stop=LONG)
    assert result.status is Status.INFEASIBLE
    assert result.explain() == ["day 2: 4 members are needed, units have 2"]


def test_a_community_that_its_units_cannot_reach_is_named():
    # three communities, two units that stand by one each
    problem = LinksProblem(
        ("u1", "u2"), ("c1", "c2", "c3"), [[9], [9]], [[9], [4], [3]], np.ones((2, 3)), 1
    )
    result = solve(problem, stop=LONG)
    assert result.linked is None
    assert result.explain()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"units": ("u", "u")}, "unit u: stands here twice"),
        ({"units": ()}, "units: there are none"),
        ({"need": [[-1], [1]]}, "community c1: need 1 must lie from 0"),
        ({"need": [[1.5], [1]]}, "community c1: need 1 must be a whole number"),
        ({"way": [[1, math.nan], [1, 1]]}, "unit u1: way 2 must be a whole number"),
        ({"need": [[], []]}, "need: must have a row"),
        ({"strength": [[1, 1], [1, 1]]}, "strength: must have shape"),
        ({"places": 0}, "places a unit: must be a whole number of at least 1"),
        ({"places": float("nan")}, "places a unit: must be a whole number of at least 1"),
    ],
)
def test_a_wrong_part_is_refused_by_name(told, words):
    usual = {
        "units": ("u1", "u2"), "communities": ("c1", "c2"), "strength": [[1], [1]],
        "need": [[1], [1]], "way": [[1, 2], [3, 4]],
    }  # fmt: skip
    with pytest.raises(ProblemError, match=words):
        LinksProblem(**(usual | told))


def test_wrong_prices_and_parameters_are_refused():
    with pytest.raises(ProblemError, match="price link"):
        LinkPrices(link=-1)
    for wrong in (0.3, math.nan, None):
        with pytest.raises(ProblemError, match="price link: must be a whole number"):
            LinkPrices(link=wrong)
    with pytest.raises(ValueError, match="near"):
        Params(near=0)
    with pytest.raises(ProblemError, match="unit number 2"):
        ways_from_homes(np.array([[1, 0], [0, 0]]), np.zeros((2, 2)))


def test_ways_are_means_over_members_homes():
    ways = ways_from_homes(np.array([[3, 1]]), np.array([[0.0, 4000.0], [4000.0, 0.0]]))
    assert ways.tolist() == [[1000, 3000]]
