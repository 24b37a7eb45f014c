"""Whether an enterprise works, as it was last seen."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.enterprises.models import Enterprise, SafetyProfile
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User


@transaction.atomic
def note_idle(
    *, enterprise: Enterprise, is_working: bool, since: date | None, seen_on: date, by: User
) -> SafetyProfile:
    """Note that it works, or that it has been idle since a day (the day it was seen where nobody
    knows an earlier one). What was seen later stands. The caller has checked who may look.

    Raises Invalid for a day after the one it was seen on.
    """
    if since is not None and since > seen_on:
        raise Invalid(_("It cannot be idle since a day to come."))
    SafetyProfile.objects.get_or_create(enterprise=enterprise, defaults={"seen_on": seen_on})
    profile = SafetyProfile.objects.select_for_update().get(enterprise=enterprise)
    if profile.seen_on > seen_on:
        return profile
    profile.idle_since = None if is_working else since or profile.idle_since or seen_on
    profile.seen_on = seen_on
    profile.save()
    detail = {"idle_since": f"{profile.idle_since}" if profile.idle_since else ""}
    journal.write(verb=JOURNAL["note_idle"], subject=enterprise, by=by, detail=detail)
    return profile
