"""How far a search is on its way to its limits, by time or by counted work."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from qixin.planning.run import Run
from qixin.planning.stop import MaxRuntime, MaxWork, Stop

USUAL = 60.0  # seconds to plan for where no limit is given


def limits(stop: Stop) -> tuple[float, int | None]:
    """Seconds and steps after which a criterion ends the search at the latest."""
    if isinstance(stop, MaxRuntime):
        return stop.seconds, None
    if isinstance(stop, MaxWork):
        return math.inf, stop.steps
    parts = getattr(stop, "parts", ())
    told = [limits(part) for part in parts]
    steps = [step for _, step in told if step is not None]
    return min((seconds for seconds, _ in told), default=math.inf), min(steps, default=None)


@dataclass
class Progress:
    """From `since` to `until` of a run's limits; `share` goes from 0 to 1 on the way."""

    ENDLESS: ClassVar[int] = 2**62
    run: Run
    since: float
    until: float
    by_work: bool

    @property
    def share(self) -> float:
        now = self.run.work if self.by_work else self.run.seconds
        return (now - self.since) / max(1e-9, self.until - self.since)

    def share_after(self, steps: int) -> float:
        """The share once `steps` more are counted."""
        if self.by_work:
            return self.share + steps / max(1.0, self.until - self.since)
        return self.share

    def steps_until(self, share: float, jobs: int) -> int:
        """Steps for each of `jobs` up to a share; endless where the clock decides."""
        if not self.by_work:
            return self.ENDLESS
        left = min(1.0, share) * (self.until - self.since) + self.since - self.run.work
        return max(1, math.ceil(left / jobs))


def progress_of(run: Run, share: float) -> Progress:
    """The way from now to `share` of the limits of the run."""
    seconds, steps = limits(run.stop)
    if steps is not None and not math.isfinite(seconds):
        return Progress(run, run.work, run.work + share * (steps - run.work), by_work=True)
    seconds = seconds if math.isfinite(seconds) else run.seconds + USUAL
    return Progress(run, run.seconds, run.seconds + share * (seconds - run.seconds), by_work=False)
