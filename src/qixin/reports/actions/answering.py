"""The sender's last word: the answer settles it, or goes back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid, WrongState
from qixin.reports.enums import Outcome, Satisfaction
from qixin.reports.models import Report, Settlement
from qixin.reports.signals import (
    answer_confirmed,
    answer_in_question,
    answer_sent_back,
    question_answered,
)
from qixin.reports.workflow import JOURNAL

LONGEST_OBJECTION = 2_000


@transaction.atomic
def confirm_answer(
    *, report: Report, thing: str, by: Actor, satisfaction: Satisfaction | None = None
) -> Settlement:
    """The sender is content with the answer of `thing`; its room is told in the same transaction.

    The caller has checked that `by` is the sender. Raises WrongState where no answer waits.
    """
    settlement = _take(report, thing)
    journal.write(verb=JOURNAL["confirm_answer"], subject=report, by=by, detail={"thing": thing})
    answer_confirmed.send(
        sender=Report, report=report, thing=thing, by=by, satisfaction=satisfaction
    )
    return settlement


@transaction.atomic
def send_back_answer(*, report: Report, thing: str, text: str, by: Actor) -> Settlement:
    """The sender is not content, and says why; its room is told in the same transaction.

    Raises Invalid without a reason, WrongState where no answer waits.
    """
    reason = _said(text, _("Say what is still missing, so that the department knows what to do."))
    settlement = _take(report, thing)
    journal.write(verb=JOURNAL["send_back_answer"], subject=report, by=by, detail={"thing": thing})
    answer_sent_back.send(sender=Report, report=report, thing=thing, text=reason, by=by)
    return settlement


@transaction.atomic
def answer_question(*, report: Report, thing: str, text: str, by: Actor) -> Settlement:
    """The sender's reply to what `thing` asked; its room is told in the same transaction.

    The caller has checked that `by` is the sender. Raises Invalid without words, WrongState where
    no question waits.
    """
    said = _said(text, _("Write your reply first."))
    settlement = _take(report, thing, asked=True)
    journal.write(verb=JOURNAL["answer_question"], subject=report, by=by, detail={"thing": thing})
    question_answered.send(sender=Report, report=report, thing=thing, text=said, by=by)
    return settlement


def _said(text: str, missing: str) -> str:
    said = text.replace("\0", "").strip()
    if not said:
        raise Invalid(missing)
    if len(said) > LONGEST_OBJECTION:
        raise Invalid(
            _("Please say it in at most %(most)d characters.") % {"most": LONGEST_OBJECTION}
        )
    return said


def _take(report: Report, thing: str, *, asked: bool = False) -> Settlement:
    """The news that waits for the sender, taken: a question where `asked`, else an answer."""
    answer_in_question.send(sender=Report, report=report, thing=thing)
    held = Settlement.objects.select_for_update().filter(report=report, thing=thing).first()
    waits = held is not None and held.awaits_sender
    if held is None or not waits or (held.outcome == Outcome.CASE_ASKED) != asked:
        raise WrongState(_("You have already replied to this answer. Thank you."))
    held.awaits_sender = False
    held.save(update_fields=["awaits_sender"])
    return held
