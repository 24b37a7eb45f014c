"""The contributors' board: by group and by person, what was sent, used and placed.

Each counts by its own day: a report on the day it came in, a used report on the day its story was
published (and still stands), a placement on the day it ran elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Refused
from qixin.newsroom.enums import PlacementState
from qixin.newsroom.models import Placement, PublicText, StorySource
from qixin.people.models import Person, User
from qixin.people.permissions import has_permission
from qixin.reports.models import Group, Report
from qixin.reports.selectors.groups import groups_led_by

KINDS = ("sent", "used", "placed")
USUAL_DAYS, LONGEST_SPAN = 30, 366


@dataclass(frozen=True)
class Span:
    """Days of the district, both inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None) -> Span:
        """The span asked for, at most a year; by default the last 30 days."""
        end = last or clock.today()
        start = first or end - timedelta(days=USUAL_DAYS - 1)
        start, end = min(start, end), max(start, end)
        return cls(max(start, end - timedelta(days=LONGEST_SPAN - 1)), end)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        return clock.day_bounds(self.first)[0], clock.day_bounds(self.last)[1]


@dataclass
class Row:
    """A line of the board."""

    key: int
    label: str
    group: str = ""
    sent: int = 0
    used: int = 0
    placed: int = 0

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(kind, getattr(self, kind)) for kind in KINDS]


@dataclass(frozen=True)
class Reach:
    """Whose contributions `user` sees: everybody's, or those of the groups that they lead."""

    everything: bool
    groups: frozenset[int] = frozenset()

    def of(self, path: str) -> Q:
        """A filter of rows by the group at `path`."""
        return Q() if self.everything else Q(**{f"{path}__in": self.groups})


def check_may_see_board(user: User) -> Reach:
    """Raises Refused for whoever neither reads newsroom and reports nor leads a group.

    Names of correspondents are for those who read reports, where they stand, and for their leaders.
    """
    if has_permission(user, "newsroom.read") and has_permission(user, "reports.read"):
        return Reach(everything=True)
    led = frozenset(groups_led_by(user).values_list("pk", flat=True))
    if not led:
        raise Refused(_("The board is for the newsroom, and for leaders of groups."))
    return Reach(everything=False, groups=led)


def may_see_board(user: User) -> bool:
    """Whether the navigation shows it."""
    try:
        check_may_see_board(user)
    except Refused:
        return False
    return True


# How many, by group and sender; a report has one of each, or none.
_Pairs = dict[tuple[int | None, int | None], int]


@dataclass(frozen=True)
class Board:
    """What came in and was used in a span, counted once for groups, persons and all together: a
    year of a busy newsroom is long to read."""

    reach: Reach
    span: Span
    sent: _Pairs
    used: _Pairs

    @classmethod
    def of(cls, reach: Reach, span: Span) -> Board:
        """Two queries."""
        start, end = span.bounds
        reports = Report.objects.filter(
            reach.of("group"), received_at__gte=start, received_at__lt=end
        )
        sources = StorySource.objects.filter(reach.of("report__group"), _published(span))
        return cls(
            reach,
            span,
            _pairs(reports, "", Count("pk")),
            _pairs(sources, "report__", Count("report", distinct=True)),
        )

    def by_group(self) -> list[Row]:
        """A line for each group that contributed, the most placed first; two queries."""
        counted = self._counted(0, "group")
        names = dict(Group.objects.filter(pk__in=counted).values_list("pk", "name"))
        return _ordered(Row(key, names[key], **counts) for key, counts in counted.items())

    def by_person(self, *, group: int = 0) -> list[Row]:
        """A line for each person who contributed, or of one group; the most placed first."""
        counted = self._counted(1, "sender", group=group)
        persons = Person.objects.filter(pk__in=counted).only("name")
        names = {person.pk: person.name for person in persons}
        return _ordered(Row(key, names[key], **counts) for key, counts in counted.items())

    def total(self) -> dict[str, int]:
        """All groups together. Not the sum of the lines: several groups may stand behind one
        placement."""
        return {
            "sent": sum(n for (group, _sender), n in self.sent.items() if group),
            "used": sum(n for (group, _sender), n in self.used.items() if group),
            "placed": placed(self.reach, self.span).count(),
        }

    def _counted(self, place: int, name: str, *, group: int = 0) -> dict[int, dict[str, int]]:
        """Sent, used and placed by group (`place` 0) or sender (1)."""
        counted: dict[int, dict[str, int]] = {}
        kinds: tuple[tuple[str, _Pairs], ...] = (("sent", self.sent), ("used", self.used))
        for kind, pairs in kinds:
            for pair, n in pairs.items():
                if (key := pair[place]) is not None and group in (0, pair[0]):
                    counted.setdefault(key, dict.fromkeys(KINDS, 0))[kind] += n
        for key, n in self._placed(f"report__{name}", group).items():
            counted.setdefault(key, dict.fromkeys(KINDS, 0))["placed"] = n
        return counted

    def _placed(self, key: str, group: int) -> dict[int, int]:
        sources = StorySource.objects.filter(
            self.reach.of("report__group"), _taken(self.span, "story__placements__")
        )
        if group:
            sources = sources.filter(report__group=group)
        rows = sources.order_by().values_list(key)
        counts = rows.annotate(n=Count("story__placements", distinct=True))
        return {pk: n for pk, n in counts if pk is not None}


