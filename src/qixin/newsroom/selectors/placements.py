"""The ledger of placements, its monthly table, and the outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.enums import OutletLevel, PlacementState
from qixin.newsroom.models import Outlet, Placement, Story
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.reports.models import Group

_YEARS = range(2000, 2200)


@dataclass(frozen=True)
class Wanted:
    """What the ledger is narrowed to; empty values do not narrow. Months are "2020-02"."""

    outlet: int = 0
    level: str = ""
    state: str = ""
    offered: str = ""
    taken: str = ""
    reporter: int = 0
    group: int = 0
    which: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """From an address: what cannot be meant does not narrow."""
        return cls(
            outlet=_number(asked.get("outlet", "")),
            level=asked.get("level", "") if asked.get("level") in OutletLevel.values else "",
            state=asked.get("state", "") if asked.get("state") in PlacementState.values else "",
            offered=_month(asked.get("offered", "")),
            taken=_month(asked.get("taken", "")),
            reporter=_number(asked.get("reporter", "")),
            group=_number(asked.get("group", "")),
            which="undelivered" if asked.get("which") == "undelivered" else "",
        )


@dataclass
class Month:
    """A row of the monthly table: by level, how many were offered and taken in the month."""

    month: str
    offered: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OutletLevel.values, 0))
    taken: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OutletLevel.values, 0))

    @property
    def cells(self) -> list[tuple[str, int, int]]:
        return [(level, self.offered[level], self.taken[level]) for level in OutletLevel.values]

    @property
    def all_offered(self) -> int:
        return sum(self.offered.values())

    @property
    def all_taken(self) -> int:
        return sum(self.taken.values())


def placements(user: User) -> QuerySet[Placement]:
    """Every offer for whoever reads the newsroom, the newest first; none for others."""
    found = Placement.objects.select_related(
        "outlet", "offered_by__person", "story", "story__owner__person"
    ).order_by("-offered_at", "-id")
    return found if has_permission(user, "newsroom.read") else found.none()


def placement(user: User, pk: int) -> Placement:
    """Raises NotFound where it does not exist or may not be seen."""
    found = placements(user).select_related("decided_by__person", "revision").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such offer, or you may not see it."))
    return found


def ledger(user: User, wanted: Wanted) -> QuerySet[Placement]:
    """The offers that `wanted` leaves. A level is that of the outlet, and of what was taken the
    level that it went to."""
    found = placements(user)
    if wanted.outlet:
        found = found.filter(outlet=wanted.outlet)
    if wanted.level:
        # as the monthly table counts
        by = (
            "circulation"
            if wanted.taken or wanted.state == PlacementState.TAKEN
            else ("outlet__level")
        )
        found = found.filter(**{by: wanted.level})
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.offered:
        start, end = _bounds(wanted.offered)
        found = found.filter(offered_at__gte=start, offered_at__lt=end)
    if wanted.taken:
        first = date.fromisoformat(f"{wanted.taken}-01")
        found = found.filter(taken_on__gte=first, taken_on__lt=_next(first))
    if wanted.reporter:
        found = found.filter(story__owner=wanted.reporter)
    if wanted.group:
        of_group = Story.objects.filter(sources__report__group=wanted.group)
        found = found.filter(story__in=of_group)
    if wanted.which == "undelivered":
        found = found.filter(undeliverable_at__isnull=False, state=PlacementState.OFFERED)
    return found


def of_story(user: User, story: Story) -> QuerySet[Placement]:
    return placements(user).filter(story=story)


def months(user: User) -> list[Month]:
    """Offered and taken by month and level, the newest month first. Two queries.

    Offers count in the month of the offer at the outlet's level, what was taken in the month when
    it ran at the level that it went to.
    """
    rows: dict[str, Month] = {}
    zone = timezone.get_default_timezone()
    offered = (
        placements(user).order_by().annotate(month=TruncMonth("offered_at", tzinfo=zone))
        .values("month", level=F("outlet__level")).annotate(n=Count("pk"))
    )  # fmt: skip
    taken = (
        placements(user).order_by().filter(state=PlacementState.TAKEN)
        .annotate(month=TruncMonth("taken_on"))
        .values("month", level=F("circulation")).annotate(n=Count("pk"))
    )  # fmt: skip
    for kind, counted in (("offered", offered), ("taken", taken)):
        for row in counted:
            key = f"{row['month']:%Y-%m}"
            month = rows.setdefault(key, Month(key))
            getattr(month, kind)[row["level"]] = row["n"]
    return sorted(rows.values(), key=lambda month: month.month, reverse=True)


def figures(user: User) -> dict[str, int]:
    """The figures above the ledger."""
    states = placements(user).order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict.fromkeys(PlacementState.values, 0) | dict(states)
    counted["undelivered"] = ledger(user, Wanted(which="undelivered")).count()
    return counted


def outlets(user: User, *, retired: bool = False) -> QuerySet[Outlet]:
    """The outlets in use, or those that were retired, with their offers counted."""
    if not has_permission(user, "newsroom.read"):
        return Outlet.objects.none()
    return (
        Outlet.objects.filter(retired_at__isnull=not retired)
        .annotate(
            offers=Count("placements"),
            taken=Count("placements", filter=Q(placements__state=PlacementState.TAKEN)),
        )
        .order_by("name")
    )


def outlet(user: User, pk: int) -> Outlet:
    """Raises NotFound where it does not exist or may not be seen."""
    found = Outlet.objects.filter(pk=pk).first()
    if found is None or not has_permission(user, "newsroom.read"):
        raise NotFound(_("There is no such outlet."))
    return found


def outlets_to_offer(story: Story) -> list[tuple[Outlet, bool]]:
    """The outlets in use, the farthest reach first, each with whether an offer is open or taken."""
    open_ones = Placement.objects.filter(
        story=story, state__in=(PlacementState.OFFERED, PlacementState.TAKEN)
    )
    held = set(open_ones.values_list("outlet", flat=True))
    reach = [OutletLevel.NATION, OutletLevel.PROVINCE, OutletLevel.CITY, OutletLevel.OTHER]
    found = sorted(
        Outlet.objects.filter(retired_at__isnull=True),
        key=lambda one: (reach.index(OutletLevel(one.level)), one.name),
    )
    return [(one, one.pk in held) for one in found]


def reporters_placed(user: User) -> list[User]:
    """Whose stories were offered, for the ledger's filter."""
    owners = placements(user).order_by().values("story__owner")
    return list(User.objects.filter(pk__in=owners).select_related("person").order_by("pk"))


def groups_placed(user: User) -> list[Group]:
    """Whose reports stand behind what was offered, for the ledger's filter."""
    if not has_permission(user, "newsroom.read"):
        return []
    found = Group.objects.filter(reports__story_sources__story__placements__isnull=False)
    return list(found.distinct().order_by("name"))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _month(typed: str) -> str:
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return ""
    return f"{first:%Y-%m}" if first.year in _YEARS else ""


def _bounds(month: str) -> tuple[Any, Any]:
    first = date.fromisoformat(f"{month}-01")
    return clock.day_bounds(first)[0], clock.day_bounds(_next(first))[0]


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
