"""What is wrong with a file is told with its item and line, by every engine in the same way.

A row says which engine, what is changed in a sound file, and what the error must tell.
"""

import math

import numpy as np
import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.pairing.formats import read_problem as read_pairing
from qixin.planning.pairing.links.formats import read_problem as read_links
from qixin.planning.pairing.links.problem import LinksProblem
from qixin.planning.pairing.links.solve import solve as link
from qixin.planning.pairing.problem import Officers, PairingProblem, People
from qixin.planning.portfolio import Activity, Factor, Milestone, Mode
from qixin.planning.portfolio import Problem as Portfolio
from qixin.planning.portfolio import formats as portfolio
from qixin.planning.portfolio import solve as schedule
from qixin.planning.rosters import formats as rosters
from qixin.planning.rosters.problem import Problem as Duties
from qixin.planning.rosters.solve import solve as roster
from qixin.planning.routes.formats import read_problem as read_routes
from qixin.planning.routes.problem import Depot, RoutesProblem, Vehicle
from qixin.planning.stop import MaxRuntime
from tests.planning.pairing.test_formats import GOOD
from tests.planning.portfolio.small import MPLIB, RCP, SM
from tests.planning.routes.test_formats import CVRP, SOLOMON, VRPTW

ROSTER = """SECTION_HORIZON
3
SECTION_SHIFTS
D,480,
N,480,D
SECTION_STAFF
Li,D=3|N=3,960,480,2,1,1,1
Wu,D=3|N=3,960,480,2,1,1,1
SECTION_DAYS_OFF
Li,2
SECTION_SHIFT_OFF_REQUESTS
Li,1,D,4
SECTION_COVER
0,D,1,100,1
1,D,1,100,1
2,D,1,100,1
"""

MATRIX = """NAME : small
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
CAPACITY : 5
EDGE_WEIGHT_SECTION
0 1 2
1 0 3
2 3 0
DEMAND_SECTION
1 0
2 3
3 2
DEPOT_SECTION
1
-1
EOF
"""

LINKS = """QIXIN LINKS 1
PLACES 2
PRICES link=500 change=200 short=never
COMMUNITIES 2
east 3 3
west 1 0
UNITS 2
u1 2 2 / 500 1200
u2 4 4 / 900 300
"""

# ending: (how it is read, a sound file)
SETS = {
    "roster.txt": (rosters.read, ROSTER),
    "pairing": (read_pairing, GOOD),
    "links": (read_links, LINKS),
    "vrp": (read_routes, CVRP),
    "matrix.vrp": (read_routes, MATRIX),
    "windows.vrp": (read_routes, VRPTW),
    "solomon.txt": (read_routes, SOLOMON),
    "rcp": (portfolio.read, RCP),
    "sm": (portfolio.read, SM),
    "mplib.txt": (portfolio.read, MPLIB),
}

