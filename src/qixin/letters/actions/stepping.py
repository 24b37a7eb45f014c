"""What every step of a letter does: lock, check the state, write the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.reasons import kept_reason
from qixin.letters.models import Letter
from qixin.letters.policies import check_transition
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User


def locked(letter: Letter) -> Letter:
    """The row as it is now, locked until the transaction ends."""
    return (
        Letter.objects.select_for_update(of=("self",))
        .select_related("series", "unit__area")
        .get(pk=letter.pk)
    )


def step(letter: Letter, verb: str, *, by: User, told: Any = None, **changes: Any) -> None:
    """Take a locked letter along the road `verb`, with its line in the journal; `told` adds to it.

    Raises WrongState.
    """
    before = letter.state
    letter.state = check_transition("letter", verb, before)
    for field, value in changes.items():
        setattr(letter, field, value)
    letter.save(update_fields=["state", *changes])
    detail = {"from": before, "to": letter.state} | (told or {})
    if reason := changes.get("reason"):
        detail["reason"] = reason
    journal.write(verb=JOURNAL[verb], subject=letter, by=by, detail=detail)


def said(reason: str) -> str:
    """A reason as the journal keeps it. Raises Invalid."""
    return kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
