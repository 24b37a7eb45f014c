"""CP-SAT takes the whole model of a month, whatever its prices."""

from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.model import Model
from tests.planning.rosters.factories import need, person, problem


def test_the_slack_of_many_demands_adds_up_to_what_cp_sat_can_count():
    people = tuple(person(f"p{at}") for at in range(4))
    demands = tuple(need(day, count=2) for day in range(60))
    model = Model(problem(days=60, people=people, demands=demands))
    assert Exact(model).cp.validate() == ""
