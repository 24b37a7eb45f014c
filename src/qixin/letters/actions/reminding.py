"""Reminding a recipient who has not answered, once at each step."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, WrongState
from qixin.letters.actions.stepping import locked
from qixin.letters.models import Recipient, Reminder
from qixin.letters.policies import check_can_handle, check_link
from qixin.letters.selectors.chasing import STEPS, step_due
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def remind(*, recipient: Recipient, by: User) -> Reminder:
    """Note a reminder of the step that is due; an e-mail follows where there is an address.

    Raises Refused, WrongState for an answered or closed one, Conflict where this step has been
    taken or none is due yet.
    """
    letter = locked(recipient.letter)
    check_can_handle(by, letter=letter)
    held = Recipient.objects.select_for_update().get(pk=recipient.pk)
    held.letter = letter
    check_link(held)
    if held.answered_at is not None:
        raise WrongState(_("This recipient has answered."))
    step = step_due(letter.sent_at)
    if not step:
        raise Conflict(_("The first reminder is due after %(n)d days.") % {"n": STEPS[0]})
    try:
        with transaction.atomic():
            made = Reminder.objects.create(recipient=held, step=step, at=clock.now(), by=by)
    except IntegrityError:
        raise Conflict(_("This recipient has been reminded at this step already.")) from None
    detail = {"recipient": held.pk, "step": step}
    journal.write(verb=JOURNAL["remind"], subject=letter, by=by, detail=detail)
    return made
