"""Showing personal data in clear: only with a reason, and never without a line in the journal."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.people.models import Person, User
from qixin.people.policies import check_can_unmask
from qixin.people.workflow import JOURNAL

FIELDS = ("phone", "id_number")


@transaction.atomic
def unmask(*, person: Person, field: Literal["phone", "id_number"], reason: str, by: User) -> str:
    """The value of `field` in clear. The journal keeps who looked, at whom, and why.

    Raises Refused without the permission, Invalid without a reason of at least four characters.
    """
    check_can_unmask(by, person=person)
    if field not in FIELDS:
        raise Invalid(_("There is no such field."))
    if len(reason.strip()) < 4:
        raise Invalid(_("Say in a few words what you need it for; the journal records it."))
    journal.write(
        verb=JOURNAL["unmask"],
        subject=person,
        by=by,
        detail={"field": field, "reason": mask_text(reason.strip())[:200]},
    )
    return str(getattr(person, field))
