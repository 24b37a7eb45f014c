"""Links of least cost, proven: a relaxation prices all pairs, few pairs are searched in full.

The relaxation is solved over near pairs and those that its prices ask for (column generation). Any
answer that uses a pair costs at least the Lagrangean bound plus what that pair adds; so pairs
that add more than the gap are left out of the mixed-integer search, which HiGHS does on the rest.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from qixin.planning.highs import quiet_highs
from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.pairing.links.model import (
    Kinds,
    duals_of,
    kinds_of,
    model_of,
    most_members,
    priced,
)
from qixin.planning.pairing.links.params import Params
from qixin.planning.pairing.links.problem import LinksProblem
from qixin.planning.pairing.links.result import LinksResult
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import Stop

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Links = npt.NDArray[np.bool_]
SMALL = 1e-6
GRACE = 0.2  # seconds for a solver to end by itself


@dataclass
class _Best:
    cost: float = math.inf
    linked: Links | None = None
    members: Ints | None = None


def solve(
    problem: LinksProblem, *, stop: Stop, seed: int = 0, params: Params | None = None,
    on_progress: OnProgress | None = None, start: LinksResult | None = None,
) -> LinksResult:  # fmt: skip
    """Choose links. Work is counted in relaxations, and in the looks that HiGHS takes at its limits
    while it searches (some hundredths of a second each, up to two seconds in its search of a part).

    `start`: last week's result, units and communities known again by their names; links made or
    ended cost `prices.change` each.
    """
    params = params or Params()
    run = Run(stop, on_progress)
    conflicts = _shortages(problem)
    before = _before(problem, start)
    kinds = kinds_of(problem, before)
    best = _Best()
    if not conflicts:
        pairs, missing, used = _relax(kinds, run, params, before)
        if problem.prices.short is None and missing is not None:
            conflicts = missing
        else:
            _search(kinds, run, params, seed, pairs, used, best)
    return _result(problem, run, best, before, conflicts)


def _before(problem: LinksProblem, start: LinksResult | None) -> Links | None:
    if start is None or start.linked is None:
        return None
    before = np.zeros(problem.way.shape, dtype=bool)
    units = {name: u for u, name in enumerate(problem.units)}
    communities = {name: c for c, name in enumerate(problem.communities)}
    for unit, community in start.links():
        if unit in units and community in communities:
            before[units[unit], communities[community]] = True
    return before


def _shortages(problem: LinksProblem) -> tuple[Conflict, ...]:
    if problem.prices.short is not None:
        return ()
    there, wanted = problem.strength.sum(axis=0), problem.need.sum(axis=0)
    return tuple(
        Conflict(
            ("needs are met", "members of a unit"), (f"day {d + 1}",),
            f"day {d + 1}: {wanted[d]} members are needed, units have {there[d]}",
        )
        for d in np.flatnonzero(wanted > there)
    )  # fmt: skip


def _solver(seed: int) -> Any:
    solver = quiet_highs()
    solver.setOptionValue("random_seed", seed % 2**31)
    return solver


def _relax(
    kinds: Kinds, run: Run, params: Params, before: Links | None
) -> tuple[Ints, tuple[Conflict, ...] | None, Floats]:
    """The relaxation over all pairs: its list, what it cannot meet, what each pair adds."""
    way = kinds.problem.way
    listed = np.zeros(way.shape, dtype=bool)
    near = min(params.near, way.shape[1])
    listed[np.arange(len(way))[:, None], np.argsort(way, axis=1, kind="stable")[:, :near]] = True
    units = np.argsort(way, axis=0, kind="stable")[: params.near + 2]
    listed[units, np.arange(way.shape[1])[None]] = True
    if before is not None:
        listed |= before
    used: Floats = np.zeros(way.shape)
    while True:
        pairs = np.argwhere(listed)
        solver = _solver(0)
        solver.passModel(model_of(kinds, pairs, whole=False))
        if not _ended(solver, run, threading.Event()):
            return pairs, None, used
        run.worked()
        solution = solver.getSolution()
        if not solution.dual_valid:
            return pairs, None, used
        duals = duals_of(kinds, pairs, np.array(solution.row_dual))
        bound, part, used = priced(kinds, duals)
        run.proved(bound)
        more = (part < -SMALL) & ~listed
        if not more.any() or run.over():
            missing = np.array(solution.col_value)[-kinds.need.size :].reshape(kinds.need.shape)
            return pairs, _missing(kinds, missing), used
        listed |= more


def _missing(kinds: Kinds, missing: Floats) -> tuple[Conflict, ...] | None:
    if missing.max(initial=0) <= SMALL:
        return None
    short = np.argwhere(missing > SMALL)
    return tuple(
        Conflict(
            ("needs are met", "places of a unit", "members of a unit"),
            (f"community {kinds.problem.communities[c]}",),
            f"community {kinds.problem.communities[c]} stays short of {missing[c, k]:.1f} members"
            f" on day {int((kinds.which == k).argmax()) + 1}, even where links may be shared out",
        )
        for c, k in short[:20]
    )


def _search(
    kinds: Kinds, run: Run, params: Params, seed: int, pairs: Ints, used: Floats, best: _Best
) -> None:
    """Search among the pairs that add least, then among all that may be in a better answer."""
    lagrangean, size = run.bound, used.size
    many = min(size, int(params.first * len(kinds.problem.units)))
    threshold = max(1.0, float(np.partition(used.reshape(-1), many - 1)[many - 1]))
    if len(pairs) == size:
        threshold = max(threshold, 1.0)
    while not run.over():
        threshold = min(threshold, max(1.0, best.cost - lagrangean))
        chosen = np.argwhere(used <= threshold + SMALL)
        outside = lagrangean + float(used[used > threshold + SMALL].min(initial=math.inf))
        bound = _search_pairs(kinds, run, seed, chosen, best, outside)
        run.proved(min(bound, outside, best.cost))
        if outside >= best.cost - SMALL or len(chosen) == size:
            return
        threshold = max(2 * threshold, min(8 * threshold, best.cost - lagrangean))


def _search_pairs(
    kinds: Kinds, run: Run, seed: int, pairs: Ints, best: _Best, outside: float
) -> float:
    """The best links among these pairs; a bound for answers that use no others.

    Answers and bounds are told while the search goes on, so that criteria that look at them end it;
    no answer that uses another pair costs less than `outside`.
    """
    solver = _solver(seed)
    solver.passModel(model_of(kinds, pairs, whole=True))
    left = run.seconds_left()
    if math.isfinite(left):
        solver.setOptionValue("time_limit", max(0.01, left))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    if best.linked is not None:
        guess = _guess(kinds, pairs, best)
        solver.setSolution(guess)
    heard = threading.Event()
    _listen(solver, kinds, run, pairs, best, outside, heard)
    if not _ended(solver, run, heard):
        return -math.inf  # what was proved has been told on the way
    run.worked()
    told = solver.getInfo()
    if told.primal_solution_status == 2:
        links = np.array(solver.getSolution().col_value)[: len(pairs)] > 0.5
        _take(kinds, run, pairs[links], best)
    return _whole(float(told.mip_dual_bound) + kinds.base)


def _ended(solver: Any, run: Run, heard: threading.Event) -> bool:
    """Let the solver run; False where the run is over, but the solver does not end at once.

    While HiGHS searches a part of the problem for better answers it asks nobody, for up to some
    seconds: it is then left to end by itself, and nobody listens to it any more. `heard`: it has
    been told to end, and does; counted work ends it so, and the answer depends on no clock.
    """
    solver.HandleUserInterrupt = True
    thread = threading.Thread(target=solver.run, daemon=True)
    with run.watched(solver.cancelSolve, every=0.05):
        thread.start()
        while thread.is_alive():
            thread.join(0.05)
            if run.over() and not heard.is_set():
                thread.join(GRACE)
                if thread.is_alive() and not heard.is_set():
                    heard.set()
                    return False
    return True


def _whole(bound: float) -> float:
    """A bound raised to whole metres: prices, and so costs, are whole."""
    return math.ceil(bound - 1e-4) if math.isfinite(bound) else -math.inf


def _listen(
    solver: Any, kinds: Kinds, run: Run, pairs: Ints, best: _Best, outside: float,
    heard: threading.Event,
) -> None:  # fmt: skip
    """Tell the run of every better answer and higher bound that the solver comes upon.

    Nothing is told once the run is over: which answers come after that, the clock would decide.
    """

    def better(event: highspy.HighsCallbackEvent) -> None:
        if heard.is_set() or run.over():
            return
        links = np.array(event.data_out.mip_solution)[: len(pairs)] > 0.5
        _take(kinds, run, pairs[links], best)

    def higher(event: highspy.HighsCallbackEvent) -> None:
        if heard.is_set():
            event.interrupt()
            return
        run.worked()
        bound = _whole(float(event.data_out.mip_dual_bound) + kinds.base)
        run.proved(min(bound, outside, best.cost))
        if run.over():
            heard.set()
            event.interrupt()

    solver.cbMipImprovingSolution += better
    solver.cbMipInterrupt += higher


def _guess(kinds: Kinds, pairs: Ints, best: _Best) -> highspy.HighsSolution:
    guess = highspy.HighsSolution()
    assert best.linked is not None
    assert best.members is not None
    links = best.linked[pairs[:, 0], pairs[:, 1]].astype(np.float64)
    members = best.members[pairs[:, 0], pairs[:, 1]].astype(np.float64)
    gaps = np.maximum(0, kinds.need - best.members.sum(axis=0)).astype(np.float64)
    guess.col_value = np.concatenate((links, members.reshape(-1), gaps.reshape(-1))).tolist()
    return guess


def _take(kinds: Kinds, run: Run, pairs: Ints, best: _Best) -> None:
    """Members for given links: a transport problem whose corners are whole numbers."""
    lp = model_of(kinds, pairs, whole=False)
    lower = np.array(lp.col_lower_)
    lower[: len(pairs)] = 1.0
    lp.col_lower_ = lower
    solver = _solver(0)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(lp)
    solver.run()
    days = len(kinds.weight)
    value = np.array(solver.getSolution().col_value)
    sent = np.rint(value[len(pairs) : len(pairs) * (1 + days)]).astype(np.int64).reshape(-1, days)
    if (sent > most_members(kinds, pairs)).any() or (
        kinds.problem.prices.short is None and value[-kinds.need.size :].max() > SMALL
    ):
        return
    units, communities = kinds.problem.way.shape
    linked = np.zeros((units, communities), dtype=bool)
    members = np.zeros((units, communities, days), dtype=np.int64)
    linked[pairs[:, 0], pairs[:, 1]] = True
    members[pairs[:, 0], pairs[:, 1]] = sent
    linked &= members.any(axis=2) | (kinds.link < 0)
    short = np.maximum(0, kinds.need - members.sum(axis=0))
    cost = (
        kinds.base + float(kinds.link[linked].sum())
        + float((members * kinds.weight * kinds.problem.way[:, :, None]).sum())
        + float((short * kinds.weight).sum()) * kinds.short
    )  # fmt: skip
    if cost < best.cost:
        best.cost, best.linked, best.members = cost, linked, members
        run.found(cost)


def _result(
    problem: LinksProblem, run: Run, best: _Best, before: Links | None,
    conflicts: tuple[Conflict, ...],
) -> LinksResult:  # fmt: skip
    terms: dict[str, float] = {}
    members = None
    if best.linked is not None and best.members is not None:
        members = best.members[:, :, kinds_of(problem, None).which]
        short = np.maximum(0, problem.need - members.sum(axis=0))
        changes = 0 if before is None else int((before != best.linked).sum())
        terms = {
            "way": float((members * problem.way[:, :, None]).sum()),
            "link": float(best.linked.sum() * problem.prices.link),
            "change": float(changes * problem.prices.change),
            "short": float(short.sum() * (problem.prices.short or 0)),
        }
    return LinksResult(
        status=Status.INFEASIBLE if conflicts else status_of(run), cost=best.cost,
        bound=math.inf if conflicts else run.bound, terms=terms, conflicts=conflicts,
        curve=tuple(run.curve), seconds=run.seconds, work=run.work, problem=problem,
        linked=best.linked, members=members,
    )  # fmt: skip
