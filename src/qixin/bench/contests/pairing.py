"""Pairing: seeded problems, made or from `python -m qixin.planning.pairing.generate FOLDER`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qixin.bench.contests.contest import Contest, Solved, Verdict, unheard
from qixin.bench.contests.known import best_known, files
from qixin.bench.contests.peers import pairing_flow
from qixin.planning.pairing.check import check
from qixin.planning.pairing.formats import read_problem, write_answer
from qixin.planning.pairing.generate import SET
from qixin.planning.pairing.problem import PairingProblem
from qixin.planning.pairing.solve import solve, warm_up
from qixin.planning.run import OnProgress
from qixin.planning.stop import MaxRuntime

Pairs = dict[object, object]


def _instances(data: Path) -> Mapping[str, Path]:
    made = {name: data / name for name in SET}
    return {**made, **files(data, "*.pairing")}


def _load(path: Path) -> PairingProblem:
    warm_up()  # compiling is no part of solving; the page on planning says what it takes
    return read_problem(path) if path.suffix == ".pairing" else SET[path.name]()


def _ours(problem: PairingProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    result = solve(problem, stop=MaxRuntime(seconds), seed=seed, on_progress=told)
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
