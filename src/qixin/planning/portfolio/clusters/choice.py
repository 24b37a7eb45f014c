"""The cheapest plan made of one column a cluster: an integer program over those generated."""

from __future__ import annotations

import math

import highspy
import numpy as np
from scipy.sparse import csc_matrix

from qixin.planning.highs import quiet_highs
from qixin.planning.portfolio.clusters.pricing import Column, Pricer
from qixin.planning.run import Run

GOOD_ENOUGH = 2e-4  # of the cost: nearer, and repairs of the plan's parts do more in the same time
MOST_NODES = 200  # where only counted work ends the search
A_STEP = 10  # work that a simplex step counts for


def choose(
    pricer: Pricer, columns: list[Column], known: list[Column] | None, run: Run, seconds: float
) -> list[Column] | None:
    """A column a cluster that together keep to what is shared; None where none was found.

    `known`: a choice to begin at.
    """
    solver = quiet_highs()
    solver.passModel(_model(pricer, columns))
    if run.stop.by_work:
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
    else:
        solver.setOptionValue("time_limit", max(0.01, min(seconds, 1e6)))
    solver.setOptionValue("mip_rel_gap", GOOD_ENOUGH)
    if known is not None:
        solver.setSolution(_guess(pricer, columns, known))
    solver.HandleUserInterrupt = True
    with run.watched(solver.cancelSolve):
        solver.run()
    told = solver.getInfo()
    run.worked(1 + A_STEP * int(told.simplex_iteration_count))
    if told.primal_solution_status != 2 or not math.isfinite(told.objective_function_value):
        return None
    value = np.array(solver.getSolution().col_value)[: len(columns)]
    return [columns[at] for at in np.flatnonzero(value > 0.5)]


def _model(pricer: Pricer, columns: list[Column]) -> highspy.HighsLp:
    """Rows: what is shared, one a cluster, and the makespan, the last column, after each end."""
    links, clusters = len(pricer.links.capacity), len(pricer.clusters)
    table = np.zeros((links + 2 * clusters, len(columns) + 1))
    for at, column in enumerate(columns):
        table[:links, at] = pricer.entries(column)
        table[links + column.cluster, at] = 1.0
        table[links + clusters + column.cluster, at] = max(0, pricer.end_of(column) - pricer.least)
    table[links + clusters :, -1] = -1.0
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = table.shape
    cost = [pricer.cost(column) for column in columns]
    lp.col_cost_ = np.array([*cost, float(pricer.prices.makespan)])
    lp.offset_ = float(pricer.constant)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.array([1.0] * len(columns) + [float(pricer.end)])
    endless = np.full(links, -highspy.kHighsInf)
    each, none = np.ones(clusters), np.zeros(clusters)
    lp.row_lower_ = np.concatenate((endless, each, np.full(clusters, -highspy.kHighsInf)))
    lp.row_upper_ = np.concatenate((pricer.links.capacity, each, none))
    sparse = csc_matrix(table)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = sparse.indptr
    lp.a_matrix_.index_ = sparse.indices
    lp.a_matrix_.value_ = sparse.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    return lp


def _guess(pricer: Pricer, columns: list[Column], known: list[Column]) -> highspy.HighsSolution:
    chosen = set(known)
    guess = highspy.HighsSolution()
    last = max(pricer.end_of(column) for column in known)
    value = [float(column in chosen) for column in columns]
    guess.col_value = [*value, float(max(0, last - pricer.least))]
    return guess
