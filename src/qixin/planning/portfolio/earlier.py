"""An earlier answer as the problem of today knows it: by the names of activities and projects.

Between two plans work is added, dropped and listed in another order. What has no name in both is
free; for the rest, leaving the earlier answer has a price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule


@dataclass(frozen=True)
class Was:
    """What an activity did in the earlier answer; its mode goes by number, None if that is gone."""

    start: int
    mode: int | None


@dataclass(frozen=True)
class Earlier:
    """By activity of a problem: what it was, None where it is new; by project: its parcel."""

    was: tuple[Was | None, ...]
    parcels: Mapping[str, str]

    @classmethod
    def of(cls, problem: Problem, start: Schedule) -> Earlier:
        """Read `start` for this problem: by its names; where it has none, by position.

        Raises ValueError where its names, starts and modes differ in number, a name stands twice,
        or, without names, where it is not of the problem's length.
        """
        names = start.names or tuple(activity.name for activity in problem.activities)
        if not len(names) == len(start.starts) == len(start.modes):
            raise ValueError(
                f"start has {len(start.starts)} starts and {len(start.modes)} modes for "
                f"{len(names)} activities"
            )
        for name, times in Counter(names).items():
            if times > 1:
                raise ValueError(f"start names activity {name} {times} times")
        of = dict(zip(names, zip(start.starts, start.modes, strict=True), strict=True))
        was = []
        for activity in problem.activities:
            known = of.get(activity.name)
            there = known is not None and 0 <= known[1] < len(activity.modes)
            was.append(Was(known[0], known[1] if there else None) if known else None)
        wanting = {project.name for project in problem.projects if project.land}
        kept = {name: lot for name, lot in start.parcels.items() if name in wanting}
        return cls(tuple(was), kept)

    @classmethod
    def here(cls, plan: Schedule) -> Earlier:
        """A plan of the same problem."""
        both = zip(plan.starts, plan.modes, strict=True)
        return cls(tuple(Was(start, mode) for start, mode in both), plan.parcels)

    @property
    def knows(self) -> bool:
        """Whether there is anything that a change could be from."""
        return bool(self.parcels) or any(was is not None for was in self.was)

    def whole(self) -> Schedule | None:
        """The earlier answer as a plan of this problem, unless something new has no place in it."""
        starts, modes = [], []
        for was in self.was:
            if was is None or was.mode is None:
                return None
            starts.append(was.start)
            modes.append(was.mode)
        return Schedule(tuple(starts), tuple(modes), self.parcels)
