"""An issuing office that is dissolved: what it has to decide goes on elsewhere."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock, journal
from qixin.passes.enums import STANDING_STATES
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
