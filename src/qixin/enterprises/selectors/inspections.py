"""The plan of inspections, those taken on, and one with its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.models import default_district
from qixin.enterprises.enums import HazardState, InspectionState
from qixin.enterprises.models import Enterprise, Finding, Hazard, Inspection
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.selectors.reach import (
    by_office,
    enterprises_within_reach,
    one_of,
)
from qixin.enterprises.selectors.register import reach
from qixin.enterprises.selectors.risk import Score, facts_of, score, weights
from qixin.people.models import Unit, User
from qixin.people.permissions import has_permission


@dataclass(frozen=True)
class Planned:
    """One line of the plan: an enterprise, why it is there, and whether somebody goes already."""

    enterprise: Enterprise
    score: Score
    inspection: Inspection | None
    open_hazards: int


@dataclass(frozen=True)
class PlanFilter:
    """What the plan is narrowed to; "" and None are no narrowing."""

    words: str = ""
    unit: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> PlanFilter:
        unit = query.get("unit", "")
        return cls(
            words=query.get("q", "").replace("\0", "").strip()[:60],
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        )


def plan(user: User, wanted: PlanFilter) -> list[Planned]:
    """The whole plan of the enterprises that the user inspects (or, not inspecting, reads of)."""
    return with_rows(ranked(user, wanted))


def ranked(user: User, wanted: PlanFilter) -> list[tuple[int, Score]]:
    """The same as ids with scores, the highest first: of thousands a page needs the rows of few."""
    slim = _to_inspect(user).filter(_narrowed(wanted)).select_related(None)
    found = list(slim.only("industry", "headcount").prefetch_related("tags"))
    held, facts = weights(), facts_of(one.pk for one in found)
    scores = [(one.pk, score(one, facts[one.pk], held)) for one in found]
    return sorted(scores, key=lambda one: (-one[1].total, one[0]))


def with_rows(scores: Sequence[tuple[int, Score]]) -> list[Planned]:
    """The lines of these scores, in their order. They were ranked for the user before."""
    pks = [pk for pk, _score in scores]
    rows = Enterprise.objects.select_related("unit__area", "managing_unit").in_bulk(pks)
    facts = facts_of(pks)
    scheduled = {
        one.enterprise_id: one
        for one in Inspection.objects.filter(
            state=InspectionState.SCHEDULED, enterprise__in=pks
        ).select_related("inspector__person", "unit")
    }
    return [
        Planned(rows[pk], one, scheduled.get(pk), facts[pk].minor + facts[pk].major)
        for pk, one in scores
    ]


def offices(user: User) -> QuerySet[Unit]:
    """Units that look after the enterprises of the user's plan, to narrow it by."""
    reach = _to_inspect(user)
    return Unit.objects.filter(
        Q(managed_enterprises__in=reach) | Q(supervised_enterprises__in=reach)
    ).distinct().order_by("name")  # fmt: skip


def enterprise_to_inspect(user: User, pk: int) -> Enterprise:
    """Raises NotFound for one that the user does not read of; who may inspect, the action says."""
    return one_of(
        enterprises_within_reach(user).filter(pk=pk),
        _("There is no such enterprise, or none that you may see."),
    )


def taken_on(user: User) -> QuerySet[Inspection]:
    """The inspections that the user has taken on and not done, the next first."""
    return _shown(
        Inspection.objects.filter(inspector=user.pk, state=InspectionState.SCHEDULED)
    ).order_by("planned_on", "id")


def inspections(user: User) -> QuerySet[Inspection]:
    """Done inspections of the enterprises that the user reads of, newest first."""
    return (
        _shown(_visible(user))
        .filter(state=InspectionState.DONE)
        .annotate(hazard_count=Count("hazards"))
        .order_by("-done_at", "-id")
    )


def inspection_for(user: User, number: str) -> Inspection:
    """Raises NotFound for no such inspection, or one that is not the user's to see."""
    found = _shown(_visible(user)).filter(number=ids.normalise_number(number)[:20])
    return one_of(found, _("There is no such inspection, or none that you may see."))


def findings_of(inspection: Inspection) -> QuerySet[Finding]:
    """In the order of the checklists, with photos and the hazards that they became."""
    return (
        inspection.findings.select_related("item__edition__checklist", "hazard")
        .prefetch_related("photos")
        .order_by("item__edition__checklist_id", "item__position")
    )


def to_inspect_again(enterprise: Enterprise) -> QuerySet[Hazard]:
    """Open hazards that whoever goes there looks at again: reported mended first."""
    return _with_item(enterprise).filter(state__in=OPEN_STATES).order_by("-state", "due_on", "id")


def again_on_visit(enterprise: Enterprise) -> QuerySet[Hazard]:
    """What a named officer looks at again: only what was reported mended."""
    return _with_item(enterprise).filter(state=HazardState.MENDED).order_by("due_on", "id")


def _with_item(enterprise: Enterprise) -> QuerySet[Hazard]:
    return enterprise.hazards.select_related("finding__item")


def _to_inspect(user: User) -> QuerySet[Enterprise]:
    found = enterprises_within_reach(user)
    if has_permission(user, "enterprises.inspect"):
        return found.filter(by_office(user, "enterprises.inspect"))
    return found if has_permission(user, "enterprises.read") else found.none()


def _narrowed(wanted: PlanFilter) -> Q:
    condition = Q()
    if wanted.unit is not None:
        condition &= Q(managing_unit=wanted.unit) | Q(supervising_unit=wanted.unit)
    if wanted.words:
        condition &= Q(unit__name__icontains=wanted.words) | Q(address__icontains=wanted.words)
    return condition


def _visible(user: User) -> QuerySet[Inspection]:
    return Inspection.objects.filter(reach(user, "enterprise__"), district=default_district())


def _shown(found: QuerySet[Inspection]) -> QuerySet[Inspection]:
    return found.select_related(
        "enterprise__unit__area", "enterprise__managing_unit", "enterprise__supervising_unit",
        "enterprise__officer", "unit", "inspector__person",
    ).prefetch_related(Prefetch("hazards", _in_order()))  # fmt: skip


def _in_order() -> QuerySet[Hazard]:
    return Hazard.objects.select_related("finding__item").order_by("id")
