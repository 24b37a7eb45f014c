"""Clusters are priced exactly, their bound is one of the whole, and their columns are its plans."""

import math
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qixin.planning.portfolio import (
    Activity,
    Factor,
    Milestone,
    Mode,
    Parcel,
    Prices,
    Problem,
    Project,
    Schedule,
    check,
    solve,
)
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.clusters.choice import choose
from qixin.planning.portfolio.clusters.cluster import clusters_of
from qixin.planning.portfolio.clusters.elimination import NEVER, Options, cheapest, program, room
from qixin.planning.portfolio.clusters.generation import columns_of, generate, leaning, plan_of
from qixin.planning.portfolio.clusters.links import links_of
from qixin.planning.portfolio.clusters.master import Master
from qixin.planning.portfolio.clusters.pricing import Duals, Pricer
from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.district import district
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.linear import relaxed
from qixin.planning.portfolio.relaxation import relaxation
from qixin.planning.portfolio.windows import Windows
from qixin.planning.run import Run
from qixin.planning.stop import FirstFeasible, Gap, MaxRuntime, MaxWork
from tests.planning.portfolio.small import cheapest as cheapest_of_all
from tests.planning.portfolio.small import rich_problems, single

SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def networks(draw):
    """(edges, options by variable as (start, end, cost)) of up to five variables."""
    count = draw(st.integers(1, 5))
    possible = [(a, b) for b in range(count) for a in range(b)]
    edges = draw(st.sets(st.sampled_from(possible))) if possible else set()
    lengths, costs = st.integers(0, 2), st.integers(-5, 5)
    options = [
        [
            (start, start + draw(lengths), draw(costs))
            for start in draw(st.sets(st.integers(0, 5), min_size=1))
        ]
        for _ in range(count)
    ]
    return sorted(edges), options


@settings(max_examples=60, deadline=None)
@given(networks())
def test_elimination_finds_the_cheapest_of_all_combinations(network):
    edges, options = network
    flat = [option for own in options for option in own]
    begins = np.cumsum([0, *(len(own) for own in options)])
    steps = program([len(own) for own in options], edges, 10**9)
    told, chosen = cheapest(
        steps, Options(begins, np.array([o[0] for o in flat]), np.array([o[1] for o in flat])),
        np.array([float(o[2]) for o in flat]), room(steps.cells),
    )  # fmt: skip
    costs = [
        sum(option[2] for option in plan)
        for plan in product(*options)
        if all(plan[a][1] <= plan[b][0] for a, b in edges)
    ]
    assert told == min(costs, default=NEVER)
    if costs:
        assert sum(flat[at][2] for at in chosen) == told
        assert all(flat[chosen[a]][1] <= flat[chosen[b]][0] for a, b in edges)
    else:
        assert chosen == []


def test_a_network_that_is_too_wide_has_no_program():
    edges = [(a, b) for b in range(8) for a in range(b)]
    assert program([10] * 8, edges, 10**6) is None
    assert program([10] * 8, list(pairwise(range(8))), 10**6) is not None


def pricer(problem, start=None):
    windows = Windows(problem, problem.end)
    if not all(
        any(windows.starts(at, mode) for mode in range(len(activity.modes)))
        for at, activity in enumerate(problem.activities)
    ):
        return None
    links = links_of(problem, windows.end)
    clusters = clusters_of(problem, windows, links, start and Earlier.of(problem, start))
    return None if clusters is None else Pricer(links, clusters, windows.end)


@SLOW
@given(rich_problems(), st.integers(0, 10_000), st.booleans())
def test_no_prices_give_a_bound_over_the_optimum(problem, seed, repaired):
    start = None
    if repaired:
        count = len(problem.activities)
        start = Schedule((1,) * count, (0,) * count, {"p0": "x", "p1": "gone"})
    priced = pricer(problem, start)
    optimum = cheapest_of_all(problem, start)
    if priced is None or optimum is None:
        return
    chance = np.random.default_rng(seed)
    for scale in (0.0, 1.0, 5.0):
        duals = Duals(
            scale * chance.normal(size=len(priced.links.capacity)),
            scale * chance.normal(size=(len(priced.clusters), priced.end)),
        )
        assert priced.priced(duals)[0] <= optimum + 1e-6
    assert priced.priced(duals, lambda: True) == (-math.inf, [])
    best = Best(Run(Gap(0.0)))
    generate(Master(priced), best)
    assert best.run.bound <= optimum


@SLOW
@given(rich_problems())
def test_a_plan_taken_apart_and_put_together_is_the_same_and_costs_the_same(problem):
    plan = solve(problem, stop=FirstFeasible() | MaxRuntime(5)).schedule
    priced = pricer(problem)
    if plan is None or priced is None:
        return
    columns = columns_of(priced, plan)
    assert plan_of(problem, priced, columns) == plan
    last = max(priced.end_of(column) for column in columns)
    makespan = problem.prices.makespan * max(0, last - priced.least)
    cost = priced.constant + sum(priced.cost(column) for column in columns) + makespan
    assert cost == sum(terms_of(problem, Windows(problem, problem.end), plan, None).values())
    assert (sum(priced.entries(column) for column in columns) <= priced.links.capacity).all()


