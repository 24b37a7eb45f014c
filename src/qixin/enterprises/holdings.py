"""What hangs on an enterprise, and goes over to the other one when doubles are merged.

Each noun registers a function that moves its rows: `register("filings", move_filings)`. What hangs
on the unit (passes, letters, cases) stays there: those rooms lie below or above and have signed or
numbered what they issued under that name; the page shows both units' instead.
"""

from __future__ import annotations

from typing import Protocol

from qixin.enterprises.models import Enterprise
from qixin.people.models import User


class Move(Protocol):
    def __call__(self, *, double: Enterprise, into: Enterprise, by: User) -> int:
        """Move the rows, within the caller's transaction; returns how many."""
        ...


_moves: dict[str, Move] = {}


def register(name: str, move: Move) -> None:
    """Have `move` called at each merge; `name` is the detail's name in the journal."""
    _moves[name] = move


def move_all(*, double: Enterprise, into: Enterprise, by: User) -> dict[str, int]:
    """Call every noun's move; how many rows each moved, without those that moved none."""
    moved = {name: move(double=double, into=into, by=by) for name, move in _moves.items()}
    return {name: count for name, count in moved.items() if count}
