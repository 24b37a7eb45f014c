"""Contests: seeded districts need no files, and a run's memory is that of all its processes."""

import math
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest
from rich.console import Console

from qixin.bench.contests import overview
from qixin.bench.contests.commands import Now, table
from qixin.bench.contests.contest import OURS
from qixin.bench.contests.overview import Part, spread
from qixin.bench.contests.peers import timefold
from qixin.bench.contests.running import Entry, contest_of, enter
from qixin.planning.pairing.links.formats import read_answer, write_problem
from qixin.planning.run import Point


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
    kept = contest.write(problem, solved.answer, tmp_path / "answer")
    linked, members = read_answer(problem, kept)
    assert contest.check(problem, (linked, members)) == verdict


def test_links_are_read_from_files(tmp_path):
    contest = contest_of("links")
    problem = contest.load(contest.instances(tmp_path)["district-122"])
    write_problem(problem, tmp_path / "ours.links")
    again = contest.load(contest.instances(tmp_path)["ours"])
    assert (again.way == problem.way).all()


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


@pytest.fixture
def tiny(tmp_path):
    """A folder with a roster of two people over three days."""
    (tmp_path / "tiny.txt").write_text(TINY, encoding="utf-8")
    (tmp_path / "best_known.json").write_text('{"made": {"values": {"tiny": 4}}}', encoding="utf-8")
    return tmp_path


TINY = """SECTION_HORIZON
3
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=3,960,480,2,1,1,1
B,D=3,960,480,2,1,1,1
SECTION_DAYS_OFF
A,2
SECTION_SHIFT_OFF_REQUESTS
B,2,D,4
SECTION_COVER
0,D,1,100,1
1,D,1,100,1
2,D,1,100,1
"""


ROUND = """NAME : tiny
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 3
NODE_COORD_SECTION
1 0 0
2 3 0
3 0 4
DEMAND_SECTION
1 0
2 2
3 2
DEPOT_SECTION
1
-1
EOF
"""


def bench(*asked):
    return subprocess.run(
        [sys.executable, "-c", "from qixin.bench.commands import bench; bench()", *asked],
        capture_output=True, text=True, check=False, env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip


def test_a_file_gets_no_terminals_signs_and_a_line_as_soon_as_a_run_is_done(tiny):
    told = bench("rosters", "--data", str(tiny), "--instances", "tiny", "--seconds", "20",
                 "--peer", "ortools")  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert not set("\r\x1b") & set(told.stdout + told.stderr)
    assert [line.split(":")[0] for line in told.stderr.splitlines() if "cost" in line] == [
        "tiny, qixin", "tiny, ortools",
    ]  # fmt: skip
    assert "best known" in told.stdout
    assert "over it" in told.stdout


def test_a_run_tells_its_progress_before_its_end(tiny):
    heard = []
    entry = enter(
        "rosters", contest_of("rosters").instances(tiny)["district-1200"], solver=OURS, seconds=6,
        seed=0, best_known=None, answers=None, on_progress=heard.append,
    )  # fmt: skip
    assert entry.faults == ()
    assert len(heard) > 1
    assert heard[0].cost == math.inf
    assert min(point.cost for point in heard) >= entry.cost


def test_the_run_at_work_is_a_row_of_the_table():
    entry = Entry("done", OURS, 10.0, 8.0, 10.0, 1.0, 50.0, ())
    now = Now("next", "ortools", 100.0, monotonic(), Point(0.5, 3, 110.0, 55.0))
    console = Console(width=160, file=StringIO())
    console.print(table([entry], now))
    (row,) = [line for line in console.file.getvalue().splitlines() if "next" in line]
    assert all(cell in row for cell in ("110", "55", "+50.00%", "100", "+10.00%", "searches"))


def test_a_peer_that_is_not_installed_says_what_it_needs(tiny):
    if not timefold.missing():
        pytest.skip("Timefold is installed here")
    told = bench("rosters", "--data", str(tiny), "--instances", "tiny", "--peer", "timefold")
    assert told.returncode == 2
    assert "timefold needs the extra `timefold`" in told.stderr or "Java 17" in told.stderr


@pytest.mark.parametrize(("engine", "path", "cost"), [("rosters", TINY, 4), ("routes", ROUND, 14)])
def test_timefold_counts_as_the_checker_does(engine, path, cost, tmp_path):
    if timefold.missing():
        pytest.skip(timefold.missing())
    file = tmp_path / ("tiny.txt" if engine == "rosters" else "tiny.vrp")
    file.write_text(path, encoding="utf-8")
    entry = enter(
        engine, file, solver="timefold", seconds=5, seed=0, best_known=cost, answers=None
    )  # fmt: skip
    assert (entry.faults, entry.cost) == ((), cost)


def test_an_overview_takes_instances_evenly_and_prints_a_line_an_instance():
    there = {f"j30_{at}": Path(f"j30_{at}") for at in range(10)} | {"other": Path("other")}
    part = Part("portfolio", "j30_*", 4, 10, ("ortools",))
    assert list(spread(there, part)) == ["j30_0", "j30_2", "j30_5", "j30_7"]
    assert spread({"other": Path("other")}, part) == {}
    entries = [
        Entry("a", OURS, 11.0, 10.0, 10.0, 1.5, 90.0, ()),
        Entry("a", "ortools", 12.0, 10.0, 10.0, 25.0, 80.0, ()),
        Entry("b", OURS, 20.0, 20.0, 20.0, 0.5, 91.0, ()),
        Entry("b", "ortools", math.inf, 20.0, 20.0, 2.5, 80.0, ("no plan",)),
    ]
    lines = [line for line, _ in overview.table(iter(entries), ("ortools",))]
    assert lines[1:] == [
        "| a | 10 | 11 | +10.00% | 10 | +9.09% | 1.50 | 90 | 12 | +20.00% | 25 |",
        "| b | 20 | 20 | +0.00% | 20 | +0.00% | 0.50 | 91 | – **no plan** | – | 2.50 |",
        "| mean |  |  | +5.00% |  |  |  |  |  | +20.00% |  |",
    ]


def test_a_plain_model_refuses_what_it_does_not_know(tmp_path):
    contest = contest_of("rosters")
    district = contest.instances(tmp_path)["district-1200"]
    entry = enter(
        "rosters", district, solver="ortools", seconds=1, seed=0, best_known=None, answers=None
    )
    assert entry.cost == math.inf
    assert "the plain models know nothing of posts" in entry.faults[0]
