"""Who may do what with reports: `check_…` raises with a sentence, `can_…` answers for the button."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Refused, WrongState
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.reports.models import Report
from qixin.reports.workflow import TRANSITIONS


def check_can_triage(by: User, *, report: Report) -> None:
    """Raises Refused unless `by` may decide about this report."""
    check_permission(by, "reports.triage", area=report.town)


def can_triage(by: User, *, report: Report) -> bool:
    try:
        check_can_triage(by, report=report)
    except Refused:
        return False
    return True


def check_not_claimed_by_another(by: User, *, report: Report) -> None:
    """Raises Conflict while somebody else is working on the report."""
    held = report.claimed_until is not None and report.claimed_until > clock.now()
    if held and report.claimed_by_id != by.pk:
        raise Conflict(
            _("%(name)s is working on this report. Take the next one, or wait until it is free.")
            % {"name": report.claimed_by}
        )


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where workflow.py does not draw the road."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(_("This was already decided. Load the page again to see how it stands."))
    return target
