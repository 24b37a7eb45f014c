"""Which cases somebody may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qixin.cases.enums import OPEN_STATES, STANDING_STATES
from qixin.cases.models import Assignment, Case
from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.core.personal_data import Finding, find_personal_data
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.people.permissions import has_permission, scope
from qixin.reports.models import Report

# Paths from an assignment, for `people.permissions.scope`.
AREA_FIELD, UNIT_FIELD = "case__town", "unit"
# Enterprises and media have no officers who answer for the government.
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
        .select_related("report__sender", "report__community", "lead_unit", "town", "opened_by")
        .filter(number=ids.normalise_number(number)[:20])
        .first()
    )
    if case is None:
        raise NotFound(_("There is no case with this number, or none that you may see."))
    return case


def numbers_in(case: Case) -> list[Finding]:
    """Numbers of persons in what the sender said: the text, the address, the objections. The caller
    has checked that the case may be seen; they are shown masked, and in clear for a reason."""
    objections = case.answers.values_list("objection", flat=True)
    texts = (case.text, case.report.address, *objections)
    return [found for text in texts for found in find_personal_data(text)]


def cases_of_report(user: User, report: Report) -> QuerySet[Case]:
    """The standing cases that were opened from a report and that `user` may see."""
    return (
        visible(user).filter(report=report, state__in=STANDING_STATES).select_related("lead_unit")
    )


def open_count(user: User) -> int:
    """How many open cases the navigation shows beside its entry."""
    return visible(user).filter(state__in=OPEN_STATES).count()


def units_to_choose() -> QuerySet[Unit]:
    """The units that a case may be given to; which units there are is public knowledge."""
    return Unit.objects.filter(kind__in=_ANSWERING).order_by("kind", "name")
