"""Columns for the master, round after round, until its bound meets its value."""

from __future__ import annotations

import math

import numpy as np

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.clusters.cluster import Cluster
from qixin.planning.portfolio.clusters.master import Master, Mixed
from qixin.planning.portfolio.clusters.pricing import Column, Duals, Pricer
from qixin.planning.portfolio.leaning import Leaning
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule

STAY = 0.7  # of the best prices so far, beside the newest (Wentges 1997, Int. Trans. Op. Res. 4)
NEAR = 0.5  # costs are whole: so near, the bound cannot rise
WORK_A_STEP = 5_000  # combinations looked at


def generate(master: Master, best: Best) -> Mixed | None:
    """Add columns until none is missing, and tell bounds; the last mixture, if it is whole."""
    pricer, bound = master.pricer, -math.inf
    centre: Duals | None = None
    while not best.run.over():
        mixed = master.solve()
        if mixed is None:
            return None
        duals = mixed.duals if centre is None else mixed.duals.towards(centre, STAY)
        told, columns = _priced(pricer, duals, best)
        new = master.add(columns)
        if told > bound:
            bound, centre = told, duals
        if not new and told < mixed.value - NEAR:
            told, columns = _priced(pricer, mixed.duals, best)
            new = master.add(columns)
            if told > bound:
                bound, centre = told, mixed.duals
        best.worked(1 + master.steps)
        if bound >= mixed.value - NEAR or not new:
            if mixed.whole or not master.dearer():
                return mixed if mixed.whole else None
            centre = None
    return None


def _priced(pricer: Pricer, duals: Duals, best: Best) -> tuple[float, list[Column]]:
    before = pricer.work
    bound, columns = pricer.priced(duals, best.run.over)
    best.worked(1 + (pricer.work - before) // WORK_A_STEP)
    if math.isfinite(bound):
        # every price is whole, so that every cost is
        best.proved(float(math.ceil(bound - 1e-6 * max(1.0, abs(bound)))))
    return bound, columns


def columns_of(pricer: Pricer, plan: Schedule) -> list[Column]:
    """A plan taken apart."""
    lots = {parcel.name: at for at, parcel in enumerate(pricer.links.problem.parcels)}
    told = []
    for number, cluster in enumerate(pricer.clusters):
        chosen = tuple(
            _option(cluster, place, plan.modes[at], plan.starts[at])
            for place, at in enumerate(cluster.activities)
        )
        parcels = tuple(lots[plan.parcels[plot.project]] for plot in cluster.plots)
        told.append(Column(number, chosen, parcels))
    return told


def _option(cluster: Cluster, place: int, mode: int, start: int) -> int:
    own = cluster.of(place)
    fits = (cluster.options.starts[own] == start) & (cluster.modes[own] == mode)
    return int(own.start) + int(np.flatnonzero(fits)[0])


def plan_of(problem: Problem, pricer: Pricer, columns: list[Column]) -> Schedule:
    """A plan put together from a column a cluster."""
    starts, modes = [0] * len(problem.activities), [0] * len(problem.activities)
    parcels = {}
    for column in columns:
        cluster = pricer.clusters[column.cluster]
        for at, option in zip(cluster.activities, column.chosen, strict=True):
            starts[at] = int(cluster.options.starts[option])
            modes[at] = int(cluster.modes[option])
        for plot, lot in zip(cluster.plots, column.lots, strict=True):
            parcels[plot.project] = problem.parcels[lot].name
    return Schedule(tuple(starts), tuple(modes), parcels)


def leaning(problem: Problem, master: Master, mixed: Mixed) -> Leaning:
    """Mean starts, and the shares of modes and parcels, of a mixture."""
    pricer = master.pricer
    starts = [0.0] * len(problem.activities)
    modes: list[dict[int, float]] = [{} for _ in problem.activities]
    lots: dict[str, dict[int, float]] = {}
    for column, share in zip(master.columns, mixed.shares, strict=False):
        if share <= 0:
            continue
        cluster = pricer.clusters[column.cluster]
        for at, option in zip(cluster.activities, column.chosen, strict=True):
            starts[at] += float(share * cluster.options.starts[option])
            mode = int(cluster.modes[option])
            modes[at][mode] = modes[at].get(mode, 0.0) + float(share)
        for plot, lot in zip(cluster.plots, column.lots, strict=True):
            own = lots.setdefault(plot.project, {})
            own[lot] = own.get(lot, 0.0) + float(share)
    return Leaning(starts, modes, lots)
