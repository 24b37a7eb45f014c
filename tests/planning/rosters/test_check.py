"""The checker alone: each rule that is broken is a sentence, each term is counted."""

import pytest

from qixin.planning.rosters.check import check
from qixin.planning.rosters.problem import Bond, Fairness, History, Share, Turn, Wish
from qixin.planning.rosters.result import Roster
from tests.planning.rosters.factories import EARLY, LATE, NIGHT, need, person, problem


def row(text):
    return tuple(None if letter == "-" else Turn(letter) for letter in text)


@pytest.mark.parametrize(
    ("rules", "turns", "fault"),
    [
        ({"max_run": 2}, "EEE----", "3 days on in a row, at most 2"),
        ({"min_run": 2}, "-E-----", "1 days on in a row, at least 2"),
        ({"min_off": 2}, "EE-EE--", "1 days off in a row, at least 2"),
        ({"max_minutes": 480}, "EE-----", "960 minutes"),
        ({"min_minutes": 1440}, "EE-----", "960 minutes"),
        ({}, "LE-----", "E on day 1 after L"),
        ({"min_rest": 660}, "NE-----", "rest before day 1"),
        ({"max_weekends": 0}, "------E", "1 weekends"),
        ({"max_week_minutes": 960}, "EEE----", "1440 minutes in week 0"),
        ({"shift_limits": {"E": 1}}, "E-E----", "2 turns of E"),
        ({"leave": frozenset({1})}, "-E-----", "leave"),
        ({"locked": {1: None}}, "-E-----", "locked"),
        ({"posts": frozenset()}, "E------", "stands at '' on day 0"),
        ({"history": History("E", 6)}, "E------", "7 days on in a row"),
        ({"history": History("", 1), "min_off": 2}, "E------", "1 days off"),
        ({"history": History("L", 1)}, "E------", "E on day 0 after L"),
    ],
)
def test_a_broken_rule_is_named(rules, turns, fault):
    one = problem(people=(person(**rules),), shifts=(EARLY, LATE, NIGHT))
    faults = check(one, Roster({"A": row(turns)})).faults
    assert any(fault in told for told in faults), faults


@pytest.mark.parametrize(
    ("rules", "turns"),
    [
        ({"min_run": 3}, "E---EEE"),
        ({"min_off": 3}, "-EEEEE-"),
        ({"max_weekends": 1}, "-----EE"),
        ({"history": History("E", 2), "min_run": 3}, "E------"),
    ],
)
def test_what_touches_the_edge_may_be_short(rules, turns):
    assert check(problem(people=(person(**rules),)), Roster({"A": row(turns)})).faults == ()


def test_each_term_is_counted():
    people = (person("A", share=Share(minutes=480, nights=0, weekends=0)), person("B"))
    one = problem(
        days=7,
        people=people,
        shifts=(EARLY, NIGHT),
        demands=(need(0, "E", 2), need(6, "N", 0)),
        wishes=(Wish("A", 0, "E", 3.0), Wish("B", 0, "E", 2.0), Wish("A", 6, "N", 5.0, False)),
        travel={("A", ""): 1.5},
        bonds=(Bond("A", "B", 4.0),),
        fairness=Fairness(hours=1.0, nights=10.0, weekends=20.0),
    )
    checked = check(one, Roster({"A": row("E-----N"), "B": row("-------")}))
    assert checked.terms == {
        "under": 100.0,
        "over": 1.0,
        "wishes": 7.0,
        "travel": 3.0,
        "bonds": 8.0,
        "fairness": 10.0 + 10.0 + 20.0,
        "soft": 0.0,
    }


def test_a_person_without_a_row_is_a_fault():
    assert "A: the roster has no turn" in check(problem(), Roster({})).faults[0]
