"""What reviewers fill in: a remark, a notice to the readers, and which version they read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qixin.core.reasons import LONGEST_REASON
from qixin.newsroom.actions import Marked
from qixin.newsroom.actions.embargoing import LONGEST_NAME
from qixin.newsroom.enums import NoticeKind, RemarkKind, RemarkWeight, ReviewStep
from qixin.newsroom.forms.coverage import moment
from qixin.newsroom.models import PublicNotice, Story
from qixin.newsroom.models.notices import LONGEST_NOTICE
from qixin.newsroom.models.remarks import LONGEST_QUOTE, LONGEST_REMARK


class ApprovalForm(forms.Form):
    """Hidden: the step and the version that stood on the page when it was read."""

    step = forms.TypedChoiceField(label=_("Step"), choices=ReviewStep.choices, coerce=ReviewStep)
    revision_id = forms.IntegerField(label=_("Version"), min_value=1, max_value=2**63 - 1)


class RemarkForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("Passage"),
        help_text=_("Select it in the text above, or copy it here. Empty: the whole story."),
        required=False,
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea({"rows": 2, "data-quote": ""}),
    )
    kind = forms.TypedChoiceField(
        label=_("What is to be done"), choices=RemarkKind.choices, coerce=RemarkKind
    )
    text = forms.CharField(
        label=_("Remark or new text"),
        help_text=_("Your remark, or the text that is to stand there."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 2}),
    )
    weight = forms.TypedChoiceField(
        label=_("Weight"),
        choices=RemarkWeight.choices,
        coerce=RemarkWeight,
        initial=RemarkWeight.SHOULD,
    )

    @property
    def marked(self) -> Marked:
        """What was marked, once the fields are clean."""
        return Marked(**self.cleaned_data)


class EmbargoForm(forms.Form):
    """Until when, who asked for it, why; hidden: the end that stood on the page."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    until = moment(_("Not public before"))
    asked_by = forms.CharField(
        label=_("Who asked for it"),
        help_text=_("An office, or a person by name."),
        max_length=LONGEST_NAME,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2})
    )

    @staticmethod
    def of(story: Story) -> dict[str, Any]:
        """What stands in the form of an embargo that is in force."""
        if story.embargo_until is None:
            return {}
        return {
            "seen": story.embargo_until.isoformat(),
            "until": story.embargo_until,
            "asked_by": story.embargo_by,
            "reason": story.embargo_reason,
        }


class NoticeForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("Kind of notice"),
        choices=[(kind.value, kind.label) for kind in (NoticeKind.CORRECTION, NoticeKind.UPDATE)],
        coerce=NoticeKind,
    )
    text = forms.CharField(
        label=_("What readers are told"),
        help_text=_("What was wrong and how it is right, or what is new. It stays on the page."),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea({"rows": 3}),
    )

    @staticmethod
    def of(notice: PublicNotice | None) -> dict[str, Any]:
        """What stands in the form of a notice that waits."""
        return {"kind": notice.kind, "text": notice.text} if notice is not None else {}
