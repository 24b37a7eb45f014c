"""A template of a letter as an administrator writes it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.letters.models.letters import LONGEST_BODY, LONGEST_TITLE


class TemplateForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=pgettext_lazy("template", "Name"),
        max_length=48,
        help_text=_("What drafters choose it by, such as “Let lorries pass”."),
    )
    name_en = forms.CharField(label=_("English name"), max_length=64, required=False)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("A line is a paragraph; ○ is left for the drafter to fill in."),
    )

    @property
    def words(self) -> dict[str, str]:
        """What was written, once the fields are clean."""
        names = ("name", "name_en", "title", "body")
        return {name: self.cleaned_data[name] for name in names}
