"""Who does what when: reports come in by the script, and hands act on them a while later."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from qixin.core import clock
from qixin.drill.playing.hands import Hands, Later
from qixin.drill.script import FieldReport

# Reports examined together: search and suggestions keep up while the days are laid down.
EXAMINE_EVERY = 100


@dataclass(order=True)
class Cue:
    """Something that happens at a moment; what it does may schedule more."""

    at: datetime
    order: int
    act: Callable[[], Iterable[tuple[timedelta, Callable[[], object]]] | None] = field(
        compare=False
    )


class Director:
    """Plays a script. `hands` act as the demo's people; equal seeds play alike."""

    def __init__(self, reports: Iterable[FieldReport], hands: Hands) -> None:
        self._reports = iter(reports)
        self._hands = hands
        self._cues: list[Cue] = []
        self._order = itertools.count()
        self._next = next(self._reports, None)

    def cue(self, at: datetime, act: Callable[[], Later | None]) -> None:
        """Something besides the reports that happens at this moment."""
        heapq.heappush(self._cues, Cue(at, next(self._order), act))

    def play_until(self, end: datetime, *, on_progress: Callable[[int], object]) -> int:
        """Everything up to `end` at once, each at its own pretended moment; returns how many."""
        played = 0
        for cue in self._due(end):
            with clock.pretend(cue.at):
                self._perform(cue)
            played += 1
            if played % EXAMINE_EVERY == 0:
                self._hands.examine()
                on_progress(played)
        self._hands.examine()
        return played

    def play_on(self, *, speed: float, stopped: Callable[[], bool]) -> int:
        """From the next cue onward, `speed` script seconds a second, at the real time."""
        played, started = 0, time.monotonic()
        first = self._peek()
        while first is not None and not stopped():
            reached = first + timedelta(seconds=(time.monotonic() - started) * speed)
            for cue in self._due(reached):
                self._perform(cue)
                played += 1
            if self._peek() is None:
                break
            time.sleep(0.1)
        return played

    def _due(self, end: datetime) -> Iterator[Cue]:
        while True:
            if self._next is not None and self._next.at <= end and self._is_first(self._next.at):
                report, self._next = self._next, next(self._reports, None)
                yield Cue(report.at, next(self._order), lambda r=report: self._hands.send(r))
            elif self._cues and self._cues[0].at <= end:
                yield heapq.heappop(self._cues)
            else:
                return

    def _is_first(self, at: datetime) -> bool:
        return not self._cues or at <= self._cues[0].at

    def _peek(self) -> datetime | None:
        moments = [cue.at for cue in self._cues[:1]]
        moments += [self._next.at] if self._next else []
        return min(moments, default=None)

    def _perform(self, cue: Cue) -> None:
        for delay, act in cue.act() or ():
            heapq.heappush(self._cues, Cue(cue.at + delay, next(self._order), act))
