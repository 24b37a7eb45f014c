"""The linear relaxation at work: its bound, and plans in the order of its fractional starts."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.firstorder import FirstOrder
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


def highs(lp: Relaxation) -> highspy.Highs:
    """The relaxation in HiGHS."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    matrix = _matrix(lp).tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.array(lp.cost)
    model.col_lower_ = np.zeros(len(lp.cost))
    model.col_upper_ = np.ones(len(lp.cost))
    model.row_lower_ = np.array(lp.low)
    model.row_upper_ = np.array(lp.high)
    model.offset_ = lp.constant
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    solver.passModel(model)
    return solver


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
    solver = highs(lp)
    solver.setOptionValue("threads", 1)
    left = best.run.seconds_left()
    if math.isfinite(left):
        solver.setOptionValue("time_limit", left)
    solver.HandleUserInterrupt = True
    with best.run.watched(solver.cancelSolve):
        solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    answer = solver.getSolution()
    duals = np.array(answer.row_dual)
    bound = safe(lp, duals)
    best.proved(bound)
    return Relaxed(bound, lp, np.array(answer.col_value), duals)


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


def drawn(
    relaxed: Relaxed, chance: random.Random, spread: float
) -> tuple[list[float], list[int], dict[str, int]]:
    """(priority, modes, parcels): mean relaxed starts, disturbed; modes by their shares."""
    priority, modes = [], []
    for ways in relaxed.lp.steps:
        shares = [np.diff(relaxed.shares[way.columns], prepend=0.0) for way in ways]
        mean = sum(float(s @ np.array(w.times)) for s, w in zip(shares, ways, strict=True))
        priority.append(mean + chance.uniform(-spread, spread))
        totals = [max(0.0, float(s.sum())) for s in shares]
        modes.append(chance.choices([way.mode for way in ways], weights=totals)[0])
    lots = {
        name: max(own, key=lambda lot, own=own: relaxed.shares[own[lot]])  # type: ignore[misc]
        for name, own in relaxed.lp.lots.items()
    }
    return priority, modes, lots
