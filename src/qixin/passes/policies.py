"""Who may do what with passes: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.passes.enums import PassClass, PassState
from qixin.passes.models import BulkRule, HolderLimit, Pass, Terms
from qixin.passes.workflow import TRANSITIONS
from qixin.people.models import Unit, User
from qixin.people.permissions import check_permission, check_reach, grants_for, reaches


def check_can_request(by: User, *, holder: Unit) -> None:
    """Raises Refused unless `by` may ask for passes in the name of `holder`."""
    check_reach(by, "passes.request", area=holder.area, unit=holder)


def check_can_decide(by: User, *, asked: Pass) -> None:
    """Raises Refused unless `by` decides for the pass's office; nobody decides on their own."""
    if not reaches(by, "passes.decide", area=asked.holder.area, unit=asked.office):
        raise Refused(
            _("Only the issuing office's officers and the duty commander decide on this.")
        )
    if asked.requested_by_id == by.pk:
        raise Refused(_("Somebody else has to decide on what you asked for yourself."))


def check_can_withdraw(by: User, *, asked: Pass) -> None:
    """Raises Refused unless `by` may ask for passes in the holder's name."""
    check_can_request(by, holder=asked.holder)


def check_can_revoke(by: User, *, asked: Pass) -> None:
    """Raises Refused unless `by` decides for the pass's office, WrongState once it is over."""
    if not reaches(by, "passes.decide", area=asked.holder.area, unit=asked.office):
        raise Refused(
            _("Only the issuing office's officers and the duty commander decide on this.")
        )
    if asked.state == PassState.ISSUED and asked.is_over:
        raise WrongState(_("This pass has ended; there is nothing left to revoke."))


def check_can_unmask(by: User, *, asked: Pass) -> None:
    """Raises Refused unless `by` decides on the pass, asks in its holder's name, or may unmask."""
    area, holder, office = asked.holder.area, asked.holder, asked.office
    if not (
        reaches(by, "passes.decide", area=area, unit=office)
        or reaches(by, "passes.request", area=area, unit=holder)
        or reaches(by, "people.unmask", area=area, unit=office)
    ):
        raise Refused(_("Your roles do not allow you to see this in full."))


def check_can_link(by: User, *, asked: Pass) -> None:
    """Raises Refused unless `by` asks in the holder's name or decides for the office: whoever sends
    the driver off."""
    area = asked.holder.area
    if not (
        reaches(by, "passes.request", area=area, unit=asked.holder)
        or reaches(by, "passes.decide", area=area, unit=asked.office)
    ):
        raise Refused(_("Only the holder and the issuing office send a pass to its driver."))


def check_shown(asked: Pass) -> None:
    """Raises WrongState for a pass that there is nothing to show of: not issued, or over."""
    if asked.state != PassState.ISSUED:
        raise WrongState(_("This pass is not issued, so there is nothing to show."))
    if asked.is_over:
        raise WrongState(_("This pass has ended; there is nothing left to show."))


def check_can_record(by: User) -> None:
    """Raises Refused unless `by` checks passes at a post."""
    check_permission(by, "passes.check")


def check_can_manage(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's keys and terms."""
    if not any(grant.is_district_wide for grant in grants_for(by, "passes.manage")):
        raise Refused(_("Keys and terms are for administrators of the whole district."))


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("Somebody has already decided on this. Load the page again to see how it stands.")
        )
    return target


def check_not_over(asked: Pass) -> None:
    """Raises Conflict for a pass that would be over before anybody could show it."""
    if asked.is_over:
        raise Conflict(_("The days that were asked for are over; ask for new ones."))


def check_limit(asked: Pass, *, in_force: int, terms: Terms) -> None:
    """Raises Conflict where the holder has as many passes as it may. Call with the holder locked,
    or two approvals at once both find room for the last one."""
    own = HolderLimit.objects.filter(holder=asked.holder_id).first()
    most = terms.most_passes if own is None else own.most
    if in_force >= most:
        raise Conflict(
            _("%(holder)s has %(n)d passes in force, and may have %(most)d.")
            % {"holder": asked.holder, "n": in_force, "most": most}
        )


def why_not_by_rule(asked: Pass, rules: dict[int, BulkRule]) -> str:
    """Why no rule lets this request be approved in bulk; "" where one does.

    `rules` holds the rules in force by class.
    """
    rule = rules.get(asked.pass_class)
    if rule is None:
        return _("No rule for “%(name)s”.") % {"name": PassClass(asked.pass_class).label}
    if asked.is_over:
        return _("The days that were asked for are over.")
    if asked.length.total_seconds() > rule.longest_days * 86_400:
        return _("Longer than %(n)d days.") % {"n": rule.longest_days}
    if rule.provinces and asked.plate[0] not in rule.provinces:
        return _("Plates of %(place)s are not in the rule.") % {"place": asked.plate[0]}
    return ""


_CHECKS: dict[str, Callable[..., None]] = {
    "approve": check_can_decide,
    "refuse": check_can_decide,
    "withdraw": check_can_withdraw,
    "revoke": check_can_revoke,
}


def can(by: User, verb: str, *, asked: Pass) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the pass stands."""
    try:
        check_transition("pass", verb, asked.state)
        _CHECKS[verb](by, asked=asked)
    except QixinError:
        return False
    return True


def can_unmask(by: User, *, asked: Pass) -> bool:
    try:
        check_can_unmask(by, asked=asked)
    except Refused:
        return False
    return True


def can_link(by: User, *, asked: Pass) -> bool:
    """Whether the button for a driver's link is shown."""
    try:
        check_can_link(by, asked=asked)
        check_shown(asked)
    except QixinError:
        return False
    return True


def may_manage(by: User) -> bool:
    try:
        check_can_manage(by)
    except Refused:
        return False
    return True
