"""Who may do what with reports: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Refused, WrongState
from qixin.people.models import User
from qixin.people.permissions import check_reach, grants_for
from qixin.reports.enums import Consent, MemberState, PicturesUse, ReportState
from qixin.reports.models import Group, GroupMember, Report
from qixin.reports.workflow import TRANSITIONS


def check_can_triage(by: User, *, report: Report) -> None:
    """Raises Refused unless `by` may decide about this report."""
    check_reach(by, "reports.triage", area=report.town)


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


def check_not_decided_since(shown_at: datetime | None, *, report: Report) -> None:
    """Raises WrongState, with who it was, where somebody decided about the report meanwhile.

    What was filed or merged is decided in any case; what became something may become more, but
    not on the word of somebody who could not know it (`shown_at`; None: who knows).
    """
    if report.state == ReportState.RECEIVED:
        return
    knew = shown_at is None or (report.triaged_at is not None and report.triaged_at <= shown_at)
    if report.state == ReportState.TRIAGED and knew:
        return
    last = report.triages.filter(undone_at__isnull=True).select_related("by__person").first()
    if last is None:
        raise WrongState(_("This was already decided. Load the page again to see how it stands."))
    raise WrongState(
        _("%(name)s has already decided about it: %(decision)s.")
        % {"name": last.by, "decision": last.get_decision_display()}
    )


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state `verb` leads to; raises WrongState where workflow.py does not draw the road."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(_("This was already decided. Load the page again to see how it stands."))
    return target


def may_withdraw_consent(report: Report) -> bool:
    """Whether its sender allowed something that can be taken back."""
    about = getattr(report, "about", None)
    return report.pictures_use == PicturesUse.ALLOWED or (
        about is not None and about.consent == Consent.GIVEN
    )


def check_can_lead(by: User, *, group: Group) -> None:
    """Raises Refused unless `by` leads the group, or manages groups where it belongs."""
    if _manages(by, group):
        return
    leads = GroupMember.objects.filter(
        group=group, person=by.person_id, is_leader=True, state=MemberState.ACTIVE
    )
    if by.person_id is None or not leads.exists():
        raise Refused(_("Only the group's leaders can do this."))


def check_takes_members(group: Group) -> None:
    """Raises Refused for a closed group."""
    if not group.is_open:
        raise Refused(
            _("This group takes no new members at the moment. Please ask its leader for help.")
        )


def can_lead(by: User, *, group: Group) -> bool:
    """Whether the button is shown."""
    try:
        check_can_lead(by, group=group)
    except Refused:
        return False
    return True


def _manages(by: User, group: Group) -> bool:
    # A group without a unit belongs to the district: a grant for one unit does not reach it.
    return any(
        grant.is_district_wide
        or (group.unit is not None and grant.covers(area=None, unit=group.unit))
        for grant in grants_for(by, "reports.manage_groups")
    )
