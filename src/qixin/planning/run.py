"""One search as it goes: its clock, its best cost and bound, its curve, and whether it is over."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from qixin.planning.stop import MaxRuntime, MaxWork, NoImprovement, SoFar, Stop, gap


@dataclass(frozen=True)
class Point:
    """A point of the curve: the best cost and bound known after `seconds` and `work` steps."""

    seconds: float
    work: int
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        return gap(self.cost, self.bound)


OnProgress = Callable[[Point], None]


class Run:
    """What an engine tells of its search, and asks of it. Safe to ask from its threads."""

    def __init__(self, stop: Stop, on_progress: OnProgress | None = None) -> None:
        self.stop = stop
        self.cost = math.inf
        self.bound = -math.inf
        self.work = 0
        self.curve: list[Point] = []
        self._on_progress = on_progress
        self._began = time.monotonic()
        self._better_at = self._began
        self._better_work = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def so_far(self) -> SoFar:
        now = time.monotonic()
        return SoFar(
            seconds=now - self._began,
            work=self.work,
            cost=self.cost,
            bound=self.bound,
            seconds_since_better=now - self._better_at,
            work_since_better=self.work - self._better_work,
        )

    def over(self) -> bool:
        """Whether a criterion is met, or the bound meets the cost."""
        so_far = self.so_far()
        return so_far.gap == 0.0 or self.stop.met(so_far)

    def seconds_left(self) -> float:
        return self.stop.seconds_left(self.so_far())

    def work_left(self) -> float:
        return self.stop.work_left(self.so_far())

    def part(self, share: float, patience: int) -> Run:
        """A run for a part of the search, with its share of the time or work that is left; where
        nothing limits the whole, until `patience` steps brought nothing better.
        """
        work, seconds = self.work_left() * share, self.seconds_left() * share
        stop: Stop = NoImprovement(steps=patience)
        if math.isfinite(work):
            stop = MaxWork(max(1, math.ceil(work)))
        elif math.isfinite(seconds):
            stop = MaxRuntime(seconds)
        return Run(stop | _Over(self))

    def worked(self, steps: int = 1) -> None:
        self.work += steps

    def found(self, cost: float) -> bool:
        """Tells of an answer; True if it is the best so far."""
        if not cost < self.cost:
            return False
        self.cost = cost
        self._better_at = time.monotonic()
        self._better_work = self.work
        self._point()
        return True

    def proved(self, bound: float) -> bool:
        """Tells of a valid lower bound; True if it is the highest so far."""
        if not bound > self.bound:
            return False
        self.bound = bound
        self._point()
        return True

    def _point(self) -> None:
        point = Point(self.seconds, self.work, self.cost, self.bound)
        self.curve.append(point)
        if self._on_progress is not None:
            self._on_progress(point)

    @contextmanager
    def watched(
        self, end: Callable[[], None], every: float = 0.1, over: Callable[[], bool] | None = None
    ) -> Iterator[None]:
        """While a foreign solver runs: calls `end` once as soon as the run, or `over`, is over."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(every):
                if self.over() or (over is not None and over()):
                    end()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


class _Over(Stop):
    """Met as soon as another run is over."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def met(self, so_far: SoFar) -> bool:
        return self._run.over()

    @property
    def cancelled(self) -> bool:
        return self._run.stop.cancelled

    @property
    def by_work(self) -> bool:
        return self._run.stop.by_work
