"""Difficulties that do not come by the triage desk: from an enterprise's own page, the telephone
desk, a leader's visit, or an officer's. Each is a report first, durable before anything else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.actions.opening import Terms, locked_reports, open_for
from qixin.cases.actions.stepping import cleaned
from qixin.cases.enums import STANDING_STATES
from qixin.cases.models import Case, CaseType, LeaderVisit, Promise
from qixin.cases.policies import check_can_ask, check_can_receive
from qixin.cases.selectors import of_report
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Invalid, QixinError
from qixin.core.group_commit import GroupCommit
from qixin.core.storage_faults import full_disk_told
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, Unit, User
from qixin.people.policies import check_stands
from qixin.reports import actions as reports
from qixin.reports.enums import Source, Urgency
from qixin.reports.models import Report
from qixin.reports.models.reports import LONGEST_TEXT
from qixin.reports.places import Place

MOST_PROMISES = 20
LONGEST_PROMISE = 500
LONGEST_VISIT = 2_000


@dataclass(frozen=True)
class Difficulty:
    """What somebody asks for. `client_key` names it for good: sent twice it is one."""

    client_key: uuid.UUID
    text: str
    urgency: Urgency = Urgency.NORMAL
    case_type: CaseType | None = None
    title: str = ""


@dataclass(frozen=True)
class Entered:
    """The report, and its case where a lead unit was known; `why` it waits at the triage desk."""

    report: Report
    case: Case | None
    follow_code: str
    why: str = ""


_commits: GroupCommit[Entered] = GroupCommit()


@dataclass(frozen=True)
class Promised:
    what: str
    unit: Unit
    until: date


def ask_for(*, unit: Unit, difficulty: Difficulty, by: User) -> Entered:
    """An enterprise asks on its own page. Its type's lead unit has a case at once; without one the
    triage desk decides.

    Raises Refused for whoever is no contact, Invalid for an empty or overlong text.
    """
    check_can_ask(by, unit=unit)
    submission = reports.Submission(
        client_key=difficulty.client_key,
        source=Source.PORTAL,
        text=difficulty.text,
        urgency=difficulty.urgency,
        sender=by.person,
        place=_place_of(unit),
    )
    return _enter(submission, difficulty, asker=unit, lead=None, by=by)


def take_call(
    *,
    difficulty: Difficulty,
    caller_name: str,
    caller_phone: str,
    unit: Unit | None,
    lead: Unit | None,
    by: User,
) -> Entered:
    """Taken down at the telephone; `unit` is the enterprise that calls, `lead` who shall deal with
    it, by default the type's. The caller is told number and code. Raises Refused, Invalid.
    """
    check_can_receive(by)
    submission = reports.Submission(
        client_key=difficulty.client_key,
        source=Source.PHONE,
        text=difficulty.text,
        urgency=difficulty.urgency,
        contact_name=caller_name.replace("\0", "").strip(),
        contact_phone=caller_phone,
        place=_place_of(unit) if unit else Place(),
    )
    return _enter(submission, difficulty, asker=unit, lead=lead, by=by)


def ask_after_visit(
    *, unit: Unit, lead: Unit, title: str, text: str, key: uuid.UUID, by: User
) -> Entered:
    """What an enterprise said to its named officer; `lead` asks others to help, or passes it on."""
    submission = reports.Submission(
        client_key=key, source=Source.VISIT, text=f"{title}\n{text}".strip(), place=_place_of(unit)
    )
    difficulty = Difficulty(key, submission.text, title=title)
    return _enter(submission, difficulty, asker=unit, lead=lead, by=by)


@transaction.atomic
def record_visit(
    *,
    unit: Unit,
    leader: str,
    place: str,
    on: date,
    text: str,
    promises: Sequence[Promised],
    client_key: uuid.UUID,
    by: User,
) -> LeaderVisit:
    """现场办公: who was where, and what was promised by whom until when; each promise is a case.

    The same key again gives the same visit. Raises Refused, Invalid with the promise that is wrong,
    CalendarGap.
    """
    check_can_receive(by)
    _check_visit(leader, on, promises)
    known = Report.objects.filter(client_key=uuid.uuid5(client_key, "0")).first()
    if known is not None:
        return LeaderVisit.objects.get(promises__case__report=known)
    visit = LeaderVisit.objects.create(
        unit=unit,
        leader=leader.strip()[:80],
        place=place.replace("\0", "").strip()[:120],
        on=on,
        text=cleaned(text, most=LONGEST_VISIT, least=0, missing=""),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    for position, promised in enumerate(promises):
        _keep_promise(visit, promised, uuid.uuid5(client_key, str(position)), by=by)
    journal.write(verb=JOURNAL["visit"], subject=visit, by=by, detail={"promises": len(promises)})
    return visit


def _enter(
    submission: reports.Submission,
    difficulty: Difficulty,
    *,
    asker: Unit | None,
    lead: Unit | None,
    by: User,
) -> Entered:
    """The report, and in the same transaction its case: one wait for the disk, and whoever sent it
    is answered after it. A case that is refused leaves the report in the triage queue."""
    chosen = lead or (difficulty.case_type.lead_unit if difficulty.case_type else None)
    terms = Terms(
        title=difficulty.title or None,
        urgency=difficulty.urgency,
        case_type=difficulty.case_type,
        asker=asker,
    )
    reports.check_submission(submission)
    with full_disk_told():
        return _commits.run(lambda: _store(submission, chosen, terms, by=by))


def _store(submission: reports.Submission, lead: Unit | None, terms: Terms, *, by: User) -> Entered:
    received = reports.receive(submission=submission, by=by)
    report, code = received.report, received.follow_code
    if not received.is_new:
        # sent again: it may have been refused a case the first time
        known = Case.objects.filter(of_report(report), state__in=STANDING_STATES).first()
        if known is not None:
            return Entered(report, known, code)
        [report] = locked_reports([report])
    if lead is None:
        return Entered(report, None, code)
    try:
        with transaction.atomic():
            check_stands(lead)
            # Nobody else knows of a report of this very transaction: there is nothing to lock.
            case = open_for([report], unit=lead, by=by, terms=terms)
    except QixinError as refusal:
        return Entered(report, None, code, why=str(refusal))
    return Entered(report, case, code)


def _keep_promise(visit: LeaderVisit, promised: Promised, key: uuid.UUID, *, by: User) -> None:
    check_stands(promised.unit)
    submission = reports.Submission(
        client_key=key,
        source=Source.VISIT,
        text=promised.what,
        place=_place_of(visit.unit),
        address=visit.place,
    )
    report = reports.receive(submission=submission, by=by).report
    terms = Terms(asker=visit.unit, until=_end_of(promised.until))
    case = open_for(locked_reports([report]), unit=promised.unit, by=by, terms=terms)
    Promise.objects.create(
        visit=visit,
        what=promised.what.strip(),
        unit=promised.unit,
        until=promised.until,
        case=case,
    )


def _check_visit(leader: str, on: date, promises: Sequence[Promised]) -> None:
    if not leader.strip():
        raise Invalid(_("Say who visited."))
    if on > clock.today():
        raise Invalid(_("A visit is recorded once it has taken place."))
    if not promises:
        raise Invalid(_("Enter at least one promise; a visit without any is noted on its case."))
    if len(promises) > MOST_PROMISES:
        raise Invalid(_("At most %(most)d promises.") % {"most": MOST_PROMISES})
    for number, promised in enumerate(promises, 1):
        if not promised.what.strip() or len(promised.what) > min(LONGEST_PROMISE, LONGEST_TEXT):
            raise Invalid(
                _("Promise %(n)d: say what was promised, in at most %(most)d characters.")
                % {"n": number, "most": LONGEST_PROMISE}
            )
        if promised.until < clock.today():
            raise Invalid(_("Promise %(n)d: its day is over.") % {"n": number})


def _end_of(day: date) -> datetime:
    """When work ends on a day, in the district's zone."""
    return datetime.combine(day, clocks.end_of_work(), tzinfo=timezone.get_default_timezone())


def _place_of(unit: Unit) -> Place:
    """The town and community of the unit, as far as its area says."""
    area: Area | None = unit.area
    if area is None or area.level == AreaLevel.DISTRICT:
        return Place()
    if area.level == AreaLevel.TOWN:
        return Place(town=area)
    return Place(town=area.parent, community=area)
