"""A named officer's visit: what was looked at, promised and asked, recorded once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid, QixinError, WrongState
from qixin.enterprises.actions.hazards import cleaned_text
from qixin.enterprises.actions.recording import OnTheSpot, Recorded, done_at, note_all
from qixin.enterprises.enums import AskedKind, PromiseBy
from qixin.enterprises.models import Enterprise, Promise, Visit, VisitItem
from qixin.enterprises.models.inspections import LONGEST_REMARK
from qixin.enterprises.models.visits import LONGEST_ASKED, LONGEST_PROMISE, LONGEST_TITLE
from qixin.enterprises.policies.safety import (
    check_can_visit,
    check_deadline,
    check_safety_transition,
)
from qixin.enterprises.signals import help_asked
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User

MOST_OF_A_KIND = 30


@dataclass(frozen=True)
class Promised:
    what: str
    by_whom: str
    due_on: date


@dataclass(frozen=True)
class Judged:
    """An older promise, by its id."""

    promise: int
    is_kept: bool


@dataclass(frozen=True)
class Asked:
    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class OnVisit(OnTheSpot):
    """What a visit has besides: promises, what became of older ones, questions and needs."""

    promises: tuple[Promised, ...] = ()
    judged: tuple[Judged, ...] = ()
    asked: tuple[Asked, ...] = ()


@transaction.atomic
def record_visit(*, enterprise: Enterprise, sent: OnVisit, by: User) -> Recorded:
    """Note a visit; hazards and questions go their ways. The same key again changes nothing.

    Raises Refused, Invalid.
    """
    held = Enterprise.objects.select_for_update(of=("self",)).select_related(
        "unit__area", "managing_unit", "supervising_unit"
    ).get(pk=enterprise.pk)  # fmt: skip
    if (known := Visit.objects.filter(client_key=sent.client_key).first()) is not None:
        if known.officer_id != by.pk:
            raise Invalid(_("This was sent by somebody else."))
        return Recorded(known, is_new=False)
    check_can_visit(by, enterprise=held)
    if max(len(sent.promises), len(sent.judged), len(sent.asked)) > MOST_OF_A_KIND:
        raise Invalid(_("This is more than one visit can hold."))
    at = done_at(sent.at)
    visit = Visit.objects.create(
        client_key=sent.client_key, enterprise=held, officer=by, done_at=at,
        received_at=clock.now(), remark=cleaned_text(sent.remark, most=LONGEST_REMARK),
    )  # fmt: skip
    notices = []
    if sent.findings or sent.loose or sent.looked_again or sent.is_working is not None:
        notices = note_all(held, sent, held.managing_unit, at, by, visit=visit)
    notices += [notice for one in sent.judged if (notice := _judge(held, one, by))]
    _promise(visit, sent.promises, at)
    detail = {
        "enterprise": held.pk, "findings": len(sent.findings), "promises": len(sent.promises),
        "asked": len(sent.asked),
    }  # fmt: skip
    journal.write(verb=JOURNAL["visit"], subject=visit, by=by, detail=detail)
    _ask(visit, sent.asked, by)
    return Recorded(visit, is_new=True, notices=notices)


@transaction.atomic
def judge_promise(*, promise: Promise, is_kept: bool, by: User) -> Promise:
    """Say that a promise was kept or broken. Raises Refused, WrongState."""
    held = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("visit__enterprise")
        .get(pk=promise.pk)
    )
    check_can_visit(by, enterprise=held.visit.enterprise)
    verb = "keep" if is_kept else "break"
    held.state = check_safety_transition("promise", verb, held.state)
    held.judged_at, held.judged_by = clock.now(), by
    held.save(update_fields=["state", "judged_at", "judged_by"])
    detail = {"visit": held.visit_id, "promise_state": held.state}
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def settle_help(*, thing_pk: int, case_number: str, link: str, by: Actor) -> VisitItem:
    """Note which case came of a question or need. Called by whoever took it on, within the
    transaction that did; the same case again changes nothing.

    Raises WrongState where another case came of it, Invalid.
    """
    held = VisitItem.objects.select_for_update().filter(pk=thing_pk).first()
    if held is None:
        raise Invalid(_("There is no such question."))
    if held.case_number == case_number:
        return held
    if held.case_number:
        raise WrongState(_("Case %(number)s came of this already.") % {"number": held.case_number})
    if not case_number or len(case_number) > 20 or len(link) > 200:
        raise Invalid(_("A case has a number and an address."))
    held.case_number, held.link, held.settled_at = case_number, link, clock.now()
    held.save(update_fields=["case_number", "link", "settled_at"])
    detail = {"case": case_number}
    journal.write(verb=JOURNAL["settle_help"], subject=held, by=by, detail=detail)
    return held


def _promise(visit: Visit, promises: tuple[Promised, ...], at: datetime) -> None:
    for one in promises:
        what = cleaned_text(one.what, most=LONGEST_PROMISE)
        if not what or one.by_whom not in PromiseBy.values:
            raise Invalid(_("A promise says what, by whom and until when."))
        check_deadline(one.due_on, found_on=clock.local(at).date())
        Promise.objects.create(visit=visit, what=what, by_whom=one.by_whom, due_on=one.due_on)


def _ask(visit: Visit, asked: tuple[Asked, ...], by: User) -> None:
    """Whoever opens cases hears each of them within this transaction."""
    for one in asked:
        title = cleaned_text(" ".join(one.title.split()), most=LONGEST_TITLE)
        if not title or one.kind not in AskedKind.values:
            raise Invalid(_("Say in a few words what the enterprise asks for."))
        text = cleaned_text(one.text, most=LONGEST_ASKED)
        item = VisitItem.objects.create(visit=visit, kind=one.kind, title=title, text=text)
        detail = {"visit": visit.pk, "kind": item.kind}
        journal.write(verb=JOURNAL["ask"], subject=item, by=by, detail=detail)
        help_asked.send(
            sender=Enterprise, enterprise=visit.enterprise, title=title, text=text or title,
            thing=f"{journal.kind_of(item)}:{item.pk}", by=by,
        )  # fmt: skip


def _judge(enterprise: Enterprise, one: Judged, by: User) -> str:
    """A notice where somebody judged this promise before; the rest goes in all the same."""
    promise = Promise.objects.filter(visit__enterprise=enterprise, pk=one.promise).first()
    if promise is None:
        return _("This enterprise made no such promise.")
    try:
        judge_promise(promise=promise, is_kept=one.is_kept, by=by)
    except QixinError as error:
        return f"“{promise.what[:40]}”: {error}"
    return ""
