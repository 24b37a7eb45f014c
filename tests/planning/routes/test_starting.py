"""Earlier tours told to a problem that has changed since."""

from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.routes.building import model_of
from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind
from qixin.planning.routes.running import Now, continued
from qixin.planning.routes.solve import solve
from qixin.planning.routes.starting import begun, changed_places, known_again
from qixin.planning.stop import MaxWork

ONE = Params(workers=1)
SPOT = np.array([0, 1, 2, 3, -1, -2, -3, 4, -4])
WAY = np.abs(SPOT[:, None] - SPOT[None])
EAST, WEST = ("e1", "e2", "e3"), ("w1", "w2", "w3")


def morning(**told):
    """Two vans, one for each side; the third stays in."""
    vans = tuple(Vehicle(f"van {n}", (3,), window=(0, 500), **told) for n in range(3))
    places = tuple(Place(name, at, (1,)) for at, name in enumerate((*EAST, *WEST), start=1))
    return RoutesProblem((Depot("store", 0),), places, vans, WAY, WAY)


def names(problem, tours):
    return {
        problem.vehicles[tour.vehicle].id: [problem.places[number].id for number in tour.places]
        for tour in tours
    }


def sound(problem, result):
    checked = check(problem, result.tours)
    assert checked.faults == ()
    assert checked.cost == result.cost


@pytest.fixture(scope="module")
def plan():
    result = solve(morning(), stop=MaxWork(300), params=ONE)
    assert result.cost == 12
    return result


def changed_day(plan):
    """A place more, in front; and of the two vans that were out the first is gone."""
    before, gone = plan.problem, plan.tours[0].vehicle
    extra = Place("e4", 7, (1,))
    left = tuple(van for n, van in enumerate(before.vehicles) if n != gone)
    return replace(before, places=(extra, *before.places), vehicles=left)


def test_with_a_place_more_and_a_vehicle_less_the_other_tours_are_kept(plan):
    day = changed_day(plan)
    kept = names(plan.problem, plan.tours[1:])
    assert names(day, known_again(day, plan)) == kept
    assert [len(acts) for _, acts in begun(model_of(day), plan)] == [3]


def test_a_changed_day_is_planned_from_the_earlier_tours(plan):
    day = replace(changed_day(plan), vehicles=tuple(
        replace(van, capacity=(4,)) for van in changed_day(plan).vehicles
    ))  # fmt: skip
    result = solve(day, stop=MaxWork(200), params=ONE, start=plan)
    sound(day, result)
    assert result.cost == 14
    new = [place.id for place in day.places].index("e4")
    assert new not in result.changed


def test_the_rest_of_the_day_begins_from_the_plan_of_the_morning(plan):
    first, second = plan.tours
    place = plan.problem.places
    now = [
        Now(plan.problem.vehicles[tour.vehicle].id, place[tour.places[0]].at, 10, (2,))
        for tour in (second, first)
    ]
    done = [place[tour.places[0]].id for tour in (first, second)]
    afternoon = continued(plan.problem, done=done, under_way=now, still_in={}, not_before=10)
    told = known_again(afternoon, plan)
    assert names(afternoon, told) == {
        f"{now[0].vehicle} now 1": [place[n].id for n in second.places[1:]],
        f"{now[1].vehicle} now 2": [place[n].id for n in first.places[1:]],
    }
    assert changed_places(afternoon, told, plan) == ()
    result = solve(afternoon, stop=MaxWork(1), params=ONE, start=plan)
    sound(afternoon, result)
    assert result.changed == ()


def test_vans_alike_go_on_with_the_tour_that_comes_by_where_they_are():
    alike = replace(morning(), vehicles=(Vehicle("van", (3,), 3, window=(0, 500)),))
    plan = solve(alike, stop=MaxWork(300), params=ONE)
    tours = {tour.places for tour in plan.tours}
    assert len(tours) == 2
    for tour in plan.tours:
        here = alike.places[tour.places[0]]
        now = Now("van", here.at, 10, (2,))
        later = continued(alike, done=[here.id], under_way=[now], still_in={}, not_before=10)
        told = names(later, known_again(later, plan))
        assert told == {"van now 1": [alike.places[n].id for n in tour.places[1:]]}


def test_who_must_rest_now_is_given_a_rest(plan):
    resting = morning(rests=(Rest(10, (20, 60)),))
    model = model_of(resting)
    start = begun(model, plan)
    rests = [number for _, acts in start for _, number in acts if number in model.rests]
    assert sorted(rests) == sorted(model.rests)
    assert model.solution(start).is_feasible()


def test_a_rest_and_a_second_trip_are_known_again():
    day = morning(rests=(Rest(10, (20, 400)),))
    vans = (replace(day.vehicles[0], reload=(0,), trips=2),)
    day = replace(day, vehicles=vans)
    plan = solve(day, stop=MaxWork(400), params=ONE)
    sound(day, plan)
    model = model_of(day)
    assert model.tours(begun(model, plan)) == plan.tours
    single = replace(day, vehicles=(replace(vans[0], reload=(), trips=1, rests=()),))
    visits = known_again(single, plan)[0].visits
    assert {visit.kind for visit in visits} == {Kind.PLACE}


def test_tours_of_which_nothing_is_known_are_no_start(plan):
    other = replace(plan.problem, places=(Place("new", 1, (1,)),))
    assert begun(model_of(other), plan) is None
    sound(other, solve(other, stop=MaxWork(20), params=ONE, start=plan))


def test_a_place_that_another_vehicle_visits_has_changed(plan):
    swapped = tuple(
        replace(tour, vehicle=other.vehicle)
        for tour, other in zip(plan.tours, reversed(plan.tours), strict=True)
    )
    assert changed_places(plan.problem, swapped, plan) == tuple(range(6))
    assert changed_places(plan.problem, plan.tours, plan) == ()
