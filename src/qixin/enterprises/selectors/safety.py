"""Hazards: who sees which, the lists and figures, one hazard with its course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from qixin.core import clock, ids
from qixin.core.models import default_district
from qixin.enterprises.enums import EscalationStep, HazardState, Severity
from qixin.enterprises.models import Enterprise, Hazard
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.selectors.reach import by_office, one_of
from qixin.enterprises.selectors.register import reach
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, has_permission, scope

OPEN, OVERDUE, MAJOR, MENDED, ENDED, ALL = "open", "overdue", "major", "mended", "ended", "all"
MINE = "mine"
WHICH = (OPEN, MINE, OVERDUE, MAJOR, MENDED, ENDED, ALL)


def open_major_hazards(enterprise: Enterprise) -> QuerySet[Hazard]:
    """What keeps an enterprise from working: major hazards that are not cleared.

    No user: the rule counts for whoever asks. It may resume only where there are none.
    """
    return Hazard.objects.filter(
        enterprise=enterprise, severity=Severity.MAJOR, state__in=OPEN_STATES
    )


def why_barred(enterprise: Enterprise) -> str:
    """The sentence that says which hazards keep the enterprise from working; "" where none does."""
    numbers = open_major_hazards(enterprise).order_by("id").values_list("number", flat=True)
    if not numbers:
        return ""
    return _("A major hazard is not cleared yet: %(numbers)s.") % {"numbers": "、".join(numbers)}


def hazards(user: User) -> QuerySet[Hazard]:
    """The hazards of the enterprises that `user` reads of."""
    return Hazard.objects.filter(reach(user, "enterprise__"), district=default_district())


def hazard_for(user: User, number: str) -> Hazard:
    """Raises NotFound for no such hazard, or one that is not the user's to see."""
    found = hazards(user).filter(number=ids.normalise_number(number)[:20])
    return one_of(_shown(found), _("There is no such hazard, or none that you may see."))


@dataclass(frozen=True)
class HazardFilter:
    """What the list is narrowed to; "" and None are no narrowing."""

    which: str = OPEN
    words: str = ""
    unit: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> HazardFilter:
        """Read from GET parameters. What is not understood narrows nothing."""
        which, unit = query.get("which", OPEN), query.get("unit", "")
        return cls(
            which=which if which in WHICH else OPEN,
            words=query.get("q", "").replace("\0", "").strip()[:60],
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        )


def listed_hazards(user: User, wanted: HazardFilter) -> QuerySet[Hazard]:
    """The user's hazards under a filter: the gravest and longest overdue first."""
    found = hazards(user).filter(_which(user, wanted.which), _narrowed(wanted))
    return _shown(found).order_by("-severity_rank", "due_on", "id")


def hazard_tallies(user: User, wanted: HazardFilter) -> dict[str, int]:
    """How many there are of each kind of the list, under the filter's words and unit."""
    found: dict[str, int] = (
        hazards(user)
        .filter(_narrowed(wanted))
        .aggregate(**{which: Count("pk", filter=_which(user, which)) for which in WHICH})
    )
    return found


def by_unit(user: User) -> list[tuple[Unit, int, int]]:
    """Units that inspect, with how many of their hazards are open and overdue, most overdue
    first."""
    counted = (
        hazards(user)
        .filter(state__in=OPEN_STATES)
        .values("unit")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=_overdue()))
        .order_by("-overdue", "-open", "unit")
    )
    units = Unit.objects.in_bulk([row["unit"] for row in counted])
    return [(units[row["unit"]], row["open"], row["overdue"]) for row in counted]


def waiting_hazards(user: User) -> int:
    """How many hazards wait for the user, as the navigation shows it."""
    return hazards(user).filter(_waits_for(user)).count()


def _waits_for(user: User) -> Q:
    """Those to mend of one's own enterprise, to inspect again, or told to the user as overdue."""
    mine = Q(pk__in=[])
    if has_permission(user, "enterprises.file"):
        own = scope(user, "enterprises.file", unit_field="enterprise__unit")
        mine |= Q(state=HazardState.OPEN) & own
    if has_permission(user, "enterprises.inspect") and not _is_district_wide(user):
        mine |= Q(state=HazardState.MENDED) & by_office(
            user, "enterprises.inspect", through="enterprise__"
        )
    return mine | _overdue() & told_to(user)


def told_to(user: User) -> Q:
    """Overdue hazards that have been told upward as far as to `user`."""
    reached = Q(reached__gte=EscalationStep.OFFICER)
    told = reached & (Q(found_by=user.pk) | Q(enterprise__officer=user.pk))
    for grant in grants_for(user, "enterprises.decide"):
        if grant.is_district_wide:
            told |= Q(reached__gte=EscalationStep.COMMANDER)
            continue
        for office in ("enterprise__managing_unit", "enterprise__supervising_unit"):
            area = "enterprise__unit__area"
            if (within := grant.filter(area_field=area, unit_field=office)) is not None:
                told |= Q(reached__gte=EscalationStep.DECIDERS) & within
    return told


def _is_district_wide(user: User) -> bool:
    return any(grant.is_district_wide for grant in grants_for(user, "enterprises.inspect"))


def _overdue() -> Q:
    return Q(state=HazardState.OPEN, due_on__lt=clock.today())


def _which(user: User, which: str) -> Q:
    if which == MINE:
        return _waits_for(user)
    return {
        OPEN: Q(state__in=OPEN_STATES),
        OVERDUE: _overdue(),
        MAJOR: Q(severity=Severity.MAJOR, state__in=OPEN_STATES),
        MENDED: Q(state=HazardState.MENDED),
        ENDED: ~Q(state__in=OPEN_STATES),
        ALL: Q(),
    }[which]


def _narrowed(wanted: HazardFilter) -> Q:
    condition = Q() if wanted.unit is None else Q(unit=wanted.unit)
    if wanted.words:
        condition &= (
            Q(text__icontains=wanted.words)
            | Q(enterprise__unit__name__icontains=wanted.words)
            | Q(number=ids.normalise_number(wanted.words)[:20])
        )
    return condition


def _shown(found: QuerySet[Hazard]) -> QuerySet[Hazard]:
    rank = Case(
        When(severity=Severity.MAJOR, state__in=OPEN_STATES, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return found.annotate(severity_rank=rank).select_related(
        "enterprise__unit__area", "enterprise__managing_unit", "enterprise__supervising_unit",
        "enterprise__officer", "unit", "found_by__person", "responsible", "inspection", "visit",
        "finding__item__edition__checklist",
    )  # fmt: skip
