"""The linear program that mixes plans of clusters so that what they share suffices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from qixin.planning.highs import quiet_highs
from qixin.planning.portfolio.clusters.elimination import Floats
from qixin.planning.portfolio.clusters.pricing import Column, Duals, Pricer

Row = tuple[int, int]  # cluster, period
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Mixed:
    """An optimum of the master: its value, a share a column, its duals; `whole`: nothing is lacking
    that a plan of some cluster would have to give.
    """

    value: float
    shares: Floats
    duals: Duals
    whole: bool


class Master:
    """Rows: what is shared, one plan a cluster, and (as they are broken) a cluster's work after t
    counts for the makespan.
    """

    def __init__(self, pricer: Pricer) -> None:
        self.pricer = pricer
        self.columns: list[Column] = []
        self.ends: list[int] = []
        self._known: set[Column] = set()
        self._unfinished: dict[Row, int] = {}
        self._lp = quiet_highs()
        # columns come in, rows seldom: primal simplex goes on from the last basis
        self._lp.setOptionValue("presolve", "off")
        self._lp.setOptionValue("simplex_strategy", 4)
        links, clusters = pricer.links.capacity, len(pricer.clusters)
        for capacity in links:
            self._row(-highspy.kHighsInf, float(capacity), [], [])
        for _ in range(clusters):
            self._row(1.0, 1.0, [], [])
        self._priced = bool(pricer.prices.makespan)
        self._periods = pricer.end - pricer.least if self._priced else 0
        for _ in range(self._periods):
            self._lp.addCol(float(pricer.prices.makespan), 0.0, 1.0, 0, [], [])
        self._lack = self._dear()
        for cluster in range(clusters):
            row = np.array([len(links) + cluster], np.int32)
            self._lp.addCol(self._lack, 0.0, highspy.kHighsInf, 1, row, np.ones(1))
        self._first = self._periods + clusters

    def _dear(self) -> float:
        """More than a plan of one cluster can cost beyond another: the price of having none."""
        most = self.pricer.prices.makespan * self.pricer.end
        ranges = [
            sum(float(np.ptp(one.cost[one.of(at)])) for at in range(len(one.activities)))
            for one in self.pricer.clusters
        ]
        return 1.0 + most + max(ranges)

    def _row(self, low: float, high: float, index: list[int], value: list[float]) -> None:
        self._lp.addRow(low, high, len(index), np.array(index, np.int32), np.array(value))

    def add(self, columns: Iterable[Column]) -> int:
        """Take in columns that are not known yet; returns how many there were."""
        before = len(self.columns)
        for column in columns:
            if column not in self._known:
                self._add(column)
        return len(self.columns) - before

    def _add(self, column: Column) -> None:
        pricer = self.pricer
        taken, end = pricer.entries(column), pricer.end_of(column)
        index = np.flatnonzero(taken).tolist()
        value = [*taken[index].tolist(), 1.0]
        index.append(len(taken) + column.cluster)
        for (cluster, period), row in self._unfinished.items():
            if cluster == column.cluster and end > period:
                index.append(row)
                value.append(1.0)
        self._lp.addCol(
            pricer.cost(column), 0.0, highspy.kHighsInf, len(index), np.array(index, np.int32),
            np.array(value),
        )  # fmt: skip
        self._known.add(column)
        self.columns.append(column)
        self.ends.append(end)

    def solve(self) -> Mixed | None:
        """The optimum; None where HiGHS found none."""
        while True:
            self._lp.run()
            if self._lp.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            value = np.array(self._lp.getSolution().col_value)
            broken = self._broken(value)
            if not broken:
                break
            for row in broken:
                self._count(row)
        lacking = value[self._periods : self._first].max(initial=0.0)
        return Mixed(
            self._lp.getObjectiveValue() + self.pricer.constant, value[self._first :],
            self._duals(), bool(lacking <= TOLERANCE),
        )  # fmt: skip

    def dearer(self) -> bool:
        """Make the lack of a plan dearer; False where it is as dear as figures bear."""
        self._lack *= 100.0
        for column in range(self._periods, self._first):
            self._lp.changeColCost(column, self._lack)
        return self._lack < 1e10

    def _broken(self, value: Floats) -> list[Row]:
        """By period the cluster of whose work after it most is missing in the makespan, if any."""
        if not self._priced:
            return []
        work = np.zeros((len(self.pricer.clusters), self.pricer.end + 1))
        for column, end, share in zip(self.columns, self.ends, value[self._first :], strict=True):
            if share > TOLERANCE:
                work[column.cluster, :end] += share
        broken = []
        for period in range(self.pricer.least, self.pricer.end):
            cluster = int(work[:, period].argmax())
            counted = value[period - self.pricer.least]
            if work[cluster, period] > counted + TOLERANCE:
                broken.append((cluster, period))
        return [row for row in broken if row not in self._unfinished]

    def _count(self, row: Row) -> None:
        cluster, period = row
        index = [
            self._first + at
            for at, (column, end) in enumerate(zip(self.columns, self.ends, strict=True))
            if column.cluster == cluster and end > period
        ]
        value = [-1.0, *([1.0] * len(index))]
        self._unfinished[row] = self._lp.getNumRow()
        self._row(-highspy.kHighsInf, 0.0, [period - self.pricer.least, *index], value)

    def _duals(self) -> Duals:
        dual = -np.array(self._lp.getSolution().row_dual)
        unfinished = np.zeros((len(self.pricer.clusters), self.pricer.end))
        for (cluster, period), row in self._unfinished.items():
            unfinished[cluster, period] = dual[row]
        return Duals(dual[: len(self.pricer.links.capacity)], unfinished)

    @property
    def steps(self) -> int:
        """Simplex steps of the last run."""
        return int(self._lp.getInfo().simplex_iteration_count)
