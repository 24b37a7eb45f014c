"""Who may show what readers send in, and who asks them for something."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, WrongState
from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import CallEntry, CallOut, ReaderMessage
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.reports.enums import Consent

LONGEST_CALL = timedelta(days=366)


def check_can_moderate(by: User) -> None:
    """Raises Refused unless `by` decides what of the readers' words is shown."""
    check_permission(by, "newsroom.moderate")


def may_moderate(by: User) -> bool:
    return has_permission(by, "newsroom.moderate")


def check_may_be_shown(held: ReaderMessage | CallEntry) -> None:
    """Raises Conflict for what its sender does not want to be shown."""
    if held.report.about.consent != Consent.GIVEN:
        raise Conflict(_("The sender does not want it to be shown. You can answer it."))


def check_showing(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("This is at “%(state)s” by now. Load the page again.")
            % {"state": (CallState if noun == "call_out" else Showing)(state).label}
        )
    return target


def can_show(by: User, verb: str, *, held: ReaderMessage | CallEntry) -> bool:
    """Whether the button for `verb` is shown."""
    try:
        check_can_moderate(by)
        check_showing("message", verb, held.state)
        if verb == "show":
            check_may_be_shown(held)
    except QixinError:
        return False
    return True


def can_answer(by: User, *, message: ReaderMessage) -> bool:
    return may_moderate(by) and message.state != Showing.WITHDRAWN


def check_call_times(opens_at: datetime, closes_at: datetime) -> None:
    """Raises Invalid for a deadline before the beginning, or further off than a year."""
    if closes_at <= opens_at:
        raise Invalid(_("The deadline has to come after the beginning."))
    if closes_at - opens_at > LONGEST_CALL:
        raise Invalid(_("A call-out is open for a year at most."))


def check_deadline_ahead(call: CallOut) -> None:
    """Raises Invalid where the deadline has passed already."""
    if call.closes_at <= clock.now():
        raise Invalid(_("The deadline has passed. Set a later one first."))


def check_takes_entries(call: CallOut) -> None:
    """Raises Conflict before the beginning and after the deadline, in the sender's words."""
    now = clock.now()
    if call.takes_entries_at(now):
        return
    if call.state == CallState.OPEN and now < call.opens_at:
        raise Conflict(_("This call-out has not begun yet. Please come back later."))
    raise Conflict(_("This call-out is over. Thank you for wanting to take part."))


def can_call(by: User, verb: str, *, call: CallOut) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the call-out stands."""
    try:
        check_can_moderate(by)
        if verb == "set":
            check_call_is_kept(call)
        else:
            check_showing("call_out", verb, call.state)
        if verb == "open":
            check_deadline_ahead(call)
    except QixinError:
        return False
    return True


def check_call_is_kept(call: CallOut) -> None:
    """Raises WrongState for an archived call-out."""
    if call.state == CallState.ARCHIVED:
        raise WrongState(_("This call-out is archived and is not changed any more."))
