"""The answer: when each activity starts, in which mode, on which land; what it costs and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qixin.planning.outcome import Outcome


@dataclass(frozen=True)
class Schedule:
    """By activity, in the problem's order: its start and mode; by project: its parcel.

    `names`: those of the activities. A result's schedule has them, so that it can be the start of
    a problem whose activities are others or stand in another order.
    """

    starts: tuple[int, ...]
    modes: tuple[int, ...]
    parcels: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Late:
    """A milestone that is missed, and what its activity waited for, in terms of the problem."""

    milestone: str
    activity: str
    due: int
    end: int
    cost: int
    because: tuple[str, ...]

    def __str__(self) -> str:
        late = f"{self.milestone}: {self.end - self.due} late (due {self.due}, done {self.end})"
        return f"{late}; {'; '.join(self.because)}" if self.because else late


@dataclass(frozen=True)
class Change:
    """What differs from the earlier answer for one activity, and what that costs."""

    activity: str
    what: str
    cost: int


@dataclass(frozen=True, kw_only=True)
class Result(Outcome):
    """`terms`: lateness, makespan, idle, change, each priced; `lates` and `changes` say why."""

    schedule: Schedule | None
    lates: tuple[Late, ...] = ()
    changes: tuple[Change, ...] = ()

    def explain(self) -> list[str]:
        """Sentences: the rules in conflict; or the milestones missed, and what stood in the way."""
        if self.schedule is None:
            return [conflict.reason for conflict in self.conflicts] or [
                "No plan was found in time."
            ]
        told = [str(late) for late in self.lates]
        told += [f"{change.activity}: {change.what}" for change in self.changes]
        return told or ["Every milestone is met."]