def two_lines(**prices):
    """Two projects of two steps that one crew serves in turn."""
    activities = [
        replace(single(f"{name}{at}", 2, (f"{name}0",) if at else (), crew=1), project=name)
        for name in "pq"
        for at in range(2)
    ]
    return Problem(
        tuple(activities), (Factor("crew", 1),), (Project("p"), Project("q")),
        milestones=(Milestone("p done", "p1", 4), Milestone("q done", "q1", 4)),
        prices=Prices(**prices), horizon=12,
    )  # fmt: skip


def test_the_choice_among_columns_keeps_what_is_shared_and_costs_what_it_says():
    problem = two_lines(lateness=10, makespan=1)
    priced, best = pricer(problem), Best(Run(MaxWork(10_000_000)))
    master = Master(priced)
    mixed = generate(master, best)
    plan = plan_of(problem, priced, choose(priced, master.columns, None, best.run, 10.0))
    assert check(problem, plan).faults == ()
    assert best.run.bound <= 48 <= check(problem, plan).cost
    told = leaning(problem, master, mixed)
    assert all(sum(shares.values()) == pytest.approx(1.0) for shares in told.modes)


def test_work_with_several_ends_counts_until_the_last():
    activities = (
        single("a", 1), single("b", 4, ("a",)), single("c", 2, ("a",)), single("other", 1),
    )  # fmt: skip
    problem = Problem(activities, prices=Prices(lateness=0, makespan=7), horizon=9)
    priced = pricer(problem)
    bound, columns = priced.priced(Duals(np.zeros(0), np.zeros((2, 9))))
    assert bound == 7 * 5
    assert [len(column.chosen) for column in columns] == [3, 1]
    late = Duals(np.zeros(0), np.full((2, 9), 7.0))
    assert [priced.end_of(column) for column in priced.priced(late)[1]] == [5, 1]


def test_what_is_tied_by_precedence_or_land_is_one_cluster():
    activities = (
        Activity("a", (Mode(1),), project="p", on_land=True),
        Activity("b", (Mode(1),), project="p", on_land=True),
        Activity("c", (Mode(1),), project="p"),
        Activity("d", (Mode(1),), after=("c",)),
        Activity("e", (Mode(1),)),
    )  # fmt: skip
    problem = Problem(
        activities, projects=(Project("p", land=1), Project("empty", land=1)),
        parcels=(Parcel("x", 1), Parcel("y", 1, ready=2)), horizon=9,
    )  # fmt: skip
    assert [cluster.activities for cluster in pricer(problem).clusters] == [
        (0, 1), (2, 3), (4,), (),
    ]  # fmt: skip
    assert pricer(Problem((*activities[3:4], single("c", 1)))) is None


def test_the_bound_of_clusters_is_at_least_the_relaxations_by_period():
    problem = district(1, projects=6)
    windows = Windows(problem, problem.end)
    by_period = Best(Run(MaxRuntime(600)))
    for _ in relaxed(relaxation(problem, windows), by_period):
        pass
    by_cluster = Best(Run(MaxRuntime(600)))
    generate(Master(pricer(problem)), by_cluster)
    assert math.isfinite(by_cluster.run.bound)
    assert by_cluster.run.bound >= by_period.run.bound


def test_a_parcel_that_no_longer_fits_is_one_change_in_cost_and_bound():
    problem = Problem(
        (Activity("a", (Mode(1),), project="p", on_land=True), single("b", 1, ("a",))),
        projects=(Project("p", land=2),), parcels=(Parcel("old", 1), Parcel("new", 2)),
        prices=Prices(lateness=0, makespan=0, change=5), horizon=4,
    )  # fmt: skip
    start = Schedule((0, 1), (0, 0), {"p": "old"})
    best = Best(Run(MaxRuntime(600)))
    lp = relaxation(problem, Windows(problem, problem.end), Earlier.of(problem, start))
    assert [answer.bound for answer in relaxed(lp, best)] == [5]
    result = solve(problem, stop=MaxRuntime(20), start=start)
    assert (result.bound, result.cost) == (5, 5)


def test_the_district_is_certified_and_the_same_seed_and_work_give_the_same_answer():
    problem = district(2, projects=8)
    one, other = (solve(problem, stop=MaxWork(100_000), seed=1) for _ in range(2))
    assert (one.schedule, one.bound) == (other.schedule, other.bound)
    count = check(problem, one.schedule)
    assert count.faults == ()
    assert one.bound <= one.cost == count.cost
    assert one.gap <= 0.05
