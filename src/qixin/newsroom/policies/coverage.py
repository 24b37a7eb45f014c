"""Who may plan coverage and say who is out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, Invalid, QixinError, WrongState
from qixin.newsroom.models import CoverageItem
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission

LONGEST_COVERAGE = timedelta(days=30)


def check_can_plan(by: User) -> None:
    """Raises Refused unless `by` works in the newsroom: whoever hears of an event plans it."""
    check_permission(by, "newsroom.edit")


def check_is_open(item: CoverageItem) -> None:
    """Raises WrongState for what was delivered or cancelled."""
    if not item.is_open:
        raise WrongState(
            _("This coverage is over: %(state)s.") % {"state": item.get_state_display()}
        )


def check_coverage_transition(verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS["coverage"][verb]
    if state not in origins:
        raise WrongState(
            _("This coverage is further on. Load the page again to see how it stands.")
        )
    return target


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raises Invalid for an end that is not after the start, or further off than a month."""
    if ends_at <= starts_at:
        raise Invalid(_("It has to end after it starts."))
    if ends_at - starts_at > LONGEST_COVERAGE:
        raise Invalid(_("Coverage of more than 30 days is planned in several parts."))


def check_can_go_out(by: User, *, item: CoverageItem, reporter: User) -> None:
    """Raises Refused without the right, Conflict for somebody who is not planned for it."""
    check_can_plan(by)
    if not item.reporters.filter(pk=reporter.pk).exists():
        raise Conflict(
            _("%(name)s is not among the reporters of this coverage. Add the name to the plan.")
            % {"name": reporter}
        )


def check_nobody_is_out(item: CoverageItem) -> None:
    """Raises Conflict while a reporter is out there."""
    outing = item.outings.filter(back_at__isnull=True).select_related("reporter__person").first()
    if outing is not None:
        raise Conflict(
            _("%(name)s is still out there. Cancel it once everybody is back.")
            % {"name": outing.reporter}
        )


def can_cover(by: User, verb: str, *, item: CoverageItem) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the coverage stands."""
    try:
        check_can_plan(by)
        if verb == "revise":
            check_is_open(item)
        else:
            check_coverage_transition(verb, item.state)
    except QixinError:
        return False
    return True
