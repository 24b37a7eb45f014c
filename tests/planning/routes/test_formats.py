"""CVRPLIB and Solomon files; an error names its line."""

import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines
from qixin.planning.routes.check import check
from qixin.planning.routes.formats import (
    parse_solomon,
    parse_vrplib,
    read_problem,
    read_solution,
    write_solution,
)
from qixin.planning.routes.params import Params
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxWork

CVRP = """NAME : \tsmall
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 5
NODE_COORD_SECTION
1 0 0
2 0 3
3 4 0
4 1 1
DEMAND_SECTION
1 0
2 3
3 2
4 2
DEPOT_SECTION
1
-1
EOF
"""

VRPTW = """NAME : small
TYPE : VRPTW
DIMENSION : 3
VEHICLES : 2
CAPACITY : 5
SERVICE_TIME : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 4 0
DEMAND_SECTION
1 0
2 3
3 2
DEPOT_SECTION
1
-1
TIME_WINDOW_SECTION
1 0 100
2 5 20
3 0 90
EOF
"""

SOLOMON = """small

VEHICLE
NUMBER     CAPACITY
  2          5

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0        100          0
    1      1         1          3          5         20         10
    2      4         0          2          0         90         10
"""


def test_distances_of_a_cvrp_are_rounded():
    problem = parse_vrplib(Lines(CVRP))
    assert problem.scale == 1
    assert problem.distance[0].tolist() == [0, 3, 4, 1]
    assert [place.delivery for place in problem.places] == [(3,), (2,), (2,)]


def test_the_two_forms_of_a_vrptw_say_the_same():
    one, two = parse_vrplib(Lines(VRPTW)), parse_solomon(Lines(SOLOMON))
    assert one.distance.tolist() == two.distance.tolist() == [[0, 14, 40], [14, 0, 31], [40, 31, 0]]
    assert one.places == two.places
    assert one.depots == two.depots
    assert one.places[0].window == (50, 200)
    assert one.places[0].service == 100


def test_an_explicit_matrix_is_read_in_both_shapes():
    head = CVRP.split("NODE_COORD")[0].replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : {}")
    tail = "DEMAND" + CVRP.split("DEMAND")[1]
    full = "EDGE_WEIGHT_SECTION\n0 1 2 3\n1 0 4 5\n2 4 0 6\n3 5 6 0\n"
    lower = "EDGE_WEIGHT_SECTION\n1\n2 4\n3 5 6\n"
    one = parse_vrplib(Lines(head.format("FULL_MATRIX") + full + tail))
    two = parse_vrplib(Lines(head.format("LOWER_ROW") + lower + tail))
    assert one.distance.tolist() == two.distance.tolist()


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (CVRP, "2 3\n", "2 -3\n", "line 13: demand of node 2 must lie from 0"),
        (CVRP, "3 4 0\n", "3 4\n", "line 9: a node's place of node 3 is not whole"),
        (CVRP, "3 4 0\n", "3 nan 0\n", "line 9: x must be finite"),
        (CVRP, "3 4 0\n", "7 4 0\n", "line 9: node 3 expected"),
        (CVRP, "CAPACITY : 5", "CAPACITY : 0", "line 5: CAPACITY must lie from 1"),
        (CVRP, "CAPACITY : 5\n", "", "line 18: CAPACITY is missing"),
        (CVRP, "DIMENSION : 4\n", "", "line 5: DIMENSION is missing"),
        (CVRP, "DIMENSION : 4", "DIMENSION : 1", "line 3: DIMENSION must lie from 2"),
        (CVRP, "3 4 0\n", "3 1e30 0\n", "line 9: x must lie within"),
        (VRPTW, "VEHICLES : 2", "VEHICLES : 0", "line 4: VEHICLES must lie from 1"),
        (VRPTW, "SERVICE_TIME : 10", "SERVICE_TIME : -1", "line 6: SERVICE_TIME must lie from 0"),
        (VRPTW, "2 5 20", "2 -5 20", "line 21: window must lie from 0"),
        (VRPTW, "2 5 20", "2 5 99999999999999", "line 21: window must lie from 0"),
        (SOLOMON, "  2          5\n", "  2          0\n", "line 5: their capacity must lie from 1"),
        (SOLOMON, "  2          5\n", "  2\n", "line 5: number and capacity of vehicles expected"),
        (SOLOMON, "3          5 ", "3.7        5 ", "line 11: customer 1: demand must be a whole"),
        (SOLOMON, "3          5 ", "-3         5 ", "line 11: customer 1: demand must lie from 0"),
        (SOLOMON, "   20         10", "   20        -10", "line 11: customer 1: service time must"),
        (CVRP, "CAPACITY : 5", "CAPACITY : five", "line 5: CAPACITY must be a whole number"),
        (CVRP, "EUC_2D", "GEO", "distances of kind GEO"),
        (CVRP, "CAPACITY", "DEADLINE : 9\nCAPACITY", "line 5: the header DEADLINE is not known"),
        (CVRP, "TYPE : CVRP", "TYPE : PDPTW", "line 2: TYPE PDPTW is not known here"),
        (CVRP, "CAPACITY", "DISTANCE : far\nCAPACITY", "line 5: DISTANCE must be"),
        (CVRP, "CAPACITY", "DISTANCE : -1\nCAPACITY", "line 5: DISTANCE must lie from 0"),
        (VRPTW, "CAPACITY", "DISTANCE : 9\nCAPACITY", "line 5: DISTANCE of a VRPTW"),
        (CVRP, "1\n-1", "9\n-1", "line 17: there is no node 9"),
        (CVRP, "DEMAND_SECTION", "GIFT_SECTION", "line 11: the section GIFT_SECTION"),
        (VRPTW, "2 5 20", "2 25 20", "line 21: closes at 20, opens at 25"),
        (SOLOMON, "5         20  ", "25        20  ", "line 11: customer 1"),
        (SOLOMON, "    1      1", "    4      1", "line 11: customer 1 expected"),
    ],
)
def test_a_wrong_line_is_named(text, old, new, told):
    assert old in text
    read = parse_solomon if text is SOLOMON else parse_vrplib
    with pytest.raises(ProblemError, match=told):
        read(Lines(text.replace(old, new)))


