"""The three reviews: a story is handed in, approved step by step, sent back, or called off."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from qixin.core.errors import Conflict, WrongState
from qixin.newsroom import three_reviews
from qixin.newsroom.actions.holding import let_go
from qixin.newsroom.actions.locking import locked
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Story
from qixin.newsroom.policies import check_can_call_off, check_can_submit, turn_of
from qixin.people.models import User


@transaction.atomic
def submit(*, story: Story, by: User) -> Story:
    """Hand the latest version in for its three reviews. Raises Refused, WrongState, Conflict."""
    held = locked(story)
    check_can_submit(by, story=held)
    workflow = held.get_workflow()
    if workflow is None:
        raise Conflict(_("No review is set up for this column. Tell an administrator."))
    if held.locked:
        let_go(story=held, by=by)
    workflow.start(held, by)
    return locked(held)


@transaction.atomic
def approve(*, story: Story, step: ReviewStep, revision_id: int, by: User) -> Story:
    """Approve the version that was read, at its step; the final review publishes it. The same
    person's second click changes nothing.

    Raises Refused where it must be somebody else, WrongState where somebody was quicker or the
    text has changed, PublicationStopped and Conflict where the final review has to wait.
    """
    held = locked(story)
    if _approved_already(held, step, revision_id, by):
        return held
    turn = turn_of(held)
    if three_reviews.step_of(turn) != step or turn.revision_id != revision_id:
        raise WrongState(three_reviews.MOVED_ON)
    turn.approve(user=by)
    return locked(held)


@transaction.atomic
def send_back(*, story: Story, reason: str, by: User) -> Story:
    """Back to the author with what has to be changed. Raises Refused, WrongState, Invalid."""
    held = locked(story)
    turn_of(held).reject(user=by, comment=reason)
    return locked(held)


@transaction.atomic
def call_off(*, story: Story, by: User) -> Story:
    """An author takes the story out of review. Raises Refused, WrongState."""
    held = locked(story)
    check_can_call_off(by, story=held)
    turn_of(held).workflow_state.cancel(user=by)
    return locked(held)


def _approved_already(story: Story, step: ReviewStep, revision_id: int, by: User) -> bool:
    taken = TaskState.objects.filter(
        revision_id=revision_id,
        revision__object_id=str(story.pk),
        status=TaskState.STATUS_APPROVED,
        finished_by=by,
        task__review__step=step,
    )
    return bool(taken.exists())
