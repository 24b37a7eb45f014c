"""Tours against brute force and the checker; bounds, features, warm starts, cancels."""

import math
import resource
import time
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.routes.building import model_of
from qixin.planning.routes.check import check
from qixin.planning.routes.fellow import Fellow
from qixin.planning.routes.generate import disinfection, town
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind
from qixin.planning.routes.solve import solve
from qixin.planning.stop import CancelToken, MaxRuntime, MaxWork, NoImprovement
from tests.planning.routes.lines import ONE, on_a_line, sound

HOUR = 3600


@st.composite
def small(draw):
    count = draw(st.integers(1, 4))
    spot = st.tuples(st.integers(0, 30), st.integers(0, 30))
    points = np.array([draw(spot) for _ in range(count + 1)], dtype=float)
    way = np.rint(np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))).astype(int)
    optional = draw(st.booleans())
    timed = draw(st.booleans())
    places = []
    for number in range(1, count + 1):
        opens = draw(st.integers(0, 60)) if timed else 0
        places.append(
            Place(
                f"p{number}",
                number,
                (draw(st.integers(1, 5)),),
                window=(opens, opens + draw(st.integers(5, 60))) if timed else (0, 10_000),
                service=draw(st.integers(0, 5)) if timed else 0,
                must=not (optional and draw(st.booleans())),
                priority=draw(st.integers(0, 1)),
            )
        )
    fixed = draw(st.sampled_from([0, 20]))
    fleet = Vehicle("van", (8,), count, fixed=fixed, window=(0, 10_000))
    duration = way if timed else np.zeros_like(way)
    return RoutesProblem(
        (Depot("store", 0),), tuple(places), (fleet,), way, duration, prizes=(5, 40)
    )


def tour_cost(problem, order):
    """The cheapest way to visit a set of places in one tour; None where it breaks a rule."""
    place = [problem.places[index] for index in order]
    if sum(p.delivery[0] for p in place) > 8:
        return None
    now, here, length = 0, 0, 0
    for stop in place:
        length += problem.distance[here, stop.at]
        now = max(now + problem.duration[here, stop.at], stop.window[0])
        if now > stop.window[1]:
            return None
        now, here = now + stop.service, stop.at
    return int(length + problem.distance[here, 0]) + problem.vehicles[0].fixed


def cheapest_by_hand(problem):
    count = len(problem.places)
    alone = {}
    for mask in range(1, 1 << count):
        members = [i for i in range(count) if mask >> i & 1]
        costs = [tour_cost(problem, order) for order in permutations(members)]
        alone[mask] = min((cost for cost in costs if cost is not None), default=None)
    best = {0: 0}
    for mask in range(1, 1 << count):
        options = []
        lowest = mask & -mask
        place = problem.places[lowest.bit_length() - 1]
        if not place.must and best[mask ^ lowest] is not None:
            options.append(best[mask ^ lowest] + problem.prizes[place.priority])
        part = mask
        while part:
            if part & lowest and alone[part] is not None and best[mask ^ part] is not None:
                options.append(alone[part] + best[mask ^ part])
            part = (part - 1) & mask
        best[mask] = min(options, default=None)
    return best[(1 << count) - 1]


@settings(max_examples=25, deadline=None)
@given(problem=small(), seed=st.integers(0, 5))
def test_small_problems_are_solved_as_by_hand_and_the_bound_lies_below(problem, seed):
    result = solve(problem, stop=MaxWork(200), seed=seed, params=ONE)
    cheapest = cheapest_by_hand(problem)
    if cheapest is None:
        assert result.tours is None
        return
    checked = sound(problem, result)
    assert result.bound <= cheapest <= checked.cost
    if all(place.must for place in problem.places):
        assert checked.cost == cheapest


