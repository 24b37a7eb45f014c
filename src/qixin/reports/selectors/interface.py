"""Reports as other systems and signed-in people read them through the interface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.people.callers import Caller
from qixin.reports.models import Report
from qixin.reports.search import INDEX
from qixin.reports.selectors.mine import with_fates


@dataclass(frozen=True)
class Asked:
    """Empty fields do not narrow. `q` is words of the text."""

    state: str = ""
    urgency: int | None = None
    source: str = ""
    town: str = ""
    service_code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    q: str = ""


def readable(caller: Caller) -> QuerySet[Report]:
    """What `caller` may read: one's own reports, and those within the scope of `reports.read`."""
    allowed = caller.scope("reports.read", area_field="town")
    if allowed and caller.user is not None and caller.user.person_id is not None:
        allowed |= Q(sender=caller.user.person_id)
    rows = Report.objects.filter(allowed, district=default_district())
    return with_fates(rows).defer("signature", "contact_name", "contact_phone")


def asked_for(caller: Caller, asked: Asked) -> QuerySet[Report]:
    """The readable reports that fit."""
    same = {
        "state": asked.state,
        "urgency": asked.urgency,
        "source": asked.source,
        "town__code": asked.town,
        "service_code": asked.service_code,
        "received_at__gte": asked.since,
        "received_at__lt": asked.until,
    }
    rows = readable(caller).filter(
        **{name: value for name, value in same.items() if value not in ("", None)}
    )
    return rows.filter(INDEX.matching(asked.q)) if asked.q.strip() else rows


def readable_report(caller: Caller, number: str) -> Report:
    """Raises NotFound for a number that is none of those."""
    found = readable(caller).filter(number=ids.normalise_number(number)[:20]).first()
    if found is None:
        raise NotFound(_("There is no such report, or none that you may see."))
    return found
