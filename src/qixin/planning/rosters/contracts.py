"""A person's rules on sequences as an automaton: what may follow what, and after how many days.

States are "off, so many more days off owed" and "on, in a shift of this class, for so many days
in a row". Shifts that let the same shifts follow are one class; shifts of one class that may follow
the same, with the same minutes, are one kind: of a kind only the cheapest of a day matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.problem import DAY, Person, Shift

Key = tuple[int, int, int, int, frozenset[str]]
FORBIDDEN = -1


def key_of(person: Person, days: int) -> Key:
    """What two people need to have in common to share an automaton."""
    limited = frozenset(shift for shift, limit in person.shift_limits.items() if 0 < limit < days)
    return (
        min(person.max_run, days + 1), min(person.min_run, person.max_run, days + 1),
        min(max(person.min_off, 1), days + 1), person.min_rest, limited,
    )  # fmt: skip


@dataclass(frozen=True)
class _State:
    """`owed`: days off still owed (off). `last`, `run`, `begun_before`: class, days on, and whether
    the run may be cut short because it touches the period's edge (on).
    """

    owed: int = -1
    last: int = -1
    run: int = 0
    begun_before: bool = False

    @property
    def works(self) -> bool:
        return self.run > 0


class Contract:
    """The automaton of one set of rules over the problem's shifts."""

    def __init__(self, key: Key, shifts: tuple[Shift, ...]) -> None:
        self.max_run, self.min_run, self.min_off, self.min_rest, self.limited = key
        self.shifts = shifts
        self.barred = [
            [_barred(first, second, self.min_rest) for second in shifts] for first in shifts
        ]
        self.class_of = _numbered([tuple(row) for row in self.barred])
        before = [tuple(row[at] for row in self.barred) for at in range(len(shifts))]
        self.kind_of = _numbered(
            [
                (self.class_of[at], before[at], shift.minutes, shift.night,
                 shift.id if shift.id in self.limited else "")
                for at, shift in enumerate(shifts)
            ]
        )  # fmt: skip
        self.kinds = max(self.kind_of) + 1
        self._number: dict[_State, int] = {}
        self._next: list[list[int]] = []
        self._explore()

    def start(self, person: Person) -> int:
        """The state before the first day."""
        history = person.history
        if history is None:
            return self._at(_State())
        if not history.shift:
            return self._at(_State(owed=max(0, self.min_off - history.days)))
        last = self.class_of[[shift.id for shift in self.shifts].index(history.shift)]
        return self._at(_State(last=last, run=min(history.days, self.max_run)))

    @cached_property
    def next(self) -> NDArray[np.int16]:
        """[state, kind] → state, the last column for a day off; -1 where the rules forbid it."""
        return np.array(self._next, dtype=np.int16)

    @cached_property
    def works(self) -> NDArray[np.bool_]:
        return np.array([state.works for state in self._number])

    def _at(self, state: _State) -> int:
        return self._number[state]

    def _explore(self) -> None:
        waiting = [_State()]
        waiting += [_State(owed=owed) for owed in range(self.min_off)]
        waiting += [
            _State(last=last, run=run)
            for last in range(max(self.class_of) + 1)
            for run in range(1, self.max_run + 1)
        ]
        for state in waiting:
            self._number.setdefault(state, len(self._number))
        states = list(self._number)
        for state in states:  # grows as new ones are met
            followers = [*self._after(state), self._off_after(state)]
            row = []
            for follower in followers:
                if follower is not None and follower not in self._number:
                    self._number[follower] = len(self._number)
                    states.append(follower)
                row.append(FORBIDDEN if follower is None else self._number[follower])
            self._next.append(row)

    def _after(self, state: _State) -> list[_State | None]:
        return [self._on_after(state, self.kind_of.index(kind)) for kind in range(self.kinds)]

    def _on_after(self, state: _State, shift: int) -> _State | None:
        last = self.class_of[shift]
        if not state.works:
            if state.owed > 0:
                return None
            fresh = state == _State()
            return _State(last=last, run=1, begun_before=fresh and self.min_run > 1)
        barred = self.barred[self.class_of.index(state.last)][shift]
        if state.run >= self.max_run or barred:
            return None
        run = state.run + 1
        return _State(last=last, run=run, begun_before=state.begun_before and run < self.min_run)

    def _off_after(self, state: _State) -> _State | None:
        if state.works:
            early = state.run < self.min_run and not state.begun_before
            return None if early else _State(owed=self.min_off - 1)
        return _State(owed=max(0, state.owed - 1))


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
