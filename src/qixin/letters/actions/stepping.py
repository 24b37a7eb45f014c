"""What every step of a letter does: lock, check the state, write the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.letters.models import Letter
from qixin.letters.models.letters import LONGEST_REASON
from qixin.letters.policies import check_transition
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User

SHORTEST_REASON = 4


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
    """A reason as it is stored: masked, for it stands in the journal. Raises Invalid."""
    cleaned = mask_text(" ".join(reason.replace("\0", "").split()))
    if len(cleaned) < SHORTEST_REASON:
        raise Invalid(_("Say in a few words why; the journal keeps it."))
    return cleaned[:LONGEST_REASON]
