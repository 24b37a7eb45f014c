"""Which enterprises somebody may see, and the lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import Case, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.enterprises.enums import STANDING_FILINGS, FilingState, Industry
from qixin.enterprises.models import Enterprise, ResumptionFiling, Tag
from qixin.people.enums import Role, UnitKind
from qixin.people.models import Grant, Unit, User
from qixin.people.permissions import either, has_permission, roles_with, scope

ORDER = ("name", "id")
# What the list calls the state of an enterprise's filing, besides the states themselves. A draft
# is the enterprise's own, and no filter tells of it.
NOT_FILED, EXPIRED = "none", "expired"
SENT_FILINGS = (FilingState.SUBMITTED, FilingState.RETURNED)
FILED = (
    NOT_FILED, FilingState.SUBMITTED, FilingState.RETURNED, FilingState.APPROVED, EXPIRED,
    FilingState.SUSPENDED,
)  # fmt: skip
_WITH = ("unit__area", "managing_unit__area", "supervising_unit", "officer__person")


def reach(user: User, path: str = "") -> Q:
    """A filter for rows whose enterprise, at `path` ("enterprise__"), the user may see.

    A town's and a department's officers see those that their unit manages or supervises, a named
    officer those that are theirs, a contact their own, whoever reads for the district all.
    """
    own = Q(pk__in=[])
    if has_permission(user, "enterprises.visit"):
        own = Q(**{f"{path}officer": user})
    return either(
        scope(
            user, "enterprises.read",
            area_field=f"{path}unit__area", unit_field=f"{path}managing_unit",
        ),
        scope(user, "enterprises.read", unit_field=f"{path}supervising_unit"),
        scope(user, "enterprises.file", unit_field=f"{path}unit"),
        own,
    )  # fmt: skip


def visible(user: User) -> QuerySet[Enterprise]:
    """The enterprises that the user may see, doubles included; none without a grant."""
    return Enterprise.objects.filter(reach(user), district=default_district())


def enterprise_for(user: User, pk: int) -> Enterprise:
    """Raises NotFound for no such enterprise, or one that is not the user's to see.

    A double's row is found by whoever sees the one that it was merged into.
    """
    found = Enterprise.objects.select_related(*_WITH, "merged_into").filter(
        Q(pk__in=visible(user).values("pk")) | Q(merged_into__in=visible(user)),
        pk=pk,
    )
    enterprise = found.first()
    if enterprise is None:
        raise NotFound(_("There is no such enterprise, or none that you may see."))
    return enterprise


def own(user: User) -> list[Enterprise]:
    """The enterprises that the user speaks for, in order of their names; of a merged one the one
    that stands for both."""
    mine = scope(user, "enterprises.file", unit_field="unit")
    rows = Enterprise.objects.select_related(*_WITH).filter(
        Q(pk__in=Enterprise.objects.filter(mine).values("pk"))
        | Q(doubles__in=Enterprise.objects.filter(mine)),
        district=default_district(),
        merged_into=None,
    )
    return list(rows.distinct().order_by("unit__name", "id"))


def units_of(enterprise: Enterprise) -> list[Unit]:
    """The enterprise's own unit, and those of the doubles that were merged into it."""
    doubles = enterprise.doubles.select_related("unit").order_by("id")
    return [enterprise.unit, *(double.unit for double in doubles)]


def contacts_of(enterprise: Enterprise) -> QuerySet[Grant]:
    """Who speaks for the enterprise: a grant in force of each person, the responsible contact's
    first, then the oldest."""
    each = grants_of(enterprise).values("person").annotate(first=Min("pk"))
    first = Case(When(person=enterprise.contact_id, then=0), default=1)
    return (
        Grant.objects.filter(pk__in=each.values("first"))
        .select_related("person", "unit")
        .order_by(first, "since", "id")
    )


def grants_of(enterprise: Enterprise) -> QuerySet[Grant]:
    """The grants in force by which people speak for the enterprise, under any of its names."""
    units = [unit.pk for unit in units_of(enterprise)]
    return Grant.objects.in_force().filter(unit__in=units, role=Role.ENTERPRISE_CONTACT)


