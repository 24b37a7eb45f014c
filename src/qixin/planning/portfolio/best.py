"""The best schedule so far, offered by several threads."""

from __future__ import annotations

import threading

from qixin.planning.portfolio.result import Schedule
from qixin.planning.run import Run


class Best:
    """Keeps the cheapest schedule, and tells the run of it and of every bound."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.schedule: Schedule | None = None
        self.lock = threading.Lock()

    def offer(self, schedule: Schedule, cost: float) -> bool:
        with self.lock:
            better = self.run.found(cost)
            if better:
                self.schedule = schedule
            return better

    def proved(self, bound: float) -> None:
        """A valid lower bound; one past the best cost is the best cost, proven."""
        with self.lock:
            self.run.proved(min(bound, self.run.cost))

    def worked(self, steps: int) -> None:
        with self.lock:
            self.run.worked(steps)
