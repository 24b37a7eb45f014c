"""Contests: seeded districts need no files, and a run's memory is that of all its processes."""

import subprocess
import sys

import pytest

from qixin.bench.contests.running import contest_of


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        ("rosters", "district-1200"), ("routes", "district-2000"), ("portfolio", "district-100"),
        ("links", "district-122"),
    ],
)  # fmt: skip
def test_every_engine_has_a_seeded_district_without_files(engine, name, tmp_path):
    assert name in contest_of(engine).instances(tmp_path)


def test_a_district_is_the_same_at_each_load(tmp_path):
    contest = contest_of("links")
    path = contest.instances(tmp_path)["district-122"]
    one, other = contest.load(path), contest.load(path)
    assert (one.way == other.way).all()
    assert one.way.shape == (122, 39)


def test_the_answer_to_a_district_is_checked_and_written(tmp_path):
    contest = contest_of("links")
    problem = contest.load(contest.instances(tmp_path)["district-122"])
    solved = contest.solve(problem, 30, 0)
    verdict = contest.check(problem, solved.answer)
    assert verdict.faults == ()
    assert verdict.cost == pytest.approx(solved.cost)
    assert contest.write(problem, solved.answer, tmp_path / "answer").stat().st_size > 0


def test_the_portfolio_of_a_district_has_its_size(tmp_path):
    contest = contest_of("portfolio")
    problem = contest.load(contest.instances(tmp_path)["district-100"])
    assert (len(problem.activities), problem.end) == (1200, 36)


def test_a_child_that_took_more_counts():
    """Asked in a process of its own: what a process's children took at most is never forgotten."""
    asked = (
        "import subprocess, sys\n"
        "from qixin.bench.contests.running import _memory\n"
        "before = _memory()\n"
        "subprocess.run([sys.executable, '-c', 'held = [1] * 50_000_000'], check=True)\n"
        "print(_memory() - before)\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True)
    assert float(told.stdout) > 100