WRONG = [
    # a negative demand
    ("roster.txt", "1,D,1,100,1", "1,D,-1,100,1", "line 15: .*negative"),
    ("vrp", "2 3\n3 2\n4 2", "2 3\n3 -2\n4 2", "line 14: demand of node 3"),
    ("solomon.txt", "4         0          2", "4         0         -2", "line 12: customer 2"),
    ("links", "east 3 3", "east 3 -3", "line 5: need must lie from 0"),
    ("rcp", "2 2 1 5", "2 -2 1 5", "line 5: .*need of activity 3"),
    ("sm", "     2       2    5", "     2      -2    5", "line 22: mode 1 of job 2"),
    ("mplib.txt", "2 1 1 1:3", "2 -1 1 1:3", "line 7: .*1:2"),
    # somebody or something twice
    ("roster.txt", "Wu,D=3", "Li,D=3", "line 8: Li: the person is in line 7 already"),
    ("roster.txt", "N,480,D", "D,480,", "line 5: D: the shift is in line 4 already"),
    ("roster.txt", "2,D,1,100", "1,D,1,100", "line 16: 1, D: .*in line 15 already"),
    ("roster.txt", "SECTION_SHIFT_OFF_REQUESTS", "SECTION_DAYS_OFF", "line 11: .*twice"),
    ("pairing", "p2 2.0", "p1 2.0", "line 9: person p1"),
    ("pairing", "o2 10.0", "o1 10.0", "line 6: officer o1"),
    ("links", "u2 4", "u1 4", "line 9: unit u1: stands here twice"),
    ("links", "west 1", "east 1", "line 6: community east: stands here twice"),
    ("vrp", "3 4 0", "2 4 0", "line 9: "),
    ("sm", "   3        1", "   2        1", "line 15: .*job 3"),
    # what is not there
    ("roster.txt", "1,D,1", "1,X,1", "line 15: there is no shift 'X'"),
    ("roster.txt", "N,480,D", "N,480,X", "line 5: there is no shift 'X'"),
    ("roster.txt", "Li,1,D,4", "He,1,D,4", "line 12: there is no person 'He'"),
    ("rcp", "3 1 1 4", "3 1 1 9", "line 4: .*activity 2"),
    ("sm", "   3        1          1           4", "   3        1          1           9",
     "line 15: job 3"),
    ("mplib.txt", "1:2\n", "1:9\n", "line 6: .*1:9"),
    # work that waits for itself
    ("rcp", "2 1 1 6\n2", "2 1 1 2\n2", "line [46]: activity [24]: .*waits for itself"),
    ("rcp", "3 1 1 4", "3 1 1 2", "line 4: activity 2: .*waits for itself"),
    ("sm", "2          1           4", "2          1           1",
     "line 1[34]: activity [12]: .*waits for itself"),
    ("mplib.txt", "2 1 1 1:3", "2 1 1 1:2", "line 7: activity 1:2: .*waits for itself"),
    # due before it can begin
    ("windows.vrp", "2 5 20", "2 25 20", "line 21: closes at 20, opens at 25"),
    ("solomon.txt", "5         20", "25         20", "line 11: customer 1: closes"),
    ("mplib.txt", "3 1\n", "3 9 2\n", "line 9: milestone end of 2: is due at 2"),
    # a hole, and what is no number
    ("matrix.vrp", "1 0 3", "1 0", "line 18: 9 distances expected, 8 found"),
    ("matrix.vrp", "1 0 3", "1 0 nan", "line 9: "),
    ("roster.txt", "1,D,1,100", "1,D,1,nan", "line 15: field 4"),
    ("roster.txt", "Li,1,D,4", "Li,1,D,-4", "line 12: field 4: .*negative"),
    ("pairing", "p2 2.0", "p2 inf", "line 9: x"),
    ("links", "/ 900 300", "/ 900", "line 9: u2: 2 ways expected, 1 found"),
    ("links", "/ 900 300", "/ 900 nan", "line 9: way"),
    ("links", "u2 4 4 /", "u2 4 /", "line 9: u2: 2 days expected, 1 found"),
    ("links", "u2 4 4 /", "u2 4 4", "line 9: u2: one / expected"),
    ("rcp", "3 1 1 4", "nan 1 1 4", "line 4: .*activity 2"),
    # capacity of nothing
    ("vrp", "CAPACITY : 5", "CAPACITY : 0", "line 5: CAPACITY"),
    ("pairing", "o2 10.0 0.0 1", "o2 10.0 0.0 0", "line 6: officer o2: capacity"),
    ("rcp", "6 1\n2\n", "6 1\n0\n", "line 4: activity 2: needs 1 of R1, of which there are 0"),
    ("sm", "    2    6\n", "    0    6\n", "line 22: job 2: needs 2 of R1"),
    ("mplib.txt", "2\n1\n2\n", "2\n1\n0\n", "line 7: activity 1:2: needs 1 of R1"),
    ("roster.txt", "D,480,", "D,0,", "line 4: D"),
    # nobody there, nothing to do
    ("roster.txt", "Li,D=3|N=3,960,480,2,1,1,1\nWu,D=3|N=3,960,480,2,1,1,1\n", "",
     "line 15: SECTION_STAFF is missing or empty"),
    ("pairing", "OFFICERS 2", "OFFICERS 0", "line 4: .*officers"),
    ("links", "UNITS 2", "UNITS 0", "line 7: .*units"),
    ("links", "PLACES 2", "PLACES 0", "line 2: places"),
    ("links", "short=never", "dear=never", "line 3: there is no price 'dear'"),
    ("pairing", "PEOPLE 2", "PEOPLE 0", "line 7: .*people"),
    ("windows.vrp", "VEHICLES : 2", "VEHICLES : 0", "line 4: "),
    ("rcp", "6 1\n", "0 1\n", "line 1: the number of activities"),
    ("sm", "):  4", "):  0", "line 4: the number of jobs"),
    ("mplib.txt", "2\n1\n2\n", "0\n1\n2\n", "line 1: the number of projects"),
    ("roster.txt", "SECTION_HORIZON\n3", "SECTION_HORIZON\n0", "line 2: .*days"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), WRONG)
