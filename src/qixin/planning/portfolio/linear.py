"""The linear relaxation at work: its bound, and plans in the order of its fractional starts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.firstorder import FirstOrder
from qixin.planning.portfolio.leaning import Leaning
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.relaxation import Relaxation
from qixin.planning.portfolio.windows import Windows

MOST_COLUMNS = 400_000  # larger relaxations do not end in minutes
SMALL = 2_000  # columns up to which the simplex method is quicker
TOLERANCES = (1e-3, 1e-4)
MOST_ITERATIONS = 30_000


@dataclass(frozen=True)
class Relaxed:
    """A bound, valid by the duals' signs alone; shares of each (activity, mode, start); duals."""

    bound: float
    lp: Relaxation
    shares: np.ndarray
    duals: np.ndarray


def columns(problem: Problem, windows: Windows) -> int:
    """About how many columns the relaxation has."""
    return sum(
        max(0, windows.latest_ends[at] - mode.duration - windows.earliest[at] + 1)
        for at, activity in enumerate(problem.activities)
        for mode in activity.modes
    )


def _matrix(lp: Relaxation) -> csr_matrix:
    shape = (len(lp.low), len(lp.cost))
    return csr_matrix((lp.values, lp.columns, lp.begins), shape=shape)


def relaxed(lp: Relaxation, best: Best) -> Iterator[Relaxed]:
    """Solve the relaxation ever more finely, and tell its bounds; ends where the run does."""
    if len(lp.cost) <= SMALL:
        answer = _simplex(lp, best)
        if answer is not None:
            yield answer
        return
    method = FirstOrder(np.array(lp.cost), _matrix(lp), np.array(lp.low), np.array(lp.high))
    for tolerance in TOLERANCES:
        method.solve(best.run.over, tolerance=tolerance, most=MOST_ITERATIONS)
        best.worked(method.iterations * len(lp.values) // 1000)
        shares, duals = method.answer()
        best.proved(safe(lp, duals))
        if best.run.over():
            return
        yield Relaxed(safe(lp, duals), lp, shares, duals)


def _simplex(lp: Relaxation, best: Best) -> Relaxed | None:
    """A small relaxation by the HiGHS within SciPy."""
    low, high, matrix = np.array(lp.low), np.array(lp.high), _matrix(lp)
    even, under = low == high, np.isfinite(high) & (low != high)
    over = np.isfinite(low) & (low != high)
    answer = linprog(
        np.array(lp.cost), bounds=(0, 1), method="highs-ds",
        A_eq=matrix[even], b_eq=low[even],
        A_ub=vstack([matrix[under], -matrix[over]], format="csr"),
        b_ub=np.concatenate([high[under], -low[over]]),
        options={"time_limit": max(0.01, min(best.run.seconds_left(), 1e6))},
    )  # fmt: skip
    if answer.status != 0:
        return None
    duals = np.zeros(len(low))
    duals[even] = answer.eqlin.marginals
    split = int(under.sum())
    duals[under] += answer.ineqlin.marginals[:split]
    duals[over] -= answer.ineqlin.marginals[split:]
    bound = safe(lp, duals)
    best.proved(bound)
    return Relaxed(bound, lp, answer.x, duals)


def safe(lp: Relaxation, duals: np.ndarray) -> float:
    """A bound that holds for any duals (Neumaier & Shcherbina 2004, Math. Programming 99).

    Duals of the wrong sign count as 0; a column's reduced cost, if negative, counts in full.
    """
    low, high = np.array(lp.low), np.array(lp.high)
    signed = np.where(np.isinf(low), np.minimum(duals, 0), duals)
    signed = np.where(np.isinf(high), np.maximum(signed, 0), signed)
    sides = np.where(signed < 0, high, low)
    sides[signed == 0] = 0.0
    reduced = np.array(lp.cost) - _matrix(lp).T @ signed
    bound = float(signed @ sides + np.minimum(reduced, 0.0).sum() + lp.constant)
    # every price is whole, so that every cost is
    return float(math.ceil(bound - 1e-6 * max(1.0, abs(bound))))


def leaning(relaxed: Relaxed) -> Leaning:
    """Mean starts, and the shares of modes and parcels, of a relaxed answer."""
    starts, modes = [], []
    for ways in relaxed.lp.steps:
        shares = [np.diff(relaxed.shares[way.columns], prepend=0.0) for way in ways]
        starts.append(sum(float(s @ np.array(w.times)) for s, w in zip(shares, ways, strict=True)))
        modes.append({w.mode: float(s.sum()) for s, w in zip(shares, ways, strict=True)})
    lots = {
        name: {lot: float(relaxed.shares[column]) for lot, column in own.items()}
        for name, own in relaxed.lp.lots.items()
    }
    return Leaning(starts, modes, lots)
