"""What other rooms tell of a case."""

from __future__ import annotations

from qixin.cases.models import Case
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.actors import Actor


def hear_answer(*, case: Case, letter_number: str, by: Actor) -> None:
    """A letter that was written for the case was answered: the case's course says so."""
    journal.write(
        verb=JOURNAL["letter_answered"], subject=case, by=by, detail={"letter": letter_number}
    )
