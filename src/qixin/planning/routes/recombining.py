"""The cheapest set among all routes seen that visits everybody once: set partitioning by HiGHS.

As in Subramanian, Uchoa & Ochi (2013), Computers & OR 40(10): good routes of different plans are
often each other's missing half.
"""

from __future__ import annotations

import highspy
import numpy as np

from qixin.planning.highs import quiet_highs
from qixin.planning.run import Run

Column = tuple[int, list[int]]  # cost, members


def recombined(
    columns: list[Column], members: int, start: list[int], run: Run, seconds: float,
    most: int | None = None,
) -> list[int] | None:  # fmt: skip
    """Indices of columns that cover members 0 … `members` − 1 once each, cheaper than `start`.

    `start`: indices of a cover that is known; `most` at most so many columns. None: none cheaper.
    """
    if seconds < 0.2 or len(columns) < 2:
        return None
    solver = quiet_highs()
    solver.passModel(_model(columns, members, most))
    known = sum(columns[index][0] for index in start)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("objective_bound", known - 0.5)
    solver.setOptionValue("mip_abs_gap", 0.99)
    guess = highspy.HighsSolution()
    value = np.zeros(len(columns))
    value[start] = 1.0
    guess.col_value = value.tolist()
    solver.setSolution(guess)
    solver.HandleUserInterrupt = True
    with run.watched(solver.cancelSolve):
        solver.run()
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5).tolist()
    covered = sorted(member for index in chosen for member in columns[index][1])
    if covered != list(range(members)) or sum(columns[i][0] for i in chosen) >= known:
        return None
    return [int(index) for index in chosen]


def _model(columns: list[Column], members: int, most: int | None) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_ = len(columns)
    lp.num_row_ = members + (most is not None)
    lp.col_cost_ = np.array([float(cost) for cost, _ in columns])
    lp.col_lower_, lp.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    low, high = np.ones(lp.num_row_), np.ones(lp.num_row_)
    if most is not None:
        low[-1], high[-1] = 0.0, float(most)
    lp.row_lower_, lp.row_upper_ = low, high
    index = []
    for _, of in columns:
        index.append(np.array([*of, *([members] if most is not None else [])]))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum([len(one) for one in index])))
    lp.a_matrix_.index_ = np.concatenate(index)
    lp.a_matrix_.value_ = np.ones(len(lp.a_matrix_.index_))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return lp
