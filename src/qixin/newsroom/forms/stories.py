"""The editor's form of a story: it stops what must not go out, at the field where it stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from qixin.newsroom import three_reviews
from qixin.newsroom.bodies import all_pictures
from qixin.newsroom.screening import FIELDS, Found, findings


class StoryForm(WagtailAdminPageForm):
    """Saving a draft is never stopped; submitting, approving and publishing are."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        approving = self.data.get("workflow-action-name") == "approve" and bool(
            self.data.get("action-workflow-action")
        )
        if self.data.get("action-publish"):
            self.add_error(None, str(three_reviews.NOT_APPROVED))
        if approving:
            self._check_reviewer()
        # in the final review the stops themselves say what may not go out, and what was let through
        if self.data.get("action-submit") or self.data.get("action-restart-workflow"):
            self._stop_personal_data(cleaned)
        return cleaned

    def _check_reviewer(self) -> None:
        reason = three_reviews.why_not(self.instance, self.for_user)
        if reason is not None:
            self.add_error(None, str(reason))
        elif self.has_changed():
            self.add_error(None, str(three_reviews.CHANGED_WHILE_APPROVING))

    def _stop_personal_data(self, cleaned: dict[str, Any]) -> None:
        for found in findings(_Typed(self.instance, cleaned)):
            field = _field_of(found)
            self.add_error(field if field in self.fields else None, sentence(found))


class _Typed:
    """The story as it stands in the form: what was typed, over what is stored."""

    def __init__(self, story: Any, cleaned: dict[str, Any]) -> None:
        self._story, self._cleaned = story, cleaned

    def __getattr__(self, name: str) -> Any:
        if name in self._cleaned and name in (*FIELDS, "body", "cover"):
            return self._cleaned[name]
        return getattr(self._story, name)

    @property
    def pictures(self) -> list[Any]:
        return all_pictures(self.cover, self.body)


def sentence(found: Found) -> str:
    """What stands where, for the editor: in full, because it has to be found in the text."""
    values = {"where": found.where, "number": found.number, "text": found.finding.text}
    if found.number:
        return (
            _("Part %(number)d (%(where)s) contains “%(text)s”, which must not be published.")
            % values
        )
    return _("%(where)s contains “%(text)s”, which must not be published.") % values


def _field_of(found: Found) -> str:
    return (
        found.anchor.removeprefix("panel-child-content-").removesuffix("-section")
        if (not found.number)
        else "body"
    )
