"""A pairing, its cost by term, the proof, and what it says to people."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Outcome
from qixin.planning.pairing.market import Market
from qixin.planning.pairing.problem import PairingProblem

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class PairingResult(Outcome):
    """`officer_of[p]`: index of p's officer, −1 for nobody; None where there is no answer.

    `prices[j]`: what one place more at officer j would save at most, in metres. `moved`: people who
    left their officer of `start`.
    """

    problem: PairingProblem
    officer_of: Ints | None
    prices: Ints | None = None
    moved: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    market: Market | None = field(default=None, repr=False)

    def pairs(self) -> dict[object, object]:
        """Each person's id with the officer's, None for nobody."""
        if self.officer_of is None:
            return {}
        ids = [*self.problem.officers.ids.tolist(), None]
        return {p: ids[o] for p, o in zip(self.problem.people.ids, self.officer_of, strict=True)}

    def explain(self, most: int = 10) -> list[str]:
        """What a coordinator would ask: conflicts, who has nobody, broken bonds, dear places."""
        if self.officer_of is None:
            return [conflict.reason for conflict in self.conflicts] or [
                "no pairing was found in time"
            ]
        told = [
            f"person {self.problem.people.ids[p]} has no officer: {self._why_nobody(p)}"
            for p in np.flatnonzero(self.officer_of < 0)[:most]
        ]
        bond = self.problem.people.bond
        told += [
            f"person {self.problem.people.ids[p]} leaves officer"
            f" {self.problem.officers.ids[bond[p]]}, who knows them"
            for p in np.flatnonzero((bond >= 0) & (self.officer_of != bond))[:most]
        ]
        return told + self._dear_places(most)

    def _why_nobody(self, person: int) -> str:
        """Why a person has nobody: nobody able, no place with those who are, or none worth it."""
        assert self.officer_of is not None
        officers, need = self.problem.officers, self.problem.people.needs[person]
        able = np.ones(len(officers), dtype=bool)
        if self.problem.prices.missing is None:
            able = (officers.skills & need) == need
        if not able.any():
            return f"nobody has {self.problem.skills_of(int(need))}"
        load = np.bincount(self.officer_of[self.officer_of >= 0], minlength=len(officers))
        if (load < officers.capacity)[able].any():
            return f"every free place costs more than {self.problem.prices.unpaired} m"
        return (
            "all officers are full"
            if able.all()
            else (
                f"all {able.sum()} officers who have {self.problem.skills_of(int(need))} are full"
            )
        )

    def _dear_places(self, most: int) -> list[str]:
        if self.prices is None or self.officer_of is None:
            return []
        load = np.bincount(self.officer_of[self.officer_of >= 0], minlength=len(self.prices))
        full = np.flatnonzero((load >= self.problem.officers.capacity) & (self.prices > 0))
        dearest = full[np.argsort(-self.prices[full], kind="stable")[:most]]
        return [
            f"officer {self.problem.officers.ids[j]} is full; one more place there would save up"
            f" to {self.prices[j]} m"
            for j in dearest
        ]