@pytest.mark.parametrize("timed", [False, True])
def test_the_same_work_and_seed_give_the_same_tours(timed):
    problem = town(places=50, vehicles=8, seed=2, timed=timed)
    parted = Params(part=20)
    one, two = (solve(problem, stop=MaxWork(1000), seed=7, params=parted) for _ in range(2))
    sound(problem, one)
    assert one.tours == two.tours


def test_a_search_that_ends_by_counted_work_alone_is_the_same_again_and_has_no_second_process():
    problem = disinfection(places=30, squads=4, depots=2, seed=6)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    one, two = (solve(problem, stop=NoImprovement(steps=100), seed=7) for _ in range(2))
    sound(problem, one)
    assert (one.tours, one.work) == (two.tours, two.work)
    assert resource.getrusage(resource.RUSAGE_CHILDREN) == before


def test_more_work_is_not_worse_and_the_curve_only_falls():
    problem = town(places=50, vehicles=5, seed=3)
    told = []
    long = solve(problem, stop=MaxWork(2000), seed=1, on_progress=told.append)
    short = solve(problem, stop=MaxWork(50), seed=1)
    assert long.cost <= short.cost
    costs = [point.cost for point in long.curve]
    assert costs == sorted(costs, reverse=True)
    assert len(told) == len(long.curve)


def test_a_round_keeps_rests_skills_windows_and_must_do_places():
    problem = disinfection(places=40, squads=6, depots=2, seed=4)
    result = solve(problem, stop=MaxWork(60), params=ONE)
    sound(problem, result)
    rests = [v for tour in result.tours for v in tour.visits if v.kind is Kind.REST]
    assert len(rests) == 6
    assert all(11.5 * HOUR <= rest.begins <= 13 * HOUR for rest in rests)


def test_a_vehicle_that_may_load_again_makes_two_trips():
    places = [Place(f"p{n}", n, (1,)) for n in range(1, 5)]
    van = Vehicle("van", (2,), reload=(0,), trips=2)
    problem = on_a_line(places, [van])
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    assert [visit.kind for visit in result.tours[0].visits].count(Kind.DEPOT) == 1


def test_trips_and_rests_go_together():
    places = [Place(f"p{n}", n, (1,)) for n in range(1, 5)]
    rest = Rest(10, (0, 100), (3,))
    van = Vehicle("van", (2,), reload=(0,), trips=2, rests=(rest,), window=(0, 500))
    problem = on_a_line(places, [van])
    result = solve(problem, stop=MaxWork(400), params=ONE)
    sound(problem, result)
    kinds = [visit.kind for visit in result.tours[0].visits]
    assert (kinds.count(Kind.DEPOT), kinds.count(Kind.REST)) == (1, 1)
    # 0 → 4 → 0 and 0 → 2 → 0; the rest lies on the way
    assert result.cost == 12


def test_places_with_skills_go_to_whoever_has_them():
    places = [Place("p1", 1), Place("p2", 2, needs=frozenset({"sprayer"})), Place("p3", 3)]
    squads = [Vehicle("foot"), Vehicle("strong", per_distance=3, skills=frozenset({"sprayer"}))]
    problem = on_a_line(places, squads)
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    visited = {tour.vehicle: set(tour.places) for tour in result.tours}
    assert 1 in visited[1]


def test_each_depot_sends_its_own_vehicles():
    depots = [Depot("west", 0), Depot("east", 9)]
    vans = [Vehicle("w", (2,), start=0, end=0), Vehicle("e", (2,), start=1, end=1)]
    places = [Place(f"p{n}", n, (1,)) for n in (1, 2, 7, 8)]
    problem = on_a_line(places, vans, depots)
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    assert result.cost == 8
    assert {t.vehicle: set(t.places) for t in result.tours} == {0: {0, 1}, 1: {2, 3}}


def test_a_may_do_place_is_left_out_where_its_prize_is_too_small():
    places = [
        Place("near", 1),
        Place("far", 9, must=False),
        Place("dear", 8, must=False, priority=1),
    ]
    problem = on_a_line(places, [Vehicle("van")], prizes=(1, 50))
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    assert result.left_out() == [1]
    assert "place far (priority 0) is left out" in result.explain()[0]


