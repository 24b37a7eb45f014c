"""What an enterprise sees of its own cases."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qixin.cases.models import Case
from qixin.cases.selectors.cases import visible
from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, scope


def own_units(user: User) -> QuerySet[Unit]:
    """The enterprises that the user is a contact of."""
    keys = [grant.unit_id for grant in grants_for(user, "cases.ask") if grant.unit_id]
    there = Unit.objects.filter(pk__in=keys, dissolved_at__isnull=True)
    return there.select_related("area__parent").order_by("name")


def own_cases(user: User) -> QuerySet[Case]:
    """The cases of the user's enterprises, newest first; none for whoever is no contact."""
    reach = scope(user, "cases.ask", unit_field="asker")
    found = Case.objects.filter(reach, asker__isnull=False)
    return found.select_related("lead_unit", "asker").defer("text").order_by("-opened_at", "-id")


def own_case(user: User, number: str) -> Case:
    """Raises NotFound for no such case, or one of another enterprise."""
    found = Case.objects.filter(
        scope(user, "cases.ask", unit_field="asker"),
        asker__isnull=False,
        number=ids.normalise_number(number)[:20],
    )
    case = found.select_related("report", "lead_unit", "asker", "town", "case_type").first()
    if case is None:
        raise NotFound(_("There is no case with this number, or none that you may see."))
    return case


def cases_for_unit(user: User, unit: Unit, *, most: int = 20) -> QuerySet[Case]:
    """The newest cases of one enterprise, as far as `user` may see them."""
    found = visible(user) | own_cases(user)
    return found.filter(asker=unit).select_related("lead_unit").order_by("-opened_at")[:most]
