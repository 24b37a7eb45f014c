"""The steps of the workflow: three people read a story before it goes out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from qixin.core import clock
from qixin.core.errors import Refused
from qixin.core.reasons import LONGEST_REASON, SHORTEST_REASON, kept_reason
from qixin.newsroom import three_reviews
from qixin.newsroom.enums import ReviewStep

WHY_BACK = _("Say in a few words what has to be changed; the author reads it.")
_APPROVE = {
    ReviewStep.FIRST: _("Approve (first review)"),
    ReviewStep.SECOND: _("Approve (second review)"),
    ReviewStep.FINAL: _("Approve and publish (final review)"),
}


class ReasonForm(TaskStateCommentForm):
    """What Wagtail asks whoever sends a story back."""

    comment = forms.CharField(
        label=_("What has to be changed? The author reads it."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )


class ReviewTurn(TaskState):
    """One step of a round: taken once, by one person, and in a hurry until `due_at`."""

    due_at = models.DateTimeField(_("due at"), null=True, editable=False)
    overdue_told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("turn of a review")
        verbose_name_plural = _("turns of reviews")
        indexes = [
            # the job that tells of urgent reviews that nobody has taken in time
            models.Index(
                fields=["due_at"],
                name="review_turn_due",
                condition=models.Q(due_at__isnull=False, overdue_told_at__isnull=True),
            )
        ]

    @transaction.atomic
    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Raises Refused, WrongState, PublicationStopped, Conflict: see `three_reviews.check`."""
        three_reviews.check(self._held(), user)
        return super().approve(user=user, update=update, comment=comment)

    @transaction.atomic
    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Back to the author, with what has to be changed; the round is over.

        Raises Refused, WrongState, Invalid without words.
        """
        held = self._held()
        three_reviews.check_waits(held)
        why_not = three_reviews.why_not_send_back(held, user)
        if why_not is not None:
            raise Refused(why_not)
        reason = kept_reason(comment, missing=str(WHY_BACK))
        super().reject(user=user, update=update, comment=reason)
        # Wagtail would resume at this step; a changed text begins with the first review.
        self.workflow_state.cancel(user=user)
        return self

    def _held(self) -> TaskState:
        """The row as it is now. The page is locked first, as it is where its text is saved."""
        Page.objects.select_for_update().get(pk=self.workflow_state.object_id)
        return (
            TaskState.objects.select_for_update(of=("self",))
            .select_related("workflow_state", "revision", "task")
            .get(pk=self.pk)
        )


class Review(AbstractGroupApprovalTask):
    """A step of the three reviews; whom it is for follows from the permission of its step."""

    step = models.CharField(_("step"), max_length=8, choices=ReviewStep.choices, unique=True)

    task_state_class = ReviewTurn

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        turn = super().start(workflow_state, user=user)
        if workflow_state.content_object.specific.urgent_at is not None:
            turn.due_at = due_from_now()
            turn.save(update_fields=["due_at"])
        return turn

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What `user` is offered; approving is left out where it has to be somebody else."""
        if not self._user_in_groups(user):
            return []
        turn = obj.current_workflow_task_state
        offered = []
        if turn is not None and three_reviews.why_not_send_back(turn, user) is None:
            offered.append(("reject", _("Send back with a comment"), True))
        if three_reviews.why_not(obj, user) is None:
            offered += [
                ("approve", _APPROVE[ReviewStep(self.step)], False),
                ("approve", _("Approve with a comment"), True),
            ]
        return offered

    def get_form_for_action(self, action: str) -> Any:
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._user_in_groups(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # Editors go on working while the story waits; what they save is reviewed from the start.
        return False

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> Any:
        return _("One of the three reviews, each by another person than the authors.")


def due_from_now() -> Any:
    """When an urgent review that begins now has to be done."""
    return clock.now() + timedelta(minutes=settings.QIXIN_URGENT_REVIEW_MINUTES)
