"""A rumour's answer: proposed by one person, verified by another, published, corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.insertion import insert
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line
from qixin.core.reasons import SHORTEST_REASON, kept_reason
from qixin.core.saving import check_fields
from qixin.newsroom.actions.indexing import note_change
from qixin.newsroom.actions.rumours import locked_rumour, note, public_news, tell_senders
from qixin.newsroom.actions.writing_answers import write_after
from qixin.newsroom.enums import AnswerState, ReviewStep
from qixin.newsroom.models import Answer, Rumour
from qixin.newsroom.policies.rumours import (
    VERIFY,
    check_answer_transition,
    check_can_propose,
    check_can_publish,
    check_can_send_back,
    check_can_take_back,
    check_can_verify,
    check_can_withdraw_answer,
    check_rumour_transition,
)
from qixin.newsroom.search import FACTS
from qixin.newsroom.search.layout import ANSWERS
from qixin.newsroom.selectors import reviewers
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.reports.enums import Outcome


@dataclass(frozen=True)
class Wording:
    """An answer as it was written. `notice` says what a correction corrects."""

    verdict: str
    claim: str
    text: str
    sources: str
    claim_en: str = ""
    text_en: str = ""
    notice: str = ""


@transaction.atomic
def propose(*, rumour: Rumour, wording: Wording, by: User) -> Answer:
    """Propose a verdict with its answer; whoever may verify it is told.

    The same words sent twice by one person are one. Raises Refused, WrongState, Conflict, Invalid
    for personal data, or a correction that does not say what it corrects.
    """
    held = locked_rumour(rumour)
    waiting = held.answer_in_work
    if waiting is not None and waiting.written_by_id == by.pk and _says(waiting, wording):
        return waiting
    check_can_propose(by, rumour=held)
    answer = Answer(rumour=held, written_by=by, written_at=clock.now(), **_cleaned(wording))
    if held.public_answer is None:
        answer.notice = ""
    elif len(answer.notice) < SHORTEST_REASON:
        raise Invalid(_("Readers have the earlier answer. Say what is corrected."))
    _check_public(answer)
    check_fields(answer)
    insert(answer)
    note(held, "propose", by=by, verdict=answer.verdict)
    _tell(reviewers(ReviewStep.SECOND), "newsroom.answer_waits", held, by)
    return answer


@transaction.atomic
def verify(*, answer: Answer, by: User) -> Answer:
    """A second person stands for the answer. Raises Refused for whoever wrote it, WrongState."""
    rumour, held = _locked(answer)
    if held.state == AnswerState.VERIFIED and held.verified_by_id == by.pk:
        return held
    check_can_verify(by, answer=held)
    _go(held, "verify", verified_by=by, verified_at=clock.now())
    note(rumour, "verify", by=by, verdict=held.verdict)
    return held


@transaction.atomic
def send_back(*, answer: Answer, reason: str, by: User) -> Answer:
    """Return it to whoever wrote it, who is told. Raises Refused, WrongState, Invalid."""
    rumour, held = _locked(answer)
    check_can_send_back(by, answer=held)
    why = kept_reason(reason, missing=_("Say what has to be changed; its author reads it."))
    _go(held, "send_back", ended_by=by, ended_at=clock.now(), reason=why)
    note(rumour, "send_back", by=by, reason=why)
    _tell([held.written_by], "newsroom.answer_returned", rumour, by)
    return held


@transaction.atomic
def take_back(*, answer: Answer, by: User) -> Answer:
    """Its author thought better of it. Raises Refused, WrongState."""
    rumour, held = _locked(answer)
    check_can_take_back(by, answer=held)
    _go(held, "take_back", ended_by=by, ended_at=clock.now())
    note(rumour, "take_back", by=by)
    return held


@transaction.atomic
def publish(*, answer: Answer, by: User) -> Answer:
    """Readers get a verified answer: its page, search, and the stories that tell the claim. What
    it corrects stays named on the page. Raises Refused, WrongState."""
    rumour, held = _locked(answer)
    check_permission(by, VERIFY)
    if held.state == AnswerState.PUBLISHED:
        return held
    check_can_publish(by, answer=held)
    before = rumour.public_answer
    if before is not None:
        _go(before, "supersede", ended_by=by, ended_at=clock.now())
        FACTS.remove([(before.pk, before.indexed)])
        note_change(ANSWERS, before.pk)
        note(rumour, "supersede", by=by)
    _go(held, "publish", published_by=by, published_at=clock.now())
    FACTS.add([(held.pk, held.indexed)])
    note_change(ANSWERS, held.pk)
    rumour.state = check_rumour_transition("publish", rumour.state)
    rumour.save(update_fields=["state"])
    note(rumour, "publish", by=by, verdict=held.verdict)
    tell_senders(rumour, by=by, **public_news(held))
    write_after(rumour)
    return held


@transaction.atomic
def withdraw(*, answer: Answer, reason: str, by: User) -> Answer:
    """Take it off: at its address stays when and why. Raises Refused, WrongState, Invalid."""
    rumour, held = _locked(answer)
    check_can_withdraw_answer(by, answer=held)
    why = one_line(reason)[:200]
    if len(why) < SHORTEST_REASON:
        raise Invalid(_("Say it in a sentence: readers see it for good."))
    _check_words(why)
    _go(held, "withdraw", ended_by=by, ended_at=clock.now(), reason=why)
    FACTS.remove([(held.pk, held.indexed)])
    note_change(ANSWERS, held.pk)
    rumour.state = check_rumour_transition("withdraw", rumour.state)
    rumour.reason, rumour.ended_at = why, clock.now()
    rumour.save(update_fields=["state", "reason", "ended_at"])
    note(rumour, "withdraw", by=by, reason=why)
    tell_senders(rumour, Outcome.RUMOUR_CLOSED, by=by, answer=why)
    write_after(rumour)
    return held


def _locked(answer: Answer) -> tuple[Rumour, Answer]:
    rumour = locked_rumour(answer.rumour)
    # after the rumour's own row, so that two who decide stand in one line
    held = Answer.objects.select_related("written_by").get(pk=answer.pk)
    held.rumour = rumour
    return rumour, held


def _go(answer: Answer, verb: str, **changes: Any) -> None:
    answer.state = check_answer_transition(verb, answer.state)
    for name, value in changes.items():
        setattr(answer, name, value)
    answer.save(update_fields=["state", *changes])


def _cleaned(wording: Wording) -> dict[str, str]:
    with_lines = ("text", "text_en", "sources")
    return {
        name: _lines(value) if name in with_lines else one_line(value)
        for name, value in vars(wording).items()
    }


def _lines(text: str) -> str:
    """None of them empty: each is a paragraph."""
    lines = map(one_line, text.splitlines())
    return "\n".join(line for line in lines if line)


def _says(answer: Answer, wording: Wording) -> bool:
    said = {name: value for name, value in _cleaned(wording).items() if name != "notice"}
    return all(getattr(answer, name) == value for name, value in said.items())


def _check_public(answer: Answer) -> None:
    """Raises Invalid for what must not be published; two languages are looked at apart."""
    for words in (*answer.indexed.split("\n"), answer.sources, answer.notice):
        _check_words(words)


def _check_words(words: str) -> None:
    found = find_personal_data(words)
    if found:
        raise Invalid(_("“%(text)s” must not be published.") % {"text": found[0].text})


def _tell(users: Iterable[User], kind: str, rumour: Rumour, by: User) -> None:
    notify(
        users=users,
        kind=kind,
        link=reverse("newsroom:rumour", args=[rumour.pk]),
        detail={"claim": rumour.claim},
        by=by,
    )
