"""Links and members day by day, and what they say to people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Outcome
from qixin.planning.pairing.links.problem import LinksProblem

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class LinksResult(Outcome):
    """`linked[u, c]`: whether u stands by c; `members[u, c, d]`: how many it sends on day d."""

    problem: LinksProblem
    linked: npt.NDArray[np.bool_] | None
    members: Ints | None

    def links(self) -> list[tuple[str, str]]:
        """Unit and community of each link."""
        if self.linked is None:
            return []
        pairs = np.argwhere(self.linked)
        return [(self.problem.units[u], self.problem.communities[c]) for u, c in pairs]

    def explain(self, most: int = 20) -> list[str]:
        """Conflicts; which communities stay short on which day and why; which units send nobody."""
        if self.members is None or self.linked is None:
            return [conflict.reason for conflict in self.conflicts] or [
                "no links were found in time"
            ]
        told = []
        missing = self.problem.need - self.members.sum(axis=0)
        for c, d in np.argwhere(missing > 0)[:most]:
            told.append(
                f"community {self.problem.communities[c]} is short of {missing[c, d]}"
                f" on day {d + 1}: {self._limit(c, d)}"
            )
        idle = [
            u for u, links in zip(self.problem.units, self.linked, strict=True) if not any(links)
        ]
        if idle:
            told.append(f"{len(idle)} units stand by: {', '.join(idle[:most])}")
        return told

    def _limit(self, community: int, day: int) -> str:
        """What keeps more members from a community on a day."""
        assert self.members is not None
        assert self.linked is not None
        problem = self.problem
        free = problem.strength[:, day] - self.members[:, :, day].sum(axis=1)
        if not (free > 0).any():
            return f"all {problem.strength[:, day].sum()} members of that day are sent"
        near = (free > 0) & self.linked[:, community]
        bound = (free > 0) & (self.linked.sum(axis=1) >= problem.places)
        short = problem.prices.short
        if near.any() and short is not None:
            return f"a member there would go further than the {short} m that a missing one costs"
        if bound.sum() == (free > 0).sum():
            nearest = np.flatnonzero(bound)[np.argmin(problem.way[bound, community])]
            return (
                f"every unit with members left stands by {problem.places} communities, the most"
                f" allowed; the nearest is {problem.units[nearest]}"
            )
        return "a further link would cost more than what is missing"
