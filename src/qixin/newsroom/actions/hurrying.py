"""Urgent flashes: less time for each review, never fewer reviewers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from qixin.core import clock
from qixin.core.actors import SYSTEM
from qixin.core.reasons import kept_reason
from qixin.newsroom import selectors, three_reviews
from qixin.newsroom.actions.locking import keep, locked, told
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import ReviewTurn, Story
from qixin.newsroom.models.reviews import due_from_now
from qixin.newsroom.policies import check_can_hurry
from qixin.people.actions import notify
from qixin.people.models import User

BATCH = 200


@transaction.atomic
def hurry(*, story: Story, reason: str, by: User) -> Story:
    """Mark a story as urgent: each review has minutes, and its reviewers hear of it at once.

    Raises Refused, Conflict, Invalid.
    """
    held = locked(story)
    check_can_hurry(by, story=held)
    why = kept_reason(reason, missing=_("Say in a few words why it cannot wait."))
    keep(held, urgent_at=clock.now(), urgent_reason=why)
    told(held, "hurry", by=by, reason=why)
    turn = held.current_workflow_task_state
    if isinstance(turn, ReviewTurn):
        turn.due_at = due_from_now()
        turn.save(update_fields=["due_at"])
        tell_reviewers(story=held, turn=turn, by=by)
    return held


def tell_reviewers(*, story: Story, turn: TaskState, by: User | None) -> int:
    """Alert everybody who may take this turn of an urgent story; returns how many."""
    step = three_reviews.step_of(turn)
    if step is None:
        return 0
    users = [
        user for user in selectors.reviewers(step)
        if three_reviews.why_not_as_person(turn, user) is None
    ]  # fmt: skip
    kind = f"newsroom.urgent_{step.value}"
    return len(notify(users=users, kind=kind, link=page_of(story), detail=named(story), by=by))


def tell_author(*, story: Story, user: User | None, by: User) -> None:
    """Whoever submitted a story hears at the bell that it was sent back."""
    if user is not None:
        notify(users=[user], kind="newsroom.sent_back", link=page_of(story), detail=named(story),
               by=by)  # fmt: skip


def tell_overdue() -> int:
    """Tell the chief editors once of each urgent review that nobody took in time; how many."""
    late = ReviewTurn.objects.filter(
        due_at__lt=clock.now(), overdue_told_at__isnull=True, status=TaskState.STATUS_IN_PROGRESS
    )
    return sum(_tell_overdue(pk) for pk in late.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _tell_overdue(pk: int) -> bool:
    turn = ReviewTurn.objects.select_for_update().get(pk=pk)
    if turn.overdue_told_at is not None or turn.status != TaskState.STATUS_IN_PROGRESS:
        return False
    turn.overdue_told_at = clock.now()
    turn.save(update_fields=["overdue_told_at"])
    story = turn.workflow_state.content_object.specific
    told(story, "tell_overdue", by=SYSTEM, step=str(three_reviews.step_of(turn)))
    notify(users=selectors.reviewers(ReviewStep.FINAL), kind="newsroom.review_overdue",
           link=page_of(story), detail=named(story))  # fmt: skip
    return True


def page_of(story: Story) -> str:
    """Where a story is reviewed."""
    return reverse("newsroom:review", args=[story.pk])


def named(story: Story) -> dict[str, Any]:
    """A story's title, as far as it may stand in a notice."""
    return {"title": selectors.safe_title(story)}
