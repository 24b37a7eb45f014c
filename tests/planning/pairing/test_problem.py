"""What a pairing problem refuses, by the name of the item."""

import math

import numpy as np
import pytest

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.pairing.check import check
from qixin.planning.pairing.generate import town
from qixin.planning.pairing.params import Params
from qixin.planning.pairing.problem import Officers, PairingProblem, People, Prices

HERE = np.zeros((2, 2))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: People(["li", "li"], HERE), "person li: stands here twice"),
        (lambda: People([], np.zeros((0, 2))), "nobody to pair"),
        (lambda: People(["li", "wu"], [[0, 0], [0, math.nan]]), "person wu: the place"),
        (lambda: People(["li", "wu"], np.zeros((3, 2))), "2 ids, but places"),
        (lambda: People(["li", "wu"], HERE, needs=[1]), "2 ids, but needs"),
        (lambda: Officers([], np.zeros((0, 2)), []), "nobody is available"),
        (lambda: Officers(["a", "b"], HERE, [1, 0]), "officer b: capacity must be at least 1"),
        (lambda: Officers(["a", "b"], HERE, [1, -2]), "officer b: capacity must be at least 1"),
        (lambda: Officers(["a", "b"], HERE, [1, 1.5]), "officer b: capacity must be a whole"),
        (lambda: Officers(["a", "b"], HERE, [1, math.inf]), "officer b: capacity must be a whole"),
        (lambda: Officers(["a", "b"], HERE, [1, None]), "officer b: capacity must be a whole"),
        (lambda: Officers(["a", "b"], HERE, [1, 2**63 - 1]), "officer b: capacity must be at most"),
        (lambda: People(["a", "b"], HERE, needs=["x", 1]), "person a: needs must be a whole"),
        (lambda: People(["a", "b"], HERE, needs=[0, -1]), "person b: needs must be at least 0"),
        (lambda: Officers(["a", "b"], HERE, [1, 1], [-1, 0]), "officer a: skills must be at least"),
        (lambda: People(["li", "wu"], [[0, 0], ["x", "y"]]), "person wu: the place must be two"),
        (lambda: People(["li", "wu"], [[0, 0], [1]]), "person wu: the place must be two"),
        (lambda: People(["li", "wu"], [None, [1, 1]]), "person li: the place must be two"),
        (lambda: Prices(bond=-1), "price bond"),
        (lambda: Prices(even=0.5), "price even"),
    ],
)
def test_a_wrong_part_is_refused_by_name(make, told):
    with pytest.raises(ProblemError, match=told):
        make()


def test_a_bond_to_an_officer_who_is_not_there_is_refused():
    officers = Officers(["a"], np.zeros((1, 2)), [3])
    with pytest.raises(ProblemError, match="person wu: is bound to officer number 4"):
        PairingProblem(People(["li", "wu"], HERE, bond=[0, 4]), officers)


def test_a_figure_that_is_missing_is_told_apart():
    with pytest.raises(NumbersMissing):
        People(["li", "wu"], [[0, 0], [0, math.inf]])


def test_parameters_check_themselves():
    with pytest.raises(ValueError, match="neighbours"):
        Params(neighbours=0)
    with pytest.raises(ValueError, match="step"):
        Params(step=-1)


def test_the_checker_names_each_broken_rule():
    problem = town(people=4, officers=2, seed=1)
    tight = PairingProblem(problem.people, Officers(["o0", "o1"], problem.officers.places, [1, 4]))
    answer = {"p0": "o0", "p1": "o0", "p2": "o9", "stranger": "o1"}
    assert check(tight, answer).faults == (
        "person stranger is not in the problem",
        "person p2 is paired with an unknown officer o9",
        "person p3 has no officer",
        "officer o0 has 2 people, and room for 1",
    )