def _pairs(rows: QuerySet[Any], path: str, count: Count) -> _Pairs:
    keys = rows.order_by().values_list(f"{path}group", f"{path}sender")
    return {(group, sender): n for group, sender, n in keys.annotate(n=count)}


def sent(reach: Reach, span: Span, **of: int) -> QuerySet[Report]:
    """The reports behind a number of the board, newest first; `of` names group or sender."""
    start, end = span.bounds
    found = Report.objects.filter(reach.of("group"), received_at__gte=start, received_at__lt=end)
    return found.filter(**_of("", of)).defer("signature").order_by("-received_at", "-id")


def used(reach: Reach, span: Span, **of: int) -> QuerySet[Report]:
    """The reports whose stories stand on the site, published in the span."""
    rows = StorySource.objects.filter(reach.of("report__group"), _published(span))
    sources = rows.filter(**_of("report__", of))
    found = Report.objects.filter(pk__in=sources.values("report"))
    return (
        found.defer("signature")
        .prefetch_related("story_sources__story")
        .order_by("-received_at", "-id")
    )


def placed(reach: Reach, span: Span, **of: int) -> QuerySet[Placement]:
    """The placements of stories that were made of their reports, in the span."""
    behind = StorySource.objects.filter(reach.of("report__group"), **_of("report__", of))
    found = Placement.objects.filter(_taken(span), story__in=behind.values("story"))
    return found.select_related(
        "outlet", "story", "story__owner__person", "offered_by__person"
    ).order_by("-taken_on", "-id")


def _of(path: str, of: dict[str, int]) -> dict[str, Any]:
    """Without anything named: whatever is of a group, as the board adds up."""
    named = {f"{path}{name}": pk for name, pk in of.items() if pk}
    return named or {f"{path}group__isnull": False}


def _published(span: Span) -> Q:
    """Of sources: their story stands on the site and was published in the span.

    Asked of the search's rows, which are there while a story is out, and whose index holds the day.
    """
    start, end = span.bounds
    out = PublicText.objects.filter(published_on__gte=start, published_on__lt=end)
    return Q(story__in=out.values("pk"))


def _taken(span: Span, path: str = "") -> Q:
    """Of placements, or of rows that reach them by `path`: taken in the span."""
    taken = {
        "state": PlacementState.TAKEN, "taken_on__gte": span.first, "taken_on__lte": span.last,
    }  # fmt: skip
    return Q(**{f"{path}{name}": value for name, value in taken.items()})


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.placed, -row.used, -row.sent, row.label))
