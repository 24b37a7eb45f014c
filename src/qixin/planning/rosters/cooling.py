"""How choosy a search is that cools while its run goes on (Kirkpatrick, Gelatt & Vecchi 1983)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from qixin.planning.run import Run


@dataclass
class Cooling:
    """From `warm` to `cold`, both in the answer's costs, while the run's work or seconds go.

    `each`: what is left of the warmth after a round where the run has no limit to cool towards.
    """

    run: Run
    warm: float
    cold: float
    each: float
    rounds: int = 0
    _all: float = field(init=False)

    def __post_init__(self) -> None:
        self._all = self._left()

    def warmth(self) -> float:
        """What is worse by a cost is kept with the chance exp(-cost / warmth)."""
        return float(self.warm * (self.cold / self.warm) ** self.gone())

    def gone(self) -> float:
        """The share of the run that is over: 0 to 1."""
        if math.isfinite(self._all):
            return 1.0 - self._left() / max(self._all, 1e-9)
        return float(1.0 - self.each**self.rounds)

    def _left(self) -> float:
        """What is left of the run, in work or in seconds."""
        work = self.run.work_left()
        return work if math.isfinite(work) else self.run.seconds_left()
