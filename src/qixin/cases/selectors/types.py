"""Types of cases, their clocks and templates of answers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qixin.cases.clocks import ALLOWANCES, Allowance
from qixin.cases.enums import Measure
from qixin.cases.models import CaseType, ReplyTemplate, TypeClock
from qixin.cases.models.types import SERVICE_PREFIX
from qixin.core.models import default_district
from qixin.reports.enums import Urgency


def types_to_choose() -> QuerySet[CaseType]:
    """The types that a new case may have; which there are is public knowledge."""
    own = CaseType.objects.filter(district=default_district(), retired_at__isnull=True)
    return own.select_related("lead_unit")


def type_of_service(code: str) -> CaseType | None:
    """The type that another system's request named; None for a retired one or another service."""
    key = code.removeprefix(SERVICE_PREFIX)
    if key == code or not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return types_to_choose().filter(pk=int(key)).first()


def all_types() -> QuerySet[CaseType]:
    """Also the retired ones, for the page that edits them."""
    own = CaseType.objects.filter(district=default_district())
    return own.select_related("lead_unit").prefetch_related("co_units", "clocks")


def allowance_for(case_type: CaseType | None, urgency: Urgency) -> Allowance:
    """How long the lead unit has."""
    if case_type is not None:
        clock = TypeClock.objects.filter(case_type=case_type, urgency=urgency).first()
        if clock is not None:
            return Allowance.of(clock.amount, Measure(clock.measure))
    return ALLOWANCES[Urgency(urgency)]


def all_templates() -> QuerySet[ReplyTemplate]:
    """Also the retired ones, for the page that edits them."""
    own = ReplyTemplate.objects.filter(district=default_district())
    return own.select_related("case_type")


def templates_for(case_type: CaseType | None) -> QuerySet[ReplyTemplate]:
    """The templates that fit a case of this type: its own and those for all."""
    own = ReplyTemplate.objects.filter(district=default_district(), retired_at__isnull=True)
    fits = Q(case_type__isnull=True)
    if case_type is not None:
        fits |= Q(case_type=case_type)
    return own.filter(fits)
