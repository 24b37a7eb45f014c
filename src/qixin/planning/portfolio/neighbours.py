"""Which part of a plan to free: late projects with their rivals, a stretch of time, any.

Sources: Godard, Laborie & Nuijten 2005, ICAPS (neighbourhoods by time and by chance); Laborie &
Godard 2007, MISTA (their size learnt as the search goes).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from qixin.planning.portfolio.cost import ends_of
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows


class Neighbours:
    """Draws sets of activities to free. Work that has begun is never free."""

    def __init__(
        self, problem: Problem, windows: Windows, size: int, chance: random.Random
    ) -> None:
        self.problem, self.windows, self.chance = problem, windows, chance
        self.size = float(size)
        self.groups: dict[str, list[int]] = {}
        for at, activity in enumerate(problem.activities):
            if activity.started is None:
                self.groups.setdefault(activity.project or activity.name, []).append(at)
        self.kinds: list[Callable[[Schedule], set[int]]] = [self._stretch, self._late, self._any]

    def free(self, plan: Schedule) -> frozenset[int]:
        return frozenset(self.chance.choice(self.kinds)(plan))

    def learn(self, *, solved: bool) -> None:
        """Larger where the repair was exhausted, smaller where time ran out."""
        most = float(len(self.problem.activities))
        self.size = min(most, self.size * 1.1) if solved else max(8.0, self.size * 0.8)

    def _stretch(self, plan: Schedule) -> set[int]:
        """Those whose starts lie nearest to a moment."""
        begun = [at for group in self.groups.values() for at in group]
        moment = plan.starts[self.chance.choice(begun)] if begun else 0
        key = {at: (abs(plan.starts[at] - moment), self.chance.random()) for at in begun}
        return set(sorted(begun, key=key.__getitem__)[: int(self.size)])

    def _late(self, plan: Schedule) -> set[int]:
        """Projects with a late milestone, and by chance others that work at the same time."""
        ends = ends_of(self.problem, self.windows, plan)
        late = [
            self.problem.activities[self.problem.number[m.activity]]
            for m in self.problem.milestones
            if ends[self.problem.number[m.activity]] > m.due
        ]
        names = [activity.project or activity.name for activity in late]
        self.chance.shuffle(names)
        return self._filled(names[: max(1, len(names) // 2)])

    def _any(self, plan: Schedule) -> set[int]:
        return self._filled([])

    def _filled(self, names: list[str]) -> set[int]:
        others = list(self.groups)
        self.chance.shuffle(others)
        taken: set[int] = set()
        for name in dict.fromkeys(names + others):
            taken.update(self.groups.get(name, ()))
            if len(taken) >= self.size:
                break
        return taken
