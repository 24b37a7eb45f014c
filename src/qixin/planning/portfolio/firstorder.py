"""A first-order method for the relaxation: restarted primal–dual hybrid gradient, compiled.

Source: Applegate, Díaz, Hinder, Lu, Lubin, O'Donoghue & Schudy 2021, NeurIPS 34 ("PDLP"), for
columns in 0 … 1, where any duals give a bound. Simplex and interior point were slower on a
district's 28,000 columns, and neither leaves a bound where it is cut short; OR-Tools' own PDLP
holds Python's lock, so that nothing else of the search could run beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from qixin.planning.compiled import compiled

Floats = NDArray[np.float64]
A_CHUNK = 64  # iterations between two looks at restarts and the clock


class Sparse(NamedTuple):
    begins: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: Floats


class State(NamedTuple):
    """Where the method stands, scaled; changed in place. `figures`: step, weight, count, sum."""

    x: Floats
    y: Floats
    x_sum: Floats
    y_sum: Floats
    reduced: Floats  # Aᵀy
    figures: Floats


@compiled
def product(matrix: Any, vector: Any, into: Any) -> None:
    for row in range(into.shape[0]):
        total = 0.0
        for at in range(matrix.begins[row], matrix.begins[row + 1]):
            total += matrix.values[at] * vector[matrix.columns[at]]
        into[row] = total


@compiled
def iterate(
    matrix: Any, turned: Any, cost: Any, low: Any, high: Any, upper: Any, state: Any,
    iterations: int,
) -> None:  # fmt: skip
    """`iterations` accepted steps with an adaptive step size."""
    x, y, reduced, figures = state.x, state.y, state.reduced, state.figures
    new_x, ahead, new_y = np.empty_like(x), np.empty_like(x), np.empty_like(y)
    activity, new_reduced = np.empty_like(y), np.empty_like(x)
    done = 0
    while done < iterations:
        step, weight = figures[0], figures[1]
        figures[2] += 1.0
        tau, sigma = step / weight, step * weight
        x_moved = 0.0
        for at in range(x.shape[0]):
            new_x[at] = min(max(x[at] - tau * (cost[at] - reduced[at]), 0.0), upper[at])
            ahead[at] = 2.0 * new_x[at] - x[at]
            x_moved += (new_x[at] - x[at]) ** 2
        product(matrix, ahead, activity)
        y_moved = 0.0
        for row in range(y.shape[0]):
            tried = y[row] - sigma * activity[row]
            new_y[row] = tried + sigma * min(max(-tried / sigma, low[row]), high[row])
            y_moved += (new_y[row] - y[row]) ** 2
        product(turned, new_y, new_reduced)
        between = 0.0
        for at in range(x.shape[0]):
            between += (new_reduced[at] - reduced[at]) * (new_x[at] - x[at])
        moved = 0.5 * weight * x_moved + 0.5 * y_moved / weight
        limit = moved / abs(between) if abs(between) > 1e-300 else 1e300
        count = figures[2]
        if step <= limit:
            x[:] = new_x
            y[:] = new_y
            reduced[:] = new_reduced
            state.x_sum[:] += step * x
            state.y_sum[:] += step * y
            figures[3] += step
            done += 1
        figures[0] = min(
            (1.0 - (count + 1.0) ** -0.3) * limit, (1.0 + (count + 1.0) ** -0.6) * step
        )
        if moved == 0.0:
            figures[0] = step
            return


class FirstOrder:
    """min c·x, low ≤ A x ≤ high, 0 ≤ x ≤ 1."""

    def __init__(self, cost: Floats, matrix: csr_matrix, low: Floats, high: Floats) -> None:
        self.cost, self.matrix, self.low, self.high = cost, matrix.astype(np.float64), low, high
        self.rows, self.columns = _scales(self.matrix, cost)
        scaled = csr_matrix(diags(self.rows) @ self.matrix @ diags(self.columns))
        self._matrix, self._turned = _sparse(scaled), _sparse(csr_matrix(scaled.T))
        self._cost, self._low, self._high = cost * self.columns, low * self.rows, high * self.rows
        self._upper = 1.0 / self.columns
        rows, columns = matrix.shape
        sides = np.where(np.isfinite(self._low), self._low, 0) + np.where(
            np.isfinite(self._high) & ~np.isfinite(self._low), self._high, 0
        )
        weight = float(np.linalg.norm(self._cost) / max(1e-9, float(np.linalg.norm(sides)))) or 1.0
        largest = float(np.abs(scaled.data).max()) if scaled.nnz else 1.0
        self.state = State(
            np.zeros(columns), np.zeros(rows), np.zeros(columns), np.zeros(rows),
            np.zeros(columns), np.array([1.0 / largest, weight, 0.0, 0.0]),
        )  # fmt: skip
        self._anchor = (np.zeros(columns), np.zeros(rows))
        self._anchor_error, self._last_error = math.inf, math.inf
        self._since, self.iterations = 0, 0

    def solve(self, over: Callable[[], bool], *, tolerance: float, most: int) -> bool:
        """Iterate until gap and infeasibility are within `tolerance`, or `over`; True if within."""
        while self.iterations < most and not over():
            iterate(
                self._matrix, self._turned, self._cost, self._low, self._high, self._upper,
                self.state, A_CHUNK,
            )  # fmt: skip
            self.iterations += A_CHUNK
            self._since += A_CHUNK
            if self._restarted(tolerance):
                return True
        return False

    def answer(self) -> tuple[Floats, Floats]:
        """(x, y) of the better of the last iterate and the average."""
        x, y = self._candidates()[0][1:]
        return x * self.columns, y * self.rows

    def _candidates(self) -> list[tuple[float, Floats, Floats]]:
        state = self.state
        tried = [(state.x, state.y)]
        if state.figures[3] > 0:
            tried.append((state.x_sum / state.figures[3], state.y_sum / state.figures[3]))
        return sorted(
            ((self._error(x, y), x.copy(), y.copy()) for x, y in tried), key=lambda one: one[0]
        )

    def _measures(self, x: Floats, y: Floats) -> tuple[float, float, float]:
        """(infeasibility, primal value, dual value), scaled."""
        activity, reduced = np.empty_like(y), np.empty_like(x)
        product(self._matrix, x, activity)
        product(self._turned, y, reduced)
        short = np.maximum(self._low - activity, 0) + np.maximum(activity - self._high, 0)
        sides = np.where(y > 0, self._low, self._high)
        sides[y == 0] = 0.0
        dual = float(y @ sides + np.minimum(self._cost - reduced, 0) @ self._upper)
        return float(np.linalg.norm(short)), float(self._cost @ x), dual

    def _error(self, x: Floats, y: Floats) -> float:
        short, primal, dual = self._measures(x, y)
        weight = float(self.state.figures[1])
        return math.hypot(weight * short, primal - dual)

    def _restarted(self, tolerance: float) -> bool:
        """Restart where it pays (Applegate et al., §3); True once within tolerance."""
        error, x, y = self._candidates()[0]
        short, primal, dual = self._measures(x, y)
        fine = abs(primal - dual) <= tolerance * (1.0 + abs(primal) + abs(dual))
        if fine and short <= tolerance * (1.0 + math.sqrt(len(y))):
            return True
        pays = error <= 0.2 * self._anchor_error or (
            error <= 0.8 * self._anchor_error and error > self._last_error
        )
        self._last_error = error
        if pays or self._since >= max(A_CHUNK, 0.36 * self.iterations):
            self._restart(error, x, y)
        return False

    def _restart(self, error: float, x: Floats, y: Floats) -> None:
        state = self.state
        moved_x = float(np.linalg.norm(x - self._anchor[0]))
        moved_y = float(np.linalg.norm(y - self._anchor[1]))
        if moved_x > 1e-10 and moved_y > 1e-10:
            weight = 0.5 * math.log(moved_y / moved_x) + 0.5 * math.log(state.figures[1])
            state.figures[1] = math.exp(weight)
        state.x[:], state.y[:] = x, y
        product(self._turned, state.y, state.reduced)
        state.x_sum[:], state.y_sum[:], state.figures[3] = 0.0, 0.0, 0.0
        self._anchor, self._since = (x, y), 0
        self._anchor_error = self._error(x, y)
        self._last_error = self._anchor_error


def _sparse(matrix: csr_matrix) -> Sparse:
    return Sparse(
        matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
    )  # fmt: skip


def _scales(matrix: csr_matrix, cost: Floats) -> tuple[Floats, Floats]:
    """Row and column scales: Ruiz's ten times, then Pock & Chambolle's."""
    rows, columns = np.ones(matrix.shape[0]), np.ones(matrix.shape[1])
    for turn in range(11):
        scaled = abs(diags(rows) @ matrix @ diags(columns))
        if turn < 10:
            by_row, by_column = (scaled.max(axis=1), scaled.max(axis=0))
            by_row, by_column = by_row.toarray().ravel(), by_column.toarray().ravel()
        else:
            by_row = np.asarray(scaled.sum(axis=1)).ravel()
            by_column = np.asarray(scaled.sum(axis=0)).ravel()
        rows /= np.sqrt(np.where(by_row > 0, by_row, 1.0))
        columns /= np.sqrt(np.where(by_column > 0, by_column, 1.0))
    return rows, columns
