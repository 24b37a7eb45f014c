"""Who may do what with resumption filings: `check_…` raises a sentence, `can_…` for the button."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.enterprises import bars
from qixin.enterprises.models import Enterprise, ResumptionFiling
from qixin.enterprises.policies.register import (
    check_not_merged,
    manages,
    manages_register,
    speaks_for,
)
from qixin.enterprises.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import reaches
from qixin.people.policies import check_stands


def check_can_file(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` speaks for the enterprise; WrongState for a merged one, Invalid
    for one that was dissolved."""
    _check_speaks_for(by, enterprise=enterprise)
    check_stands(enterprise.unit)


def check_can_edit(by: User, *, filing: ResumptionFiling) -> None:
    """Raises Refused for strangers, WrongState once it is submitted."""
    check_can_file(by, enterprise=filing.enterprise)
    if not filing.is_edited:
        raise WrongState(_("This filing has been submitted; it can no longer be changed."))


def check_can_decide(by: User, *, filing: ResumptionFiling) -> None:
    """Raises Refused unless `by` decides for the managing unit; nobody decides on their own."""
    check_not_merged(filing.enterprise)
    if not manages(by, enterprise=filing.enterprise):
        raise Refused(_("Only the managing unit's officers and the duty commander decide on this."))
    if filing.submitted_by_id == by.pk:
        raise Refused(_("Somebody else has to decide on what you submitted yourself."))


def check_can_approve(by: User, *, filing: ResumptionFiling) -> None:
    """As `check_can_decide`; raises Invalid for an enterprise that was dissolved."""
    check_can_decide(by, filing=filing)
    check_stands(filing.enterprise.unit)


def check_can_suspend(by: User, *, filing: ResumptionFiling) -> None:
    """Raises Refused unless `by` decides for the managing unit, or inspects the enterprise."""
    enterprise = filing.enterprise
    offices = [enterprise.managing_unit, enterprise.supervising_unit]
    inspects = any(
        reaches(by, "enterprises.inspect", area=enterprise.unit.area, unit=office)
        for office in offices
        if office is not None
    )
    if not (manages(by, enterprise=enterprise) or inspects):
        raise Refused(_("Only the managing unit's officers and those who inspect it may do this."))


def check_can_withdraw(by: User, *, filing: ResumptionFiling) -> None:
    """Raises Refused unless `by` speaks for the enterprise, also for one that was dissolved."""
    _check_speaks_for(by, enterprise=filing.enterprise)


def _check_speaks_for(by: User, *, enterprise: Enterprise) -> None:
    check_not_merged(enterprise)
    if not speaks_for(by, enterprise=enterprise):
        raise Refused(_("Only the enterprise's own contacts file for it."))


def check_not_barred(enterprise: Enterprise) -> None:
    """Raises Conflict with the reasons for which the enterprise may not resume now."""
    if reasons := bars.sentences(enterprise):
        raise Conflict(" ".join(reasons))


def check_can_unmask(by: User, *, filing: ResumptionFiling) -> None:
    """Raises Refused unless `by` files or decides for the enterprise, or may unmask there."""
    enterprise = filing.enterprise
    if not (
        speaks_for(by, enterprise=enterprise)
        or manages(by, enterprise=enterprise)
        or reaches(by, "people.unmask", area=enterprise.unit.area, unit=enterprise.unit)
    ):
        raise Refused(_("Your roles do not allow you to see this in full."))


def check_can_set_rules(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's register."""
    if not manages_register(by):
        raise Refused(_("Rules are set by administrators of the whole district."))


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("Somebody has already decided on this. Load the page again to see how it stands.")
        )
    return target


_CHECKS: dict[str, Callable[..., None]] = {
    "submit": check_can_edit,
    "return": check_can_decide,
    "approve": check_can_approve,
    "suspend": check_can_suspend,
    "lift": check_can_suspend,
    "withdraw": check_can_withdraw,
}
VERBS = tuple(_CHECKS)


def can(by: User, verb: str, *, filing: ResumptionFiling) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the filing stands."""
    try:
        check_transition("filing", verb, filing.state)
        _CHECKS[verb](by, filing=filing)
    except QixinError:
        return False
    return True


def can_file(by: User, *, enterprise: Enterprise) -> bool:
    try:
        check_can_file(by, enterprise=enterprise)
    except QixinError:
        return False
    return True


def can_unmask(by: User, *, filing: ResumptionFiling) -> bool:
    try:
        check_can_unmask(by, filing=filing)
    except Refused:
        return False
    return True