def test_a_wrong_line_is_named_with_its_item(name, old, new, told, tmp_path):
    read, sound = SETS[name]
    assert old in sound
    path = tmp_path / f"small.{name}"
    path.write_text(sound.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemError, match=told) as refused:
        read(path)
    assert refused.value.line is not None


@pytest.mark.parametrize("name", SETS)
def test_a_sound_file_is_read_and_one_that_ends_anywhere_before_is_told_where(name, tmp_path):
    read, sound = SETS[name]
    path = tmp_path / f"small.{name}"
    path.write_text(sound, encoding="utf-8")
    read(path)
    half = sound[: len(sound) // 2]
    for part in ("", "\n", half, half[: half.rfind("\n")]):
        path.write_text(part, encoding="utf-8")
        with pytest.raises(ProblemError, match="line"):
            read(path)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Duties(7, (), ()), "there is no shift"),
        (lambda: PairingProblem(People([], np.zeros((0, 2))), Officers([], [], [])), "nobody"),
        (lambda: LinksProblem((), ("c",), np.zeros((0, 1)), [[1]], np.zeros((0, 1))), "unit"),
        (
            lambda: LinksProblem(("u",), ("c",), [[1]], [[1]], [[math.nan]]),
            "unit u",
        ),
        (lambda: LinksProblem(("u",), ("c",), [[1]], [[-1]], [[1]]), "community c"),
        (
            lambda: RoutesProblem(
                (Depot("store", 0),), (), (Vehicle("van"),), np.zeros((1, 1)), np.zeros((1, 1))
            ),
            "places",
        ),
        (lambda: Portfolio(()), "an empty problem"),
        (
            lambda: Portfolio(
                (Activity("a", (Mode(1),), release=4),), milestones=(Milestone("m", "a", 3),)
            ),
            "milestone m",
        ),
        (lambda: Factor("crew", 0), "factor crew"),
    ],
)
def test_an_empty_or_senseless_problem_is_refused_by_name(make, told):
    with pytest.raises(ProblemError, match=told):
        make()


def test_a_period_of_one_day_is_planned_by_every_engine(tmp_path):
    path = tmp_path / "day.txt"
    day = ROSTER.replace("HORIZON\n3", "HORIZON\n1").replace("960,480", "960,0")
    for line in ("SECTION_DAYS_OFF\nLi,2\n", "SECTION_SHIFT_OFF_REQUESTS\nLi,1,D,4\n",
                 "1,D,1,100,1\n", "2,D,1,100,1\n"):  # fmt: skip
        day = day.replace(line, "")
    path.write_text(day, encoding="utf-8")
    found = roster(rosters.read(path), stop=MaxRuntime(20))
    assert (found.status, found.cost) == ("optimal", 0)
    plan = schedule(Portfolio((Activity("a", (Mode(1),)),), horizon=1), stop=MaxRuntime(20))
    assert (plan.status, plan.schedule.starts) == ("optimal", (0,))
    links = link(LinksProblem(("u",), ("c",), [[1]], [[1]], [[5]]), stop=MaxRuntime(20))
    assert links.status == "optimal"
    assert links.linked.tolist() == [[True]]
