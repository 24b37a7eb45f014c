"""Whose turn it is to review what."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import WorkflowState

from qixin.core.personal_data import mask_text
from qixin.newsroom import three_reviews
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Review, Story
from qixin.newsroom.workflow import PERMISSION
from qixin.people.models import Grant, User
from qixin.people.permissions import has_permission, roles_with


def reviewers(step: ReviewStep) -> QuerySet[User]:
    """Active accounts whose grants in force include this review."""
    grants = Grant.objects.in_force().filter(role__in=roles_with(PERMISSION[step]))
    return User.objects.filter(is_active=True, person__in=grants.values("person")).order_by("pk")


def steps_of(user: User) -> list[ReviewStep]:
    """The reviews that the user's roles include."""
    return [step for step in ReviewStep if has_permission(user, PERMISSION[step])]


def is_for(user: User, story: Story) -> bool:
    """Whether `user` may take the review that the story waits for."""
    turn = story.current_workflow_task_state
    return turn is not None and three_reviews.why_not_as_person(turn, user) is None


def waiting_count(user: User) -> int:
    """How many stories wait at a step of the user's and were not handed in by the user."""
    steps = steps_of(user)
    if not steps:
        return 0
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    mine = states.filter(current_task_state__task__in=Review.objects.filter(step__in=steps))
    return mine.exclude(requested_by=user).count()


def safe_title(story: Story) -> str:
    """The title of the version in work, as it may stand in a notice."""
    return mask_text(story.draft_title or story.title)
