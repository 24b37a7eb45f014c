"""The sender's last word: the answer settles it, or goes back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid, WrongState
from qixin.reports.models import Report, Settlement
from qixin.reports.signals import answer_confirmed, answer_in_question, answer_sent_back
from qixin.reports.workflow import JOURNAL

LONGEST_OBJECTION = 2_000


@transaction.atomic
def confirm_answer(*, report: Report, thing: str, by: Actor) -> Settlement:
    """The sender is content with the answer of `thing`; its room is told in the same transaction.

    The caller has checked that `by` is the sender. Raises WrongState where no answer waits.
    """
    settlement = _take(report, thing)
    journal.write(verb=JOURNAL["confirm_answer"], subject=report, by=by, detail={"thing": thing})
    answer_confirmed.send(sender=Report, report=report, thing=thing, by=by)
    return settlement


@transaction.atomic
def send_back_answer(*, report: Report, thing: str, text: str, by: Actor) -> Settlement:
    """The sender is not content, and says why; its room is told in the same transaction.

    Raises Invalid without a reason, WrongState where no answer waits.
    """
    reason = text.replace("\0", "").strip()
    if not reason:
        raise Invalid(_("Say what is still missing, so that the department knows what to do."))
    if len(reason) > LONGEST_OBJECTION:
        raise Invalid(
            _("Please say it in at most %(most)d characters.") % {"most": LONGEST_OBJECTION}
        )
    settlement = _take(report, thing)
    journal.write(verb=JOURNAL["send_back_answer"], subject=report, by=by, detail={"thing": thing})
    answer_sent_back.send(sender=Report, report=report, thing=thing, text=reason, by=by)
    return settlement


def _take(report: Report, thing: str) -> Settlement:
    answer_in_question.send(sender=Report, report=report, thing=thing)
    held = Settlement.objects.select_for_update().filter(report=report, thing=thing).first()
    if held is None or not held.awaits_sender:
        raise WrongState(_("You have already replied to this answer. Thank you."))
    held.awaits_sender = False
    held.save(update_fields=["awaits_sender"])
    return held
