"""How the search for a pairing goes."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.planning.limits import at_least_one


@dataclass(frozen=True)
class Params:
    """`neighbours`: officers on a person's first list; the lists grow until the proof stands.

    `step`: an auction's least raise as a share of the mean way of those around.
    `raises`: at most so many raises an officer before the exact search takes over.
    `threads`: for the search of neighbours. None of them changes what is optimal.
    """

    neighbours: int = 8
    step: float = 0.14
    raises: int = 40
    threads: int = 2

    def __post_init__(self) -> None:
        at_least_one(self, "neighbours", "raises", "threads")
        if not self.step >= 0:
            raise ValueError(f"step must be at least 0, not {self.step}")
