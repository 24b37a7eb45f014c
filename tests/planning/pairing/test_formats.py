"""Pairing files: what is written is read again, and an error names its line."""

import numpy as np
import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines
from qixin.planning.pairing.formats import parse_problem, read_problem, write_answer, write_problem
from qixin.planning.pairing.generate import town
from qixin.planning.pairing.problem import Prices

GOOD = """QIXIN PAIRING 1
SKILLS nursing
PRICES missing=never bond=300
OFFICERS 2
o1 0.0 0.0 2 nursing
o2 10.0 0.0 1 -
PEOPLE 2
p1 1.0 0.0 nursing o1
p2 2.0 0.0 - -
"""


def test_a_problem_that_is_written_is_read_again(tmp_path):
    prices = Prices(bond=7, unpaired=900)
    problem = town(people=30, officers=5, seed=3, needing=0.4, known=0.5, prices=prices)
    again = read_problem(write_problem(problem, tmp_path / "a.pairing"))
    assert again.prices == prices
    for kind in ("people", "officers"):
        ours, theirs = getattr(problem, kind), getattr(again, kind)
        assert ours.ids.tolist() == theirs.ids.tolist()
        assert np.array_equal(ours.places, theirs.places)
    assert np.array_equal(problem.people.bond, again.people.bond)
    assert np.array_equal(problem.officers.skills, again.officers.skills)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("QIXIN PAIRING 1", "QIXIN", "line 1"),
        ("bond=300", "bond=-3", "line 3: price bond"),
        ("bond=300", "gift=3", "line 3: there is no price 'gift'"),
        ("OFFICERS 2", "OFFICERS two", "line 4"),
        ("o2 10.0 0.0 1 -", "o1 10.0 0.0 1 -", "line 6: officer o1: stands here twice"),
        ("o2 10.0 0.0 1 -", "o2 10.0 nan 1 -", "line 6: y must be finite"),
        ("o2 10.0 0.0 1 -", "o2 10.0 0.0 1", "line 6: 5 entries expected, 4 found"),
        ("p1 1.0 0.0 nursing o1", "p1 1.0 0.0 driving o1", "line 8: unknown skill 'driving'"),
        ("p1 1.0 0.0 nursing o1", "p1 1.0 0.0 nursing o7", "line 8: unknown officer 'o7'"),
        ("PEOPLE 2", "PEOPLE 3", "line 10: the file ends"),
        ("PEOPLE 2", "PEOPLE 1", "line 9: more lines"),
        ("o2 10.0 0.0 1 -", "o2 10.0 0.0 0 -", "line 6: officer o2: capacity"),
        ("o2 10.0 0.0 1 -", "o2 10.0 0.0 -1 -", "line 6: officer o2: capacity"),
        ("o2 10.0 0.0 1 -", "o2 1e300 0.0 1 -", "line 6: x must lie within"),
        ("PEOPLE 2", "PEOPLE 0", "line 7: there must be at least one of people"),
        ("OFFICERS 2", "OFFICERS -1", "line 4: there must be at least one of officers"),
    ],
)
def test_a_wrong_line_is_named(old, new, told):
    with pytest.raises(ProblemError, match=told):
        parse_problem(Lines(GOOD.replace(old, new)))


def test_a_file_cut_in_half_is_refused_wherever_it_is_cut():
    for cut in range(1, GOOD.count("\n")):
        with pytest.raises(ProblemError, match="line"):
            parse_problem(Lines("\n".join(GOOD.splitlines()[:cut])))


def test_an_answer_has_a_line_a_person(tmp_path):
    path = write_answer({"p1": "o1", "p2": None}, tmp_path / "answer.txt")
    assert path.read_text(encoding="utf-8") == "p1 o1\np2 -\n"
