"""The named officer's round: own enterprises, whoever needs a visit most first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.models import default_district
from qixin.enterprises.enums import HazardState, PromiseState, Severity
from qixin.enterprises.models import Enterprise, Hazard, Promise, Visit, VisitItem
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.selectors.reach import one_of
from qixin.enterprises.selectors.register import reach
from qixin.people.models import User
from qixin.people.permissions import has_permission


@dataclass
class Stop:
    """One enterprise of the round, and what there is to do about it."""

    enterprise: Enterprise
    last_visit: date | None = None
    major: int = 0
    overdue: int = 0
    open_hazards: int = 0
    asked: int = 0
    overdue_promises: list[Promise] = field(default_factory=list)
    open_promises: int = 0

    @property
    def days_since(self) -> int | None:
        return (clock.today() - self.last_visit).days if self.last_visit else None

    @property
    def visited_today(self) -> bool:
        return self.last_visit == clock.today()

    @property
    def need(self) -> tuple[bool, int, int, float]:
        """What orders the round, the neediest first: not there today, then what is grave, late or
        promised, then the days since the last visit."""
        since = self.days_since
        late = self.overdue + len(self.overdue_promises)
        return self.visited_today, -self.major, -late, float("-inf") if since is None else -since


def own_enterprises(user: User) -> QuerySet[Enterprise]:
    """Those whose named officer the user is."""
    if not has_permission(user, "enterprises.visit"):
        return Enterprise.objects.none()
    return Enterprise.objects.filter(
        officer=user.pk, merged_into__isnull=True, district=default_district()
    ).select_related("unit__area", "managing_unit", "supervising_unit", "officer__person")


def is_officer_somewhere(user: User) -> bool:
    return own_enterprises(user).exists()


def own_enterprise(user: User, pk: int) -> Enterprise:
    """Raises NotFound for one whose named officer the user is not."""
    return one_of(
        own_enterprises(user).filter(pk=pk),
        _("You are not the named officer of such an enterprise."),
    )


def todays_round(user: User) -> list[Stop]:
    """A stop for each own enterprise; four queries however many they are."""
    stops = {one.pk: Stop(one) for one in own_enterprises(user)}
    visits = Visit.objects.filter(enterprise__in=stops).values_list("enterprise")
    for pk, last in visits.annotate(last=Max("done_at")):
        stops[pk].last_visit = clock.local(last).date()
    today = clock.today()
    for hazard in Hazard.objects.filter(enterprise__in=stops, state__in=OPEN_STATES):
        stop = stops[hazard.enterprise_id]
        stop.open_hazards += 1
        stop.major += hazard.is_major
        stop.overdue += hazard.state == HazardState.OPEN and hazard.due_on < today
    for asked in open_questions().filter(visit__enterprise__in=stops).select_related("visit"):
        stops[asked.visit.enterprise_id].asked += 1
    for pk, promises in _open_promises(list(stops)).items():
        stops[pk].open_promises = len(promises)
        stops[pk].overdue_promises = [one for one in promises if one.is_overdue]
    return sorted(stops.values(), key=lambda stop: (stop.need, stop.enterprise.pk))


def open_promises(enterprise: Enterprise) -> QuerySet[Promise]:
    """What somebody still has to keep, the earliest first."""
    return Promise.objects.filter(
        visit__enterprise=enterprise, state=PromiseState.OPEN
    ).select_related("visit").order_by("due_on", "id")  # fmt: skip


def open_questions() -> QuerySet[VisitItem]:
    """Questions and needs of which no case came yet."""
    return VisitItem.objects.filter(settled_at__isnull=True)


def visits_of(user: User, enterprise: Enterprise) -> QuerySet[Visit]:
    """An enterprise's visits that the user may read, newest first."""
    return _visible(user).filter(enterprise=enterprise).order_by("-done_at", "-id")


def visit_for(user: User, pk: int) -> Visit:
    """With what came of it. Raises NotFound."""
    found = _visible(user).filter(pk=pk).prefetch_related(
        "findings__item__edition__checklist", "findings__photos", "findings__hazard",
        "promises__judged_by__person", "asked", "hazards__finding__item",
    )  # fmt: skip
    return one_of(found, _("There is no such visit, or none that you may see."))


def _visible(user: User) -> QuerySet[Visit]:
    return Visit.objects.filter(
        reach(user, "enterprise__"), district=default_district()
    ).select_related("enterprise__unit", "officer__person")


def _open_promises(enterprises: list[int]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = defaultdict(list)
    rows = Promise.objects.filter(visit__enterprise__in=enterprises, state=PromiseState.OPEN)
    for promise in rows.select_related("visit").order_by("due_on", "id"):
        found[promise.visit.enterprise_id].append(promise)
    return found


def stops_in_need(user: User) -> int:
    """How many own enterprises have something overdue or major, as the navigation shows it."""
    return (
        own_enterprises(user)
        .filter(
            Q(hazards__state=HazardState.OPEN, hazards__due_on__lt=clock.today())
            | Q(hazards__state__in=OPEN_STATES, hazards__severity=Severity.MAJOR)
            | Q(
                visits__promises__state=PromiseState.OPEN,
                visits__promises__due_on__lt=clock.today(),
            )
        )
        .distinct()
        .count()
    )
