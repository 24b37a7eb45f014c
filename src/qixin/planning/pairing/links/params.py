"""How the search for links goes."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.planning.limits import at_least_one


@dataclass(frozen=True)
class Params:
    """`near`: communities a unit and units a community at first looked at. `first`: pairs looked at
    in the first search for an answer, a unit. None of them changes what is optimal.
    """

    near: int = 8
    first: float = 2.5

    def __post_init__(self) -> None:
        at_least_one(self, "near")
        if not self.first > 0:
            raise ValueError(f"first must lie above 0, not {self.first}")
