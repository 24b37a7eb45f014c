"""What is filled in about a rumour, its spread, its evidence and its answer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.letters.actions import Upload
from qixin.letters.forms import FilesField
from qixin.newsroom.actions.answers import Wording
from qixin.newsroom.actions.rumours import Found, Seen
from qixin.newsroom.enums import Channel, EvidenceKind, Verdict
from qixin.newsroom.forms.coverage import moment
from qixin.newsroom.models import Answer, Rumour
from qixin.newsroom.models.rumours import (
    LONGEST_ANSWER,
    LONGEST_CLAIM,
    LONGEST_FINDING,
    LONGEST_LINK,
    LONGEST_SOURCES,
    MOST_READERS,
)


def _key() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def _claim() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("rumour", "The claim, as it goes round"),
        max_length=LONGEST_CLAIM,
        widget=forms.Textarea({"rows": 3}),
    )


def _link() -> forms.URLField:
    return forms.URLField(
        label=_("Link"), max_length=LONGEST_LINK, required=False, assume_scheme="https"
    )


def _channel() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=pgettext_lazy("rumour", "Where it goes round"), choices=Channel.choices
    )


class SightingForm(forms.Form):
    """A place where the claim was seen."""

    key = _key()
    channel = _channel()
    place = forms.CharField(
        label=pgettext_lazy("sighting", "Where exactly"),
        max_length=80,
        required=False,
        help_text=_("For example the name of the group. Readers never see it."),
    )
    seen_at = moment(pgettext_lazy("sighting", "Seen"), initial=clock.now)
    readers = forms.IntegerField(
        label=_("Readers or shares, if known"),
        required=False,
        min_value=0,
        max_value=MOST_READERS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    link = _link()

    @property
    def seen(self) -> Seen:
        given = self.cleaned_data
        names = ("channel", "seen_at", "place", "readers", "link")
        return Seen(**{name: given[name] for name in names})


class RumourForm(SightingForm):
    """A rumour that nobody looks into yet, with the first place where it was seen."""

    claim = _claim()
    field_order = ["key", "claim", "channel", "place", "seen_at", "readers", "link"]


class ReportForm(forms.Form):
    """A report tells of a rumour: one that is known, or a new one."""

    key = _key()
    rumour = forms.ChoiceField(
        label=_("It tells of"), widget=forms.RadioSelect, required=False, initial=""
    )
    claim = forms.CharField(
        label=pgettext_lazy("rumour", "The claim, as it goes round"),
        max_length=LONGEST_CLAIM,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only for a new rumour. Without names: readers may see it."),
    )
    channel = _channel()

    def __init__(self, *args: Any, offered: list[Rumour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered}
        new = ("", _("A rumour that nobody looks into yet"))
        self.fields["rumour"].choices = [  # type: ignore[attr-defined]
            new, *((pk, one.claim) for pk, one in self.offered.items())
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("rumour") and not (given.get("claim") or "").strip():
            self.add_error("claim", _("Say what goes round, or choose a rumour."))
        return given

    @property
    def chosen(self) -> Rumour | None:
        return self.offered.get(self.cleaned_data["rumour"])


class ClaimForm(forms.Form):
    """The claim in other words."""

    claim = _claim()
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)

    def __init__(self, *args: Any, rumour: Rumour, **kwargs: Any) -> None:
        initial = {"claim": rumour.claim, "version": rumour.version}
        super().__init__(*args, initial=initial, **kwargs)


class EvidenceForm(forms.Form):
    """Something that was found out."""

    key = _key()
    kind = forms.ChoiceField(
        label=pgettext_lazy("evidence", "How it was found out"), choices=EvidenceKind.choices
    )
    source = forms.CharField(
        label=pgettext_lazy("evidence", "Who says so"),
        max_length=120,
        help_text=_("For the desk alone; what readers may know goes into the answer."),
    )
    dated = forms.DateField(
        label=pgettext_lazy("evidence", "Of the day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
    )
    text = forms.CharField(
        label=pgettext_lazy("evidence", "What it says"),
        max_length=LONGEST_FINDING,
        widget=forms.Textarea({"rows": 4}),
    )
    link = _link()
    files = FilesField(
        label=pgettext_lazy("evidence", "Picture or document"),
        help_text=_("PDF, JPEG or PNG. For the desk alone, never public."),
        required=False,
    )

    @property
    def found(self) -> Found:
        said = {k: v for k, v in self.cleaned_data.items() if k not in {"key", "files"}}
        return Found(**said)

    @property
    def uploads(self) -> list[Upload]:
        return [Upload(one, one.name, one.size) for one in self.cleaned_data["files"]]


class AnswerForm(forms.Form):
    """A verdict with the answer that readers get."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("rumour", "Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
    )
    claim = forms.CharField(
        label=_("The claim, as readers may read it"),
        max_length=LONGEST_CLAIM,
        help_text=_("Without names of persons, groups or small firms."),
    )
    text = forms.CharField(
        label=pgettext_lazy("rumour", "Answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What is right, in the first sentence. Unproven: only what is known."),
    )
    sources = forms.CharField(
        label=_("Sources for readers"),
        max_length=LONGEST_SOURCES,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A line each: authority, document, day. No names of informants."),
    )
    notice = forms.CharField(
        label=_("What is corrected"),
        max_length=200,
        required=False,
        help_text=_("It stays on the page for good."),
    )
    claim_en = forms.CharField(
        label=_("Claim in English"), max_length=2 * LONGEST_CLAIM, required=False
    )
    text_en = forms.CharField(
        label=_("Answer in English"),
        max_length=2 * LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, rumour: Rumour, **kwargs: Any) -> None:
        super().__init__(*args, initial=_last_wording(rumour), **kwargs)
        if rumour.public_answer is None:
            del self.fields["notice"]
        else:
            self.fields["notice"].required = True

    @property
    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)


def _last_wording(rumour: Rumour) -> dict[str, Any]:
    """What was written last is not written again: returned, withdrawn, or to be corrected."""
    last: Answer | None = max(rumour.answers.all(), key=lambda one: one.pk, default=None)
    if last is None:
        return {"claim": rumour.claim}
    names = ("verdict", "claim", "text", "sources", "claim_en", "text_en")
    return {name: getattr(last, name) for name in names}
