"""Shift-scheduling instances of schedulingbenchmarks.org, INRC-II and a district, beside plain
models of others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.nurses import made
from qixin.bench.contests.peers import rosters_cp_sat, timefold
from qixin.planning.rosters import formats
from qixin.planning.rosters.check import check
from qixin.planning.rosters.district import Size, district
from qixin.planning.rosters.formats.inrc2 import (
    NAME,
    Instance,
    instances,
    problem_of,
    write_solutions,
)
from qixin.planning.rosters.solve import solve, warm_up
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

# made from a seed, not read: people and their communities
DISTRICTS = {
    "district-1200": Size(),
    "district-12000": Size(people=12_000, units=1220, communities=390),
}
# made from a seed, too: nurses and weeks
NURSES = {"nurses-030w4": (30, 4), "nurses-120w4": (120, 4)}


def _load(path: Path) -> Any:
    warm_up()
    if path.name in DISTRICTS:
        return district(DISTRICTS[path.name])
    if path.name in NURSES:
        return problem_of(*made(*NURSES[path.name]))
    if NAME.fullmatch(path.name):
        return Instance.named(path.name, path.parent).problem()
    return formats.read(path)


def _write(problem: Any, roster: Any, path: Path) -> Path:
    found = NAME.fullmatch(path.name.partition(".")[0])
    if found:
        write_solutions(roster, found["scenario"], path)
        return path
    return formats.write(roster, problem, path)


def _ours(problem: Any, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    return Solved(result.roster, result.cost, result.bound)


def _check(problem: Any, roster: Any) -> Verdict:
    checked = check(problem, roster)
    return Verdict(checked.cost, checked.faults)


def _instances(data: Path) -> dict[str, Path]:
    there = {name: data / name for name in (*DISTRICTS, *NURSES)}
    there |= {name: one.scenario.parent / name for name, one in instances(data).items()}
    return there | {
        name: path for name, path in files(data, "*.txt").items()
        if "SECTION_STAFF" in path.read_text(encoding="utf-8", errors="replace")
    }  # fmt: skip


CONTEST = Contest(
    name="rosters",
    instances=_instances,
    load=_load,
    solve=_ours,
    check=_check,
    write=_write,
    best_known=best_known,
    peers={"ortools": rosters_cp_sat.solve, "timefold": timefold.rosters},
    missing={"timefold": timefold.missing},
)