def test_of_a_group_one_place_is_visited():
    places = [Place("p1", 1, group="a"), Place("p2", 9, group="a"), Place("p3", 2)]
    problem = on_a_line(places, [Vehicle("van")])
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    assert result.left_out() == [1]


def test_goods_that_come_late_are_waited_for():
    places = [Place("p1", 1, (1,), release=40), Place("p2", 2, (1,))]
    problem = on_a_line(places, [Vehicle("van", (5,), 2)])
    result = solve(problem, stop=MaxWork(300), params=ONE)
    sound(problem, result)
    leaves = [tour.leaves for tour in result.tours if 0 in tour.places]
    assert leaves[0] >= 40


def test_a_fleet_that_just_suffices_is_used_in_full_and_not_overrun():
    places = [Place(f"p{n}", n, (2,)) for n in range(1, 7)]
    problem = on_a_line(places, [Vehicle("van", (4,), 3)])
    result = solve(problem, stop=MaxWork(500), params=ONE)
    sound(problem, result)
    assert len(result.tours) == 3


def test_a_start_is_not_lost():
    problem = town(places=40, vehicles=6, seed=5)
    good = solve(problem, stop=MaxWork(2000))
    again = solve(problem, stop=MaxWork(1), start=good)
    assert again.cost <= good.cost
    if again.cost == good.cost:
        assert again.changed == ()


@pytest.mark.parametrize("change", [{"delivery": (2,)}, {"window": (2, 2)}])
def test_a_start_that_breaks_a_rule_by_now_is_mended(change):
    places = [Place("p1", 1, (1,)), Place("p2", 2, (1,))]
    problem = on_a_line(places, [Vehicle("van", (2,), 2)])
    together = solve(problem, stop=MaxWork(50), params=ONE)
    assert len(together.tours) == 1
    harder = replace(problem, places=tuple(replace(place, **change) for place in places))
    result = solve(harder, stop=MaxWork(50), params=ONE, start=together)
    sound(harder, result)
    assert len(result.tours) == 2


def test_a_cancelled_search_returns_its_best_so_far():
    problem = disinfection(places=80, squads=8, depots=2, seed=4)
    cancel, cancelled = CancelToken(), []

    def cancel_at_the_first_answer(point):
        if point.cost < math.inf and not cancelled:
            cancelled.append(time.monotonic())
            cancel.cancel()

    result = solve(problem, stop=cancel, params=ONE, on_progress=cancel_at_the_first_answer)
    assert time.monotonic() - cancelled[0] < 30  # a hang, not a slow machine
    sound(problem, result)


def test_two_processes_and_a_time_limit_keep_every_rule():
    problem = disinfection(places=40, squads=4, depots=2, seed=6)
    result = solve(problem, stop=MaxRuntime(5))
    sound(problem, result)
    assert result.seconds >= 5
    rests = [v for tour in result.tours for v in tour.visits if v.kind is Kind.REST]
    assert len(rests) == 4


def test_the_second_process_tells_of_tours_that_keep_every_rule():
    problem = disinfection(places=40, squads=4, depots=2, seed=6)
    model = model_of(problem)
    with Fellow(model) as fellow:
        fellow.search(None, 1, 300, 60.0)
        gives_up = time.monotonic() + 60
        while (told := fellow.take()) is None and time.monotonic() < gives_up:
            time.sleep(0.05)
    cost, plan = told
    checked = check(problem, model.tours(plan))
    assert checked.faults == ()
    assert checked.cost == cost


def test_one_place_and_a_day_of_a_single_hour():
    problem = on_a_line([Place("p", 3, window=(0, 10))], [Vehicle("van", window=(0, 10))])
    result = solve(problem, stop=MaxWork(50), params=ONE)
    sound(problem, result)
    assert result.cost == 6
