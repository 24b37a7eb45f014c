"""Taking a case on, asking whoever asked, and remarks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.actions.attaching import attach, kept
from qixin.cases.actions.stepping import (
    check_step,
    cleaned,
    lead_of,
    locked,
    move_assignment,
    responded,
    save_clock,
    step,
    tell_senders,
)
from qixin.cases.actions.telling import tell, tell_asker, tell_lead
from qixin.cases.enums import OWED_STATES, Audience, CaseState
from qixin.cases.models import Case, Note
from qixin.cases.models.answers import LONGEST_NOTE
from qixin.cases.models.clocked import Clocked
from qixin.cases.policies import (
    can_be_confirmed,
    can_handle,
    check_can_handle,
    check_can_speak_for_asker,
    check_can_take_part,
)
from qixin.cases.selectors import acting_unit, people_of
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.calendar import WorkingCalendar
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Invalid
from qixin.letters.actions import Upload
from qixin.people.models import Unit, User
from qixin.reports.enums import Outcome


@transaction.atomic
def accept(*, case: Case, by: User, version: int | None = None) -> Case:
    """Take the case on for its lead unit; `by` becomes the officer whose name colleagues see."""
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "accept", version=version)
    move_assignment(lead_of(held), "accept", officer=by, accepted_at=clock.now())
    step(held, "accept", by=by, detail={"unit": held.lead_unit_id}, **responded(held))
    return held


@transaction.atomic
def ask(*, case: Case, text: str, by: User, version: int | None = None) -> Case:
    """Ask whoever asked for what is missing; every clock of the case stands until the reply.

    Raises Invalid without a question, or where nobody could reply.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "ask", version=version, kept=text)
    if held.asker is None and not can_be_confirmed(held):
        raise Invalid(_("Nobody can reply: this case has no sender who could be asked."))
    said = _say(held, text, Audience.EVERYONE, by=by)
    step(held, "ask", by=by, detail={"note": said.pk}, paused_at=said.at, **responded(held))
    tell_senders(held, Outcome.CASE_ASKED, by=by, answer=said.text, asks=True)
    tell_asker(held, "cases.asked", by=by)
    return held


def reply(*, case: Case, text: str, by: User, files: tuple[Upload, ...] = ()) -> Case:
    """The enterprise's reply to the question; the clocks go on. Raises Refused, Invalid."""
    with kept(files) as stored, transaction.atomic():
        held = locked(case)
        check_can_speak_for_asker(by, case=held)
        check_step(held, "reply", kept=text)
        said = _say(held, text, Audience.EVERYONE, by=by, unit=held.asker)
        attach(stored, case=held, note=said, by=by)
        _go_on(held, "reply", by=by, detail={"note": said.pk})
        tell_senders(held, Outcome.CASE_OPENED, by=by)
        tell_lead(held, "cases.replied")
        return held


@transaction.atomic
def hear_sender(*, case: Case, text: str, by: Actor) -> Case:
    """What a sender replied to the question, by a page that needs no account. The clocks go on;
    where the case does not wait any more, the words are kept all the same."""
    held = locked(case)
    said = Note.objects.create(
        case=held,
        text=text,
        audience=Audience.EVERYONE,
        by=by if isinstance(by, User) else None,
        at=clock.now(),
    )
    detail: dict[str, object] = {"note": said.pk}
    if held.state == CaseState.WAITING:
        _go_on(held, "reply", by=by, detail=detail)
    else:
        journal.write(verb=JOURNAL["note"], subject=held, by=by, detail=detail)
    tell_senders(held, Outcome.CASE_OPENED, by=by)
    tell_lead(held, "cases.sender_replied")
    return held


@transaction.atomic
def resume(*, case: Case, by: User) -> Case:
    """The lead unit waits no longer, e.g. because the reply came by telephone."""
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "resume")
    _go_on(held, "resume", by=by, detail={})
    tell_senders(held, Outcome.CASE_OPENED, by=by)
    return held


def add_note(
    *,
    case: Case,
    text: str,
    by: User,
    audience: Audience = Audience.DEPARTMENTS,
    mentions: Iterable[User] = (),
    files: tuple[Upload, ...] = (),
) -> Note:
    """A remark; `mentions` are told of it, if they are people of the case.

    Raises Refused, Invalid for an empty one or a file that is not taken.
    """
    with kept(files) as stored, transaction.atomic():
        held = locked(case)
        check_can_take_part(by, case=held)
        note = _say(held, text, audience, by=by)
        attach(stored, case=held, note=note, by=by)
        known = {user.pk for user in people_of(held)}
        told = [user for user in mentions if user.pk in known]
        note.mentions.set(told)
        tell(told, "cases.mentioned", held, by=by)
        journal.write(verb=JOURNAL["note"], subject=held, by=by, detail={"note": note.pk})
        if audience == Audience.EVERYONE:
            tell_asker(held, "cases.noted", by=by)
        return note


def speak(*, case: Case, text: str, by: User, files: tuple[Upload, ...] = ()) -> Note:
    """A remark of the enterprise that asked; everybody reads it. Raises Refused, Invalid."""
    with kept(files) as stored, transaction.atomic():
        held = locked(case)
        check_can_speak_for_asker(by, case=held)
        note = _say(held, text, Audience.EVERYONE, by=by, unit=held.asker)
        attach(stored, case=held, note=note, by=by)
        journal.write(verb=JOURNAL["note"], subject=held, by=by, detail={"note": note.pk})
        tell_lead(held, "cases.noted", by=by)
        return note


def _go_on(case: Case, verb: str, *, by: Actor, detail: dict[str, object]) -> None:
    """Every clock that ran when the case began to wait runs again, later by the time waited."""
    rows: list[Clocked] = [case, *case.assignments.filter(state__in=OWED_STATES)]
    calendar = working_calendar()
    for row in rows:
        _wait_over(row, case, calendar)
    for part in rows[1:]:
        save_clock(part)
    step(case, verb, by=by, detail=detail, paused_at=None, **case.clock_values())


def _wait_over(row: Clocked, case: Case, calendar: WorkingCalendar) -> None:
    since = max(case.paused_at or clock.now(), row.clock_from)
    # What was over before the wait is not excused by it.
    if row.due_at <= since:
        return
    stood = clocks.hours_between(since, clock.now(), row.allowance, calendar)
    row.set_clock(
        clocks.start_clock(row.clock_from, row.allowance, calendar, waited=row.waited_hours + stood)
    )


def _say(case: Case, text: str, audience: Audience, *, by: User, unit: Unit | None = None) -> Note:
    side = unit
    if side is None:
        side = case.lead_unit if can_handle(by, case=case) else acting_unit(by, case)
    return Note.objects.create(
        case=case,
        text=cleaned(text, most=LONGEST_NOTE, missing=_("Write the note first.")),
        audience=audience,
        unit=side,
        by=by,
        at=clock.now(),
    )
