"""Types of cases as services of Open311: what a request names, triage finds chosen."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from qixin.cases.models import CaseType
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.people.models import Unit, User
from qixin.reports.enums import LabelKind
from qixin.reports.models import Label

# After the services of the district's own list.
AFTER_OTHERS = 100
# Data and not messages: what stands in a label stands on Chinese and English screens alike.
GROUP = "企业诉求 · Enterprises' difficulties"
NAMED, NAMED_EN = "企业诉求：{}", "Enterprise: {}"


def sync_service(*, case_type: CaseType) -> Label:
    """Make the service of a type say what the type says; in use until the type is retired."""
    label, _created = Label.objects.update_or_create(
        district=case_type.district,
        kind=LabelKind.SERVICE,
        code=case_type.service_code,
        defaults={
            "name": NAMED.format(case_type.name),
            "name_en": NAMED_EN.format(case_type.name_en) if case_type.name_en else "",
            "group": GROUP,
            "unit": case_type.lead_unit,
            "is_active": case_type.retired_at is None,
            "position": AFTER_OTHERS + case_type.position,
        },
    )
    return label


@transaction.atomic
def pass_on_types(*, unit: Unit, successor: Unit | None, by: User) -> None:
    """A department was dissolved: its successor leads and helps with its types; without one the
    triage desk chooses."""
    for case_type in CaseType.objects.select_for_update().filter(lead_unit=unit):
        case_type.lead_unit, case_type.version = successor, case_type.version + 1
        case_type.save(update_fields=["lead_unit", "version"])
        if successor is not None:
            case_type.co_units.remove(successor)
        sync_service(case_type=case_type)
        _write(case_type, by, unit=successor.pk if successor else None)
    for case_type in CaseType.objects.select_for_update().filter(co_units=unit):
        case_type.co_units.remove(unit)
        if successor is not None and case_type.lead_unit_id != successor.pk:
            case_type.co_units.add(successor)
        _write(case_type, by, left=unit.pk)


def _write(case_type: CaseType, by: User, **detail: Any) -> None:
    detail = {"name": case_type.name, **detail}
    journal.write(verb=JOURNAL["set_type"], subject=case_type, by=by, detail=detail)
