"""A roster, and what the solver says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qixin.planning.outcome import Outcome
from qixin.planning.rosters.problem import Problem, Turn


@dataclass(frozen=True)
class Roster:
    """Each person's turn of each day, None where off."""

    turns: Mapping[str, tuple[Turn | None, ...]]

    def turn(self, person: str, day: int) -> Turn | None:
        return self.turns[person][day]

    def changes_from(self, other: Roster) -> int:
        """On how many person-days the two differ; people who are in one alone are not counted."""
        return sum(
            mine != theirs
            for person, turns in self.turns.items()
            if person in other.turns
            for mine, theirs in zip(turns, other.turns[person], strict=False)
        )


@dataclass(frozen=True)
class Gap:
    """A demand that the roster does not meet, and what stands in the way, as counts of people.

    `nobody`: told where the demand counts nobody of the problem, whatever their days.
    """

    demand: str
    missing: int
    price: float
    hindrances: Mapping[str, int]
    nobody: str = ""

    def __str__(self) -> str:
        if self.nobody:
            return f"{self.demand}: {self.missing} missing ({self.nobody})"
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.hindrances.items())
        return f"{self.demand}: {self.missing} missing ({reasons or 'nobody left'})"


@dataclass(frozen=True, kw_only=True)
class Result(Outcome):
    """`roster` is None where none was found; `changes` counts turns that differ from `start`."""

    problem: Problem
    roster: Roster | None
    changes: int = 0

    def explain(self) -> list[Gap | str]:
        """The demands that stay short, with what keeps each person from them: those that count
        nobody, then the dearest first; where nobody can be rostered, whose rules stand in the way.
        """
        from qixin.planning.rosters.explain import gaps

        if self.roster is None:
            return [conflict.reason for conflict in self.conflicts] or [
                "no roster was found in time"
            ]
        return list(gaps(self.problem, self.roster))
