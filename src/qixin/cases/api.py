"""Cases for other systems: read, accepted and answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from qixin.cases import actions, selectors
from qixin.cases.actions.parts import LONGEST_RESULT
from qixin.cases.enums import AssignmentRole, AssignmentState, CaseState
from qixin.cases.models import Assignment, Case
from qixin.cases.models.answers import LONGEST_ANSWER
from qixin.cases.selectors.cases import AREA_FIELD, UNIT_FIELD
from qixin.core import ids
from qixin.core.cursors import page
from qixin.core.errors import NotFound, Refused
from qixin.core.moments import Moment
from qixin.core.personal_data import mask_text
from qixin.people.callers import caller_of
from qixin.people.models import User
from qixin.reports.enums import Urgency

router = Router(tags=["cases"])
MOST = 200


class CaseOut(Schema):
    """`version` goes back with a change: an older one is refused, and nothing is overwritten.

    Telephone, ID and plate numbers in `text` are masked; the case's page shows them for a reason.
    """

    number: str
    report: str
    further_reports: list[str]
    title: str
    text: str
    case_type: str | None
    enterprise: str | None
    state: CaseState
    urgency: Urgency
    town: str | None
    lead_unit: str
    opened_at: datetime
    due_at: datetime
    is_overdue: bool
    answered_at: datetime | None
    closed_at: datetime | None
    version: int

    @staticmethod
    def resolve_text(case: Case) -> str:
        return mask_text(case.text)

    @staticmethod
    def resolve_report(case: Case) -> str:
        return case.report.number

    @staticmethod
    def resolve_further_reports(case: Case) -> list[str]:
        return [one.report.number for one in case.further.all()]

    @staticmethod
    def resolve_case_type(case: Case) -> str | None:
        return case.case_type.name if case.case_type else None

    @staticmethod
    def resolve_enterprise(case: Case) -> str | None:
        return case.asker.name if case.asker else None

    @staticmethod
    def resolve_town(case: Case) -> str | None:
        return case.town.code if case.town else None

    @staticmethod
    def resolve_lead_unit(case: Case) -> str:
        return case.lead_unit.name


class Cases(Schema):
    items: list[CaseOut]
    next: str


class PartOut(Schema):
    """A unit's part; `request` is what the lead unit wants of it, `result` what it did. Numbers of
    persons in either are masked."""

    id: int
    unit: str
    role: AssignmentRole
    state: AssignmentState
    request: str
    result: str
    assigned_at: datetime
    due_at: datetime
    is_overdue: bool
    accepted_at: datetime | None
    done_at: datetime | None

    @staticmethod
    def resolve_unit(part: Assignment) -> str:
        return part.unit.name

    @staticmethod
    def resolve_request(part: Assignment) -> str:
        return mask_text(part.request)

    @staticmethod
    def resolve_result(part: Assignment) -> str:
        return mask_text(part.result)


class Parts(Schema):
    items: list[PartOut]


class PartStepIn(Schema):
    """`text` says what was done, or why the part is handed back; the other steps need none."""

    text: Annotated[str, Field(max_length=LONGEST_RESULT)] = ""


class PartStep(StrEnum):
    ACCEPT = "accept"
    START = "start"
    FINISH = "finish"
    HAND_BACK = "hand-back"


class AnswerIn(Schema):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER)]
    version: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class VersionIn(Schema):
    version: Annotated[int, Field(ge=1, lt=2**31)] | None = None


@router.get("/cases", response=Cases, summary="Cases, newest first")
def list_cases(
    request: HttpRequest,
    state: CaseState | None = None,
    is_overdue: bool | None = None,
    town: str = Query("", max_length=12),
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: str = "",
    limit: int = Query(50, ge=1, le=MOST),
) -> dict[str, object]:
    found = selectors.narrowed(
        _within(request), state=state or "", town=_plain(town), since=since, until=until
    )
    if is_overdue is not None:
        overdue = selectors.overdue()
        found = found.filter(overdue if is_overdue else ~overdue)
    order = ("-opened_at", "-id")
    items, following = page(found, order=order, cursor=cursor, limit=limit)
    return {"items": items, "next": following}


@router.get("/cases/{number}", response=CaseOut, summary="One case")
def one_case(request: HttpRequest, number: str) -> Case:
    return _case(request, number)


@router.post("/cases/{number}/accept", response=CaseOut, summary="Take a case on")
def accept(request: HttpRequest, number: str, given: VersionIn) -> Case:
    actions.accept(case=_case(request, number), by=_officer(request), version=given.version)
    return _case(request, number)


@router.post("/cases/{number}/answer", response=CaseOut, summary="Answer the sender")
def answer(request: HttpRequest, number: str, given: AnswerIn) -> Case:
    case = _case(request, number)
    actions.answer(case=case, text=given.text, by=_officer(request), version=given.version)
    return _case(request, number)


@router.get("/cases/{number}/parts", response=Parts, summary="Who works on a case")
def list_parts(request: HttpRequest, number: str) -> dict[str, list[Assignment]]:
    return {"items": selectors.parts_of(_case(request, number))}


@router.post(
    "/cases/{number}/parts/{part_id}/{step}",
    response=PartOut,
    summary="Accept, begin, finish or hand back a unit's part",
)
def step_part(
    request: HttpRequest, number: str, part_id: int, step: PartStep, given: PartStepIn
) -> Assignment:
    by, case = _officer(request), _case(request, number)
    part = next((one for one in selectors.parts_of(case) if one.pk == part_id), None)
    if part is None:
        raise NotFound(_("This case has no such part."))
    if step == PartStep.ACCEPT:
        return actions.accept_part(part=part, by=by)
    if step == PartStep.START:
        return actions.start_part(part=part, by=by)
    if step == PartStep.FINISH:
        return actions.finish_part(part=part, result=given.text, by=by)
    return actions.hand_back_part(part=part, reason=given.text, by=by)


def _within(request: HttpRequest) -> QuerySet[Case]:
    caller = caller_of(request)
    caller.check("cases.read")
    reach = caller.scope("cases.read", area_field=AREA_FIELD, unit_field=UNIT_FIELD)
    return (
        selectors.within(reach)
        .select_related("report", "town", "lead_unit", "case_type", "asker")
        .prefetch_related("further__report")
    )


def _case(request: HttpRequest, number: str) -> Case:
    case = _within(request).filter(number=ids.normalise_number(_plain(number))[:20]).first()
    if case is None:
        raise NotFound(_("There is no case with this number, or none that you may see."))
    return case


def _officer(request: HttpRequest) -> User:
    """An answer is somebody's word: a key alone does not give it."""
    user = caller_of(request).user
    if user is None:
        raise Refused(_("Cases are accepted and answered by officers who are signed in."))
    return user


def _plain(given: str) -> str:
    # PostgreSQL cannot compare with NUL, and nothing here has one
    return given.replace("\0", "")