def officers_for(enterprise: Enterprise) -> QuerySet[User]:
    """Who may be named: whoever visits enterprises for the managing or supervising unit."""
    units = [pk for pk in (enterprise.managing_unit_id, enterprise.supervising_unit_id) if pk]
    grants = Grant.objects.in_force().filter(
        Q(unit__in=units) | Q(area=enterprise.unit.area_id, area__isnull=False),
        role__in=roles_with("enterprises.visit"),
    )
    return (
        User.objects.filter(is_active=True, person__in=grants.values("person"))
        .select_related("person")
        .order_by("person__name", "id")
    )


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" is no narrowing. Units, tag and officer are keys."""

    words: str = ""
    town: str = ""
    industry: str = ""
    tag: str = ""
    managing: str = ""
    supervising: str = ""
    officer: str = ""
    filing: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        given = {one.name: query.get(one.name, "").strip() for one in fields(cls)}
        for name in ("town", "tag", "managing", "supervising", "officer"):
            given[name] = digits(given[name])
        if given["industry"] not in Industry.values:
            given["industry"] = ""
        if given["filing"] not in FILED:
            given["filing"] = ""
        return cls(**given | {"words": query.get("q", "").replace("\0", "").strip()[:60]})


def listed(user: User, wanted: Filter) -> QuerySet[Enterprise]:
    """The user's enterprises under a filter with their `name`, for a cursor over ORDER."""
    return (
        visible(user)
        .filter(_condition(wanted), merged_into=None)
        .annotate(name=F("unit__name"))
        .select_related("unit__area", "managing_unit", "supervising_unit", "officer__person")
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("id")))
    )


def managing_units(user: User) -> QuerySet[Unit]:
    """Towns and parks that manage an enterprise which the user may see."""
    return Unit.objects.filter(pk__in=visible(user).values("managing_unit")).order_by("name")


def supervising_units(user: User) -> QuerySet[Unit]:
    """Departments that supervise an enterprise which the user may see."""
    return Unit.objects.filter(pk__in=visible(user).values("supervising_unit")).order_by("name")


def offices() -> QuerySet[Unit]:
    """Units that may manage or supervise an enterprise; none that was dissolved."""
    return Unit.objects.exclude(kind=UnitKind.ENTERPRISE).filter(dissolved_at__isnull=True)


def tags() -> QuerySet[Tag]:
    return Tag.objects.filter(district=default_district())


def _condition(wanted: Filter) -> Q:
    condition = Q()
    if wanted.words:
        condition &= (
            Q(unit__name__icontains=wanted.words)
            | Q(unit__short_name__icontains=wanted.words)
            | Q(unit__name_en__icontains=wanted.words)
            | Q(unit__credit_code=wanted.words.upper())
        )
    if wanted.town:
        condition &= Q(unit__area__code__startswith=wanted.town)
    if wanted.industry:
        condition &= Q(industry=wanted.industry)
    if wanted.tag:
        # not by a join, which would count an enterprise once a tag
        having = Enterprise.tags.through.objects.filter(tag=int(wanted.tag))
        condition &= Q(pk__in=having.values("enterprise"))
    if wanted.filing:
        condition &= _filed(wanted.filing)
    for name, field in (("managing", "managing_unit"), ("supervising", "supervising_unit"),
                        ("officer", "officer")):  # fmt: skip
        if value := getattr(wanted, name):
            condition &= Q(**{field: int(value)})
    return condition


def _filed(state: str) -> Q:
    """Enterprises with a filing in this state; NOT_FILED: with none of them."""
    filed = ResumptionFiling.objects.filter(enterprise=OuterRef("pk"))
    today = clock.today()
    if state == NOT_FILED:
        return ~Q(Exists(filed.filter(state__in=(*SENT_FILINGS, *STANDING_FILINGS))))
    if state == EXPIRED:
        return Q(Exists(filed.filter(state=FilingState.APPROVED, valid_until__lt=today)))
    if state == FilingState.APPROVED:
        return Q(Exists(filed.filter(state=FilingState.APPROVED, valid_until__gte=today)))
    return Q(Exists(filed.filter(state=state)))


def digits(text: str) -> str:
    """`text` where it is a plain number that a key may be, else ""."""
    return text if text.isascii() and text.isdigit() and len(text) <= 12 else ""
