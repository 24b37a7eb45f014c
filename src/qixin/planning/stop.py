"""When a search ends. Criteria compose: `MaxRuntime(60) | Gap(0.01)`."""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class SoFar:
    """What a criterion may look at. Seconds are wall time since the start of `solve`."""

    seconds: float
    work: int
    cost: float
    bound: float
    seconds_since_better: float
    work_since_better: int

    @property
    def gap(self) -> float:
        return gap(self.cost, self.bound)


def gap(cost: float, bound: float) -> float:
    """(cost − bound) / |cost|: 0 where they meet, infinite where either is missing."""
    if not math.isfinite(cost) or not math.isfinite(bound):
        return math.inf
    if cost - bound <= 1e-9 * max(1.0, abs(cost)):
        return 0.0
    return (cost - bound) / abs(cost) if cost else math.inf


class Stop(ABC):
    """A criterion. `met` is asked often and must be cheap."""

    @abstractmethod
    def met(self, so_far: SoFar) -> bool:
        """Whether the search is to end now."""

    def seconds_left(self, so_far: SoFar) -> float:
        """At most how long a part of the search may run before this criterion will be met."""
        return 0.0 if self.met(so_far) else math.inf

    def work_left(self, so_far: SoFar) -> float:
        """At most how many steps of work a part may take before this criterion will be met."""
        return 0.0 if self.met(so_far) else math.inf

    @property
    def by_work(self) -> bool:
        """Whether only counted work ends the search: the same seed then gives the same answer."""
        return False

    @property
    def cancelled(self) -> bool:
        """Whether somebody ended the search: it then ends without a first answer, too."""
        return False

    def __or__(self, other: Stop) -> Stop:
        return _Any((self, other))

    def __and__(self, other: Stop) -> Stop:
        return _All((self, other))


@dataclass(frozen=True)
class _Any(Stop):
    parts: tuple[Stop, ...]

    def met(self, so_far: SoFar) -> bool:
        return any(part.met(so_far) for part in self.parts)

    def seconds_left(self, so_far: SoFar) -> float:
        return min(part.seconds_left(so_far) for part in self.parts)

    def work_left(self, so_far: SoFar) -> float:
        return min(part.work_left(so_far) for part in self.parts)

    @property
    def cancelled(self) -> bool:
        return any(part.cancelled for part in self.parts)

    @property
    def by_work(self) -> bool:
        return all(part.by_work for part in self.parts)


@dataclass(frozen=True)
class _All(Stop):
    parts: tuple[Stop, ...]

    def met(self, so_far: SoFar) -> bool:
        return all(part.met(so_far) for part in self.parts)

    def seconds_left(self, so_far: SoFar) -> float:
        return max(part.seconds_left(so_far) for part in self.parts)

    def work_left(self, so_far: SoFar) -> float:
        return max(part.work_left(so_far) for part in self.parts)

    @property
    def cancelled(self) -> bool:
        return all(part.cancelled for part in self.parts)

    @property
    def by_work(self) -> bool:
        return any(part.by_work for part in self.parts)


@dataclass(frozen=True)
class MaxRuntime(Stop):
    """Wall time in seconds, reading of the problem into the engine's own shape included."""

    seconds: float

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < math.inf:
            raise ValueError(f"a runtime must be at least 0 seconds, not {self.seconds}")

    def met(self, so_far: SoFar) -> bool:
        return so_far.seconds >= self.seconds

    def seconds_left(self, so_far: SoFar) -> float:
        return max(0.0, self.seconds - so_far.seconds)


@dataclass(frozen=True)
class MaxWork(Stop):
    """Steps of work, as the engine counts them: repeatable where a time limit is not."""

    steps: int

    def __post_init__(self) -> None:
        # a number that is none compares false with everything: the search would never end
        if not self.steps >= 0:
            raise ValueError(f"work must be at least 0 steps, not {self.steps}")

    def met(self, so_far: SoFar) -> bool:
        return so_far.work >= self.steps

    def work_left(self, so_far: SoFar) -> float:
        return float(max(0, self.steps - so_far.work))

    @property
    def by_work(self) -> bool:
        return True


@dataclass(frozen=True)
class Gap(Stop):
    """(cost − bound) / cost at most `share`: 0.01 is one per cent."""

    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share < math.inf:
            raise ValueError(f"a gap must be a share of at least 0, not {self.share}")

    def met(self, so_far: SoFar) -> bool:
        return so_far.gap <= self.share

    @property
    def by_work(self) -> bool:
        return True


@dataclass(frozen=True)
class NoImprovement(Stop):
    """Nothing better for so many steps of work, or so many seconds, after a first answer."""

    steps: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.seconds is None):
            raise ValueError("give either steps or seconds")
        limit = self.steps if self.steps is not None else self.seconds
        if limit is None or not 0 <= limit < math.inf:
            raise ValueError(f"patience must be a number of at least 0, not {limit}")

    def met(self, so_far: SoFar) -> bool:
        if not math.isfinite(so_far.cost):
            return False
        if self.steps is not None:
            return so_far.work_since_better >= self.steps
        return so_far.seconds_since_better >= (self.seconds or 0.0)

    def seconds_left(self, so_far: SoFar) -> float:
        if self.seconds is None or not math.isfinite(so_far.cost):
            return super().seconds_left(so_far)
        return max(0.0, self.seconds - so_far.seconds_since_better)

    @property
    def by_work(self) -> bool:
        return self.steps is not None


@dataclass(frozen=True)
class FirstFeasible(Stop):
    """The first answer that keeps every hard rule."""

    def met(self, so_far: SoFar) -> bool:
        return math.isfinite(so_far.cost)

    @property
    def by_work(self) -> bool:
        return True


class CancelToken(Stop):
    """Ends a search from another thread; its best so far is returned within half a second."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def met(self, so_far: SoFar) -> bool:
        return self._cancelled.is_set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    @property
    def by_work(self) -> bool:
        # a cancel ends an answer early, but takes no part in finding it
        return True
