"""The rule of three reviews: three people, none of them an author, each in the right role.

It stands below the models, because a turn of the workflow asks it before it is taken. Everything is
read from Wagtail's own tables: a turn is a TaskState whose task is a `Review` with a `step`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from qixin.core.errors import Conflict, Refused, WrongState
from qixin.newsroom import stops
from qixin.newsroom.enums import RemarkState, RemarkWeight, ReviewStep
from qixin.newsroom.workflow import PERMISSION
from qixin.people.permissions import has_permission

OWN_VERSION = _(
    "You wrote at this story since it was last published, so other people have to review it."
)
OWN_SUBMISSION = _("You submitted this story, so other people have to review it.")
REVIEWED_BEFORE = _(
    "You have already reviewed this version. The three reviews are made by three different people."
)
WITHOUT_ROLE = _("Your roles do not include this review. Ask the administrator for a grant.")
CHANGED_WHILE_APPROVING = _(
    "You changed the story. Save it: as one of its authors you cannot approve it any more."
)
NOT_APPROVED = _(
    "Three different people have to review this version first, none of them an author. Submit it; "
    "it is published with the final review."
)
MOVED_ON = _(
    "Somebody else was quicker, or the text was changed. Load the page again to see how the story "
    "stands."
)
MUST_BE_SETTLED = _(
    "Remarks that must be settled before the final review are still open. Settle them, or send "
    "the story back."
)


_known: ContextVar[dict[tuple[str, int], Any] | None] = ContextVar("known", default=None)
_Answer = TypeVar("_Answer")


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block who wrote and who approved a version is read once. For a page that asks for
    each of its buttons; whatever writes asks the rows anew."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def _once(read: Callable[[Revision], _Answer]) -> Callable[[Revision], _Answer]:
    @wraps(read)
    def answer(revision: Revision) -> _Answer:
        known = _known.get()
        if known is None:
            return read(revision)
        key = (read.__name__, revision.pk)
        if key not in known:
            known[key] = read(revision)
        found: _Answer = known[key]
        return found

    return answer


def step_of(turn: TaskState | None) -> ReviewStep | None:
    """The step that a turn of the workflow is; None for any other task of Wagtail's."""
    if turn is None:
        return None
    step = getattr(turn.task.specific, "step", None)
    return ReviewStep(step) if step else None


@_once
def authors_of(revision: Revision) -> frozenset[int]:
    """Everybody who wrote a version since the story was last published, by the accounts' ids."""
    written = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        pk__lte=revision.pk,
    )
    published_at, owner_id = Page.objects.values_list("last_published_at", "owner_id").get(
        pk=revision.object_id
    )
    # Of a version that has been out before, all authors count: the stricter reading.
    if published_at is not None and published_at < revision.created_at:
        written, owner_id = written.filter(created_at__gt=published_at), None
    ids = {*written.values_list("user_id", flat=True), revision.user_id, owner_id}
    return frozenset(id_ for id_ in ids if id_ is not None)


@_once
def approvals_of(revision: Revision) -> dict[int, dict[ReviewStep, TaskState]]:
    """Approvals of exactly this text, by round and step.

    Wagtail's automatic saving may overwrite a version and then moves its `created_at`: an approval
    that is older than the text does not count.
    """
    turns = TaskState.objects.filter(
        revision=revision,
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
        finished_at__gte=revision.created_at,
        task__review__isnull=False,
    ).select_related("task__review", "workflow_state", "finished_by__person")
    rounds: dict[int, dict[ReviewStep, TaskState]] = defaultdict(dict)
    for turn in turns.order_by("finished_at", "pk"):
        rounds[turn.workflow_state_id][ReviewStep(turn.task.review.step)] = turn
    return dict(rounds)


def is_approved(revision: Revision) -> bool:
    """Whether three different people, none of them an author, approved exactly this version."""
    authors = authors_of(revision)
    for turns in approvals_of(revision).values():
        people = {turn.finished_by_id for turn in turns.values()}
        submitted_by = {turn.workflow_state.requested_by_id for turn in turns.values()}
        complete = set(turns) == set(ReviewStep) and len(people) == len(ReviewStep)
        if complete and not people & (authors | submitted_by):
            return True
    return False


def why_not_as_person(turn: TaskState, user: Any) -> Promise | None:
    """Why it must be somebody else who takes this turn; None where it may be `user`."""
    step = step_of(turn)
    if step is None or not has_permission(user, PERMISSION[step]):
        return WITHOUT_ROLE
    if user.pk in authors_of(turn.revision):
        return OWN_VERSION
    if turn.workflow_state.requested_by_id == user.pk:
        return OWN_SUBMISSION
    before = approvals_of(turn.revision).get(turn.workflow_state_id, {})
    if user.pk in {one.finished_by_id for one in before.values()}:
        return REVIEWED_BEFORE
    return None


def why_not_send_back(turn: TaskState, user: Any) -> Promise | None:
    """Why `user` does not send this back; whoever wrote it takes it out of review instead."""
    step = step_of(turn)
    if step is None or not has_permission(user, PERMISSION[step]):
        return WITHOUT_ROLE
    mine = authors_of(turn.revision) | {turn.workflow_state.requested_by_id}
    return OWN_VERSION if user.pk in mine else None


def why_not(story: Any, user: Any) -> Promise | str | None:
    """Why `user` cannot approve the version that waits now; None where they can."""
    turn = story.current_workflow_task_state
    if turn is None:
        return NOT_APPROVED
    reason = why_not_as_person(turn, user)
    if reason is not None or step_of(turn) != ReviewStep.FINAL:
        return reason
    found = stops.open_stops(turn.revision.as_object(), turn.revision_id)
    if found:
        return stops.PublicationStopped(found).sentence
    return MUST_BE_SETTLED if must_remarks(story) else None


def check(turn: TaskState, user: Any) -> None:
    """Whether `user` may take this turn now, asked of the locked row.

    Raises WrongState where it was taken or the text has changed, Refused where it must be somebody
    else, PublicationStopped and Conflict where the final review has to wait.
    """
    story = turn.workflow_state.content_object
    check_waits(turn)
    reason = why_not_as_person(turn, user)
    if reason is not None:
        raise Refused(reason)
    if step_of(turn) == ReviewStep.FINAL:
        stops.check(turn.revision.as_object(), turn.revision_id)
        if must_remarks(story.specific):
            raise Conflict(MUST_BE_SETTLED)


def check_waits(turn: TaskState) -> None:
    """Raises WrongState unless the turn waits, and for the text as it stands."""
    latest = Page.objects.values_list("latest_revision_id", flat=True).get(
        pk=turn.workflow_state.object_id
    )
    in_progress = (
        turn.status == TaskState.STATUS_IN_PROGRESS
        and turn.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    )
    if not in_progress or latest != turn.revision_id:
        raise WrongState(MOVED_ON)


def must_remarks(story: Any) -> bool:
    """Whether a remark that the final review waits for is open."""
    return bool(story.remarks.filter(state=RemarkState.OPEN, weight=RemarkWeight.MUST).exists())
