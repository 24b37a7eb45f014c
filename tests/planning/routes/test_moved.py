"""What a place that moves to another vehicle costs, and that nobody moves for less."""

from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.errors import ProblemError
from qixin.planning.routes import building
from qixin.planning.routes.bounds import lower_bound
from qixin.planning.routes.check import check
from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.problem import Place, Prices, Vehicle
from qixin.planning.routes.solve import solve
from qixin.planning.routes.starting import before_of
from qixin.planning.stop import MaxWork
from tests.planning.routes.lines import ONE, on_a_line, sound


def planned(problem, steps=300):
    result = solve(problem, stop=MaxWork(steps), params=ONE)
    sound(problem, result)
    return result


def sound_after(problem, result, start):
    checked = check(problem, result.tours, start)
    assert checked.faults == ()
    assert checked.terms == result.terms
    assert checked.cost == pytest.approx(result.cost)
    assert result.bound <= result.cost
    return result


def day(*, vans=3, count=1, change=0, **told):
    """Six places in a row, two on a tour."""
    places = [Place(f"p{n}", n, (1,)) for n in range(1, 7)]
    fleet = [Vehicle(f"van {n}", (2,), count, **told) for n in range(vans)]
    return on_a_line(places, fleet, prices=Prices(change))


def roomier(problem):
    """The next day there is room for everybody on one tour, which is the shortest."""
    return replace(problem, vehicles=tuple(replace(v, capacity=(6,)) for v in problem.vehicles))


@pytest.mark.parametrize("fleet", [{"vans": 3}, {"vans": 1, "count": 3}])
@pytest.mark.parametrize("more", [{}, {"farthest": 40}])
def test_a_place_moves_only_where_it_saves_more_than_the_price(fleet, more):
    start = planned(day(**fleet, **more))
    assert len(start.tours) == 3
    for change, moved in ((0, 4), (1, 4), (50, 0)):
        after = roomier(day(**fleet, **more, change=change))
        result = solve(after, stop=MaxWork(400), params=ONE, start=start)
        sound_after(after, result, start)
        assert len(result.moved) == moved
        assert result.terms["change"] == moved * change


def test_where_one_vehicle_is_absent_its_places_alone_move():
    start = planned(day())
    gone = start.tours[0]
    left = tuple(
        replace(van, capacity=(3,))
        for number, van in enumerate(day().vehicles)
        if number != gone.vehicle
    )
    after = replace(day(change=100), vehicles=left)
    result = solve(after, stop=MaxWork(400), params=ONE, start=start)
    sound_after(after, result, start)
    assert result.moved == tuple(sorted(gone.places))
    assert lower_bound(after, before_of(after, start)) == lower_bound(after) + 200
    assert [line for line in result.explain() if "another vehicle" in line]


def test_of_vehicles_alike_it_does_not_matter_which_goes():
    start = planned(day(vans=1, count=3))
    turned = replace(start, tours=tuple(reversed(start.tours)))
    after = day(vans=1, count=3, change=10)
    assert check(after, turned.tours, start).terms["change"] == 0


@pytest.mark.parametrize("figures", [0, 60, 10**9])
def test_the_cost_is_right_where_not_every_vehicle_can_be_told_apart(figures, monkeypatch):
    start = planned(day(vans=2, count=2))
    monkeypatch.setattr(building, "MOST_FIGURES", figures)
    after = roomier(day(vans=2, count=2, change=3))
    told = []
    result = solve(after, stop=MaxWork(200), params=ONE, start=start, on_progress=told.append)
    sound_after(after, result, start)
    assert min(point.cost for point in told) == result.cost


def test_a_round_with_rests_and_skills_keeps_to_its_squads():
    problem = disinfection(places=60, squads=6, depots=2, seed=3)
    start = solve(problem, stop=MaxWork(300), params=ONE)
    first = problem.places[next(tour.places[0] for tour in start.tours if tour.places)]
    busier = replace(problem, prices=Prices(5_000), places=tuple(
        replace(place, service=place.service + 1800) if place.id == first.id else place
        for place in problem.places
    ))  # fmt: skip
    result = solve(busier, stop=MaxWork(300), params=ONE, start=start)
    sound_after(busier, result, start)
    again = solve(busier, stop=MaxWork(300), params=ONE, start=start)
    assert again.tours == result.tours
    free = solve(replace(busier, prices=Prices()), stop=MaxWork(300), params=ONE, start=start)
    assert len(result.moved) <= len(free.moved)


@st.composite
def next_days(draw):
    count = draw(st.integers(2, 4))
    places = [
        Place(f"p{n}", draw(st.integers(1, 9)), (1,), must=draw(st.booleans()))
        for n in range(count)
    ]
    vans = [Vehicle(f"van {n}", (draw(st.integers(2, 4)),)) for n in range(2)]
    problem = on_a_line(places, vans, prizes=(draw(st.integers(0, 15)),))
    later = replace(
        problem,
        prices=Prices(draw(st.integers(1, 12))),
        vehicles=tuple(replace(van, capacity=(draw(st.integers(2, 4)),)) for van in vans),
    )
    if draw(st.booleans()):
        later = replace(later, vehicles=(*later.vehicles[:1], Vehicle("new", (4,))))
    return problem, later


def cheapest(problem, start):
    """The least cost of all tours, changes priced by the vehicle that was there before."""
    was = {
        start.problem.places[place].id: start.problem.vehicles[tour.vehicle].id
        for tour in start.tours for place in tour.places
    }  # fmt: skip
    best = None
    for who in product((0, 1, None), repeat=len(problem.places)):
        cost = 0
        for place, one in zip(problem.places, who, strict=True):
            if one is None:
                cost += 10**6 if place.must else problem.prizes[0]
            elif was.get(place.id, problem.vehicles[one].id) != problem.vehicles[one].id:
                cost += problem.prices.change
        for number, van in enumerate(problem.vehicles):
            spots = [p.at for p, one in zip(problem.places, who, strict=True) if one == number]
            cost += 10**6 if len(spots) > van.capacity[0] else 0
            cost += min(
                sum(abs(a - b) for a, b in zip((0, *order), (*order, 0), strict=True))
                for order in permutations(spots)
            )
        best = cost if best is None else min(best, cost)
    return best


@settings(max_examples=40, deadline=None)
@given(days=next_days())
def test_bound_and_cost_lie_on_both_sides_of_the_best(days):
    problem, later = days
    start = solve(problem, stop=MaxWork(50), params=ONE)
    if start.tours is None:
        return
    result = solve(later, stop=MaxWork(100), params=ONE, start=start)
    best = cheapest(later, start)
    if result.tours is None:
        assert best >= 10**6
        return
    sound_after(later, result, start)
    assert result.bound <= best <= result.cost


def test_a_price_that_is_no_whole_number_is_refused():
    with pytest.raises(ProblemError, match="prices: the price change must be at least 0"):
        Prices(-1)
    with pytest.raises(ProblemError, match="the price change must be a whole number"):
        Prices(0.5)
