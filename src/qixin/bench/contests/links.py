"""Links of units and communities in a district, made from a seed: no public set is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known
from qixin.planning.pairing.links.check import check
from qixin.planning.pairing.links.generate import district
from qixin.planning.pairing.links.problem import LinksProblem
from qixin.planning.pairing.links.solve import solve
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

Answer = tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]
DISTRICTS = {"district-122": {"units": 122, "communities": 39}}


def _instances(data: Path) -> Mapping[str, Path]:
    return {name: data / name for name in DISTRICTS}


def _load(path: Path) -> LinksProblem:
    return district(**DISTRICTS[path.name])


def _ours(problem: LinksProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
    if result.linked is None or result.members is None:
        return Solved(None, result.cost, result.bound)
    return Solved((result.linked, result.members), result.cost, result.bound)


def _check(problem: LinksProblem, answer: Answer) -> Verdict:
    checked = check(problem, *answer)
    return Verdict(float(checked.cost), checked.faults)


def _write(problem: LinksProblem, answer: Answer, path: Path) -> Path:
    """By unit and community linked: the members of each day."""
    linked, members = answer
    written = path.with_name(path.name + ".json")
    told = [
        {
            "unit": problem.units[u], "community": problem.communities[c],
            "members": members[u, c].tolist(),
        }
        for u, c in np.argwhere(linked)
    ]  # fmt: skip
    written.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return written


CONTEST = Contest(
    name="links", instances=_instances, load=_load, solve=_ours, check=_check, write=_write,
    best_known=best_known,
)  # fmt: skip
