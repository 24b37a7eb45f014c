"""People and officers along the ground: everybody once, bonds kept, neighbours near."""

import numpy as np

from qixin.planning.pairing.generate import town
from qixin.planning.pairing.order import along_the_ground, inverse


def test_everybody_stands_in_the_order_once_with_what_is_theirs():
    problem = town(people=500, officers=50, seed=1, needing=0.3, known=0.5)
    inner, order = along_the_ground(problem)
    assert sorted(order.people) == list(range(500))
    assert (inverse(order.people)[order.people] == np.arange(500)).all()
    for at, person in enumerate(order.people):
        assert inner.people.ids[at] == problem.people.ids[person]
        assert (inner.people.places[at] == problem.people.places[person]).all()
        assert inner.people.needs[at] == problem.people.needs[person]
        bond, known = problem.people.bond[person], inner.people.bond[at]
        assert (bond < 0 and known < 0) or problem.officers.ids[bond] == inner.officers.ids[known]
    assert inner.people.index[problem.people.ids[order.people[7]]] == 7


def test_who_follows_in_the_order_stands_near():
    inner, _ = along_the_ground(town(people=4000, officers=400, seed=2))
    step = np.linalg.norm(np.diff(inner.people.places, axis=0), axis=1)
    assert np.median(step) < 1000  # of 30 km
