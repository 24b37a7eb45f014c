"""The public format: read whole, and refused by line where it is cut or wrong."""

import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.rosters import formats
from qixin.planning.rosters.problem import Turn
from qixin.planning.rosters.result import Roster

WHOLE = """# a comment
SECTION_HORIZON
14

SECTION_SHIFTS
D,480,
N,600,D

SECTION_STAFF
A,D=14|N=2,4320,3360,5,2,2,1
B,D=0|N=14,4320,3360,5,2,2,1

SECTION_DAYS_OFF
A,0,3

SECTION_SHIFT_ON_REQUESTS
A,2,D,2

SECTION_SHIFT_OFF_REQUESTS
B,4,N,1

SECTION_COVER
0,D,3,100,1
0,N,1,100,2
"""


@pytest.fixture
def file(tmp_path):
    def written(text):
        path = tmp_path / "one.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_whole_file_is_read(file):
    one = formats.read(file(WHOLE))
    assert (one.days, len(one.shifts), len(one.people)) == (14, 2, 2)
    assert one.shifts[1].not_before == {"D"}
    first = one.people[0]
    assert (first.min_minutes, first.max_minutes, first.max_weekends) == (3360, 4320, 1)
    assert first.leave == {0, 3}
    assert dict(first.shift_limits) == {"N": 2}
    assert [(wish.price, wish.wanted) for wish in one.wishes] == [(2.0, True), (1.0, False)]
    assert (one.demands[1].at_least, one.demands[1].under, one.demands[1].over) == (1, 100, 2)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("3360,5,2,2,1\nB", "3360,5\nB", "line 10: .*fields expected"),
        ("0,D,3,100,1", "0,D,x,100,1", "line 23: .*'x'"),
        ("0,D,3,100,1", "0,D,-3,100,1", "line 23: .*negative"),
        ("0,D,3,100,1", "0,D,3,nan,1", "line 23: .*finite"),
        ("D=14|N=2", "D14", "line 10: SHIFT=MOST"),
        ("A,0,3", "Z,0,3", "line 14: .*'Z'"),
        ("SECTION_COVER", "", "line 25: SECTION_COVER is missing"),
        (WHOLE[WHOLE.index("SECTION_COVER"):], "", "line 21: SECTION_COVER is missing"),
        ("SECTION_HORIZON\n14", "14", "line 2: a section"),
        ("0,N,1", "0,X,1", "line 24: .*no shift 'X'"),
        ("0,N,1", "14,N,1", "line 24: .*day 14"),
        ("N=2", "X=2", "line 10: .*no shift 'X'"),
        ("N,600,D", "N,600,X", "line 7: .*no shift 'X'"),
        ("A,2,D,2", "Z,2,D,2", "line 17: .*no person 'Z'"),
        ("A,2,D,2", "A,99,D,2", "line 17: .*day 99"),
        ("A,0,3", "A,0,14", "line 14: .*day 14"),
        ("HORIZON\n14", "HORIZON\n0", "line 3: a period"),
        ("HORIZON\n14", "HORIZON\n100000000000000", "line 3: a period"),
        ("SECTION_DAYS_OFF", "SECTION_DAY_OFF", "line 13: there is no section"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(file, old, new, named):
    with pytest.raises(ProblemError, match=named):
        formats.read(file(WHOLE.replace(old, new)))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "one.txt"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ProblemError, match="not a text file"):
        formats.read(path)


def test_an_answer_is_a_line_a_person(file, tmp_path):
    one = formats.read(file(WHOLE))
    turns = {"A": (Turn("D"),) + (None,) * 13, "B": (None,) * 13 + (Turn("N"),)}
    written = formats.write(Roster(turns), one, tmp_path / "answer")
    lines = written.read_text().splitlines()
    assert lines == ["D" + "\t" * 13, "\t" * 13 + "N"]
