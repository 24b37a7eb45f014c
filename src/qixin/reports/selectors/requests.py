"""Reports as service requests of Open311: which are shown to whom, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from qixin.core.models import default_district
from qixin.people.models import ApiKey
from qixin.reports.enums import LabelKind, Outcome, ReportState, Source
from qixin.reports.models import Label, Report, Settlement
from qixin.reports.selectors.mine import with_fates

# What residents file is what Open311 is about; what correspondents and lists bring is internal.
PUBLIC_SOURCES = (Source.OPEN311, Source.PUBLIC)
GOING_ON = (
    Outcome.STORY_DRAFTED, Outcome.CASE_OPENED, Outcome.CASE_ASKED, Outcome.CASE_SENT_BACK,
    Outcome.RUMOUR_OPENED,
)  # fmt: skip
SPAN = timedelta(days=90)


@dataclass(frozen=True)
class RequestFilter:
    """The arguments of GET requests; empty ones do not narrow. `numbers` overrides the others."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    open: bool | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None


def reads_in_full(key: ApiKey | None) -> bool:
    """Whether everything goes out, and places unrounded; numbers of persons never do."""
    return key is not None and "reports.read" in key.permissions


def visible_requests(key: ApiKey | None) -> QuerySet[Report]:
    """What this key may see; without one, what residents filed. With all that a request shows."""
    reports = Report.objects.filter(district=default_district())
    if not reads_in_full(key):
        reports = reports.filter(source__in=PUBLIC_SOURCES)
    return (
        with_fates(reports)
        .defer("signature", "contact_name", "contact_phone")
        .annotate(is_closed=_closed(), updated_at=_updated())
        .order_by("-received_at", "-id")
    )


def requests(key: ApiKey | None, asked: RequestFilter) -> QuerySet[Report]:
    """The visible requests that fit, newest first."""
    found = visible_requests(key)
    if asked.numbers:
        return found.filter(number__in=asked.numbers)
    wanted = Q()
    if asked.services:
        wanted &= Q(service_code__in=asked.services)
    if asked.since:
        wanted &= Q(received_at__gte=asked.since)
    if asked.until:
        wanted &= Q(received_at__lte=asked.until)
    if asked.open is not None:
        wanted &= Q(is_closed=not asked.open)
    if asked.updated_after:
        wanted &= Q(updated_at__gte=asked.updated_after)
    if asked.updated_before:
        wanted &= Q(updated_at__lte=asked.updated_before)
    return found.filter(wanted)


def services() -> list[Label]:
    """What can be reported about, in order."""
    return list(
        Label.objects.filter(
            kind=LabelKind.SERVICE, is_active=True, district=default_district()
        ).select_related("unit")
    )


def service_named(report: Report) -> Label | None:
    """What whoever sent the report said it is about; None where they said nothing."""
    return ServiceNames.of({report.service_code}).by_code.get(report.service_code)


@dataclass(frozen=True)
class ServiceNames:
    """Services by code, those no longer in use included, for requests that still bear them."""

    by_code: dict[str, Label] = field(default_factory=dict)

    @classmethod
    def of(cls, codes: set[str]) -> ServiceNames:
        wanted = codes - {""}
        if not wanted:
            return cls()
        found = Label.objects.filter(kind=LabelKind.SERVICE, code__in=wanted)
        return cls({label.code: label for label in found.select_related("unit")})


def _closed() -> Q:
    news = Settlement.objects.filter(report=OuterRef("pk"))
    pending = news.filter(Q(outcome__in=GOING_ON) | Q(awaits_sender=True))
    return Q(state__in=(ReportState.FILED, ReportState.MERGED)) | (
        Q(state=ReportState.TRIAGED) & Q(Exists(news)) & ~Q(Exists(pending))
    )


def _updated() -> Greatest:
    news = Settlement.objects.filter(report=OuterRef("pk")).order_by("-at").values("at")[:1]
    at = DateTimeField()
    return Greatest(
        F("received_at"),
        Coalesce(F("triaged_at"), F("received_at"), output_field=at),
        Coalesce(Subquery(news), F("received_at"), output_field=at),
        output_field=at,
    )
