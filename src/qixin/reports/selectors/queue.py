"""What waits for a decision, most urgent and newest first."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q, QuerySet

from qixin.core import clock
from qixin.people.models import Unit, User
from qixin.reports.enums import Decision, ReportState
from qixin.reports.models import Report, Triage
from qixin.reports.selectors import keyset
from qixin.reports.selectors.filters import ReportFilter
from qixin.reports.selectors.keyset import NEWEST_FIRST, URGENT_FIRST, Page

# Beyond, "10,000+" says as much and costs less.
MOST_COUNTED = 10_000
# One key each; what somebody decided last tells what this emergency is about.
MOST_OFTEN, LATELY = 8, 300


def queue(user: User, wanted: ReportFilter) -> QuerySet[Report]:
    """The reports that `user` may decide about, without order."""
    return Report.objects.filter(wanted.reports(user, permission="reports.triage"))


def order_of(wanted: ReportFilter) -> tuple[str, ...]:
    """What waits is ordered by urgency; what was decided, by time."""
    return URGENT_FIRST if wanted.state == ReportState.RECEIVED else NEWEST_FIRST


def queue_page(user: User, wanted: ReportFilter, *, after: str = "", before: str = "") -> Page:
    """One page of rows with all that a row shows: a fixed number of queries."""
    return keyset.page(
        with_row_parts(queue(user, wanted)), order_of(wanted), after=after, before=before
    )


def with_row_parts(reports: QuerySet[Report]) -> QuerySet[Report]:
    """What a row of a list shows, read along."""
    return (
        reports.select_related(
            "town",
            "community",
            "group",
            "sender",
            "claimed_by__person",
            "suggestion__unit",
            "about",
        )
        .prefetch_related("attachments")
        .defer("signature")
    )


def count_up_to(reports: QuerySet[Report], most: int = MOST_COUNTED) -> int:
    """How many there are, or `most` + 1 where there are more."""
    return reports.order_by()[: most + 1].count()


def newest_id() -> int:
    """The mark from which `arrived_since` counts."""
    newest = Report.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def arrived_since(user: User, wanted: ReportFilter, mark: int) -> int:
    """How many came in after `mark` that this list would show (at most 100 are counted)."""
    return count_up_to(queue(user, wanted).filter(pk__gt=mark), 99)


def next_in_queue(user: User, wanted: ReportFilter, report: Report | None) -> Report | None:
    """The next one that nobody else works on: after `report`, else from the top; never itself."""
    free = queue(user, wanted).filter(~_held_by_another(user)).only("number", *URGENT_FIRST)
    order = order_of(wanted)
    if report is None:
        return keyset.following(free, order, None).first()
    others = free.exclude(pk=report.pk)
    after = keyset.following(others, order, keyset.keys_of(report, order)).first()
    return after or keyset.following(others, order, None).first()


def previous_in_queue(user: User, wanted: ReportFilter, report: Report) -> Report | None:
    order = order_of(wanted)
    before = queue(user, wanted).exclude(pk=report.pk).only("number", *URGENT_FIRST)
    return keyset.preceding(before, order, keyset.keys_of(report, order)).first()


def last_decision(user: User) -> Triage | None:
    """What undo takes back: the user's newest decision that stands, if it is of today."""
    today = clock.day_bounds(clock.today())[0]
    return (
        Triage.objects.filter(by=user, undone_at__isnull=True, at__gte=today)
        # what the newsroom showed or answered is not undone from here
        .exclude(decision=Decision.DESK)
        .select_related("report", "into")
        .order_by("-at", "-id")
        .first()
    )


def units_often_chosen(user: User) -> list[Unit]:
    """The departments that `user` lately gave cases to, most often chosen first."""
    lately = Triage.objects.filter(by=user, unit__isnull=False, undone_at__isnull=True)
    counted = Counter(lately.order_by("-at").values_list("unit_id", flat=True)[:LATELY])
    found = Unit.objects.in_bulk([unit for unit, _times in counted.most_common(MOST_OFTEN)])
    return sorted(found.values(), key=lambda unit: (-counted[unit.pk], unit.name))


def waiting_count(user: User) -> int:
    """How many wait, for the navigation: all of them, counted on the queue's own index."""
    return queue(user, ReportFilter(state=ReportState.RECEIVED)).order_by().count()


def _held_by_another(user: User) -> Q:
    return Q(claimed_until__isnull=False, claimed_until__gt=clock.now()) & ~Q(claimed_by=user)
