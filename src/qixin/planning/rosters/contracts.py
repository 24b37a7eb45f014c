"""A person's rules on sequences as an automaton: what may follow what, after how many days, at
what price.

States are "off, so many more days off owed" and "on, in a shift of this class, for so many days
in a row"; soft limits add how many days off there were, and how many days in this shift. Shifts
that let the same shifts follow are one class; shifts of one class that may follow the same, with
the same minutes, are one kind: of a kind only the cheapest of a day matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.problem import DAY, History, Person, Shift
from qixin.planning.rosters.soft import Span

FORBIDDEN = -1


@dataclass(frozen=True)
class Key:
    """What two people need to have in common to share an automaton; `max_run` None: no limit."""

    max_run: int | None
    min_run: int
    min_off: int
    min_rest: int
    limited: frozenset[str]
    run: Span
    rest: Span
    shift_runs: tuple[tuple[str, Span], ...]


def key_of(person: Person, days: int) -> Key:
    """The key of a person over `days` days; limits that cannot be met are left out."""
    seen = days + (person.history.days if person.history else 0)
    limited = frozenset(shift for shift, limit in person.shift_limits.items() if 0 < limit < days)
    soft, history = person.soft, person.history
    last = history.shift if history else ""
    return Key(
        person.max_run if person.max_run < seen else None,
        min(person.min_run, person.max_run, days + 1), min(max(person.min_off, 1), days + 1),
        person.min_rest, limited, _within(soft.run, seen), _within(soft.rest, seen),
        tuple(
            sorted(
                (shift, _within(span, seen if shift == last else days))
                for shift, span in soft.shift_runs.items() if span.priced
            )
        ),
    )  # fmt: skip


def _within(span: Span, days: int) -> Span:
    if not span.priced:
        return Span()
    if span.most is not None and span.most >= days:
        span = replace(span, most=None, over=0.0)
    return span


@dataclass(frozen=True)
class _State:
    """`owed`: days off still owed (off). `last`, `run`, `begun_before`: class, days on, and whether
    the run may be cut short because it touches the period's edge (on). `same`, `same_before`: the
    like of the days in this shift; `rest`, `rest_before`: of the days off.
    """

    owed: int = -1
    last: int = -1
    run: int = 0
    begun_before: bool = False
    same: int = 0
    same_before: bool = False
    rest: int = 0
    rest_before: bool = False

    @property
    def works(self) -> bool:
        return self.run > 0


def _top(span: Span) -> int:
    """From so many days on it makes no difference how many there are."""
    return max(span.least, span.most or 0)


class Contract:
    """The automaton of one set of rules over the problem's shifts; `histories` are where it starts.

    State 0 is the one without a history: what was before is not known.
    """

    def __init__(
        self, key: Key, shifts: tuple[Shift, ...], histories: Iterable[History | None]
    ) -> None:
        self.key = key
        self.shifts = shifts
        self.barred = [
            [_barred(first, second, key.min_rest) for second in shifts] for first in shifts
        ]
        spans = dict(key.shift_runs)
        self.spans = [spans.get(shift.id) for shift in shifts]
        self.class_of = _numbered(
            [
                (*row, at if span else -1)
                for at, (row, span) in enumerate(zip(self.barred, self.spans, strict=True))
            ]
        )
        before = [tuple(row[at] for row in self.barred) for at in range(len(shifts))]
        self.kind_of = _numbered(
            [
                (self.class_of[at], before[at], shift.minutes, shift.night,
                 shift.id if shift.id in key.limited else "")
                for at, shift in enumerate(shifts)
            ]
        )  # fmt: skip
        self.kinds = max(self.kind_of) + 1
        least = max(key.min_run, _top(key.run), 1)
        self._most_run = least if key.max_run is None else max(least, key.max_run)
        self._number: dict[_State, int] = {}
        self._next: list[list[int]] = []
        self._cost: list[list[float]] = []
        self._explore([self._begin(None), *map(self._begin, histories)])

    def start(self, history: History | None) -> int:
        """The state before the first day."""
        return self._number[self._begin(history)]

    @cached_property
    def next(self) -> NDArray[np.int16]:
        """[state, kind] → state, the last column for a day off; -1 where the rules forbid it."""
        return np.array(self._next, dtype=np.int16)

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """[state, kind] → what soft limits make of it."""
        return np.array(self._cost)

    @cached_property
    def works(self) -> NDArray[np.bool_]:
        return np.array([state.works for state in self._number])

    def _begin(self, history: History | None) -> _State:
        if history is None:
            return _State()
        if not history.shift:
            owed = max(0, self.key.min_off - history.days)
            return _State(owed=owed, rest=min(history.days, _top(self.key.rest)))
        shift = [shift.id for shift in self.shifts].index(history.shift)
        span = self.spans[shift]
        return _State(
            last=self.class_of[shift],
            run=min(history.days, self._most_run),
            same=min(history.days_in_shift, _top(span)) if span else 0,
        )

    def _explore(self, states: list[_State]) -> None:
        states = list(dict.fromkeys(states))
        for state in states:
            self._number.setdefault(state, len(self._number))
        for state in states:  # grows as new ones are met
            followers = [*self._after(state), self._off_after(state)]
            row = []
            for follower, _ in followers:
                if follower is not None and follower not in self._number:
                    self._number[follower] = len(self._number)
                    states.append(follower)
                row.append(FORBIDDEN if follower is None else self._number[follower])
            self._next.append(row)
            self._cost.append([cost for _, cost in followers])

    def _after(self, state: _State) -> list[tuple[_State | None, float]]:
        return [self._on_after(state, self.kind_of.index(kind)) for kind in range(self.kinds)]

    def _on_after(self, state: _State, shift: int) -> tuple[_State | None, float]:
        key, last = self.key, self.class_of[shift]
        if not state.works:
            if state.owed > 0:
                return None, 0.0
            fresh = state == _State()
            cost = 0.0 if fresh or state.rest_before else key.rest.short(state.rest)
            on = _State(
                last=last, run=1, same=self._one_more(shift, 0),
                begun_before=fresh and max(key.min_run, key.run.least) > 1,
                same_before=fresh and self._open(shift, 1),
            )  # fmt: skip
            return on, cost + _one_beyond(key.run, 0) + _one_beyond(self.spans[shift], 0)
        barred = self.barred[self.class_of.index(state.last)][shift]
        if barred or (key.max_run is not None and state.run >= key.max_run):
            return None, 0.0
        run = min(state.run + 1, self._most_run)
        stays = last == state.last
        before = state.same if stays else 0
        cost = 0.0 if stays else self._left(state)
        on = _State(
            last=last, run=run, same=self._one_more(shift, before),
            begun_before=state.begun_before and run < max(key.min_run, key.run.least),
            same_before=stays and state.same_before and self._open(shift, before + 1),
        )  # fmt: skip
        return on, cost + _one_beyond(key.run, state.run) + _one_beyond(self.spans[shift], before)

    def _off_after(self, state: _State) -> tuple[_State | None, float]:
        rest = self.key.rest
        if not state.works:
            days = min(state.rest + 1, _top(rest))
            open_before = state == _State() or state.rest_before
            off = _State(
                owed=max(0, state.owed - 1), rest=days,
                rest_before=open_before and days < rest.least,
            )  # fmt: skip
            return off, _one_beyond(rest, state.rest)
        if state.run < self.key.min_run and not state.begun_before:
            return None, 0.0
        cost = 0.0 if state.begun_before else self.key.run.short(state.run)
        off = _State(owed=self.key.min_off - 1, rest=min(1, _top(rest)))
        return off, cost + self._left(state) + _one_beyond(rest, 0)

    def _left(self, state: _State) -> float:
        """What it costs to leave a shift after so few days in it."""
        span = self.spans[self.class_of.index(state.last)]
        return 0.0 if span is None or state.same_before else span.short(state.same)

    def _one_more(self, shift: int, days: int) -> int:
        span = self.spans[shift]
        return min(days + 1, _top(span)) if span else 0

    def _open(self, shift: int, days: int) -> bool:
        span = self.spans[shift]
        return span is not None and days < span.least


def _one_beyond(span: Span | None, days: int) -> float:
    """What one more day after so many costs."""
    return 0.0 if span is None or span.most is None or days < span.most else span.over


def _barred(first: Shift, second: Shift, min_rest: int) -> bool:
    """Whether `second` cannot follow on the day after `first`."""
    if second.id in first.not_before:
        return True
    if not min_rest or first.end is None or second.start is None:
        return False
    if 2 * DAY + second.start - first.end < min_rest:
        raise ProblemError(
            f"{min_rest} minutes of rest after {first.id} take more than one whole day off; "
            "ask for it by min_off"
        )
    return DAY + second.start - first.end < min_rest


def _numbered(things: list[tuple[object, ...]]) -> list[int]:
    numbers: dict[tuple[object, ...], int] = {}
    return [numbers.setdefault(thing, len(numbers)) for thing in things]
