"""Files are read in full, or refused with the line."""

import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.portfolio import Schedule, check, formats
from tests.planning.portfolio.small import MPLIB, RCP, SM


def test_pattersons_format_is_read():
    problem = formats.read_rcp(RCP, "six")
    assert [activity.modes[0].duration for activity in problem.activities] == [0, 3, 2, 2, 2, 0]
    assert problem.activities[5].after == ("4", "5")
    assert problem.factors[0].most == 2


def test_psplib_is_read_with_modes_and_money():
    problem = formats.read_sm(SM)
    assert [mode.duration for mode in problem.activities[1].modes] == [2, 4]
    assert problem.activities[1].modes[0].spends == {"N1": 5}
    assert problem.budgets[0].total == 6


def test_mplib_is_read_with_releases():
    problem = formats.read_mplib(MPLIB)
    assert [activity.name for activity in problem.activities] == [
        "1:1", "1:2", "1:3", "2:1", "2:2", "2:3",
    ]  # fmt: skip
    assert problem.release(problem.activities[3]) == 1


@pytest.mark.parametrize(
    ("reader", "text"),
    [(formats.read_rcp, RCP), (formats.read_sm, SM), (formats.read_mplib, MPLIB)],
)
def test_a_file_cut_anywhere_is_refused_with_a_line(reader, text):
    lines = text.rstrip("* \n").splitlines()
    for kept in range(len(lines)):
        with pytest.raises(ProblemError) as refused:
            reader("\n".join(lines[:kept]))
        assert refused.value.line is not None


@pytest.mark.parametrize(
    ("reader", "text", "was", "becomes", "line"),
    [
        (formats.read_rcp, RCP, "2 1 1 6", "-2 1 1 6", 6),
        (formats.read_rcp, RCP, "3 1 1 4", "3 1 1 9", 4),
        (formats.read_rcp, RCP, "3 1 1 4", "3 5 1 4", 4),
        (formats.read_rcp, RCP, "3 1 1 4", "3 x 1 4", 4),
        (formats.read_rcp, RCP, "0 0 0\n", "0 0 0\n7\n", 9),
        (formats.read_sm, SM, "  3      1     3", "  3      1     nan", 24),
        (formats.read_sm, SM, "   3        1          1           4", "   3  1  1  8", 15),
        (formats.read_mplib, MPLIB, "2 1 1 1:3", "2 1 1 1:9", 7),
        (formats.read_mplib, MPLIB, "2 1 1 1:3", "2 1 1", 7),
        (formats.read_mplib, MPLIB, "2 1 1 1:3", "99999999999999 1 1 1:3", 7),
        (formats.read_mplib, MPLIB, "2 2 1 2:3", "2 3 1 2:3", 12),
    ],
)
def test_a_wrong_figure_is_refused_with_its_line(reader, text, was, becomes, line):
    with pytest.raises(ProblemError) as refused:
        reader(text.replace(was, becomes, 1))
    assert refused.value.line == line


def test_a_file_whose_work_waits_for_itself_is_refused():
    with pytest.raises(ProblemError, match="waits for itself"):
        formats.read_rcp(RCP.replace("2 1 1 6", "2 1 1 2", 1))


def test_an_unknown_ending_is_refused(tmp_path):
    (tmp_path / "a.xls").write_text("")
    with pytest.raises(ProblemError, match="ending"):
        formats.read(tmp_path / "a.xls")


def test_written_starts_are_read_again(tmp_path):
    problem = formats.read_rcp(RCP, "six")
    schedule = Schedule((0, 0, 5, 3, 7, 9), (0,) * 6)
    assert check(problem, schedule).faults == ()
    written = formats.write_starts(problem, schedule, tmp_path / "six.qixin")
    assert formats.read_starts(problem, written.read_text()) == schedule
