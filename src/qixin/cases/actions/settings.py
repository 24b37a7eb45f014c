"""Types of cases, their clocks, and templates of answers, edited by administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import cleaned
from qixin.cases.enums import Measure
from qixin.cases.models import CaseType, ReplyTemplate, TypeClock
from qixin.cases.policies import check_can_manage
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands
from qixin.reports.enums import Urgency

LONGEST_TEMPLATE = 2_000
MOST_AMOUNT = 999


@dataclass(frozen=True)
class TypeGiven:
    """A type as an administrator enters it; `clocks` by urgency, (amount, measure)."""

    name: str
    name_en: str = ""
    lead_unit: Unit | None = None
    co_units: Sequence[Unit] = ()
    clocks: Mapping[Urgency, tuple[int, Measure]] = field(default_factory=dict)
    is_retired: bool = False


@transaction.atomic
def set_type(
    *, given: TypeGiven, by: User, case_type: CaseType | None = None, version: int | None = None
) -> CaseType:
    """Add a type, or change one; clocks that already run keep their allowance.

    Raises Refused, Invalid for a name that is taken, a dissolved unit or a clock of no length,
    Conflict where somebody else changed it.
    """
    check_can_manage(by)
    row = _held_type(case_type, version)
    _check_type(given, row)
    row.name, row.name_en = given.name.strip(), given.name_en.strip()
    row.lead_unit = given.lead_unit
    row.retired_at = (row.retired_at or clock.now()) if given.is_retired else None
    row.version += 0 if row.pk is None else 1
    save_checked(row)
    row.co_units.set([unit for unit in given.co_units if unit != given.lead_unit])
    row.clocks.all().delete()
    TypeClock.objects.bulk_create(
        TypeClock(case_type=row, urgency=urgency, amount=amount, measure=measure)
        for urgency, (amount, measure) in given.clocks.items()
    )
    detail = {
        "name": row.name,
        "unit": row.lead_unit_id,
        "clocks": ", ".join(f"{int(u)}: {a} {m}" for u, (a, m) in given.clocks.items()),
    }
    journal.write(verb=JOURNAL["set_type"], subject=row, by=by, detail=detail)
    return row


@transaction.atomic
def set_template(
    *,
    name: str,
    text: str,
    case_type: CaseType | None,
    by: User,
    template: ReplyTemplate | None = None,
    is_retired: bool = False,
) -> ReplyTemplate:
    """Add words that departments use again, or change them. Raises Refused, Invalid."""
    check_can_manage(by)
    row = ReplyTemplate() if template is None else _held_template(template)
    taken = ReplyTemplate.objects.filter(
        district=default_district(), name=name.strip(), retired_at__isnull=True
    )
    if not is_retired and taken.exclude(pk=row.pk).exists():
        raise Invalid(_("There is already a template of this name."))
    row.name, row.case_type = name.strip(), case_type
    row.text = cleaned(text, most=LONGEST_TEMPLATE, missing=_("Write the template first."))
    row.retired_at = (row.retired_at or clock.now()) if is_retired else None
    save_checked(row)
    journal.write(verb=JOURNAL["set_template"], subject=row, by=by, detail={"name": row.name})
    return row


def _held_type(case_type: CaseType | None, version: int | None) -> CaseType:
    if case_type is None:
        last = CaseType.objects.order_by("-position").first()
        return CaseType(position=last.position + 1 if last else 0)
    held = CaseType.objects.select_for_update(of=("self",)).get(pk=case_type.pk)
    if version is not None and version != held.version:
        raise Conflict(_("Somebody else changed this type meanwhile. Load the page again."))
    return held


def _held_template(template: ReplyTemplate) -> ReplyTemplate:
    return ReplyTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)


def _check_type(given: TypeGiven, row: CaseType) -> None:
    if not given.name.strip():
        raise Invalid(_("Give the type a name."))
    taken = CaseType.objects.filter(district=default_district(), name=given.name.strip())
    if taken.exclude(pk=row.pk).exists():
        raise Invalid(_("There is already a type of this name."))
    for unit in (given.lead_unit, *given.co_units):
        if unit is not None:
            check_stands(unit)
    for amount, _measure in given.clocks.values():
        if not 0 < amount <= MOST_AMOUNT:
            raise Invalid(
                _("A clock runs for 1 to %(most)d hours or days.") % {"most": MOST_AMOUNT}
            )
