"""Reports as those who may read them see them: the list, one report, and what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.people.permissions import scope
from qixin.reports.enums import LabelKind, Outcome, ReportState
from qixin.reports.models import Label, Report, Settlement
from qixin.reports.search import INDEX
from qixin.reports.selectors import keyset
from qixin.reports.selectors.duplicates import Duplicate, likely_duplicates
from qixin.reports.selectors.filters import ReportFilter
from qixin.reports.selectors.keyset import NEWEST_FIRST, Page
from qixin.reports.selectors.queue import with_row_parts
from qixin.reports.selectors.segments import Segment, same_marked

# What else happened there: hours before and after, and how many are shown.
AROUND = timedelta(hours=6)
MOST_AROUND = 6
LAST_SENT = 5


def all_reports(user: User, wanted: ReportFilter) -> QuerySet[Report]:
    """The reports that `user` may read and the filter keeps, without order."""
    return Report.objects.filter(wanted.reports(user, permission="reports.read"))


def reports_page(user: User, wanted: ReportFilter, *, after: str = "", before: str = "") -> Page:
    """One page of the list, newest first: a fixed number of queries."""
    return keyset.page(
        with_row_parts(all_reports(user, wanted)), NEWEST_FIRST, after=after, before=before
    )


def count(user: User, wanted: ReportFilter) -> int:
    """Exactly how many reports the filter keeps."""
    if wanted == ReportFilter(q=wanted.q) and _is_plain_search(user, wanted):
        return INDEX.count(wanted.q)
    return all_reports(user, wanted).order_by().count()


def report_for(user: User, number: str, *, permission: str = "reports.read") -> Report:
    """One report with what a page about it shows. Raises NotFound outside of the user's scope."""
    report = (
        Report.objects.filter(scope(user, permission, area_field="town"))
        .filter(number=ids.normalise_number(number)[:20])
        .select_related(
            "town",
            "community",
            "group",
            "sender",
            "claimed_by__person",
            "merged_into",
            "suggestion__unit",
            "about",
        )
        .prefetch_related("attachments", "settlements", "merged_reports", "triages__by__person")
        .first()
    )
    if report is None:
        raise NotFound(_("There is no report with this number, or none that you may read."))
    return report


@dataclass(frozen=True)
class SenderRecord:
    """How many a person sent; how many were passed on, used (or settled), and filed."""

    sent: int
    passed_on: int
    used: int
    filed: int
    last: list[Report]


def sender_record(user: User, report: Report) -> SenderRecord | None:
    """What is known of whoever sent `report`; None for a resident without an account."""
    if report.sender_id is None:
        return None
    theirs = Report.objects.filter(
        scope(user, "reports.read", area_field="town"), sender=report.sender_id
    )
    published = Settlement.objects.filter(
        report=OuterRef("pk"), outcome__in=(Outcome.STORY_PUBLISHED, Outcome.CASE_CONFIRMED)
    )
    counted = theirs.aggregate(
        sent=Count("id"),
        passed_on=Count("id", filter=Q(state=ReportState.TRIAGED)),
        used=Count("id", filter=Q(Exists(published))),
        filed=Count("id", filter=Q(state=ReportState.FILED)),
    )
    last = theirs.exclude(pk=report.pk).order_by("-received_at").defer("signature")[:LAST_SENT]
    return SenderRecord(**counted, last=list(last))


def around(user: User, report: Report) -> list[Report]:
    """Other reports of the same town within hours, those of the same community first."""
    if report.town_id is None:
        return []
    there = Report.objects.filter(
        scope(user, "reports.read", area_field="town"),
        town=report.town_id,
        received_at__range=(report.received_at - AROUND, report.received_at + AROUND),
    ).exclude(pk=report.pk)
    near = list(there.select_related("community").defer("signature").order_by("-received_at")[:200])
    near.sort(
        key=lambda other: (
            other.community_id is None or other.community_id != report.community_id,
            abs(other.received_at - report.received_at),
        )
    )
    return near[:MOST_AROUND]


@dataclass(frozen=True)
class SideBySide:
    """A likely duplicate with both texts cut where they say the same."""

    duplicate: Duplicate
    mine: list[Segment]
    theirs: list[Segment]
    fates: list[Settlement]


def duplicates_side_by_side(user: User, report: Report) -> list[SideBySide]:
    """The likeliest duplicates, best first, and what became of each; not what is part of it."""
    likely = likely_duplicates(user, report)
    found = [one for one in likely if one.report.merged_into_id != report.pk]
    fates: dict[int, list[Settlement]] = {}
    if found:
        told = Settlement.objects.filter(report__in=[one.report.pk for one in found])
        for settlement in told.exclude(outcome__in=(Outcome.MERGED, Outcome.FILED)):
            fates.setdefault(settlement.report_id, []).append(settlement)
    return [
        SideBySide(
            one,
            *same_marked(mask_text(report.text), mask_text(one.report.text)),
            fates.get(one.report.pk, []),
        )
        for one in found
    ]


def columns() -> dict[str, str]:
    """Code → name of the columns that are in use."""
    rows = Label.objects.filter(kind=LabelKind.COLUMN, is_active=True, district=default_district())
    return dict(rows.values_list("code", "name"))


def _is_plain_search(user: User, wanted: ReportFilter) -> bool:
    """Whether the index alone can count: one word for all, and a user who may read all."""
    everywhere = not scope(user, "reports.read", area_field="town")
    return bool(wanted.q.strip()) and everywhere and not wanted.looks_for_number
