"""Links of units and communities: problems in our own text form, and a district made from a seed,
for no public set is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.planning.pairing.links.check import check
from qixin.planning.pairing.links.formats import Answer, read_problem, write_answer
from qixin.planning.pairing.links.generate import district
from qixin.planning.pairing.links.problem import LinksProblem
from qixin.planning.pairing.links.solve import solve
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

DISTRICTS = {"district-122": {"units": 122, "communities": 39}}


def _instances(data: Path) -> Mapping[str, Path]:
    read = files(data, "*.links").items()
    return {name: data / name for name in DISTRICTS} | dict(read)


def _load(path: Path) -> LinksProblem:
    if path.name in DISTRICTS:
        return district(**DISTRICTS[path.name])
    return read_problem(path)


def _ours(problem: LinksProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    if result.linked is None or result.members is None:
        return Solved(None, result.cost, result.bound)
    return Solved((result.linked, result.members), result.cost, result.bound)


def _check(problem: LinksProblem, answer: Answer) -> Verdict:
    checked = check(problem, *answer)
    return Verdict(float(checked.cost), checked.faults)


CONTEST = Contest(
    name="links", instances=_instances, load=_load, solve=_ours, check=_check, write=write_answer,
    best_known=best_known,
)  # fmt: skip
