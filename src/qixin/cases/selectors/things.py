"""Single things that hang on a case, for whoever may see the case."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.cases.models import Assignment, Case, CaseFile, CaseOutcome, Exclusion, LeaderVisit
from qixin.cases.selectors.cases import visible
from qixin.cases.selectors.own import own_cases
from qixin.cases.selectors.people import may_read_note
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.people.permissions import has_permission

_Row = TypeVar("_Row", bound=Model)


def part_for(user: User, pk: int) -> Assignment:
    """Raises NotFound for no such part, or one of a case that is not the user's to see."""
    rows = Assignment.objects.select_related("case", "unit")
    return _found(rows.filter(pk=pk, case__in=visible(user).values("pk")).first())


def outcome_for(user: User, pk: int) -> CaseOutcome:
    """Raises NotFound, as `part_for`."""
    rows = CaseOutcome.objects.select_related("case")
    return _found(rows.filter(pk=pk, case__in=visible(user).values("pk")).first())


def exclusion_of(case: Case) -> Exclusion:
    """Raises NotFound where nobody asked."""
    return _found(Exclusion.objects.select_related("case").filter(case=case).first())


def file_for(user: User, pk: int) -> CaseFile:
    """Raises NotFound for no such file, or one beside a note that is not for the user."""
    file = CaseFile.objects.select_related("case", "note__unit").filter(pk=pk).first()
    if file is None:
        raise _missing()
    inside = visible(user).filter(pk=file.case_id).exists()
    asked = not inside and own_cases(user).filter(pk=file.case_id).exists()
    if not inside and not asked:
        raise _missing()
    if file.note and not may_read_note(user, file.note, file.case, for_asker=asked):
        raise _missing()
    return file


def units_called(words: str) -> QuerySet[Unit]:
    """Enterprises whose name or credit code holds `words`, by name."""
    found = Unit.objects.filter(
        kind=UnitKind.ENTERPRISE, dissolved_at__isnull=True, district=default_district()
    )
    named = Q(name__icontains=words) | Q(credit_code__startswith=words.upper())
    return found.filter(named).order_by("name")


def visits(user: User) -> QuerySet[LeaderVisit]:
    """Leaders' visits, newest first, for whoever takes difficulties down."""
    if not has_permission(user, "cases.receive"):
        return LeaderVisit.objects.none()
    rows = LeaderVisit.objects.filter(district=default_district()).select_related("unit")
    return rows.prefetch_related("promises__unit", "promises__case").order_by("-on", "-id")


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise _missing()
    return row


def _missing() -> NotFound:
    return NotFound(_("There is no such thing in a case that you may see."))
