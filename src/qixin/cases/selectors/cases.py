"""Which cases somebody may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qixin.cases.enums import OPEN_STATES, STANDING_STATES
from qixin.cases.models import Assignment, Case, FurtherReport
from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.people.permissions import has_permission, scope
from qixin.reports.enums import LabelKind
from qixin.reports.models import Label, Report

# Paths from an assignment, for `people.permissions.scope`.
AREA_FIELD, UNIT_FIELD = "case__town", "unit"
# Enterprises and media have no officers who answer for the government, unless a service is theirs:
# the power company is suggested for outages.
_ANSWERING = (UnitKind.DEPARTMENT, UnitKind.TOWN, UnitKind.INSTITUTION)


def visible(user: User) -> QuerySet[Case]:
    """The cases of the user's units (lead or co) and areas; none without a grant."""
    if not has_permission(user, "cases.read"):
        return Case.objects.none()
    return within(scope(user, "cases.read", area_field=AREA_FIELD, unit_field=UNIT_FIELD))


def within(reach: Q) -> QuerySet[Case]:
    """The cases with an assignment within `reach`, a scope over assignments; an empty one: all."""
    # The indexes begin with the district.
    own = Case.objects.filter(district=default_district())
    if not reach:
        return own
    return own.filter(pk__in=Assignment.objects.filter(reach).values("case"))


def case_for(user: User, number: str) -> Case:
    """Raises NotFound for no such case, or one that is not the user's to see."""
    case = (
        visible(user)
        .select_related(
            "report__sender",
            "report__community",
            "lead_unit",
            "town",
            "opened_by",
            "case_type",
            "asker",
            "parent",
            "merged_into",
        )
        .filter(number=ids.normalise_number(number)[:20])
        .first()
    )
    if case is None:
        raise NotFound(_("There is no case with this number, or none that you may see."))
    return case


def cases_of_report(user: User, report: Report) -> QuerySet[Case]:
    """The standing cases that answer a report and that `user` may see."""
    found = visible(user).filter(of_report(report), state__in=STANDING_STATES)
    return found.select_related("lead_unit")


def of_report(report: Report) -> Q:
    """The cases that answer `report`, whether it was their first or one of the others."""
    return Q(report=report) | Q(pk__in=FurtherReport.objects.filter(report=report).values("case"))


def open_count(user: User) -> int:
    """How many open cases the navigation shows beside its entry."""
    return visible(user).filter(state__in=OPEN_STATES).count()


def reports_to_open(user: User, numbers: Iterable[str]) -> list[Report]:
    """The reports with these numbers that `user` may read, oldest first."""
    wanted = {ids.normalise_number(number)[:20] for number in numbers}
    rows = Report.objects.filter(scope(user, "reports.read", area_field="town"), number__in=wanted)
    return list(
        rows.select_related("town", "claimed_by__person", "suggestion__unit").order_by(
            "received_at", "id"
        )
    )


def cases_by_number(user: User, numbers: Iterable[str]) -> list[Case]:
    """The cases with these numbers that `user` may see."""
    wanted = {ids.normalise_number(number)[:20] for number in numbers}
    return list(visible(user).filter(number__in=wanted).order_by("id"))


def units_to_choose() -> QuerySet[Unit]:
    """The units that a case may be given to; which units there are is public knowledge."""
    serving = Label.objects.filter(kind=LabelKind.SERVICE, is_active=True).values("unit")
    there = Unit.objects.filter(dissolved_at__isnull=True)
    return there.filter(Q(kind__in=_ANSWERING) | Q(pk__in=serving)).order_by("kind", "name")
