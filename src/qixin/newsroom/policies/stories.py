"""Who may do what here: `check_…` raises with a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, Invalid, Refused
from qixin.newsroom import four_eyes
from qixin.newsroom.models import Story
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.reports.enums import ReportState
from qixin.reports.models import Report


def check_can_draft(by: User, *, reports: Iterable[Report]) -> None:
    """Raises Refused without the right to edit, Invalid for reports that cannot become a story."""
    check_permission(by, "newsroom.edit")
    reports = list(reports)
    if not reports:
        raise Invalid(_("Choose at least one report."))
    for report in reports:
        if report.state == ReportState.MERGED:
            raise Invalid(
                _("Report %(number)s was merged into another one. Use that one instead.")
                % {"number": report.number}
            )


def can_draft(by: User) -> bool:
    return has_permission(by, "newsroom.edit")


def check_can_withdraw(by: User, *, story: Story) -> None:
    """Raises Refused without the right, Conflict once the draft is more than what was made."""
    check_permission(by, "newsroom.edit")
    if story.live or story.first_published_at or story.workflow_in_progress:
        raise Conflict(_("This story is already further on. Take it back in the back office."))
    if story.revisions.count() > 1:
        raise Conflict(
            _("Somebody has worked on this draft. Delete it in the back office if need be.")
        )


def can_withdraw(by: User, *, story: Story) -> bool:
    """Whether the button is shown."""
    try:
        check_can_withdraw(by, story=story)
    except (Refused, Conflict):
        return False
    return True


def check_may_go_live(story: Story) -> None:
    """The last guard on every road: raises Refused for a version that nobody else approved,
    PublicationStopped where personal data stands in it."""
    if story.live_revision is None or not four_eyes.is_approved(story.live_revision):
        raise Refused(four_eyes.NOT_APPROVED)
    four_eyes.check_clean(story)
