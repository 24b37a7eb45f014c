"""A unit that is dissolved: what an issuing office has to decide goes on elsewhere, what a holder
has in force ends."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.passes.actions.revoking import put_on_list
from qixin.passes.actions.stepping import decide
from qixin.passes.enums import STANDING_STATES, PassState
from qixin.passes.models import Pass, Terms
from qixin.passes.workflow import JOURNAL
from qixin.people.models import Unit, User


@transaction.atomic
def leave_office(*, office: Unit, successor: Unit | None, by: User) -> int:
    """Requests that wait at `office`, and passes that it may still have to revoke, go to
    `successor`, and so do those to come; without one to the duty commanders. How many moved.

    Whoever dissolves a unit may do this: room `people` has checked it.
    """
    for terms in Terms.objects.select_for_update().filter(office=office):
        terms.office = successor
        terms.save(update_fields=["office"])
    moved = list(
        Pass.objects.select_for_update(of=("self",))
        .filter(office=office, state__in=STANDING_STATES, valid_until__gt=clock.now())
        .order_by("pk")
    )
    for one in moved:
        one.office = successor
    Pass.objects.bulk_update(moved, ["office"], batch_size=100)
    detail = {"unit": office.pk, "successor": successor.pk if successor else None}
    journal.write_many(journal.Line(JOURNAL["hand_over"], one, by, detail) for one in moved)
    return len(moved)


@transaction.atomic
def end_passes_of(*, holder: Unit, successor: Unit | None, by: User) -> int:
    """Revoke what `holder` has in force and refuse what it has asked for; how many those were.

    A successor asks for its own: its name stands on none of these, and its limit counts. Whoever
    dissolves a unit may do this: room `people` has checked it.
    """
    in_force = Q(state=PassState.ISSUED, valid_until__gt=clock.now())
    ended = list(
        Pass.objects.select_for_update(of=("self",))
        .filter(in_force | Q(state=PassState.REQUESTED), holder=holder)
        .order_by("pk")
    )
    why, lines = _why_ended(successor), []
    revoked = [one for one in ended if one.state == PassState.ISSUED]
    for one in ended:
        verb = "revoke" if one.state == PassState.ISSUED else "refuse"
        detail = decide(one, verb, by=by, reason=why) | {"reason": why}
        lines.append(journal.Line(JOURNAL[verb], one, by, detail))
    fields = ["state", "decided_by", "decided_at", "reason"]
    Pass.objects.bulk_update(ended, fields, batch_size=100)
    put_on_list(revoked)
    journal.write_many(lines)
    return len(ended)


def _why_ended(successor: Unit | None) -> str:
    """In the district's language: it is kept, and read by others than whoever dissolves."""
    with translation.override(settings.LANGUAGE_CODE):
        if successor is None:
            return _("The holder was dissolved.")
        return _("The holder was dissolved; its successor asks for passes of its own.")
