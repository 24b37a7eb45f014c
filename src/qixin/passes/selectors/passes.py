"""Which passes somebody may see, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock, ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.passes.enums import PassState
from qixin.passes.models import Pass
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.people.permissions import either, grants_for, scope

_AREA_FIELD = "holder__area"
# What the filter calls "state", besides the states themselves.
ALL, IN_FORCE, EXPIRED = "all", "in_force", "expired"


def visible(user: User) -> QuerySet[Pass]:
    """The passes of the user's office, and those the user may ask for; none without a grant."""
    reach = either(
        scope(user, "passes.read", area_field=_AREA_FIELD, unit_field="office"),
        scope(user, "passes.request", area_field=_AREA_FIELD, unit_field="holder"),
    )
    return Pass.objects.filter(reach, district=default_district())


def pass_for(user: User, number: str) -> Pass:
    """Raises NotFound for no such pass, or one that is not the user's to see."""
    found = (
        visible(user)
        .select_related("holder__area", "office", "requested_by__person", "decided_by__person")
        .filter(number=ids.normalise_number(number)[:20])
        .first()
    )
    if found is None:
        raise NotFound(_("There is no pass with this number, or none that you may see."))
    return found


def holders(user: User) -> QuerySet[Unit]:
    """The units in whose name `user` may ask for passes; none that was dissolved."""
    standing = Unit.objects.filter(dissolved_at__isnull=True)
    within = Q(pk__in=[])
    for grant in grants_for(user, "passes.request"):
        if grant.is_district_wide:
            return standing.filter(district=default_district(), kind=UnitKind.ENTERPRISE)
        if grant.unit_id is not None:
            within |= Q(pk=grant.unit_id) | Q(parent=grant.unit_id)
        elif grant.area is not None:
            within |= Q(area__code__startswith=grant.area.code, kind=UnitKind.ENTERPRISE)
    return standing.filter(within)


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" is no narrowing."""

    state: str = ALL
    words: str = ""
    holder: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        state = query.get("state", ALL)
        return cls(
            state=state if state in (ALL, IN_FORCE, EXPIRED, *PassState.values) else ALL,
            words=query.get("q", "").strip()[:60],
            holder=_digits(query.get("holder", "")),
        )


def listed(user: User, wanted: Filter) -> QuerySet[Pass]:
    """The user's passes under a filter, newest first, without what only a single page shows."""
    return (
        visible(user)
        .filter(_condition(wanted))
        .select_related("holder")
        .defer("token", "driver_name", "driver_phone", "driver_id_number")
        .order_by("-requested_at", "-id")
    )


def tallies(user: User, wanted: Filter) -> dict[str, int]:
    """How many wait, are in force and were revoked, under the rest of the filter."""
    rest = _condition(Filter(words=wanted.words, holder=wanted.holder))
    counted: dict[str, int] = (
        visible(user)
        .filter(rest)
        .aggregate(
            requested=Count("pk", filter=Q(state=PassState.REQUESTED)),
            in_force=Count("pk", filter=_in_force()),
            revoked=Count("pk", filter=Q(state=PassState.REVOKED)),
        )
    )
    return counted


def queue(user: User) -> QuerySet[Pass]:
    """The requests that wait for the user's decision, oldest first."""
    reach = scope(user, "passes.decide", area_field=_AREA_FIELD, unit_field="office")
    return (
        Pass.objects.filter(reach, district=default_district(), state=PassState.REQUESTED)
        .select_related("holder__area", "office")
        .defer("token", "driver_name", "driver_phone", "driver_id_number")
        .order_by("requested_at", "id")
    )


def waiting_count(user: User) -> int:
    """How many requests the navigation shows beside its entry."""
    return queue(user).count()


def to_print(user: User, numbers: Iterable[str]) -> QuerySet[Pass]:
    """The issued ones among these numbers, which the user may see, in the order of the list."""
    wanted = {ids.normalise_number(number)[:20] for number in numbers}
    found = visible(user).filter(number__in=wanted, state=PassState.ISSUED)
    return found.select_related("holder").order_by("-requested_at", "-id")


def in_force(holder_id: int) -> int:
    """How many issued passes of a holder are not over: those that have not begun count as well."""
    return Pass.objects.filter(
        holder=holder_id, state=PassState.ISSUED, valid_until__gt=clock.now()
    ).count()


def others_of_vehicle(asked: Pass) -> QuerySet[Pass]:
    """Issued passes of the same plate whose days meet those of `asked`: the officer weighs them."""
    return Pass.objects.filter(
        plate=asked.plate,
        state=PassState.ISSUED,
        valid_from__lt=asked.valid_until,
        valid_until__gt=asked.valid_from,
    ).exclude(pk=asked.pk)


def _in_force() -> Q:
    return Q(state=PassState.ISSUED, valid_until__gt=clock.now())


def _condition(wanted: Filter) -> Q:
    condition = _in_state(wanted.state)
    if wanted.holder:
        condition &= Q(holder=int(wanted.holder))
    if wanted.words:
        words = wanted.words
        condition &= (
            Q(plate__icontains=words)
            | Q(route__icontains=words)
            | Q(holder__name__icontains=words)
            | Q(number=ids.normalise_number(words)[:20])
        )
    return condition


def _in_state(state: str) -> Q:
    if state == ALL:
        return Q()
    if state == IN_FORCE:
        return _in_force()
    if state == EXPIRED:
        return Q(state=PassState.ISSUED, valid_until__lte=clock.now())
    return Q(state=state)


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) <= 12 else ""
