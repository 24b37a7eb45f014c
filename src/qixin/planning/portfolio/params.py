"""How the search goes. Nothing here, and nothing in the engine, knows an instance's name."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.planning.limits import at_least_one


@dataclass(frozen=True)
class Params:
    """`threads`: searches side by side (one where only counted work ends the search).

    members, least_members, placings: first population of the genetic search, at most, at least, and
    between them so many that a generation places so many activities.
    growth: each following one is so many times larger, up to `most_members`, and up to what
    `herd_share` of the time left can give `breeding` children a member.
    patience: children without a better one, per member, until a population is given up.
    elite: schedules of a herd, the shortest, of which stretches are made shorter.
    stretch_seconds: for one such stretch.
    window: activities freed at a time in large-neighbourhood search; it learns from there.
    draws: plans drawn from each answer of the linear relaxation.
    proof_share: part of the time for CP-SAT's exact search before it turns to stretches; a third of
    it where the gap is over `hopeless_gap` then.
    choice_share: part of the time left for the choice among generated columns.
    whole_most: activities up to which the whole model is searched although there is a plan.
    """

    threads: int = 2
    members: int = 300
    least_members: int = 40
    placings: int = 60_000
    growth: int = 4
    most_members: int = 20_000
    herd_share: float = 0.5
    breeding: int = 250
    patience: int = 60
    stretch_seconds: float = 0.2
    elite: int = 50
    swap_one_in: int = 30
    spread: int = 20
    window: int = 60
    window_seconds: float = 3.0
    draws: int = 10
    proof_share: float = 0.35
    hopeless_gap: float = 0.03
    choice_share: float = 0.4
    whole_most: int = 300

    def __post_init__(self) -> None:
        at_least_one(
            self, "threads", "members", "growth", "patience", "swap_one_in", "window", "draws"
        )
        for name in ("proof_share", "choice_share", "herd_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be 0 … 1, not {getattr(self, name)}")
