"""Least seconds between rows of the map, by way of any others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.routes.problem import RoutesProblem

Ints = npt.NDArray[np.int64]


class Soonest:
    """Least seconds between depots and rows of the map, by way of any others.

    In some matrices a detour is shorter than the straight way, so this alone proves anything; it is
    reckoned only for those who cannot make it straight.
    """

    def __init__(self, problem: RoutesProblem) -> None:
        self._duration = problem.duration
        self._known: dict[tuple[frozenset[int], bool], Ints] = {}

    def from_any(self, rows: set[int]) -> Ints:
        return self._ways(frozenset(rows), self._duration, back=False)

    def to(self, row: int) -> Ints:
        return self._ways(frozenset({row}), self._duration.T, back=True)

    def _ways(self, rows: frozenset[int], duration: Ints, *, back: bool) -> Ints:
        if (rows, back) not in self._known:
            ways = duration[sorted(rows)].min(axis=0)
            ways[sorted(rows)] = 0
            while True:
                shorter = np.minimum(ways, (ways[:, None] + duration).min(axis=0))
                if (shorter == ways).all():
                    break
                ways = shorter
            self._known[rows, back] = ways
        return self._known[rows, back]
