"""What every engine's `Result` has in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from qixin.planning.run import Point, Run
from qixin.planning.stop import gap


class Status(StrEnum):
    OPTIMAL = "optimal"  # the bound meets the cost
    FEASIBLE = "feasible"  # every hard rule is kept
    INFEASIBLE = "infeasible"  # proven: no answer keeps every hard rule; see `conflicts`
    UNKNOWN = "unknown"  # stopped before an answer was found


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot all be kept: which, of what or whom, and why, in terms of the problem."""

    rules: tuple[str, ...]
    items: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Cost by term, a valid lower bound, the curve, and what it took.

    `cost` is the sum of `terms`, infinite where there is no answer. `bound` ≤ the optimum, always.
    """

    status: Status
    cost: float
    bound: float
    terms: dict[str, float] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    curve: tuple[Point, ...] = ()
    seconds: float = 0.0
    work: int = 0

    @property
    def gap(self) -> float:
        """(cost − bound) / cost; 0 where the answer is proven optimal."""
        return gap(self.cost, self.bound)


def status_of(run: Run) -> Status:
    """The status of a run that was not proven infeasible."""
    so_far = run.so_far()
    if so_far.gap == 0.0:
        return Status.OPTIMAL
    return Status.FEASIBLE if so_far.cost < float("inf") else Status.UNKNOWN
