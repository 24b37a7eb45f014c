"""Reports for other systems: read, filed, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qixin.core.cursors import page
from qixin.core.moments import Moment
from qixin.core.personal_data import mask_text
from qixin.people.callers import Caller, caller_of
from qixin.reports import actions
from qixin.reports.enums import Precision, ReportState, Source, Urgency
from qixin.reports.forms.sending import SentReport, happened, placed
from qixin.reports.models import Report
from qixin.reports.models.reports import LONGEST_TEXT
from qixin.reports.selectors.groups import sending_as
from qixin.reports.selectors.interface import Asked, asked_for, readable_report
from qixin.reports.selectors.mine import fates

router = Router(tags=["reports"])
MOST = 200


class ReportOut(Schema):
    """Telephone, ID and plate numbers in `text` and `address` are masked, but for the sender."""

    number: str
    state: ReportState
    urgency: Urgency
    source: Source
    text: str
    service_code: str
    occurred_at: datetime
    received_at: datetime
    lng: float | None
    lat: float | None
    precision: Precision
    address: str
    town: str | None
    community: str | None
    merged_into: str | None

    @staticmethod
    def resolve_text(report: Report, context: dict[str, Any]) -> str:
        return _shown(report.text, report, context)

    @staticmethod
    def resolve_address(report: Report, context: dict[str, Any]) -> str:
        return _shown(report.address, report, context)

    @staticmethod
    def resolve_town(report: Report) -> str | None:
        return report.town.code if report.town else None

    @staticmethod
    def resolve_community(report: Report) -> str | None:
        return report.community.code if report.community else None

    @staticmethod
    def resolve_merged_into(report: Report) -> str | None:
        return report.merged_into.number if report.merged_into else None


class Reports(Schema):
    items: list[ReportOut]
    next: str


class FateOut(Schema):
    sentence: str
    title: str
    link: str
    answer: str
    note: str
    at: datetime | None


class ReportIn(Schema):
    """`client_key` is made by the sender: the same key again is the same report."""

    client_key: UUID
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    occurred_at: Moment | None = None
    lng: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    area: Annotated[str, Field(max_length=12)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    is_urgent: bool = False


class ReceivedOut(Schema):
    number: str
    follow_code: str
    is_new: bool
    notice: str


@router.get("/reports", response=Reports, summary="Reports, newest first")
def list_reports(
    request: HttpRequest,
    state: ReportState | None = None,
    urgency: Urgency | None = None,
    source: Source | None = None,
    town: str = Query("", max_length=12),
    service_code: str = Query("", max_length=32),
    since: Moment | None = None,
    until: Moment | None = None,
    q: str = Query("", max_length=100, description="Words of the text."),
    cursor: str = "",
    limit: int = Query(50, ge=1, le=MOST),
) -> dict[str, object]:
    caller = caller_of(request)
    caller.check("reports.read")
    asked = Asked(
        state=state or "",
        urgency=urgency,
        source=source or "",
        town=_plain(town),
        service_code=_plain(service_code),
        since=since,
        until=until,
        q=_plain(q),
    )
    order = ("-received_at", "-id")
    items, following = page(asked_for(caller, asked), order=order, cursor=cursor, limit=limit)
    return {"items": items, "next": following}


@router.post(
    "/reports",
    response={200: ReceivedOut, 201: ReceivedOut},
    summary="File a report, once for each client_key",
)
def file_report(request: HttpRequest, sent: ReportIn) -> Status:
    caller = caller_of(request)
    caller.check("reports.send")
    submission, notice = _submission(sent, caller)
    received = actions.receive(submission=submission, by=caller.actor)
    told = {
        "number": received.report.number,
        "follow_code": received.follow_code,
        "is_new": received.is_new,
        "notice": notice,
    }
    return Status(201 if received.is_new else 200, told)


@router.get("/reports/{number}", response=ReportOut, summary="One report")
def one_report(request: HttpRequest, number: str) -> Report:
    return readable_report(caller_of(request), _plain(number))


@router.get("/reports/{number}/fates", response=list[FateOut], summary="What became of a report")
def fates_of(request: HttpRequest, number: str) -> list[object]:
    caller = caller_of(request)
    report = readable_report(caller, _plain(number))
    if _is_own(report, caller):
        return list(fates(report))
    return [
        replace(fate, answer=mask_text(fate.answer), note=mask_text(fate.note))
        for fate in fates(report)
    ]


def _shown(text: str, report: Report, context: dict[str, Any]) -> str:
    return text if _is_own(report, caller_of(context["request"])) else mask_text(text)


def _is_own(report: Report, caller: Caller) -> bool:
    return caller.user is not None and report.sender_id == (caller.user.person_id or 0)


def _submission(sent: ReportIn, caller: Caller) -> tuple[actions.Submission, str]:
    place, notice = placed(SentReport(**sent.dict()))
    member = sending_as(caller.user) if caller.user else None
    submission = actions.Submission(
        client_key=sent.client_key,
        source=Source.API,
        text=sent.text,
        occurred_at=happened(sent.occurred_at),
        place=place,
        address=sent.address.replace("\0", ""),
        urgency=Urgency.URGENT if sent.is_urgent else Urgency.NORMAL,
        sender=caller.user.person if caller.user else None,
        group=member.group if member else None,
    )
    return submission, str(notice)


def _plain(given: str) -> str:
    # PostgreSQL cannot compare with NUL, and nothing here has one
    return given.replace("\0", "")
