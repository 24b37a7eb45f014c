"""What is filled in for a live channel, its entries and clips."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.newsroom.actions.airing import ChannelGiven
from qixin.newsroom.actions.clipping import ClipGiven
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.enums.live import EntryRule
from qixin.newsroom.models import LiveChannel
from qixin.newsroom.models.clips import LONGEST_CREDIT
from qixin.newsroom.models.clips import LONGEST_TITLE as LONGEST_CLIP_TITLE
from qixin.newsroom.models.live import LONGEST_ENTRY, LONGEST_SUMMARY, LONGEST_TITLE, SLUG
from qixin.newsroom.selectors import live as selector

_SECOND = "%Y-%m-%dT%H:%M:%S"
RIGHTS = [one for one in PictureRights.choices if one[0] != PictureRights.UNKNOWN]


class ChannelForm(forms.Form):
    """A channel; its address is for good once it is open."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**31 - 1)
    topic = forms.ChoiceField(label=_("Topic"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("English title"), max_length=LONGEST_TITLE, required=False)
    summary = forms.CharField(
        label=pgettext_lazy("live", "What it is about"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    summary_en = forms.CharField(
        label=pgettext_lazy("live", "What it is about, in English"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=48,
        validators=[SLUG],
        help_text=_("Part of the public address, for good: small letters, digits and hyphens."),
    )
    rule = forms.ChoiceField(
        label=pgettext_lazy("live", "Second look"),
        choices=EntryRule.choices,
        initial=EntryRule.AT_ONCE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, channel: LiveChannel | None = None, **kwargs: Any) -> None:
        self.channel = channel
        if channel is not None:
            held = {name: getattr(channel, name) for name in self.base_fields}
            kwargs["initial"] = held | {"topic": str(channel.topic_id)}
        super().__init__(*args, **kwargs)
        self.offered = {str(topic.pk): topic for topic in selector.topics()}
        choices = [(key, topic.title) for key, topic in self.offered.items()]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]
        if channel is not None:
            del self.fields["slug"]

    def given(self) -> ChannelGiven:
        """What was filled in, once it is clean."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values["topic"] = self.offered[values["topic"]]
        if self.channel is not None:
            values["slug"] = self.channel.slug
        return ChannelGiven(**values)


class EntryForm(forms.Form):
    """An entry as it is written on the spot."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=pgettext_lazy("live", "What is happening"),
        max_length=LONGEST_ENTRY,
        widget=forms.Textarea({"rows": 3}),
    )
    text_en = forms.CharField(
        label=_("In English (optional)"),
        max_length=LONGEST_ENTRY,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    @classmethod
    def fresh(cls, text: str = "") -> EntryForm:
        return cls(initial={"key": uuid.uuid4(), "text": text})


class CorrectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    text = forms.CharField(
        label=pgettext_lazy("live", "Text"),
        max_length=LONGEST_ENTRY,
        widget=forms.Textarea({"rows": 6}),
    )
    text_en = forms.CharField(
        label=_("In English (optional)"),
        max_length=LONGEST_ENTRY,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class ClipForm(forms.Form):
    """What is said of a clip: without credit and rights it goes nowhere."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_CLIP_TITLE)
    credit = forms.CharField(
        label=pgettext_lazy("clip", "Credit"),
        max_length=LONGEST_CREDIT,
        help_text=_("Who filmed it; readers see it."),
    )
    rights = forms.ChoiceField(
        label=pgettext_lazy("clip", "Rights"), choices=RIGHTS, initial=PictureRights.OWN
    )

    @classmethod
    def fresh(cls, **initial: Any) -> Any:
        return cls(initial={"key": uuid.uuid4(), **initial})

    def given(self) -> ClipGiven:
        return ClipGiven(**{name: self.cleaned_data[name] for name in ("title", "credit",
                                                                       "rights")})  # fmt: skip


class UploadForm(ClipForm):
    """With scripts the file comes before the form, in pieces, and `transfer` names it."""

    transfer = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=pgettext_lazy("clip", "Clip"),
        widget=forms.ClearableFileInput({"accept": "video/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("A video of at most %(most)d MB and 30 minutes.") % {
            "most": settings.QIXIN_CLIP_MB
        }
        self.fields["file"].required = not self["transfer"].value()


class CutForm(ClipForm):
    start = forms.DateTimeField(
        label=pgettext_lazy("clip", "From"),
        input_formats=[_SECOND, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format=_SECOND),
    )
    end = forms.DateTimeField(
        label=pgettext_lazy("clip", "Until"),
        input_formats=[_SECOND, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format=_SECOND),
    )


def usual_cut(channel: LiveChannel, credit: str) -> Mapping[str, Any]:
    """The last minute before now, or before the channel's end."""
    end = clock.local(channel.ended_at or clock.now()).replace(microsecond=0)
    return {"title": channel.title, "credit": credit, "end": end,
            "start": end - timedelta(minutes=1)}  # fmt: skip
