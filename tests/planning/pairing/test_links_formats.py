"""Problems and answers of links are read as they were written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.errors import ProblemError
from qixin.planning.pairing.links import LinkPrices, LinksProblem
from qixin.planning.pairing.links.formats import (
    read_answer,
    read_problem,
    write_answer,
    write_problem,
)

numbers = st.integers(0, 10**7)


@st.composite
def problems(draw):
    units, communities, days = (draw(st.integers(1, 4)) for _ in range(3))

    def table(rows, width):
        row = st.lists(numbers, min_size=width, max_size=width)
        return draw(st.lists(row, min_size=rows, max_size=rows))

    prices = LinkPrices(draw(numbers), draw(numbers), draw(st.none() | numbers))
    return LinksProblem(
        tuple(f"单位{n}" for n in range(units)), tuple(f"社区{n}" for n in range(communities)),
        table(units, days), table(communities, days), table(units, communities),
        draw(st.integers(1, 5)), prices,
    )  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_what_was_written_is_read(tmp_path_factory, problem, data):
    folder = tmp_path_factory.mktemp("links")
    again = read_problem(write_problem(problem, folder / "one.links"))
    for name in ("units", "communities", "places", "prices"):
        assert getattr(again, name) == getattr(problem, name)
    for name in ("strength", "need", "way"):
        assert (getattr(again, name) == getattr(problem, name)).all()
    shape = (*problem.way.shape, problem.need.shape[1])
    linked = np.array(
        data.draw(st.lists(st.booleans(), min_size=problem.way.size, max_size=problem.way.size))
    ).reshape(shape[:2])
    members = np.arange(np.prod(shape)).reshape(shape) * linked[:, :, None]
    read = read_answer(problem, write_answer(problem, (linked, members), folder / "answer"))
    assert (read[0] == linked).all()
    assert (read[1] == members).all()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("u c 1\nu c 1\n", "line 4: link u c: stands here twice"),
        ("u d 1\n", "line 3: unknown community 'd'"),
        ("v c 1\n", "line 3: unknown unit 'v'"),
        ("u c 1 2\n", "line 3: 3 entries expected, 4 found"),
        ("u c -1\n", "line 3: members must lie from 0"),
    ],
)
def test_a_wrong_answer_is_named_by_its_line(tmp_path, text, told):
    problem = LinksProblem(("u",), ("c",), [[1]], [[1]], [[5]])
    path = tmp_path / "answer"
    count = text.count("\n")
    path.write_text(f"QIXIN LINKS ANSWER 1\nLINKS {count}\n{text}", encoding="utf-8")
    with pytest.raises(ProblemError, match=told):
        read_answer(problem, path)


@pytest.mark.parametrize("units", [("a b", "a_b"), ("/",), ("#1",), (" ",)])
def test_a_name_that_would_not_be_read_as_itself_is_refused(tmp_path, units):
    tables = [[1]] * len(units)
    problem = LinksProblem(units, ("c",), tables, [[1]], tables)
    with pytest.raises(ProblemError, match="unit"):
        write_problem(problem, tmp_path / "one.links")


@pytest.mark.parametrize(
    ("left", "told"),
    [("", "line 1: the file ends"), ("QIXIN LINKS ANSWER 1\n", "line 2: the file ends"),
     ("QIXIN LINKS ANSWER 1\nLINKS 1\n", "line 3: the file ends"),
     ("QIXIN LINKS ANSWER 1\nLINKS 0\nu c 1\n", "line 3: more lines")],
)  # fmt: skip
def test_an_answer_that_was_cut_is_told_where_it_ends(tmp_path, left, told):
    problem = LinksProblem(("u",), ("c",), [[1]], [[1]], [[5]])
    path = tmp_path / "answer"
    path.write_text(left, encoding="utf-8")
    with pytest.raises(ProblemError, match=told):
        read_answer(problem, path)
