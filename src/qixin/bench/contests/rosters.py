"""Shift-scheduling instances of schedulingbenchmarks.org and a district, beside plain models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.peers import rosters_cp_sat, timefold
from qixin.planning.rosters import formats
from qixin.planning.rosters.check import check
from qixin.planning.rosters.district import Size, district
from qixin.planning.rosters.solve import solve, warm_up
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

# made from a seed, not read: people and their communities
DISTRICTS = {
    "district-1200": Size(),
    "district-12000": Size(people=12_000, units=1220, communities=390),
}


def _load(path: Path) -> Any:
    warm_up()
    if path.name in DISTRICTS:
        return district(DISTRICTS[path.name])
    return formats.read(path)


def _ours(problem: Any, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    return Solved(result.roster, result.cost, result.bound)


def _check(problem: Any, roster: Any) -> Verdict:
    checked = check(problem, roster)
    return Verdict(checked.cost, checked.faults)


def _instances(data: Path) -> dict[str, Path]:
    made = {name: data / name for name in DISTRICTS}
    return made | {
        name: path for name, path in files(data, "*.txt").items()
        if "SECTION_STAFF" in path.read_text(encoding="utf-8", errors="replace")
    }  # fmt: skip


CONTEST = Contest(
    name="rosters",
    instances=_instances,
    load=_load,
    solve=_ours,
    check=_check,
    write=lambda problem, roster, path: formats.write(roster, problem, path),
    best_known=best_known,
    peers={"ortools": rosters_cp_sat.solve, "timefold": timefold.rosters},
    missing={"timefold": timefold.missing},
)
