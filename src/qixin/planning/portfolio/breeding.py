"""Herd after herd of schedules, each larger than the last; then the best ones made shorter."""

from __future__ import annotations

import math
import random
import threading
from collections import deque

import numpy as np

from qixin.planning.portfolio.ahead import compiling
from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.genetic import Herd, bred, founded, herd
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.schemes import Ints, justify, room
from qixin.planning.portfolio.shrinking import Shrinker
from qixin.planning.portfolio.tables import Track

Placed = tuple[int, Ints]  # a makespan, and starts
SCHEDULES_A_CHILD = 3  # one by the list, two by justification
A_CHUNK = 20_000  # activities placed between two looks at the clock
SHOWN = 200  # schedules that the herd shows to whoever makes them shorter
OPEN_END = 120.0  # seconds to reckon with where nothing says when the search ends
NEAR = 0.03  # the part of the best makespan by which one that is shown is longer at most
WORTH_IT = 1.5  # a next herd at least so many times larger, or none


class Pen:
    """Where threads hand schedules to each other: the herd's best ones, and what came of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: deque[Placed] = deque(maxlen=SHOWN)
        self._arrived: deque[Placed] = deque(maxlen=SHOWN)

    def show(self, span: int, starts: Ints) -> None:
        """Of a herd, for whoever makes it shorter."""
        with self._lock:
            self._shown.append((span, starts))

    def send(self, span: int, starts: Ints) -> None:
        """Made shorter: for the herd, and to be made shorter again."""
        with self._lock:
            self._shown.append((span, starts))
            self._arrived.append((span, starts))

    def seen(self) -> list[Placed]:
        with self._lock:
            return list(self._shown)

    def arrived(self) -> list[Placed]:
        """What was sent since the last time."""
        with self._lock:
            come = list(self._arrived)
            self._arrived.clear()
            return come


class Breeder:
    """One thread's search by herds, and by stretches of their best schedules made shorter."""

    def __init__(
        self, problem: Problem, course: Track, best: Best, params: Params, pen: Pen, seed: int
    ) -> None:
        self.problem, self.course, self.best = problem, course, best
        self.params, self.pen, self.seed = params, pen, seed
        self.chance = random.Random(seed)  # noqa: S311 (a search, not a secret)
        self.random = np.random.default_rng(seed)
        self.space = room(course.plain, course.periods)
        self.shrinker = Shrinker(course, best, seed)
        self.chunk = max(1, A_CHUNK // len(course.plain.duration))
        self.herds = 0
        self.done = 0  # children so far
        self.until = math.inf
        self.began = 0.0

    def breed(self, children: float = math.inf) -> None:
        """Until the run is over, or `children` more are born."""
        while not compiling().wait(0.02):
            if self.best.run.over():
                return
        params, self.until = self.params, self.done + children
        self.began = self.best.run.seconds
        # a first herd that large problems, too, have bred through in seconds
        placed = params.placings // len(self.course.plain.duration)
        members = max(params.least_members, min(params.members, placed))
        while not self._over():
            flock = self._founded(members)
            self._bred(flock, params.patience * members)
            larger = self._next(members)
            if larger < WORTH_IT * members:
                self._stay(flock)
            members = larger

    def shrink(self) -> bool:
        """Try to make one of the schedules shown shorter; False where there is none yet."""
        shown = self.pen.seen()
        if not shown:
            return False
        span, starts = self.chance.choice(shown)
        found = self.shrinker.shorter(starts, span, self.params.stretch_seconds)
        if found is not None:
            plain = self.course.plain
            now = int(justify(int((found + plain.duration).max()), plain, self.space, found))
            self.pen.send(now, found)
            self._offer(found, now)
        return True

    def _over(self) -> bool:
        return self.done >= self.until or self.best.run.over()

    def _next(self, members: int) -> int:
        """Members of the next herd: `growth` times more, if there is time to breed them through."""
        params, run = self.params, self.best.run
        larger = min(members * params.growth, params.most_members)
        if run.stop.by_work:
            return larger
        left = run.seconds_left()
        rate = self.done / max(1e-3, run.seconds - self.began)
        children = rate * params.herd_share * (left if left < math.inf else OPEN_END)
        return min(larger, max(1, int(children / params.breeding)))

    def _founded(self, members: int) -> Herd:
        flock = herd(self.course.plain, members, 1 + self.seed * 1000 + self.herds)
        self.herds += 1
        for first in range(0, members, self.chunk):
            if self._over():
                break
            # a slice shares the herd's arrays, so it founds these members only
            part = flock._replace(
                starts=flock.starts[first : first + self.chunk],
                spans=flock.spans[first : first + self.chunk],
            )
            founded(self.course.plain, self.space, part, self.course.latest, self.params.spread)
            self._born(len(part.spans), flock)
        return flock

    def _bred(self, flock: Herd, patience: int) -> None:
        """Until `patience` children brought nothing shorter."""
        span, stalled = int(flock.spans.min()), 0
        while stalled < patience and not self._over():
            now = self._chunk(flock)
            stalled = 0 if now < span else stalled + self.chunk
            span = now

    def _stay(self, flock: Herd) -> None:
        """With the last herd: stretches made shorter, and as much work of breeding, in turns."""
        while not self._over():
            before = self.shrinker.work
            self.shrink()
            work = self.shrinker.work - before
            while True:
                self._chunk(flock)
                work -= SCHEDULES_A_CHILD * self.chunk
                if work <= 0 or self._over():
                    break

    def _chunk(self, flock: Herd) -> int:
        for come in self.pen.arrived():
            worst = int(flock.spans.argmax())
            if come[0] <= flock.spans[worst]:
                flock.spans[worst], flock.starts[worst] = come
        plain, one_in = self.course.plain, self.params.swap_one_in
        span = int(bred(plain, self.space, flock, self.chunk, one_in))
        self._born(self.chunk, flock)
        return span

    def _born(self, children: int, flock: Herd) -> None:
        self.done += children
        self.best.worked(SCHEDULES_A_CHILD * children)
        at = int(flock.spans.argmin())
        self._offer(flock.starts[at], int(flock.spans[at]))
        # any of the best few: where one is shorter than all others, most of those are longer
        ranks = flock.spans + self.random.random(len(flock.spans))
        few = min(self.params.elite, len(ranks) - 1)
        at = int(np.argpartition(ranks, few)[self.chance.randrange(few + 1)])
        # a herd just founded has none yet that are worth the trouble
        if self.problem.prices.makespan * flock.spans[at] <= self.best.run.cost * (1 + NEAR):
            self.pen.show(int(flock.spans[at]), flock.starts[at].copy())

    def _offer(self, starts: Ints, span: int) -> None:
        if self.problem.prices.makespan * span < self.best.run.cost:
            offered(self.best, starts, self.problem, self.course)


def offered(best: Best, starts: Ints, problem: Problem, course: Track) -> None:
    """Offer a plain problem's schedule at its price."""
    placed = tuple(int(start) for start in starts)
    span = int((np.array(placed) + course.plain.duration).max())
    best.offer(Schedule(placed, (0,) * len(placed)), problem.prices.makespan * span)
