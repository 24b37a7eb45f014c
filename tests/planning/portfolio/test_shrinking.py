"""A schedule made shorter keeps every rule and is shorter; a herd keeps its variety."""

import numpy as np
import pytest
from hypothesis import given, settings

from qixin.planning.portfolio import Activity, Factor, Mode, Problem, Schedule, check
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.breeding import Pen
from qixin.planning.portfolio.genetic import founded, herd, kept
from qixin.planning.portfolio.race import listed_by_rule
from qixin.planning.portfolio.schemes import room
from qixin.planning.portfolio.shrinking import LEAST, Shrinker
from qixin.planning.portfolio.tables import track
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork
from tests.planning.portfolio.small import plain_problems


def side_by_side(*lengths: int, crews: int = 1, release: int = 0) -> Problem:
    """Pieces of work that need a crew each and do not wait for one another."""
    activities = tuple(
        Activity(f"work {at}", (Mode(length, {"crew": 1}),), release=release)
        for at, length in enumerate(lengths)
    )
    return Problem(activities=activities, factors=(Factor("crew", crews),))


def shrinker(problem: Problem, size: float = 30.0) -> Shrinker:
    made = Shrinker(track(problem), Best(Run(MaxWork(10**9))), seed=1)
    made.size = size
    return made


def shorter(problem: Problem, starts, span: int, *, attempts: int = 1, size: float = 30.0):
    search, starts = shrinker(problem, size), np.array(starts)
    for _ in range(attempts):
        found = search.shorter(starts, span, 1.0)
        if found is not None:
            return found
    return None


def spans(problem: Problem, starts) -> int:
    lengths = [activity.modes[0].duration for activity in problem.activities]
    return max(int(at) + length for at, length in zip(starts, lengths, strict=True))


def test_a_schedule_with_a_period_to_spare_is_made_shorter():
    # 3 + 2 and 4 + 1 fill two crews for five periods; by falling index they take six
    problem = side_by_side(3, 4, 2, 1, crews=2)
    found = shorter(problem, [0, 2, 4, 0], 6, attempts=20)
    assert spans(problem, found) == 5
    assert check(problem, Schedule(tuple(found.tolist()), (0,) * 4)).faults == ()


def test_what_lies_after_the_stretch_moves_up_by_one_period():
    problem = side_by_side(*[2] * 10)
    starts = [0, 2, 4, 6, 9, 11, 13, 15, 17, 19]
    found = shorter(problem, starts, 21, attempts=40, size=3)
    assert found.max() == 18
    assert check(problem, Schedule(tuple(found.tolist()), (0,) * 10)).faults == ()


def test_the_shortest_schedule_is_not_made_shorter():
    assert shorter(side_by_side(3, 4, 2, 1, crews=2), [0, 0, 3, 4], 5, attempts=20) is None


def test_nothing_starts_before_its_release():
    problem = side_by_side(2, 2, release=3)
    assert shorter(problem, [3, 5], 7, attempts=20) is None
    assert shorter(problem, [4, 6], 8, attempts=20).tolist() in ([3, 5], [5, 3])


def test_work_without_a_length_has_nothing_to_free():
    assert shorter(side_by_side(0, 0), [0, 0], 1) is None


@settings(max_examples=40, deadline=None)
@given(plain_problems())
def test_whatever_is_found_keeps_every_rule_and_is_shorter(problem):
    starts = listed_by_rule(problem, track(problem))
    # as if it had been done badly: everything half as fast
    late = starts * 2
    for size in (LEAST / 4, 30.0):
        span = spans(problem, late)
        found = shorter(problem, late, span, attempts=5, size=size)
        if found is not None:
            assert spans(problem, found) < span
            assert check(problem, Schedule(tuple(found.tolist()), (0,) * len(found))).faults == ()


def test_stretches_grow_while_they_are_decided_and_no_further_than_the_problem():
    search = shrinker(side_by_side(1, 1, 1, crews=3), size=2.0)
    for _ in range(200):
        search.shorter(np.array([0, 1, 2]), 3, 1.0)
    assert search.size == 3


@pytest.fixture
def flock():
    problem = side_by_side(2, 2, 2, 2, crews=2)
    course = track(problem)
    made = herd(course.plain, 2, seed=1)
    founded(course.plain, room(course.plain, course.periods), made, course.latest, 1)
    made.starts[0], made.starts[1] = [0, 0, 2, 2], [4, 4, 6, 6]
    made.spans[:] = 8
    return made


def test_a_child_takes_its_nearer_parents_place(flock):
    flock.child[:] = [4, 4, 6, 5]
    assert kept(flock, 8, 0, 1)
    assert flock.starts.tolist() == [[0, 0, 2, 2], [4, 4, 6, 5]]


def test_a_child_that_is_longer_than_its_nearer_parent_or_the_same_goes(flock):
    before = flock.starts.copy()
    flock.child[:] = [4, 4, 6, 7]
    assert not kept(flock, 9, 0, 1)
    flock.child[:] = [0, 0, 2, 2]
    assert not kept(flock, 8, 0, 1)
    assert (flock.starts == before).all()


def test_what_was_made_shorter_comes_to_the_herd_once_and_is_shown():
    pen, starts = Pen(), np.array([0, 2])
    pen.show(5, starts + 1)
    pen.send(4, starts)
    assert [span for span, _ in pen.seen()] == [5, 4]
    assert [span for span, _ in pen.arrived()] == [4]
    assert pen.arrived() == []
