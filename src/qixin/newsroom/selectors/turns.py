"""Whose turn it is to review what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Revision, WorkflowState

from qixin.core.personal_data import mask_text
from qixin.newsroom import three_reviews
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Review, ReviewTurn, Story
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


@dataclass(frozen=True)
class Waiting:
    """A story of a list that waits for a review: for which, until when if urgent, and whether it
    is for whoever looks."""

    step: ReviewStep
    due_at: datetime | None
    is_for_me: bool


def waiting_for(user: User, stories: Iterable[Story]) -> dict[int, Waiting]:
    """What each of these stories waits for, by its id; as `three_reviews` has it, in four queries
    for all of them."""
    of = {str(story.pk): story for story in stories}
    turns = ReviewTurn.objects.filter(
        status=ReviewTurn.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__object_id__in=list(of),
    ).select_related("task__review", "workflow_state", "revision")
    turns = turns.defer("revision__content")
    reviewed = set(
        ReviewTurn.objects.filter(
            status=ReviewTurn.STATUS_APPROVED,
            finished_by=user,
            workflow_state__in=[turn.workflow_state_id for turn in turns],
        ).values_list("workflow_state_id", flat=True)
    )
    written: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    revisions = Revision.objects.filter(user=user, object_id__in=list(of)).filter(
        base_content_type_id__in={turn.revision.base_content_type_id for turn in turns}
    )
    for key, pk, at in revisions.values_list("object_id", "pk", "created_at"):
        written[key].append((pk, at))
    steps = steps_of(user)
    found = {}
    for turn in turns:
        key, step = turn.workflow_state.object_id, ReviewStep(turn.task.review.step)
        mine = (
            turn.workflow_state.requested_by_id == user.pk
            or turn.workflow_state_id in reviewed
            or _wrote(user, of[key], turn.revision, written[key])
        )
        found[of[key].pk] = Waiting(step, turn.due_at, step in steps and not mine)
    return found


def sent_back(stories: Iterable[Story]) -> set[int]:
    """Those of the stories whose last round ended with a reviewer sending them back, by id."""
    keys = [str(story.pk) for story in stories]
    rounds = WorkflowState.objects.filter(object_id__in=keys).order_by("pk")
    last = dict(rounds.values_list("object_id", "current_task_state__status"))
    return {int(key) for key, status in last.items() if status == ReviewTurn.STATUS_REJECTED}


def _wrote(
    user: User, story: Story, revision: Revision, written: list[tuple[int, datetime]]
) -> bool:
    """`three_reviews.authors_of`, for one person and with what was read for all stories."""
    published_at = story.last_published_at
    since = published_at if published_at and published_at < revision.created_at else None
    if since is None and story.owner_id == user.pk:
        return True
    return any(pk <= revision.pk and (since is None or at > since) for pk, at in written)


def is_for(user: User, story: Story) -> bool:
    """Whether `user` may take the review that the story waits for."""
    turn = story.current_workflow_task_state
    return turn is not None and three_reviews.why_not_as_person(turn, user) is None


def waiting_count(user: User) -> int:
    """How many stories wait for a review by `user`: not of what they handed in, wrote last, or
    have reviewed in this round."""
    steps = steps_of(user)
    if not steps:
        return 0
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    mine = states.filter(current_task_state__task__in=Review.objects.filter(step__in=steps))
    reviewed = ReviewTurn.objects.filter(
        status=ReviewTurn.STATUS_APPROVED,
        finished_by=user,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    own = Q(requested_by=user) | Q(current_task_state__revision__user=user)
    return mine.exclude(own | Q(pk__in=reviewed.values("workflow_state"))).count()


def safe_title(story: Story) -> str:
    """The title of the version in work, as it may stand in a notice."""
    return mask_text(story.draft_title or story.title)
