"""The step of the workflow in which somebody else reads a story before it goes out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from qixin.newsroom import four_eyes


class ApprovalByAnother(AbstractGroupApprovalTask):
    """Approval by a person who neither submitted the story nor wrote its latest version."""

    class Meta:
        verbose_name = _("approval by another person")
        verbose_name_plural = _("approvals by another person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What `user` is offered; approving is left out for the author and while findings stand."""
        if not self._user_in_groups(user):
            return []
        offered = [("reject", _("Send back with a comment"), True)]
        if four_eyes.why_not(obj, user) is None:
            offered += [
                ("approve", _("Approve and publish"), False),
                ("approve", _("Approve with a comment"), True),
            ]
        return offered

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # Editors go on working while the story waits: what they save is what must be approved.
        return False

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        if action_name == "approve":
            story = task_state.revision.content_object
            four_eyes.check(story, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody other than the author approves the story; then it is published.")
