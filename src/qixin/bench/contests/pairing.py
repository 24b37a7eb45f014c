"""Pairing on the files that `python -m qixin.planning.pairing.generate FOLDER` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qixin.bench.contests.contest import Contest, Solved, Verdict
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.peers import pairing_flow
from qixin.planning.pairing.check import check
from qixin.planning.pairing.formats import read_problem, write_answer
from qixin.planning.pairing.problem import PairingProblem
from qixin.planning.pairing.solve import solve, warm_up
from qixin.planning.stop import MaxRuntime

Pairs = dict[object, object]


def _instances(data: Path) -> Mapping[str, Path]:
    return files(data, "*.pairing")


def _load(path: Path) -> PairingProblem:
    warm_up()  # compiling is no part of solving; the page on planning says what it takes
    return read_problem(path)


def _ours(problem: PairingProblem, seconds: float, seed: int) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed)
    return Solved(result.pairs() or None, result.cost, result.bound)


def _check(problem: PairingProblem, pairs: Pairs) -> Verdict:
    checked = check(problem, pairs)
    return Verdict(float(checked.cost), checked.faults)


def _write(problem: PairingProblem, pairs: Pairs, path: Path) -> Path:
    return write_answer(pairs, path.with_name(path.name + ".txt"))


CONTEST = Contest(
    name="pairing", instances=_instances, load=_load, solve=_ours, check=_check, write=_write,
    best_known=best_known, peers={"ortools": pairing_flow.solve},
)  # fmt: skip
