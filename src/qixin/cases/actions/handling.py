"""Taking a case on, and remarks among colleagues."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import check_step, cleaned, lead_of, locked, move_assignment, step
from qixin.cases.models import Case, Note
from qixin.cases.models.answers import LONGEST_NOTE
from qixin.cases.policies import check_can_handle
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.people.models import User


@transaction.atomic
def accept(*, case: Case, by: User, version: int | None = None) -> Case:
    """Take the case on for its lead unit; `by` becomes the officer whose name colleagues see."""
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "accept", version=version)
    move_assignment(lead_of(held), "accept", officer=by)
    step(held, "accept", by=by, detail={"unit": held.lead_unit_id})
    return held


@transaction.atomic
def add_note(*, case: Case, text: str, by: User) -> Note:
    """A remark that the sender never reads. Raises Invalid for an empty one."""
    held = locked(case)
    check_can_handle(by, case=held)
    note = Note.objects.create(
        case=held,
        text=cleaned(text, most=LONGEST_NOTE, missing=_("Write the note first.")),
        by=by,
        at=clock.now(),
    )
    journal.write(verb=JOURNAL["note"], subject=held, by=by, detail={"note": note.pk})
    return note
