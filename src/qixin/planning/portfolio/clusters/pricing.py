"""Prices of what clusters share, the cheapest plan of each under them, and the bound they give."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from qixin.planning.portfolio.clusters.cluster import Cluster, Plot
from qixin.planning.portfolio.clusters.elimination import NEVER, Floats, cheapest, room
from qixin.planning.portfolio.clusters.links import Links
from qixin.planning.portfolio.cost import arrived_lying

FORBIDDEN = 1e15  # dearer than a plan can be, and far from NEVER


@dataclass(frozen=True)
class Column:
    """A plan of one cluster: an option an activity, a parcel a plot."""

    cluster: int
    chosen: tuple[int, ...]
    lots: tuple[int, ...]


@dataclass(frozen=True)
class Duals:
    """links: what a unit of each row is worth; unfinished: (cluster, period), what it costs that a
    cluster still works in that period.
    """

    links: Floats
    unfinished: Floats

    def towards(self, other: Duals, share: float) -> Duals:
        """So much of the way to other prices."""
        return Duals(
            self.links + share * (other.links - self.links),
            self.unfinished + share * (other.unfinished - self.unfinished),
        )


class Pricer:
    """Prices clusters; `least` is a period before which not all can have ended."""

    def __init__(self, links: Links, clusters: list[Cluster], end: int) -> None:
        self.links, self.clusters, self.end = links, clusters, end
        self.prices = links.problem.prices
        self._room = room(max(cluster.program.cells for cluster in clusters))
        self.least = max((self._first_end(cluster) for cluster in clusters), default=0)
        self.constant = self.prices.idle * arrived_lying(links.problem)
        self.constant += self.prices.makespan * self.least
        self.work = 0

    def _first_end(self, cluster: Cluster) -> int:
        if cluster.last is None:
            return 0
        return int(cluster.options.ends[cluster.of(cluster.last)].min())

    def end_of(self, column: Column) -> int:
        """When a column's cluster ends, where that is priced; else 0."""
        cluster = self.clusters[column.cluster]
        if cluster.last is None:
            return 0
        if cluster.last < len(column.chosen):
            return int(cluster.options.ends[column.chosen[cluster.last]])
        return int(cluster.options.ends[list(column.chosen)].max())

    def cost(self, column: Column) -> float:
        """Without the makespan and the constant."""
        cluster = self.clusters[column.cluster]
        lots = zip(cluster.plots, column.lots, strict=True)
        land = sum(price for plot, lot in lots for _, at, price in plot.lots if at == lot)
        return float(cluster.cost[list(column.chosen)].sum()) + land

    def entries(self, column: Column) -> Floats:
        """What a column takes of each row."""
        cluster = self.clusters[column.cluster]
        taken = np.asarray(cluster.uses[list(column.chosen)].sum(axis=0)).ravel()
        for lot in column.lots:
            taken[self.links.parcels + lot] += 1.0
        return taken

    def priced(
        self, duals: Duals, over: Callable[[], bool] = lambda: False
    ) -> tuple[float, list[Column]]:
        """(a bound that holds for any duals, each cluster's cheapest plan under them).

        Without a bound, and with the plans so far, where it is `over` or a cluster has no plan.
        Geoffrion 1974, Math. Programming Study 2: what is shared may be broken at its price.
        """
        worth, unfinished = np.maximum(duals.links, 0.0), np.maximum(duals.unfinished, 0.0)
        periods = self.prices.makespan - unfinished[:, self.least :].sum(axis=0)
        bound = self.constant - float(worth @ self.links.capacity)
        # a period counts for the makespan at most once, whatever the clusters say
        bound += float(np.minimum(periods, 0.0).sum())
        columns = []
        for number, cluster in enumerate(self.clusters):
            if over():
                break
            cost, column = self._cheapest(number, cluster, worth, unfinished[number])
            bound += cost
            if column is not None:
                columns.append(column)
        return (bound if len(columns) == len(self.clusters) else -math.inf), columns

    def _cheapest(
        self, number: int, cluster: Cluster, worth: Floats, unfinished: Floats
    ) -> tuple[float, Column | None]:
        cost = cluster.cost.copy()
        cost[: cluster.uses.shape[0]] += cluster.uses @ worth
        if cluster.last is not None:
            until = np.concatenate(([0.0], np.cumsum(unfinished[self.least :])))
            ends = cluster.options.ends[cluster.of(cluster.last)]
            cost[cluster.of(cluster.last)] += until[np.maximum(ends - self.least, 0)]
        best, found = NEVER, None
        land = [list(self._worth_trying(plot, worth)) for plot in cluster.plots]
        for lots in product(*land):
            tried = cost.copy()
            for plot, (ready, _, _) in zip(cluster.plots, lots, strict=True):
                standing = np.flatnonzero(plot.on_land)
                tried[standing[cluster.options.starts[standing] < ready]] = FORBIDDEN
            total, chosen = cheapest(cluster.program, cluster.options, tried, self._room)
            self.work += cluster.program.work
            total += sum(price for _, _, price in lots)
            if total < min(best, FORBIDDEN / 2):
                plan = tuple(chosen[: len(cluster.activities)])
                best, found = total, Column(number, plan, tuple(lot for _, lot, _ in lots))
        return best, found

    def _worth_trying(self, plot: Plot, worth: Floats) -> Iterator[tuple[int, int, float]]:
        """(ready, parcel, price) of the parcels that none ready as early undercuts."""
        rows = self.links.parcels
        lots = [(ready, price + worth[rows + lot], lot) for ready, lot, price in plot.lots]
        least = NEVER
        for ready, price, lot in sorted(lots):
            if price < least:
                least = price
                yield ready, lot, price
