"""The rule of four eyes: nobody approves what they wrote or submitted themselves.

It stands below the models, because the workflow's step asks it.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from qixin.core.errors import Invalid, Refused
from qixin.newsroom.screening import findings

OWN_VERSION = _(
    "You wrote the latest version of this story, so another person has to approve it. "
    "Ask a colleague with approval rights."
)
OWN_SUBMISSION = _(
    "You submitted this story for approval, so another person has to approve it. "
    "Ask a colleague with approval rights."
)
CHANGED_WHILE_APPROVING = _(
    "You changed the story. Save it, and have another person approve the new version."
)
NOT_APPROVED = _(
    "This version was not approved by another person. Submit it for approval; "
    "it is published as soon as somebody else has approved it."
)
PERSONAL_DATA = _(
    "Publication was stopped: the story contains telephone, identity or plate numbers. "
    "Open the story: they are listed at the top, and one click masks them."
)


class PublicationStopped(Invalid):
    """Personal data stands in a story that was about to go out."""

    def __init__(self, count: int) -> None:
        super().__init__(PERSONAL_DATA)
        self.count = count


def whose_own(story: Any, user: Any) -> Promise | None:
    """Why `user` may not approve, if it is their own work; None otherwise."""
    latest = story.get_latest_revision()
    if latest is not None and latest.user_id == user.pk:
        return OWN_VERSION
    workflow = story.current_workflow_state
    if workflow is not None and workflow.requested_by_id == user.pk:
        return OWN_SUBMISSION
    return None


def why_not(story: Any, user: Any) -> Promise | None:
    """Why `user` cannot approve the latest version of `story` now; None where they can."""
    own = whose_own(story, user)
    if own is not None:
        return own
    return PERSONAL_DATA if findings(story.get_latest_revision_as_object()) else None


def check(story: Any, user: Any) -> None:
    """Raises Refused for one's own work, PublicationStopped where personal data stands in it."""
    own = whose_own(story, user)
    if own is not None:
        raise Refused(own)
    check_clean(story.get_latest_revision_as_object())


def check_clean(story: Any) -> None:
    """Raises PublicationStopped where personal data stands in this version."""
    found = findings(story)
    if found:
        raise PublicationStopped(len(found))


def is_approved(revision: Any) -> bool:
    """Whether somebody other than its author approved exactly this version.

    Wagtail's automatic saving may overwrite a version and then moves its `created_at`: an approval
    that is older than the text does not count.
    """
    approvals = TaskState.objects.filter(
        revision=revision,
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
        finished_at__gte=revision.created_at,
    )
    return any(
        approval.finished_by_id not in (revision.user_id, approval.workflow_state.requested_by_id)
        for approval in approvals.select_related("workflow_state")
    )
