"""What other rooms tell of a case."""

from __future__ import annotations

from qixin.cases.actions.telling import tell_lead
from qixin.cases.models import Case
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.actors import Actor


def hear_answer(*, case: Case, letter_number: str, by: Actor) -> None:
    """A letter that was written for the case was answered: its course says so, its lead knows."""
    journal.write(
        verb=JOURNAL["letter_answered"], subject=case, by=by, detail={"letter": letter_number}
    )
    tell_lead(case, "cases.letter_answered")