def limited(*told):
    """Routes and cost with three customers at ten, a way of 8 between neighbours."""
    text = CVRP.replace("2 0 3\n3 4 0\n4 1 1", "2 10 0\n3 7 7\n4 0 10")
    text = text.replace("CAPACITY : 5", "\n".join((*told, "CAPACITY : 9")))
    problem = parse_vrplib(Lines(text))
    result = solve(problem, stop=MaxWork(200), params=Params(workers=1))
    checked = check(problem, result.tours)
    assert checked.faults == ()
    return len(result.tours), checked.cost


@pytest.mark.parametrize(
    ("limit", "told"), [("25", (3, 60)), ("28", (2, 48)), ("35.9", (2, 48)), ("36", (1, 36))]
)
def test_the_limit_of_a_route_is_kept(limit, told):
    assert limited(f"DISTANCE : {limit}") == told


def test_service_counts_towards_the_limit_of_a_route():
    limit = "DISTANCE : 1000000"
    assert limited(limit, "SERVICE_TIME : 300000") == (1, 36)
    assert limited(limit, "SERVICE_TIME : 333330") == (2, 48)


def test_service_without_a_limit_forbids_nothing():
    assert limited("SERVICE_TIME : 300000") == (1, 36)


@pytest.mark.parametrize("text", [CVRP, VRPTW])
def test_a_file_cut_in_half_is_refused_wherever_it_is_cut(text):
    last = text.count("\n") - 2 if text is CVRP else text.count("\n") - 1
    for cut in range(1, last):
        with pytest.raises(ProblemError):
            parse_vrplib(Lines("\n".join(text.splitlines()[:cut])))


def test_a_solution_is_written_as_cvrplib_has_it_and_read_again(tmp_path):
    path = tmp_path / "small.vrp"
    path.write_text(CVRP, encoding="utf-8")
    problem = read_problem(path)
    result = solve(problem, stop=MaxWork(200), params=Params(workers=1))
    cost = check(problem, result.tours).cost
    written = write_solution(problem, result.tours, cost, tmp_path / "small.sol")
    routes, told = read_solution(written)
    assert told == cost
    assert sorted(place for route in routes for place in route) == ["1", "2", "3"]
    assert written.read_text(encoding="utf-8").startswith("Route #1: ")


def test_a_solution_without_its_cost_is_refused(tmp_path):
    path = tmp_path / "cut.sol"
    path.write_text("Route #1: 1 2\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="line 2"):
        read_solution(path)


def test_a_matrix_with_a_negative_way_is_refused_with_its_line():
    head = CVRP.split("NODE_COORD")[0].replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW")
    tail = "DEMAND" + CVRP.split("DEMAND")[1]
    with pytest.raises(ProblemError, match="line 9: a distance must lie from 0"):
        parse_vrplib(Lines(head + "EDGE_WEIGHT_SECTION\n1\n2 -4\n3 5 6\n" + tail))


def test_figures_written_with_a_point_and_zeros_are_whole():
    assert parse_solomon(Lines(SOLOMON.replace("3          5 ", "3.0        5 "))).places[
        0
    ].delivery == (3,)
