"""OR-Tools' routing solver as a peer: what it says of a problem is what the checker counts."""

import pytest

from qixin.bench.contests.peers.routing import solve
from qixin.planning.errors import ProblemError
from qixin.planning.routes.check import check
from qixin.planning.routes.generate import disinfection, town
from qixin.planning.routes.problem import Place, Vehicle
from tests.planning.routes.lines import on_a_line


@pytest.mark.parametrize(
    "problem",
    [
        town(places=12, vehicles=3, seed=1),
        town(places=12, vehicles=3, seed=1, timed=True),
        disinfection(places=24, squads=4, depots=2, seed=2, rests=2),
        on_a_line(
            [Place("a", 1, (1,), group="g"), Place("b", 4, (1,), group="g"), Place("c", 3, (1,))],
            [Vehicle("van", (2,), per_second=2, fixed=3, farthest=9, longest=50)],
        ),
    ],
    ids=["goods", "windows", "rests and skills", "groups and limits"],
)
def test_its_answer_keeps_every_rule_and_costs_what_it_says(problem):
    solved = solve(problem, 1.0, 0)
    checked = check(problem, solved.answer)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(solved.cost)


@pytest.mark.parametrize(
    ("place", "told", "words"),
    [
        ({}, {"trips": 2, "reload": (0,)}, "vehicle van: the peer's model knows no several trips"),
        ({}, {"on_board": (1,)}, "vehicle van: the peer's model knows no goods on board"),
        ({"release": 3}, {}, "place a: the peer's model knows no release"),
        ({"pickup": (1,)}, {}, "places: the peer's model knows no deliveries beside pickups"),
    ],
)
def test_what_its_model_has_no_word_for_is_said(place, told, words):
    problem = on_a_line([Place("a", 1, (1,), **place)], [Vehicle("van", (2,), **told)])
    with pytest.raises(ProblemError, match=words):
        solve(problem, 1.0, 0)
