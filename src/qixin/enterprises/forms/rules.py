"""Rules and terms of filings as fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.enterprises.judging import WORKERS, label_of
from qixin.enterprises.models import FilingRule, FilingTerms
from qixin.enterprises.models.filings import NUMBERS


class RuleForm(forms.ModelForm[FilingRule]):
    left = forms.ChoiceField(label=_("This number"))
    right = forms.ChoiceField(label=_("this number"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FilingRule
        fields = ["left", "comparison", "right", "factor", "days", "divisor", "weight",
                  "message", "message_en", "is_active"]  # fmt: skip
        widgets = {
            "message": forms.Textarea({"rows": 2}),
            "message_en": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(name, label_of(name)) for name in (*NUMBERS, WORKERS)]
        self.fields["left"].choices = numbers  # type: ignore[attr-defined]
        one = ("", pgettext_lazy("rule", "1 (a fixed number)"))
        self.fields["right"].choices = [one, *numbers]  # type: ignore[attr-defined]
        self.fields["seen"].initial = self.instance.version if self.instance.pk else 0

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class FilingTermsForm(forms.ModelForm[FilingTerms]):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FilingTerms
        fields = ["period_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version
