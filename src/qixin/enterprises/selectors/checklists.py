"""Checklists: all for their editors, and those that apply to an enterprise."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core.models import default_district
from qixin.enterprises.enums import ChecklistUse, VersionState
from qixin.enterprises.models import Checklist, ChecklistItem, ChecklistVersion, Enterprise
from qixin.enterprises.policies.safety import check_can_manage_safety
from qixin.enterprises.selectors.reach import one_of
from qixin.people.models import User


def checklists(user: User) -> QuerySet[Checklist]:
    """All of the district, with their editions and item counts. Raises Refused."""
    check_can_manage_safety(user)
    editions = ChecklistVersion.objects.annotate(item_count=Count("items")).order_by("-number")
    return Checklist.objects.filter(district=default_district()).prefetch_related(
        "industries", "tags", Prefetch("versions", editions)
    )


def checklist_for(user: User, pk: int) -> Checklist:
    """Raises Refused, NotFound."""
    return one_of(checklists(user).filter(pk=pk), _("There is no such checklist."))


def edition_of(checklist: Checklist, state: VersionState) -> ChecklistVersion | None:
    """The draft, or the edition in use, with its items."""
    found = ChecklistVersion.objects.filter(checklist=checklist, state=state)
    return found.select_related("checklist").prefetch_related("items").first()


def applicable(enterprise: Enterprise, use: ChecklistUse) -> QuerySet[ChecklistVersion]:
    """The editions in use for this enterprise: the general ones first, then those of its industry
    and tags."""
    named = Count("checklist__industries", distinct=True) + Count("checklist__tags", distinct=True)
    fitting = Checklist.objects.filter(
        Q(industries__industry=enterprise.industry) | Q(tags__in=enterprise.tags.all())
    )
    return (
        ChecklistVersion.objects.filter(
            state=VersionState.PUBLISHED, checklist__use=use,
            checklist__district=enterprise.district,
        )
        .annotate(named=named)
        .filter(Q(named=0) | Q(checklist__in=fitting))
        .select_related("checklist")
        .prefetch_related("items")
        .order_by("named", "checklist_id")
    )  # fmt: skip


def known_items(pks: list[int], use: ChecklistUse) -> dict[int, ChecklistItem]:
    """Items by id, of editions that are or were in use: one that was withdrawn while somebody
    inspected with it still counts."""
    found = ChecklistItem.objects.filter(pk__in=pks, edition__checklist__use=use).exclude(
        edition__state=VersionState.DRAFT
    )
    return {item.pk: item for item in found.select_related("edition")}
